"""``ssl`` reads a certificate and its key from files alone, also those that a program holds in memory."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Final

_MEMORY: Final = Path("/dev/shm")
"""Where Linux keeps files in memory; in a container it can be written even if the root file system cannot."""


class PrivateFile:
    """A file in a folder that only this user can enter, in memory where there is such a place; gone when closed."""

    def __init__(self) -> None:
        place = str(_MEMORY) if os.access(_MEMORY, os.W_OK) else None
        self._folder = tempfile.TemporaryDirectory(prefix="kconv-", dir=place)
        self.path = Path(self._folder.name) / "tls.pem"

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

    def __enter__(self) -> PrivateFile:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()
