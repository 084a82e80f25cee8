"""A terminal gets colour and progress; a pipe, which a program reads, gets exact bytes."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from kconv.report.style import Paint, ansi, plain


def paint_for(stream: TextIO) -> Paint:
    """Colour on a terminal, unless NO_COLOR says otherwise or the terminal has none."""
    wanted = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return ansi if wanted else plain


def out(text: str) -> None:
    """Write a report to standard output; a character that its encoding lacks is escaped."""
    _write(sys.stdout, text)


def err(text: str) -> None:
    """Write a report to standard error."""
    _write(sys.stderr, text)


def exact(text: str) -> None:
    """Write a manifest's text to standard output, as UTF-8 and with its own line endings on every system."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
