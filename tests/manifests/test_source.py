"""A file's bytes: whole or in pieces, its state when it was read, its encoding, and a copy that begins with a change."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kconv.errors import ManifestError, UsageError
from kconv.manifests import encoding, source
from kconv.manifests.deferred import DeferredReplacement
from kconv.manifests.walk import Found
from kconv.manifests.well_formed import is_well_formed


def test_a_file_is_read_with_its_state(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\r\n")
    found, status = source.read(str(path)), path.stat()
    assert (found.data, found.stream, found.regular) == (b"a: 1\r\n", None, True)
    assert tuple(found.seen) == (status.st_dev, status.st_ino, 6, status.st_mtime_ns)


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_a_file_that_is_too_large_is_left_to_pieces(over: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "WHOLE", 10)
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * (10 + over))
    found = source.read(str(path))
    assert (found.stream is not None, found.regular, found.data) == (
        over > 0,
        True,
        b"" if over > 0 else b"x" * (10 + over),
    )
    if found.stream:
        with found.stream as stream:
            assert stream.read() == b"x" * (10 + over)


def test_a_pipe_is_left_to_pieces(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    held = os.open(path, os.O_RDWR)
    found = source.read(str(path))
    assert (found.data, found.regular) == (b"", False)
    assert found.stream
    os.write(held, b"a: 1\n")
    os.close(held)
    with found.stream as stream:
        assert stream.read() == b"a: 1\n"


def test_a_large_file_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, status = tmp_path / "a.yaml", os.fstat
    path.write_bytes(b"a: 1\n")

    def replaced(handle: int) -> os.stat_result:
        (tmp_path / "b.yaml").write_bytes(b"b: 2\n")
        (tmp_path / "b.yaml").rename(path)
        return status(handle)

    monkeypatch.setattr(source, "WHOLE", 0)
    monkeypatch.setattr(os, "fstat", replaced)
    found = source.read(str(path))
    assert found.stream
    with found.stream as stream:
        assert stream.read() == b"a: 1\n"


@pytest.mark.parametrize("cut", [1, 2, 5, 100])
def test_a_short_read_is_read_on(cut: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, read = tmp_path / "a.yaml", os.read
    path.write_bytes(b"a: 12345\n")
    monkeypatch.setattr(os, "read", lambda handle, size: read(handle, min(size, cut)))
    assert source.read(str(path)).data == b"a: 12345\n"


def test_a_file_that_shrinks_while_it_is_read_ends_where_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, parts = tmp_path / "a.yaml", iter([b"a:", b" 1", b""])
    path.write_bytes(b"a: 12345\n")
    monkeypatch.setattr(os, "read", lambda *_: next(parts))
    assert source.read(str(path)).data == b"a: 1"


def test_no_handle_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\n")
    before = list(Path("/proc/self/fd").iterdir())
    for _ in range(3):
        source.read(str(path))
    assert len(list(Path("/proc/self/fd").iterdir())) == len(before)


def test_a_file_that_cannot_be_read_is_named_with_the_systems_reason(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot be read: No such file") as raised:
        source.read(str(tmp_path / "a.yaml"))
    assert (raised.value.file, bool(raised.value.hint)) == (str(tmp_path / "a.yaml"), True)
    assert "cannot be read: odd" in source.unreadable("f", OSError("odd")).reason


def test_a_stream_comes_in_pieces() -> None:
    assert list(source.pieces(io.BytesIO(b"abcdefg"), 3)) == [b"abc", b"def", b"g"]
    assert list(source.pieces(io.BytesIO(b""), 3)) == []
    assert [len(piece) for piece in source.pieces(io.BytesIO(b"x" * (source.PIECE + 1)))] == [1 << 20, 1]


def test_a_stream_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a").open("w+b") as stream:

        class Failing:
            name = stream.name

            def read(self, _: int) -> bytes:
                raise OSError(5, "Input/output error")

        failing: Any = Failing()
        with pytest.raises(ManifestError, match="Input/output error") as raised:
            next(source.pieces(failing))
    assert raised.value.file == str(tmp_path / "a")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError, match="closed"):
        source.standard_input()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a")))
    assert source.standard_input().read() == b"a"


WIDE: list[tuple[bytes, str]] = [
    ("a: 1".encode("utf-16"), "utf-16"),
    ("a: 1".encode("utf-32"), "utf-32"),
    (b"\xfe\xff" + "a: 1".encode("utf-16-be"), "utf-16"),
    (b"\0\0\xfe\xff" + "a: 1".encode("utf-32-be"), "utf-32"),
    (b"\xff\xfe" + "é".encode("utf-16-le"), "utf-16"),
    (b"\xff\xfe" + "中文".encode("utf-16-le"), "utf-16"),
    ("a: 1".encode("utf-16-le"), "utf-16"),
    ("a: 1".encode("utf-16-be"), "utf-16"),
    ("a: 1".encode("utf-32-le"), "utf-32"),
    ("a: 1".encode("utf-32-be"), "utf-32"),
    (b"a: 1", ""),
    (b"a\0: 1", ""),
    (b"\0\0\0\0", ""),
    (b"a\0", ""),
    (b"a\0b", ""),
    (b"a\0\0", ""),
    (b"", ""),
    ("é: 1".encode(), ""),
    (b"\xef\xbb\xbfa: 1", ""),
    ("aé: 1".encode("utf-16-le"), "utf-16"),
]


@pytest.mark.parametrize(("data", "name"), WIDE)
def test_two_or_four_bytes_a_character_are_known_by_the_first(data: bytes, name: str) -> None:
    assert encoding.wide(data) == name


@pytest.mark.parametrize("name", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_manifest_in_another_encoding_is_refused_and_other_files_are_not(name: str) -> None:
    with pytest.raises(ManifestError, match="the file is UTF-16, and Kubernetes reads UTF-8") as raised:
        encoding.refuse_wide("x\napiVersion: v1\n".encode(name), "utf-16", "f")
    assert (raised.value.file, raised.value.line, raised.value.hint) == ("f", 1, "save the file as UTF-8")
    encoding.refuse_wide("version: v1\n".encode(name), "utf-16", "f")


@pytest.mark.parametrize(
    ("data", "byte", "line", "column"),
    [
        (b"\xe9: 1\n", "e9", 11, 1),
        (b"a: 1\nb: \xff\xe9\n", "ff", 12, 4),
        ("é: ".encode() + b"\x80", "80", 11, 4),
        (b"a: 1\n\xc3", "c3", 12, 1),
        (b"a: 1\n\nb\xc3\x28", "c3", 13, 2),
    ],
)
def test_a_byte_that_is_not_utf_8_is_named_at_its_place(data: bytes, byte: str, line: int, column: int) -> None:
    with pytest.raises(ManifestError, match=f"not UTF-8: byte 0x{byte}") as raised:
        encoding.text_of(data, "f", 11)
    error = raised.value
    assert (error.file, error.line, error.column, error.hint) == ("f", line, column, "save the file as UTF-8")


def test_utf_8_is_decoded() -> None:
    assert encoding.text_of("a: é😀\n".encode(), "f", 1) == "a: é😀\n"


@pytest.fixture
def deferred(tmp_path: Path) -> Iterator[tuple[Path, DeferredReplacement, ExitStack]]:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"0123456789")
    with ExitStack() as stack:
        seen = source.read(str(path)).seen
        yield path, DeferredReplacement(Found(str(path), str(tmp_path)), seen, stack), stack


@pytest.mark.parametrize(("offset", "piece"), [(0, 100), (4, 100), (4, 3), (6, 3), (10, 4), (10, 100)])
def test_a_copy_begins_with_what_stands_before_the_first_change(
    offset: int,
    piece: int,
    deferred: tuple[Path, DeferredReplacement, ExitStack],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source, "PIECE", piece)
    path, out, stack = deferred
    out.write(b"not yet")
    out.changes(offset)
    out.write(b"new")
    out.changes(9)
    out.write(b"end")
    assert path.read_bytes() == b"0123456789"
    stack.close()
    assert path.read_bytes() == b"0123456789"[:offset] + b"newend"


def test_without_a_change_nothing_is_copied(deferred: tuple[Path, DeferredReplacement, ExitStack]) -> None:
    path, out, stack = deferred
    inode = path.stat().st_ino
    out.write(b"0123456789")
    stack.close()
    assert (path.stat().st_ino, path.read_bytes()) == (inode, b"0123456789")
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "want"),
    [("a: 1\n", True), ("a: 1\na: 2\n", True), ("", True), ("a: [", False), ("a:\n\t- b", False), ("a: \x01", False)],
)
def test_a_text_that_a_parser_reads_to_its_end_is_well_formed(text: str, want: bool) -> None:
    assert is_well_formed(text.encode()) == want


def test_without_libyaml_it_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("yaml.CSafeLoader")
    assert not is_well_formed(b"a: 1\n")
