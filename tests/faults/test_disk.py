"""On a full disk, or if files cannot be written, the old text is kept and the fault is reported."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import CURRENT, NEW, OLD, Ran, kconv, names, of_owner

LARGE = OLD + "".join(f"  # line {number} of a long comment\n" for number in range(1500))
"""60 kB: a disk of 100 kB holds it once and not twice."""


def full(folder: Path, **how: object) -> Ran:
    """Migrate a small, a large and a small manifest where the large one's new text has no room."""
    for name, text in (("a", OLD), ("b", LARGE), ("c", OLD)):
        (folder / f"{name}.yaml").write_text(text)
    return kconv("migrate", folder, **how)


def left_whole(folder: Path, ran: Ran, reason: str) -> None:
    assert ran.code == 2
    assert f"{folder}/b.yaml:2" in ran.told
    assert f"cannot be written: {reason}" in ran.told
    assert "the file is unchanged" in ran.told
    assert (folder / "b.yaml").read_text() == LARGE
    assert (folder / "a.yaml").read_text() == (folder / "c.yaml").read_text() == NEW
    assert names(folder) == ["a.yaml", "b.yaml", "c.yaml"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 100 kB, where the system lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(disk)]
    if os.getuid() != 0 or not sys.platform.startswith("linux"):
        pytest.skip("only root on Linux may mount a small disk")
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this root may not mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    left_whole(small_disk, full(small_disk), "No space left on device")


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    """What stands in for a full disk where none can be mounted."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))  # noqa: E731
    left_whole(tmp_path, full(tmp_path, preexec_fn=limit), "File too large")


@pytest.mark.parametrize(("command", "flags"), [("scan", ()), ("migrate", ("--diff",)), ("migrate", ("--check",))])
def test_a_full_disk_under_the_report(one: Path, command: str, flags: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full_device:
        ran = kconv(command, one, *flags, stdout=full_device)
    assert ran.code == 2
    assert "error: output: No space left on device" in ran.told
    assert one.read_text() == OLD


@pytest.mark.parametrize("more", [0, 12_000], ids=["small", "a stream in pieces"])
def test_a_full_disk_under_the_migrated_text(more: int) -> None:
    with Path("/dev/full").open("w") as full_device:
        ran = kconv("migrate", "-", text=OLD + f"---\n{CURRENT}" * more, stdout=full_device)
    assert ran.code == 2
    assert "error: output: No space left on device" in ran.told


def test_a_read_only_file(one: Path) -> None:
    one.chmod(0o444)
    (one.parent / "next.yaml").write_text(OLD)
    ran = kconv("migrate", one.parent)
    assert ran.code == 2
    assert f"{one}:2" in ran.told
    assert "the file is read-only; not written" in ran.told
    assert f"chmod u+w {one}" in ran.told
    assert one.read_text() == OLD
    assert (one.parent / "next.yaml").read_text() == NEW
    assert names(one.parent) == ["next.yaml", "web.yaml"]


def test_a_read_only_directory(one: Path) -> None:
    one.parent.chmod(0o555)
    ran = kconv("migrate", one.parent, preexec_fn=of_owner())
    one.parent.chmod(0o755)
    assert ran.code == 2
    assert f"{one}:2" in ran.told
    assert "cannot be written: Permission denied" in ran.told
    assert one.read_text() == OLD
    assert names(one.parent) == ["web.yaml"]


def test_a_large_file_that_has_no_room_is_whole_after_all(small_disk: Path) -> None:
    """Over 8 MiB a file is copied as it is read; its fault comes after its first documents were told."""
    subprocess.run(["mount", "-o", "remount,size=16m", str(small_disk)], check=True)
    text = OLD + f"---\n{CURRENT}" * 12_000
    path = small_disk / "all.yaml"
    path.write_text(text)
    ran = kconv("migrate", path)
    assert ran.code == 2
    assert "cannot be written: No space left on device" in ran.told
    assert path.read_text() == text
    assert names(small_disk) == ["all.yaml"]
