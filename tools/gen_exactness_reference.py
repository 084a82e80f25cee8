"""Write docs/exactness.md from the tables that the tests hold kconv to, so that no difference is without its page.

python tools/gen_exactness_reference.py            write the file
python tools/gen_exactness_reference.py --check    exit 1 if the file is not what the tables give (CI)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pages import ROOT, write_or_check

sys.path.insert(0, str(ROOT))

from kconv import kinds
from tests.golden.known import Known, known
from tests.golden.vectors import HERE

HEAD = """# Exactness

Written by tools/gen_exactness_reference.py from tests/golden/differences.toml and the registered kinds; do not edit.

`--defaults none` gives what Kubernetes' conversion code gives, `--defaults all` what `kubectl convert` gives: the
source version's defaults first, then the conversion. Both are held against Kubernetes' own code of some releases
({releases}), for every kind and every pair of versions that it converts, on the answers in tests/golden
and on fresh objects in every run of the gate (`tests/differential`). A pair that no release has by itself is composed
of two.

## Where kconv deliberately keeps more

Everywhere:

| what | Kubernetes | kconv |
|---|---|---|
| a field that the version does not know | dropped | kept where it is |
| `stringData` of a Secret | written into `data` by the server | kept |
| quantities, times and numbers | rewritten (`0.1` to `100m`) | as they were written |
| `creationTimestamp: null`, an empty `status`, `resources: {}` | written | not written |
| what the target has no field for | dropped | kept in an annotation; `migrate` asks first, or drops it when told to |
| zero, empty, null and absent | in part the same | four different things |
| an autoscaling/v1 autoscaler's 80 % of cpu, without defaults | written by the conversion | not written |

Of one kind:

| kind | from | to | defaults | field | reason |
|---|---|---|---|---|---|
"""

UNPROVEN = """
## What nothing proves

These versions are in no release at hand that converts them, so their rules come from the API types and schemas alone:

| kind | version |
|---|---|
"""


def reference() -> str:
    """The whole page."""
    head = HEAD.replace("{releases}", ", ".join(_releases()))
    return "".join([head, *map(_difference, known()), UNPROVEN, *_unproven()])


def _releases() -> Iterator[str]:
    """Those that Kubernetes' answers are from: builtin-1.17.17.jsonl.gz → 1.17."""
    for path in sorted(HERE.glob("builtin-*.jsonl.gz")):
        yield path.name.removeprefix("builtin-").rpartition(".jsonl")[0].rpartition(".")[0]


def _difference(row: Known) -> str:
    cells = (row.kind, _any(row.source), _any(row.target), _any(row.mode), f"`{row.path}`", row.reason)
    return f"| {' | '.join(cells)} |\n"


def _any(cell: str) -> str:
    return "any" if cell == "*" else f"`{cell}`"


def _unproven() -> Iterator[str]:
    for kind in sorted(kinds.registered(), key=lambda kind: kind.name):
        yield from (f"| {kind.name} | `{version}` |\n" for version in sorted(kind.unproven))


if __name__ == "__main__":
    sys.exit(write_or_check(ROOT / "docs/exactness.md", reference(), __doc__))
