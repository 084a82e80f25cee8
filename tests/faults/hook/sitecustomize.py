"""Loaded by a kconv that a test pauses: it stops once, between writing the new text of a file and renaming it.

A fault comes at the worst moment; sleeping until it may have come makes a test that fails on a slow machine. So the
moment is said through one named pipe, and the run goes on when the other has a byte.
"""

import os
from typing import Any

_open, _fsync = os.open, os.fsync
_paths: dict[int, str] = {}


def remembering(path: Any, *args: Any, **more: Any) -> int:
    """``os.open`` that remembers which file a descriptor is of."""
    handle = _open(path, *args, **more)
    _paths[handle] = os.fsdecode(path) if not isinstance(path, int) else ""
    return handle


def pausing(handle: int) -> None:
    """``os.fsync`` that waits for a byte when the file is the one to pause at."""
    _fsync(handle)
    if "mid.yaml" in _paths.get(handle, ""):
        folder = os.environ["KCONV_TEST_PIPES"]
        for name, talk in (("reached", lambda pipe: os.write(pipe, b"x")), ("go", lambda pipe: os.read(pipe, 1))):
            pipe = _open(f"{folder}/{name}", os.O_RDWR)
            try:
                talk(pipe)
            finally:
                os.close(pipe)


os.open, os.fsync = remembering, pausing  # type: ignore[assignment]
