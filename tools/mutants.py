"""Mutants of a room, drawn at random and run against that room's tests: what survives is behaviour that no test holds.

A line that the tests run is not a line whose result they look at. Each mutant is run in a copy of the checkout, in a
process of its own; it is killed by a failing test, by a crash, or by a loop that does not end. A survivor is printed as
a diff. One that no test can kill, for it does the same, has its row with the reason in mutants.toml.

    python tools/mutants.py --room rules --seed 7     60 mutants of kconv/rules, always the same ones
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePath
from typing import NamedTuple

from mutations import Mutant, mutants

ROOT = Path(__file__).parents[1]
EQUIVALENT = Path(__file__).parent / "mutants.toml"
WANTED = 0.95
MEMORY = 3 << 30
PATIENCE = 5
"""How many times as long as the room's tests take a mutant may take."""

IMPORTED = (
    *("pytest", "hypothesis", "pydantic", "yaml", "ruamel.yaml", "click", "jsonschema", "deepdiff"),
    *("orjson", "starlette.applications", "uvicorn", "prometheus_client", "cryptography.x509"),
)
"""What the tests import: each mutant's process has it already."""
ELSEWHERE = ("cluster", "oracle", "corpus", "slow")
"""The marks of tests that need more than this checkout, or minutes."""


class Room(NamedTuple):
    """Paths of one room, of which some may not exist, and its tests: the fast and focused ones first.

    A large room has parts: a mutant of one is run against the tests of that part only. Tests with one of the marks are
    left out.
    """

    code: tuple[str, ...]
    tests: tuple[str, ...]
    parts: tuple[Room, ...] = ()
    without: tuple[str, ...] = ("full", *ELSEWHERE)

    def part(self, path: str) -> Room:
        """The part that a file is in, or the room itself."""
        return next((part for part in self.parts if any(map(PurePath(path).match, part.code))), self)


ROOMS = {
    "rules": Room(
        ("kconv/rules/**/*.py", "kconv/values.py"),
        ("tests/rules", "tests/engine/test_[!m]*.py", "tests/engine/test_m*.py"),
    ),
    "engine": Room(
        ("kconv/engine/**/*.py",),
        (
            "tests/engine/test_[!m]*.py",
            "tests/engine/test_m*.py",
            "tests/stash",
            "tests/rules/test_wrong.py",
            "tests/crd/test_misfits.py",
        ),
    ),
    "manifests": Room(
        ("kconv/manifests/**/*.py",),
        (
            "tests/manifests/test_edits.py",
            "tests/manifests/test_[!aersv]*.py",
            "tests/manifests/test_s*.py",
            "tests/manifests/test_rea*.py",
            "tests/manifests/test_*.py",
        ),
    ),
    "pipeline": Room(
        ("kconv/pipeline/**/*.py",),
        (
            "tests/pipeline/test_*.py",
            "tests/test_stream.py",
            "tests/test_conflicts.py",
            "tests/test_encrypted.py",
            "tests/test_embedded.py",
            "tests/test_pipeline.py",
            "tests/test_effects.py",
            "tests/test_jobs.py",
            "tests/test_cases.py",
        ),
        (
            Room(("kconv/pipeline/migrate/overlays/*.py", "kconv/pipeline/migrate/wait.py"), ("tests/overlays",)),
            Room(("kconv/pipeline/migrate/references/*.py",), ("tests/references", "tests/test_references.py")),
            Room(("kconv/pipeline/validate/*.py",), ("tests/validate",)),
            Room(("kconv/pipeline/roundtrip/*.py",), ("tests/roundtrip", "tests/cli/test_roundtrip.py")),
        ),
    ),
    "validation": Room(
        ("kconv/structural/**/*.py", "kconv/validation/**/*.py"),
        (
            "tests/validation",
            "tests/structural/test_[!ar]*.py",
            "tests/structural/test_re[fs]*.py",
            "tests/structural/test_answers.py",
            "tests/structural/test_repair.py",
            "tests/validate",
        ),
    ),
    "webhook": Room(
        ("kconv/webhook/*.py",),
        ("tests/webhook/test_[!l]*.py", "tests/webhook/test_l*.py"),
        (Room(("kconv/webhook/arming*.py",), ("tests/webhook/test_arming_metrics.py", "tests/arming")),),
    ),
    "serving": Room(
        ("kconv/serving/*.py",),
        ("tests/serving/test_[!s]*.py", "tests/serving/test_so*.py", "tests/serving/test_s*.py"),
        without=ELSEWHERE,  # a server is only seen from outside
    ),
    "certificates": Room(
        ("kconv/certificates/*.py",), ("tests/certificates", "tests/cli/test_webhook_certs.py", "tests/arming")
    ),
    "cluster": Room(
        ("kconv/cluster/**/*.py",),
        ("tests/cluster", "tests/arming", "tests/cli/test_webhook_rbac.py"),
        (Room(("kconv/cluster/arming/*.py",), ("tests/arming", "tests/cli/test_webhook_rbac.py")),),
    ),
    "rulesfile": Room(
        ("kconv/crd/rulesfile/*.py",), ("tests/crd/rulesfile/test_[!h]*.py", "tests/crd/rulesfile/test_h*.py")
    ),
}


class Drawn(NamedTuple):
    """A mutant in its file."""

    path: str
    mutant: Mutant
    source: bytes

    def key(self) -> tuple[str, str, str]:
        """How mutants.toml names it: by function and text, for lines move."""
        return (self.mutant.where, *self.mutant.lines(self.source))

    def diff(self) -> str:
        old, new = (text.decode().splitlines(keepends=True) for text in (self.source, self.mutant.applied(self.source)))
        return "".join(difflib.unified_diff(old, new, self.path, self.path, n=2))


def candidates(room: Room) -> list[Drawn]:
    """Every mutant of a room, in a fixed order."""
    files = sorted(path for code in room.code for path in ROOT.glob(code))
    sources = [(str(path.relative_to(ROOT)), path.read_bytes()) for path in files]
    return [Drawn(path, mutant, source) for path, source in sources for mutant in mutants(source)]


def equivalents() -> dict[tuple[str, str, str], str]:
    """Why mutants that no test can kill do the same."""
    rows = tomllib.loads(EQUIVALENT.read_text()).get("mutant", [])
    return {(row["in"], row["before"], row["after"]): row["why"] for row in rows}


class Running(NamedTuple):
    """A mutant's process, in one copy of the checkout."""

    drawn: Drawn
    copy: Path
    until: float


class Copies:
    """Copies of the checkout, one for each mutant that runs at a time."""

    def __init__(self, folder: Path, count: int) -> None:
        self.free = [folder / str(number) for number in range(count)]
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
        )
        for copy in self.free:
            for name in listed.stdout.splitlines():
                if (ROOT / name).is_file():
                    (copy / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(ROOT / name, copy / name)

    def warm(self, tests: Sequence[str]) -> float:
        """Run tests in every copy as it is, which also compiles it; the seconds that they take."""
        for copy in self.free:
            start = time.monotonic()
            pid = started(copy, tests, write_bytecode=True)
            _, status = os.waitpid(pid, 0)
            if status:
                sys.exit((copy / "mutant.log").read_text() + "\nthe tests fail without any mutant")
        return time.monotonic() - start


def started(copy: Path, tests: Sequence[str], *, write_bytecode: bool = False) -> int:
    """The process that runs the tests in a copy: a fork, for what it needs of other packages is imported already."""
    pid = os.fork()
    if pid:
        return pid
    status = 3
    try:
        os.setsid()
        os.chdir(copy)
        log = os.open("mutant.log", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(log, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.environ["PYTHONPATH"] = str(copy)
        sys.path[:] = [str(copy), *(each for each in sys.path if each not in (str(ROOT), str(Path(__file__).parent)))]
        sys.dont_write_bytecode = not write_bytecode
        import pytest

        options = ["-x", "-q", "-n0", "--all", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
        status = int(pytest.main([*options, *tests]))
    finally:
        os._exit(status)


def run(drawn: Sequence[Drawn], room: Room, jobs: int) -> Iterator[tuple[Drawn, bool]]:
    """Each mutant, as its tests end, and whether they killed it."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = Copies(Path(folder), jobs)
        tests = {each.path: tests_of(room.part(each.path)) for each in drawn}
        limits = {each: PATIENCE * copies.warm(each) for each in set(tests.values())}
        waiting, running = list(reversed(drawn)), dict[int, Running]()
        while waiting or running:
            while waiting and copies.free:
                each, copy = waiting.pop(), copies.free.pop()
                _write(copy / each.path, each.mutant.applied(each.source))
                until = time.monotonic() + limits[tests[each.path]]
                running[started(copy, tests[each.path])] = Running(each, copy, until)
            for pid, (each, copy, until) in list(running.items()):
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended or time.monotonic() > until:
                    _end(pid, wait=not ended)
                    del running[pid]
                    _write(copy / each.path, each.source)
                    copies.free.append(copy)
                    yield each, not ended or status != 0
            time.sleep(0.02)


def _end(pid: int, *, wait: bool) -> None:
    """End a mutant's process and all that it started."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        if wait:
            os.waitpid(pid, 0)


def _write(path: Path, source: bytes) -> None:
    """Write a module, and remove what Python compiled of it: that is found by a time and a size, which may be equal."""
    path.write_bytes(source)
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()


def tests_of(room: Room) -> tuple[str, ...]:
    """The room's tests as pytest takes them, each once."""
    found = (str(path.relative_to(ROOT)) for each in room.tests for path in sorted(ROOT.glob(each)))
    return (*dict.fromkeys(found), "-m", " and ".join(f"not {mark}" for mark in room.without))


def judge(name: str, seed: int, count: int, jobs: int, only: str) -> bool:
    """Draw and run one room's mutants, print what became of them, and return whether enough were killed."""
    known = equivalents()
    found = [each for each in candidates(ROOMS[name]) if only in each.path]
    open_to_tests = [each for each in found if each.key() not in known]
    random.Random(seed).shuffle(open_to_tests)
    others = (each for each in open_to_tests if each.mutant.is_another(each.source))
    drawn = list(islice(others, count))
    start, killed = time.monotonic(), 0
    for each, dead in run(drawn, ROOMS[name], jobs):
        killed += dead
        if not dead:
            print(f"survived: {each.mutant.operator} in {each.mutant.where}\n{each.diff()}", flush=True)
    rate = killed / len(drawn) if drawn else 0.0
    print(
        f"{name}: {killed} of {len(drawn)} mutants killed ({rate:.1%}), drawn with seed {seed} of {len(found):,}, "
        f"{len(found) - len(open_to_tests)} of them equivalent; {time.monotonic() - start:.0f} s",
        flush=True,
    )
    return rate >= WANTED


def stale() -> list[str]:
    """Rows of mutants.toml that name no mutant any more."""
    keys = {each.key() for room in ROOMS.values() for each in candidates(room)}
    return [
        f"{where}: {before}  ->  {after}"
        for where, before, after in equivalents()
        if (where, before, after) not in keys
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--room", action="append", choices=ROOMS, help="one of the rooms; all by default")
    parser.add_argument("--seed", type=int, help="what to draw by; another one every time, which is printed")
    parser.add_argument("--count", type=int, default=60, help="how many mutants to draw in each room")
    parser.add_argument("--only", default="", help="draw from files with this in their path")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1, help="how many to run at a time")
    args = parser.parse_args()
    if gone := stale():
        sys.exit("mutants.toml names what is not there any more:\n" + "\n".join(gone))
    for package in IMPORTED:
        __import__(package)
    seed = random.SystemRandom().randrange(1 << 31) if args.seed is None else args.seed
    passed = [judge(name, seed, args.count, args.jobs, args.only) for name in args.room or ROOMS]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
