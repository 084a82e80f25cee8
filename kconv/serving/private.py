"""``ssl`` reads a certificate and its key from files alone, also those that a program holds in memory."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

_MEMORY: Final = Path("/dev/shm")
"""Where Linux keeps files in memory; in a container it can be written even if the root file system cannot."""
_PREFIX: Final = "kconv-tls-"


class PrivateFile:
    """A file in a folder that only this user can enter, in memory where there is such a place; gone when closed.

    What a process that was killed left there goes when the next one starts.
    """

    def __init__(self) -> None:
        in_memory = os.access(_MEMORY, os.W_OK)
        if in_memory:
            _sweep()
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=_MEMORY if in_memory else None)
        self.path = Path(self._folder.name) / "tls.pem"
        self._lock = _locked(Path(self._folder.name)) if in_memory else None

    def write(self, content: bytes) -> None:
        """Replace the content: whoever reads the file gets the one or the other."""
        draft = self.path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:  # noqa: PTH123
            out.write(content)
        draft.replace(self.path)

    def close(self) -> None:
        """Remove it."""
        self._folder.cleanup()
        if self._lock is not None:
            os.close(self._lock)

    def __enter__(self) -> PrivateFile:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()


def _sweep() -> None:
    """Remove the folders of processes that are no more. Containers of a Pod share this place, but not process ids."""
    for folder in _MEMORY.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's, in use, or gone meanwhile
            lock = _locked(folder)
            shutil.rmtree(folder)
            os.close(lock)


def _locked(folder: Path) -> int:
    """A folder's lock, which ends with the process. Raises OSError if another process has it."""
    import fcntl

    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock
