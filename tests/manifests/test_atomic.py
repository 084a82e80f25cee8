"""A manifest on the disk is the old one or the new one, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kconv.errors import ManifestError
from kconv.manifests import atomic, source
from kconv.manifests.walk import walk


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "tree" / "a.yaml"
    path.parent.mkdir()
    path.write_text("old\n")
    return path


def replace(path: Path, data: bytes = b"new\n", root: Path | None = None) -> None:
    atomic.replace(str(path), data, source.read(str(path)).seen, str(root or path.parent))


def untouched(path: Path) -> bool:
    return path.read_text() == "old\n" and alone(path)


def alone(path: Path) -> bool:
    """Nothing is left beside the file."""
    return list(path.parent.iterdir()) == [path]


def test_replace_keeps_the_mode_bits(manifest: Path) -> None:
    manifest.chmod(0o640)
    replace(manifest)
    assert manifest.read_text() == "new\n"
    assert manifest.stat().st_mode & 0o7777 == 0o640
    assert alone(manifest)


def test_nobody_else_may_read_the_draft_of_a_private_file(manifest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes, give = [], os.fchown

    def fchown(handle: int, *owner: int) -> None:
        modes.append(os.fstat(handle).st_mode & 0o7777)
        give(handle, *owner)

    monkeypatch.setattr(os, "fchown", fchown)
    before = os.umask(0)
    try:
        replace(manifest)
    finally:
        os.umask(before)
    assert modes == [0o600]


def test_a_read_only_file_is_refused(manifest: Path) -> None:
    manifest.chmod(0o444)
    with pytest.raises(ManifestError, match="read-only") as error:
        replace(manifest)
    assert "chmod u+w" in error.value.hint
    assert untouched(manifest)


def test_a_file_that_changed_since_it_was_read_is_refused(manifest: Path) -> None:
    seen = source.read(str(manifest)).seen
    manifest.write_text("somebody else's\n")
    with pytest.raises(ManifestError, match="changed on disk"):
        atomic.replace(str(manifest), b"new\n", seen, str(manifest.parent))
    assert manifest.read_text() == "somebody else's\n"


def test_a_file_that_changes_while_it_is_written_is_refused(manifest: Path) -> None:
    seen = source.read(str(manifest)).seen
    with (
        pytest.raises(ManifestError, match="changed on disk"),
        atomic.replacing(str(manifest), seen, str(manifest.parent)),
    ):
        manifest.write_text("somebody else's\n")
    assert manifest.read_text() == "somebody else's\n"
    assert alone(manifest)


def test_a_link_out_of_the_tree_is_refused(manifest: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("old\n")
    link = manifest.parent / "link.yaml"
    link.symlink_to(outside)
    with pytest.raises(ManifestError, match="symlink"):
        replace(link)
    assert outside.read_text() == "old\n"
    assert link.is_symlink()


def test_a_link_inside_the_tree_stays_a_link(manifest: Path) -> None:
    link = manifest.parent / "link.yaml"
    link.symlink_to("a.yaml")
    replace(link)
    assert link.is_symlink()
    assert manifest.read_text() == "new\n"


@contextmanager
def full_disk() -> Iterator[None]:
    """A limit on the size of files: a write then fails half-way, as on a full disk.

    No fixture: pytest reports between a fixture's two halves, and its own output may be a file.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_leaves_the_old_file_and_nothing_else(manifest: Path) -> None:
    with full_disk(), pytest.raises(ManifestError, match="cannot be written"):
        replace(manifest, b"x" * 100_000)
    assert untouched(manifest)


KILLED = """
import os, signal, sys
from kconv.manifests import atomic, source
from kconv.manifests.walk import walk
path = sys.argv[1]
with atomic.replacing(path, source.read(path).seen, os.path.dirname(path)) as out:
    out.write(b"half")
    out.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_in_the_middle_leaves_the_old_file(manifest: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(manifest)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert manifest.read_text() == "old\n"
    assert [found.path for found in walk([str(manifest.parent)])] == [str(manifest)], "the debris is no manifest"


def test_an_interrupt_leaves_nothing(manifest: Path) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        atomic.replacing(str(manifest), source.read(str(manifest)).seen, str(manifest.parent)),
    ):
        raise KeyboardInterrupt
    assert untouched(manifest)


@contextmanager
def interrupted(step: int) -> Iterator[list[int]]:
    """Ctrl-C before the ``step``-th operation of the interpreter in the writer or in what runs its blocks, once.

    Counts the operations there are, in the list's one number.
    """
    passed = [0]

    def trace(frame: Any, event: str, _: object) -> Any:
        if frame.f_code.co_filename not in (atomic.__file__, contextlib.__file__):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            passed[0] += 1
            if passed[0] == step:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys._getframe().f_trace_opcodes = True  # Python 3.12 traces opcodes only if a frame wants them when tracing starts
    sys.settrace(trace)
    try:
        yield passed
    finally:
        sys.settrace(before)


def test_an_interrupt_between_any_two_steps_leaves_a_whole_file_and_nothing_beside_it(manifest: Path) -> None:
    seen = source.read(str(manifest)).seen
    with interrupted(0) as passed:
        atomic.replace(str(manifest), b"new\n", seen, str(manifest.parent))
    contents = set()
    for step in range(1, passed[0] + 1):
        manifest.write_text("old\n")
        seen = source.read(str(manifest)).seen
        with pytest.raises(KeyboardInterrupt), interrupted(step):
            atomic.replace(str(manifest), b"new\n", seen, str(manifest.parent))
        assert alone(manifest), step
        contents.add(manifest.read_text())
    assert contents == {"old\n", "new\n"}


def test_a_file_that_is_gone_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot be read") as error:
        source.read(str(tmp_path / "gone.yaml"))
    assert error.value.file.endswith("gone.yaml")
