"""Pages that are generated from the code and checked against it, so that they cannot be out of date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def write_or_check(file: Path, text: str, about: str | None) -> int:
    """Write the page, or compare it with --check; returns the exit code."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit 1 if the page is not what the code gives")
    if not parser.parse_args().check:
        file.write_text(text, encoding="utf-8")
        return 0
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return 0
    script = Path(sys.argv[0]).resolve().relative_to(ROOT)
    print(f"{file.relative_to(ROOT)} is not what the code gives: run python {script}")
    return 1
