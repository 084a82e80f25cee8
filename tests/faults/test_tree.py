"""What a directory can hold besides manifests: links, pipes, devices, names no terminal should see, locked doors."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.running import NEW, OLD, kconv, names, of_owner


class Strange(NamedTuple):
    """Something made in a folder, which must neither stop a run nor be touched by it."""

    name: str
    make: Callable[[Path], object]


STRANGE = [
    Strange("a link to its own folder", lambda at: (at / "loop").symlink_to(".")),
    Strange("a link to the folder above", lambda at: (at / "up").symlink_to("..")),
    Strange(
        "links in a circle",
        lambda at: [(at / a).symlink_to(b) for a, b in (("x.yaml", "y.yaml"), ("y.yaml", "x.yaml"))],
    ),
    Strange("a link to nothing", lambda at: (at / "gone.yaml").symlink_to("nowhere.yaml")),
    Strange("a pipe that nobody writes", lambda at: os.mkfifo(at / "pipe.yaml")),
    Strange("a link to such a pipe", lambda at: (os.mkfifo(at / "pipe"), (at / "link.yaml").symlink_to("pipe"))),
    Strange("a link to a device without end", lambda at: (at / "zero.yaml").symlink_to("/dev/zero")),
    Strange("a device without end", lambda at: device(at / "zero.yaml")),
    Strange("a folder with a manifest's name", lambda at: (at / "folder.yaml").mkdir()),
    Strange("a hidden draft of a killed run", lambda at: (at / ".web.yaml.kconv-0123").write_text("half")),
]


def device(path: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root may make a device")
    try:
        os.mknod(path, 0o20666, os.makedev(1, 5))
    except OSError as error:
        pytest.skip(f"this root may not make a device: {error}")


@pytest.mark.full
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("strange", STRANGE, ids=lambda strange: strange.name)
def test_what_is_no_file_is_passed_by(one: Path, strange: Strange, jobs: str) -> None:
    strange.make(one.parent)
    before = names(one.parent)
    ran = kconv("migrate", one.parent, "-v", "-j", jobs)
    assert ran.code == 0, ran.told
    assert one.read_text() == NEW
    assert names(one.parent) == before


def test_a_link_out_of_the_tree_is_not_followed_and_said(one: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(OLD)
    (one.parent / "link.yaml").symlink_to(outside)
    ran = kconv("migrate", one.parent, "-v")
    assert ran.code == 0
    assert "a symlink that leads out of the tree" in ran.told
    assert outside.read_text() == OLD


def test_a_link_out_of_the_tree_that_is_named_itself_is_refused(one: Path, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere" / "outside.yaml"
    outside.parent.mkdir()
    outside.write_text(OLD)
    link = one.parent / "link.yaml"
    link.symlink_to(outside)
    ran = kconv("migrate", link)
    assert ran.code == 2
    assert f"name the file itself: {outside}" in ran.told
    assert outside.read_text() == OLD


NAMES = {
    "a line break": "new\nline.yaml",
    "bytes that are no UTF-8": os.fsdecode(b"bad\xff.yaml"),
    "an escape sequence": "\x1b[31mred.yaml",
    "a dash": "-x.yaml",
    "255 bytes": "n" * 250 + ".yaml",
    "255 bytes of two each": "ä" * 125 + ".yaml",
    "blanks": " a  b .yaml",
}


@pytest.mark.full
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_any_name_is_migrated_and_told_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(OLD)
    told = kconv("scan", tmp_path, env={"PYTHONUTF8": "0", "LC_ALL": "C"})
    assert told.code == 1
    assert "\x1b" not in told.told
    assert "1 document to migrate" in told.out.splitlines()[1]
    report = json.loads(kconv("scan", tmp_path, "--format", "json").out)
    assert report["documents"][0]["file"] == str(tmp_path / name)
    assert kconv("migrate", tmp_path).code == 0
    assert (tmp_path / name).read_text() == NEW
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("command", ["scan", "migrate", "roundtrip -v"])
def test_a_directory_that_may_not_be_read_is_a_failure_and_hides_no_other(one: Path, command: str) -> None:
    locked = one.parent / "locked"
    locked.mkdir()
    locked.chmod(0)
    ran = kconv(*command.split(), one.parent, preexec_fn=of_owner())
    locked.chmod(0o755)
    assert ran.code == 2
    assert f"{locked}" in ran.told
    assert "cannot list the directory: Permission denied" in ran.told
    assert f"{one}:2" in ran.told


def test_a_file_that_may_not_be_read_is_a_failure_and_hides_no_other(one: Path) -> None:
    locked = one.parent / "locked.yaml"
    locked.write_text(OLD)
    locked.chmod(0)
    ran = kconv("migrate", one.parent, preexec_fn=of_owner())
    assert ran.code == 2
    assert f"{locked}" in ran.told
    assert "cannot be read: Permission denied" in ran.told
    assert one.read_text() == NEW


def test_a_path_that_is_not_there_stops_the_run_before_it_begins(one: Path) -> None:
    ran = kconv("migrate", one.parent, one.parent / "nope")
    assert ran.code == 2
    assert "nope: no such file or directory" in ran.told
    assert one.read_text() == OLD
