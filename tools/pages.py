"""Pages that are generated from the code and checked against it, so that they cannot be out of date."""

from __future__ import annotations

import argparse
import sys
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).parents[1]


def write_or_check(file: Path, text: str, about: str | None) -> int:
    """Write the page, or compare it with --check; returns the exit code."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit 1 if the page is not what the code gives")
    if not parser.parse_args().check:
        file.write_text(text, encoding="utf-8")
        return 0
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    if written == text:
        return 0
    script = Path(sys.argv[0]).resolve().relative_to(ROOT)
    place = f"{file.relative_to(ROOT)}:{_first_difference(written, text)}"
    print(f"{place}: the page is not what the code gives: run python {script}")
    return 1


def _first_difference(one: str, other: str) -> int:
    """The number of the first line in which two texts differ."""
    pairs = zip_longest(one.splitlines(keepends=True), other.splitlines(keepends=True))
    return next(number for number, (left, right) in enumerate(pairs, 1) if left != right)
