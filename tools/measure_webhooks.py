"""measure_webhooks.py [--examples N] [--seed S] [MODULE...]: what the round-trip kit reports of published conversions.

Writes the table in docs/testing.md between its markers, of the modules in tests/go_webhooks that `.ci/build-peers
webhooks` has built. A real API server judges every finding (false), and what a second sweep finds beside the kit
(missed). The seconds are the kit's processor time, without that of asking the webhook. It takes about ten minutes.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kconv.paths import parse  # noqa: E402
from kconv.testing import Report, check, webhook  # noqa: E402
from tests.cluster.apiserver import ApiServer  # noqa: E402
from tests.cluster.running import running_cluster  # noqa: E402
from tests.go_webhooks import modules  # noqa: E402
from tests.go_webhooks.judge import judging  # noqa: E402
from tests.go_webhooks.missed import missed  # noqa: E402

PAGE = ROOT / "docs" / "testing.md"
KNOWN = ROOT / "tests" / "go_webhooks" / "known.tsv"
START, END = "<!-- published conversions -->", "<!-- end of published conversions -->"
HEAD = (
    "| module | kind | versions | leaves | true findings | named by the project | false | missed | seconds |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Row:
    """One kind of one module."""

    module: str
    kind: str
    versions: str
    leaves: int
    true: int
    known: int
    false: int
    missed: int
    seconds: float

    def __str__(self) -> str:
        cells = (
            self.module,
            self.kind,
            self.versions,
            f"{self.leaves:,}",
            self.true,
            self.known,
            self.false,
            self.missed,
        )
        return f"| {' | '.join(map(str, cells))} | {self.seconds:.1f} |"


class Timed:
    """A webhook, and the seconds of processor time that asking it took."""

    def __init__(self, url: str) -> None:
        self._ask, self.seconds = webhook(url), 0.0
        self.between = self._ask.between

    def __call__(self, obj: Any, to: str) -> Any:
        """An object in another version."""
        start = time.process_time()
        try:
            return self._ask(obj, to)
        finally:
            self.seconds += time.process_time() - start


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    asked = parser.parse_args()
    names = asked.modules or [name for name in modules.NAMES if not modules.why_not(name)]
    rows = []
    with running_cluster() as server, tempfile.TemporaryDirectory() as folder:
        for name in names:
            for crd in converted(name):
                rows.append(measured(name, crd, server, Path(folder), asked.examples, asked.seed))
                print(rows[-1], flush=True)
    if not asked.modules:
        written(rows, asked.examples, asked.seed)


def converted(module: str) -> list[Any]:
    """The definitions of the kinds that a module's webhook converts; it leaves the others to the API server."""
    with modules.serving(module) as url:
        return [crd for crd in modules.definitions(module).values() if modules.converts(url, crd)]


def measured(module: str, crd: Any, server: ApiServer, folder: Path, examples: int, seed: int) -> Row:
    """One kind, held to the laws, and what was found judged."""
    kind = crd["spec"]["names"]["kind"]
    with modules.serving(module) as url:
        ask, start = Timed(url), time.process_time()
        report = check(ask, kind=kind, crd=crd, read_as="go", examples=examples, seed=seed)
        seconds = time.process_time() - start - ask.seconds
    false, lost = judged(module, crd, report, server, folder)
    true = [each for each in report.findings if each not in false]
    versions = " ↔ ".join(version.rpartition("/")[2] for version in modules.served(crd))
    leaves = report.coverage.leaves if report.coverage else 0
    known = sum(is_known(module, each.path) for each in true)
    return Row(module, kind, versions, leaves, len(true), known, len(false), len(lost), seconds)


def judged(module: str, crd: Any, report: Report, server: ApiServer, folder: Path) -> tuple[list[Any], list[Any]]:
    """The findings that a real API server does not show, and the losses that it shows and no finding has."""
    with modules.serving(module) as url, judging(server, crd, url, folder) as judge:
        false = judge.false(report.findings)
    for each, why in false:
        print(f"false: {report.kind}: {each}: {why}", file=sys.stderr)
    with modules.serving(module) as url, judging(server, crd, url, folder) as judge:
        found = missed(report, crd, url)
        lost = [each for each in found if judge.shows(each.obj, each.through, parse(each.place))]
    return [each for each, _ in false], lost


def is_known(module: str, place: str) -> bool:
    """Whether a project's tests, documents or issues name a loss themselves."""
    entries = (line.split("\t") for line in KNOWN.read_text(encoding="utf-8").splitlines()[1:])
    return bool(place) and any(module == name and re.search(pattern, place) for name, pattern, _ in entries)


def written(rows: list[Row], examples: int, seed: int) -> None:
    """Put the table into the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2]
    total = f"| all | | | {sum(r.leaves for r in rows):,} | {sum(r.true for r in rows)} | {sum(r.known for r in rows)} "
    total += f"| {sum(r.false for r in rows)} | {sum(r.missed for r in rows)} | {sum(r.seconds for r in rows):.1f} |"
    note = f"Measured by `tools/measure_webhooks.py --examples {examples} --seed {seed}`."
    table = "\n".join([HEAD, *map(str, rows), total])
    PAGE.write_text(f"{before}{START}\n{table}\n\n{note}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
