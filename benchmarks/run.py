"""Measure kconv as a user runs it, beside its peers where they are on PATH; see benchmarks/README.md.

    python benchmarks/run.py [--corpus DIR] [--runs 5] [--stream-mb 1000] [--json] [SECTION …]

Sections: startup, scan, migrate, validate, convert, custom, webhook, stream. Without a corpus: the examples of this
project, a hundredfold.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Run, in_turn, peak, ratio, run, seconds

ROOT = Path(__file__).parents[1]
_SCRIPT = Path(sys.executable).with_name("kconv")
# As a user starts it: `python -m` takes longer, and would find a checkout in the working directory first.
KCONV = (str(_SCRIPT),) if _SCRIPT.exists() else (sys.executable, "-m", "kconv")
SECTIONS = ["startup", "scan", "migrate", "validate", "convert", "custom", "webhook", "stream"]
TARGET = ("--target", "1.32")
NOTHING = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"
OLD = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nmetadata:\n  name: web\nrules: []\n"


figures: list[dict[str, str]] = []
"""All that was told, for ``--json``."""


def tell(name: str, value: str, goal: str = "") -> None:
    """One figure: a line while the run goes on, on standard error where standard output is for JSON."""
    figures.append({"name": name, "value": value, "goal": goal})
    print(f"{name:58}{value:>22}   {goal}", flush=True, file=sys.stderr if "--json" in sys.argv else sys.stdout)


def tree_bytes(directory: Path) -> int:
    return sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())


def copies(source: Path, target: Path, times: int) -> Path:
    for number in range(times):
        shutil.copytree(source, target / str(number), ignore=shutil.ignore_patterns(".git"))
    return target


def startup(work: Path, runs: int) -> None:
    nothing, old = work / "nothing.yaml", work / "old.yaml"
    nothing.write_text(NOTHING)

    def converting() -> Run:
        old.write_text(OLD)
        return run([*KCONV, "migrate", *TARGET, str(old)])

    base, version, idle, busy = in_turn(
        3 * runs,
        lambda: run([sys.executable, "-c", "pass"]),
        lambda: run([*KCONV, "--version"]),
        lambda: run([*KCONV, "migrate", *TARGET, str(nothing)]),
        converting,
    )
    tell("python -c pass", f"{seconds(base) * 1000:.1f} ms")
    for name, taken, goal in (
        ("kconv --version", version, "3"),
        ("kconv migrate, a file that needs nothing", idle, "6"),
        ("kconv migrate, a file that is converted", busy, "12"),
    ):
        tell(name, f"{ratio(taken, base):.1f} x pass", f"at most {goal}")


def scan(work: Path, corpus: Path, runs: int) -> None:
    tenfold = copies(corpus, work / "tenfold", 10)
    one, ten = in_turn(
        runs, lambda: run([*KCONV, "scan", *TARGET, str(corpus)]), lambda: run([*KCONV, "scan", *TARGET, str(tenfold)])
    )
    floor = seconds(in_turn(runs, lambda: run([*KCONV, "scan", *TARGET, str(work / "empty")]))[0])
    tell("kconv scan", f"{seconds(one):.3f} s, {peak(one):.0f} MB")
    tell("kconv scan, tenfold copy", f"{seconds(ten):.3f} s, {peak(ten):.0f} MB", "within 10 MB")
    tell(
        "cost of ten times the bytes, start-up left out",
        f"{(seconds(ten) - floor) / (seconds(one) - floor):.1f} x",
        "10",
    )
    pluto = shutil.which("pluto")
    if not pluto:
        tell("pluto", "not on PATH")
        return
    for name, directory in (("one", corpus), ("tenfold", tenfold)):
        mine, theirs = in_turn(
            runs,
            lambda where=directory: run([*KCONV, "scan", *TARGET, str(where)]),
            lambda where=directory: run([pluto, "detect-files", "-d", str(where), "-t", "k8s=v1.32.0"]),
        )
        tell(f"kconv scan to pluto, {name}", f"{ratio(mine, theirs):.2f} x", "at most 1, goal 0.5")


def migrate(work: Path, corpus: Path, runs: int) -> None:
    tenfold, place = copies(corpus, work / "tenfold-of-old", 10), work / "place"

    def fresh(source: Path, *flags: str) -> Run:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(source, place)
        return run([*KCONV, "migrate", *TARGET, "--quiet", *flags, str(place)])

    alone, paired = in_turn(runs, lambda: fresh(tenfold, "-j", "1"), lambda: fresh(tenfold, "-j", "2"))
    tell("kconv migrate, tenfold copy", f"{seconds(alone):.2f} s")
    tell("one process to -j 2", f"{ratio(alone, paired):.2f} x", "at least 1.6")
    peer = shutil.which("kubectl-convert", path=f"{os.environ.get('KCONV_BIN', '')}{os.pathsep}{os.environ['PATH']}")
    if not peer:
        tell("kubectl-convert", "not on PATH or in KCONV_BIN")
        return
    told = subprocess.run(
        [*KCONV, "scan", *TARGET, str(corpus), "--format", "json"], capture_output=True, text=True, check=False
    )
    files = sorted(set(_files(told.stdout)))

    def file_by_file() -> Run:
        taken = [run([peer, "--local", "-f", file]) for file in files]
        return Run(sum(each.seconds for each in taken), max(each.peak for each in taken), 0)

    mine, theirs = in_turn(runs, lambda: fresh(corpus), file_by_file)
    tell(f"kubectl-convert, {len(files)} old files one by one", f"{seconds(theirs):.2f} s")
    tell("kubectl-convert to kconv migrate of everything", f"{ratio(theirs, mine):.1f} x", "at least 10")


def _files(report: str) -> list[str]:
    return [each["file"] for each in json.loads(report)["documents"] if each["status"] == "migrated"]


def stream(work: Path, megabytes: int) -> None:
    document = (ROOT / "examples/shop/base").rglob("*.yaml")
    text = b"".join(b"---\n" + file.read_bytes() for file in sorted(document))
    big = work / "stream.yaml"
    with big.open("wb") as out:
        for _ in range(megabytes * 1_000_000 // len(text) + 1):
            out.write(text)
    for name, command in (
        ("scan -", [*KCONV, "scan", *TARGET, "-"]),
        ("migrate -", [*KCONV, "migrate", *TARGET, "-"]),
        ("migrate FILE", [*KCONV, "migrate", *TARGET, str(big)]),
    ):
        taken = run(command, stdin=str(big) if command[-1] == "-" else None)
        size = f"{taken.seconds:.0f} s, {taken.peak / 1e6:.0f} MB"
        tell(f"kconv {name}, a stream of {megabytes} MB", size, "at most 150 MB")


def measure(section: str, work: Path, corpus: Path, asked: argparse.Namespace) -> None:
    """Tell the figures of a section. What needs another program, or a module of its own, imports it then."""
    if section == "validate":
        from validation import tell_all as tell_validation

        return tell_validation(tell, KCONV, work, corpus, asked.runs)
    if section == "convert":
        import conversions
        import families

        conversions.tell_all(tell)
        return families.tell_all(tell, corpus)
    if section == "custom":
        import custom_resources

        return custom_resources.tell_all(tell)
    if section == "webhook":
        import webhooks

        return webhooks.tell_all(tell, asked.runs)
    own = {
        "startup": lambda: startup(work, asked.runs),
        "scan": lambda: scan(work, corpus, asked.runs),
        "migrate": lambda: migrate(work, corpus, asked.runs),
        "stream": lambda: stream(work, asked.stream_mb),
    }
    return own[section]()


def main() -> None:
    """Measure the sections asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", default=SECTIONS)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--stream-mb", type=int, default=1000)
    parser.add_argument("--json", action="store_true", help="print all figures as JSON at the end")
    asked = parser.parse_args()
    if unknown := [each for each in asked.sections if each not in SECTIONS]:
        parser.error(f"no section {', '.join(unknown)}")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "empty").mkdir()
        corpus = asked.corpus or copies(ROOT / "examples/shop/base", work / "corpus", 100)
        tell(str(asked.corpus or "examples, a hundredfold"), f"{tree_bytes(corpus):,} bytes")
        for section in asked.sections:
            measure(section, work, corpus, asked)
    if asked.json:
        print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
