"""Another program may write a file between its read and its rewrite, and a dump of a cluster has no upper size.

So the identity of a file (device, inode, size, time) is recorded when it is read, and a later write compares it. A file
larger than ``WHOLE`` is read in pieces, and a pipe, which gives its bytes once, is never opened twice. Files are read
as bytes: only the documents that convert are ever decoded.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from typing import BinaryIO

from kconv.errors import ManifestError, UsageError
from kconv.records import NamedTuple

WHOLE = 8 << 20
PIECE = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)


class Seen(NamedTuple):
    """The identity of a file's state: it differs after a write."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, status: os.stat_result) -> Seen:
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


class Source(NamedTuple):
    """A file's bytes, or the open ``stream`` of one that is too large to hold, or of unknown size.

    Without ``regular`` it is a pipe or a device, which cannot be read again or replaced.
    """

    data: bytes
    seen: Seen
    stream: BinaryIO | None = None
    regular: bool = True


def read(path: str) -> Source:
    """Read a file, or open one that the caller reads and closes. Raises ManifestError with the system's reason."""
    try:
        handle = os.open(path, _FLAGS)
        try:
            status = os.fstat(handle)
            seen, regular = Seen.of(status), stat.S_ISREG(status.st_mode)
            if regular and status.st_size <= WHOLE:
                return Source(_all(handle, status.st_size), seen)
            stream = open(path, "rb", opener=lambda *_: os.dup(handle))  # noqa: SIM115
            return Source(b"", seen, stream, regular)
        finally:
            os.close(handle)
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: str, error: OSError) -> ManifestError:
    """The error for a file that the system cannot read."""
    return ManifestError(
        f"cannot be read: {error.strerror or error}", file=path, hint="check the path and its permissions"
    )


def _all(handle: int, size: int) -> bytes:
    data = os.read(handle, size + 1)
    while len(data) < size:  # a short read is legal, and happens on network file systems
        more = os.read(handle, size + 1 - len(data))
        if not more:
            break
        data += more
    return data


def pieces(stream: BinaryIO, size: int = PIECE) -> Iterator[bytes]:
    """A stream's bytes, a piece at a time. Raises ManifestError with the system's reason."""
    while True:
        try:
            piece = stream.read(size)
        except OSError as error:
            raise unreadable(str(stream.name), error) from error
        if not piece:
            return
        yield piece


def standard_input() -> BinaryIO:
    """Standard input as bytes. Raises UsageError if it is closed."""
    if sys.stdin is None:
        raise UsageError("standard input is closed", hint="pipe a manifest to it, or name a file")
    return sys.stdin.buffer
