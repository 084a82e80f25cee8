"""A migration may be killed, or run out of disk, between any two bytes: a manifest is either the old or the new one.

The new text is written beside the old, forced to the disk and renamed over it. What would surprise the file's owner
is refused before that: a file that is read-only, that changed since it was read, or that lies outside the tree.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from kconv.errors import ManifestError
from kconv.manifests.source import Seen, read


def replace(path: str, data: bytes, seen: Seen, root: str) -> None:
    """Make ``data`` the content of ``path``, which must still be as it was ``seen`` and lie in the tree ``root``.

    Keeps mode bits, and owner and group if the system allows it. Raises ManifestError, and then the file is
    unchanged and nothing is left beside it.
    """
    with replacing(path, seen, root) as out:
        out.write(data)


def create_or_replace(path: str, data: bytes, root: str, mode: int = 0o666) -> None:
    """The same for a file that may not be there yet: then it is made, empty and with ``mode``, and replaced."""
    if not os.path.exists(path):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, mode))
    replace(path, data, read(path).seen, root)


@contextmanager
def replacing(path: str, seen: Seen, root: str) -> Iterator[BinaryIO]:
    """A stream whose bytes become the content of ``path`` if, and only if, the block ends without an exception."""
    try:
        real = _inside(path, root)
        status = _unchanged(path, real, seen)
        _writable(path, real, status)
        draft = beside(real)
        with _draft(draft, status) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
            _unchanged(path, real, seen)
            os.replace(draft, real)
    except OSError as error:
        reason = f"cannot be written: {error.strerror or error}"
        raise ManifestError(reason, file=path, hint="the file is unchanged; fix that and run again") from error


def beside(real: str) -> str:
    """A hidden name that no manifest has. In a container every run has the same process id, so it must be random: a
    file left by a killed run would block the next."""
    name = os.fsdecode(os.fsencode(os.path.basename(real))[:200])
    return os.path.join(os.path.dirname(real), f".{name}.kconv-{os.urandom(6).hex()}")


def _inside(path: str, root: str) -> str:
    real, tree = os.path.realpath(path), os.path.realpath(root)
    if not real.startswith(tree.rstrip(os.sep) + os.sep):
        reason = f"not written: a symlink leads out of {root} to {real}"
        raise ManifestError(reason, file=path, hint=f"name the file itself: {real}")
    return real


def _unchanged(path: str, real: str, seen: Seen) -> os.stat_result:
    status = os.stat(real)
    if Seen.of(status) != seen:
        raise ManifestError("changed on disk since it was read; not overwritten", file=path, hint="run again")
    return status


def writable(real: str) -> bool:
    """Whether a file may be written, by its own permission."""
    return bool(os.stat(real).st_mode & 0o222) and os.access(real, os.W_OK)


def _writable(path: str, real: str, status: os.stat_result) -> None:
    """A rename needs only the directory's permission; the file's own must count, even for root."""
    if not stat.S_ISREG(status.st_mode):
        raise ManifestError("not a regular file; not written", file=path, hint="use - to write to standard output")
    if not writable(real):
        raise ManifestError("the file is read-only; not written", file=path, hint=f"allow it: chmod u+w {path}")


@contextmanager
def _draft(draft: str, status: os.stat_result) -> Iterator[BinaryIO]:
    """A new file of the old one's mode and owner, gone again if the block does not rename it."""
    try:  # from before the file is there: Ctrl-C comes between any two steps, and must leave no debris
        with open(draft, "xb", opener=_private) as out:
            _dress(out.fileno(), status)
            yield out
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(draft)
        raise


def _private(path: str, flags: int) -> int:
    """Until the draft has the old file's owner and mode, nobody else may read it: it may hold a Secret."""
    return os.open(path, flags, 0o600)


def _dress(handle: int, status: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        with suppress(PermissionError):  # only root may give a file away; the mode then still holds
            os.fchown(handle, status.st_uid, status.st_gid)
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
