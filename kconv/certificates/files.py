"""Outside of a cluster, certificates are files: two of them are secret, and a run may be killed at any byte.

Each file is written whole or not at all. The bundle goes before the key of its CA, and this key before a certificate:
what is there after a kill can be read, or made anew by one more rotation. Two runs at the same time would mix theirs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kconv.certificates.material import AUTHORITY_KEY, BUNDLE, CERTIFICATE, KEY, PRIVATE
from kconv.errors import UsageError
from kconv.manifests import atomic

ORDER: Final = (BUNDLE, AUTHORITY_KEY, KEY, CERTIFICATE)


def stored(folder: Path) -> dict[str, bytes]:
    """The contents of the files that are there. Raises UsageError for one that cannot be read."""
    found = {}
    for name in ORDER:
        try:
            found[name] = (folder / name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UsageError(f"cannot be read: {error.strerror}", file=str(folder / name)) from error
    return {name: content for name, content in found.items() if content}


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """The folder, which is made if it is not there, without another process in it; the lock ends with the process.

    Raises UsageError for a folder that another process has, or that cannot be made. Windows has no such lock.
    """
    _open(folder)
    if sys.platform == "win32":
        yield
        return
    import fcntl

    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        why = "another run of kconv webhook certs is changing the files here"
        raise UsageError(why, file=str(folder), hint="run it again when that one has ended") from error
    finally:
        os.close(lock)


def store(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write the files that differ; the private keys of new files can be read by their owner only.

    Returns what was written. Raises ManifestError for a file that cannot be written.
    """
    before = stored(folder)
    written = [folder / name for name in ORDER if before.get(name) != contents[name]]
    for file in written:
        mode = 0o600 if file.name in PRIVATE else 0o644
        atomic.create_or_replace(str(file), contents[file.name], str(folder), mode)
    return written


def _open(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"no folder can be made here: {error.strerror}", file=str(folder)) from error
