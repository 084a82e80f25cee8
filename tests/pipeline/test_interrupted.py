"""Reading or writing a large file may fail in its middle: what was found before that is reported, and the error."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kconv.manifests import atomic, source
from kconv.names import Release
from kconv.pipeline import stream
from kconv.pipeline.migrate import Options, convert_texts, migrate, scan
from kconv.pipeline.roundtrip import Asked as ToTry
from kconv.pipeline.roundtrip import roundtrip
from kconv.pipeline.validate import Asked, validate

TARGET = Options(target=Release(32))
ROLE = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nmetadata: {name: r}\n"
FRAGMENT = "apiVersion: extensions/v1beta1\nkind: Deployment\nspec: {replicas: 2}\n"
GONE = "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: p}\n"
CONFLICT = f"<<<<<<< HEAD\n{ROLE}=======\n{ROLE}>>>>>>> b\n"
BAD_DISK = "cannot be read: Input/output error"
Found = list[tuple[int, str, str]]
"""Line, status and reason of each document."""


@pytest.fixture(autouse=True)
def streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is too large to hold."""
    monkeypatch.setattr(source, "WHOLE", 64)
    monkeypatch.setattr(source, "PIECE", 64)
    monkeypatch.setattr(source.pieces, "__defaults__", (64,))


class BadDisk(io.BytesIO):
    """A stream that ends in an error of the system's."""

    name = "bad"

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if not data:
            raise OSError(5, "Input/output error")
        return data


def _found(parts: Iterator[Any]) -> Found:
    return [(each.line, each.status, _why(each)) for part in parts for each in part.documents]


def _why(each: Any) -> str:
    if each.status != "error":
        return ""
    if hasattr(each, "faults"):
        return str(each.faults[0].message)
    return str(each.notes[0].message if hasattr(each, "notes") else each.why)


COMMANDS: dict[str, tuple[Callable[[str], Iterator[Any]], list[str]]] = {
    "scan": (lambda path: scan([path], TARGET), ["migrated", "no-successor"]),
    "migrate": (lambda path: migrate([path], TARGET), ["migrated", "no-successor"]),
    "validate": (lambda path: validate(Asked(Release(32), (path,))), ["invalid", "invalid"]),
    "roundtrip": (lambda path: roundtrip(ToTry((path,))), ["survives", "survives"]),
}


@pytest.mark.parametrize("part", [1000, 1], ids=["in one report", "in parts of a report"])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_was_read_before_an_error_is_reported(
    command: str, part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PART", part)
    path = tmp_path / "a.yaml"
    path.write_text(f"{ROLE}---\n{GONE}---\nend: 1\n")
    monkeypatch.setattr(source, "open", lambda *_, **__: BadDisk(path.read_bytes()), raising=False)
    run, statuses = COMMANDS[command]
    monkeypatch.setattr("kconv.manifests.encrypted.anywhere", lambda _: "")
    parts = list(run(str(path)))
    assert _found(iter(parts)) == [(1, statuses[0], ""), (5, statuses[1], ""), (1, "error", BAD_DISK)]
    assert [each.continues for each in parts] == [False, *[True] * (len(parts) - 1)]
    documents = [each for part in parts for each in part.documents]
    assert [getattr(each, "position", each.index) for each in documents] == [0, 1, 0]
    assert len(parts) == (1 if part == 1000 else 3)


@pytest.mark.parametrize("command", COMMANDS)
def test_standard_input_that_fails(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BadDisk(f"{ROLE}---\n{GONE}---\n{ROLE}---\n".encode())))
    run, statuses = COMMANDS[command]
    assert _found(run("-"))[-1] == (1, "error", BAD_DISK)
    assert [status for _, status, _ in _found(run("-"))][:-1] in ([], [*statuses, statuses[0]])


def test_what_standard_output_has_already_is_migrated(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = f"{ROLE}---\n{ROLE}---\n"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BadDisk(text.encode())))
    found = _found(migrate(["-"], TARGET, write=True))
    assert found == [(1, "migrated", ""), (5, "migrated", ""), (1, "error", BAD_DISK)]
    assert capsysbinary.readouterr().out.decode() == text.replace("v1beta1", "v1").removesuffix("---\n")


UNWRITTEN: dict[str, tuple[str, Callable[[Path, pytest.MonkeyPatch], None], str, Found]] = {
    "a file that is read-only": (
        f"{GONE}---\n{ROLE}---\n{ROLE}",
        lambda path, _: path.chmod(0o444),
        "the file is read-only; not written",
        [(1, "no-successor", ""), (5, "error", ""), (1, "error", "")],
    ),
    "a disk that is full at the end": (
        f"{GONE}---\n{ROLE}---\n{FRAGMENT}",
        lambda _, patch: patch.setattr(atomic.os, "fsync", _full),
        "cannot be written: No space left on device",
        [(1, "no-successor", ""), (5, "error", ""), (9, "error", ""), (1, "error", "")],
    ),
    "a merge conflict further down": (
        f"{GONE}---\n{ROLE}---\n{CONFLICT}---\n{FRAGMENT}",
        lambda *_: None,
        "",
        [(1, "no-successor", ""), (5, "error", ""), (9, "error", ""), (19, "error", ""), (9, "error", "")],
    ),
}


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("name", UNWRITTEN)
def test_what_was_not_written_is_not_reported_as_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, prepare, reason, found = UNWRITTEN[name]
    path = tmp_path / "a.yaml"
    path.write_text(text)
    prepare(path, monkeypatch)
    parts = list(migrate([str(path)], TARGET, write=True))
    assert [(line, status, "") for line, status, _ in _found(iter(parts))] == found
    assert all(why == reason for _, status, why in _found(iter(parts)) if status == "error") or not reason
    assert not any(part.changed for part in parts)
    assert path.read_text() == text


def test_a_large_file_that_cannot_be_read_is_an_error_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(ROLE)
    monkeypatch.setattr(source, "open", lambda *_, **__: BadDisk(b""), raising=False)
    ((outcome, text),) = convert_texts([str(path)], TARGET)
    assert (_found(iter([outcome])), text) == ([(1, "error", BAD_DISK)], b"")


def test_standard_output_that_cannot_be_written_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.BytesIO):
        def write(self, _: Any) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(ROLE.encode())))
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=Closed()))
    with pytest.raises(BrokenPipeError):
        list(migrate(["-"], TARGET, write=True))
