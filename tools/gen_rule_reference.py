"""Write docs/rules.md from the rules themselves: the vocabulary, and what each built-in kind's versions say with it.

python tools/gen_rule_reference.py            write the file
python tools/gen_rule_reference.py --check    exit 1 if the file is not what the rules give (CI)
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

from pages import ROOT, write_or_check

sys.path.insert(0, str(ROOT))

import kconv.rules
from kconv import catalog, kinds
from kconv.cli.explain import differences
from kconv.engine import Kind
from kconv.rules import Converts, Demands, Fills, Rule

HEAD = """# Rules

Written by tools/gen_rule_reference.py from the rules; do not edit. `kconv explain KIND` prints a kind's part of
this page with the releases that serve each version, and with `-v` the defaults that all its versions share.

A version's differences from the hub are a list of rules. A rule is data: it knows how to carry an object to the hub's
shape and back, which fields move where (their comments follow), and how to say it in words. The same vocabulary serves
custom resources; built-in kinds have no other.
"""


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, "## The vocabulary\n", "| rule | says |\n|---|---|", *_vocabulary(), "", *_kinds()])


def _vocabulary() -> Iterator[str]:
    for name in sorted(kconv.rules.__all__):
        thing = getattr(kconv.rules, name)
        if isinstance(thing, type) and issubclass(thing, Rule) and thing not in (Rule, Converts, Fills, Demands):
            yield f"| `{name}` | {' '.join(_first_paragraph(thing).split())} |"


def _first_paragraph(thing: type) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("|", "\\|")


def _kinds() -> Iterator[str]:
    for kind in kinds.registered():
        yield f"## {kind.name} ({_place(kind)})\n"
        yield f"{_versions(kind)}\n"
        text = "".join(differences(kind, verbose=False)).strip()
        yield f"```text\n{text}\n```\n" if len(kind.versions) > 1 else f"{_why_alone(kind)}\n"


def _place(kind: Kind) -> str:
    """The group, or the one version where others of the group have the name too."""
    group = kind.hub.rpartition("/")[0]
    namesakes = [one for one in kinds.registered() if one.name == kind.name and one.hub.rpartition("/")[0] == group]
    return kind.hub if len(namesakes) > 1 and len(kind.versions) == 1 else group or "core"


def _why_alone(kind: Kind) -> str:
    served = catalog.lookup(kind.versions[0].kind(kind.name))
    if served and served.in_release(catalog.latest()):
        return "It has one version, and nothing to convert."
    return "kconv knows it to tell that it has no successor."


def _versions(kind: Kind) -> str:
    told = []
    for version in kind.versions:
        served = catalog.lookup(version.kind(kind.name))
        until = f", removed in {served.removed}" if served and served.removed else ""
        since = f"since {served.introduced}{until}" if served else "never served by itself"
        told.append(f"`{version}` ({since})")
    return "; ".join(told)


if __name__ == "__main__":
    sys.exit(write_or_check(ROOT / "docs/rules.md", reference(), __doc__))
