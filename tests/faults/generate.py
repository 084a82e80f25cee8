"""Streams and trees of any size, mostly of documents that need nothing, as a real dump is.

Run as a program it writes a stream of so many bytes to standard output, so that no test has to hold one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.faults.running import CURRENT, NEW, OLD

EVERY = 200
"""One document in so many is old."""
STEP = 6
"""So many old ones and what is between them are a good megabyte."""


def stream(size: int, old: str = OLD) -> Iterator[str]:
    """At least ``size`` bytes of documents, a good megabyte at a time; ``old`` is the text of those that are old."""
    current = f"---\n{CURRENT}" * (EVERY - 1)
    for _ in range(0, size, STEP * (len(f"---\n{OLD}") + len(current))):  # as many of the new as of the old text
        yield f"---\n{old}{current}" * STEP


def migrated(size: int) -> Iterator[str]:
    """What becomes of the stream of that size."""
    part = next(stream(1, NEW))
    for _ in stream(size):
        yield part


def count_of_old(size: int) -> int:
    """How many documents of the stream are old."""
    return sum(text.count(OLD) for text in stream(size))


def tree(folder: Path, size: int) -> int:
    """A tree of about ``size`` bytes, 100 files of about 20 kB a folder; the number of its files."""
    text = f"{OLD}" + f"---\n{CURRENT}" * 20
    files = -(-size // len(text))
    for number in range(files):
        path = folder / f"app{number // 100:03}" / f"{number % 100:02}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return files


if __name__ == "__main__":
    for text in stream(int(sys.argv[1])):
        sys.stdout.write(text)
