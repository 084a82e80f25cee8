"""A key that is held in memory is in a file that nobody else can read, for as long as it is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kconv.serving import private
from kconv.serving.private import PrivateFile


def test_nobody_else_can_read_it_and_it_goes() -> None:
    with PrivateFile() as file:
        file.write(b"one")
        assert file.path.read_bytes() == b"one"
        assert file.path.stat().st_mode & 0o777 == 0o600
        assert file.path.parent.stat().st_mode & 0o777 == 0o700
        file.write(b"two")
        assert file.path.read_bytes() == b"two"
        assert list(file.path.parent.iterdir()) == [file.path]
    assert not file.path.parent.exists()


def test_whoever_has_it_open_keeps_what_it_read() -> None:
    with PrivateFile() as file:
        file.write(b"one")
        with file.path.open("rb") as open_:
            file.write(b"two")
            assert open_.read() == b"one"


def test_a_draft_of_a_run_that_was_killed_is_no_obstacle() -> None:
    with PrivateFile() as file:
        file.path.with_suffix(".new").write_bytes(b"half")
        file.write(b"whole")
        assert file.path.read_bytes() == b"whole"


def test_where_there_is_no_memory_it_is_in_the_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("t")
    monkeypatch.setattr(private, "_MEMORY", folder / "none")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with PrivateFile() as file:
        assert file.path.parent.parent == folder


def test_what_a_killed_process_left_goes_and_what_another_uses_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(private, "_MEMORY", tmp_path)
    (tmp_path / "kconv-tls-killed").mkdir()
    (tmp_path / "kconv-tls-killed" / "tls.pem").write_bytes(b"key")
    (tmp_path / "others").mkdir()
    with PrivateFile() as first, PrivateFile() as second:
        first.write(b"one")
        second.write(b"two")
        assert sorted(each.name for each in tmp_path.iterdir()) == sorted(
            [first.path.parent.name, second.path.parent.name, "others"]
        )
    assert [each.name for each in tmp_path.iterdir()] == ["others"]
