"""One reader serves every command: what keeps bytes from being read has the same reason and line in each of them."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kconv.manifests import source, split
from kconv.names import Release
from kconv.pipeline.migrate import Options, migrate, scan
from kconv.pipeline.roundtrip import Asked as ToTry
from kconv.pipeline.roundtrip import roundtrip
from kconv.pipeline.validate import Asked, validate

TARGET = Options(target=Release(32))
ROLE = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nmetadata:\n  name: reader\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"
BROKEN = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nrules: a: b\n"
NOT_YAML = "not valid YAML: a colon makes this a key, and none is allowed here"
CONFLICT = f"<<<<<<< HEAD\n{ROLE}=======\n{ROLE}>>>>>>> b\n"
UNRESOLVED = "an unresolved merge conflict: <<<<<<< HEAD"
SOPS = "data: {a: 'ENC[AES256_GCM,data:q1w2]'}\nsops: {mac: 'ENC[AES256_GCM,data:q1w2]'}\n"
UTF8 = "not UTF-8: byte 0xff"
NONE = "no Kubernetes object in it"
Reports = list[tuple[int, str]]
"""The line and the reason of each error; of a file that is skipped line 0."""


def migrated(paths: list[str], run: Any = migrate) -> Reports:
    parts = list(run(paths, TARGET))
    errors = [each for part in parts for each in part.documents if each.status == "error"]
    return [*_skipped(parts), *((each.line, each.notes[0].message) for each in errors)]


def scanned(paths: list[str]) -> Reports:
    return migrated(paths, scan)


def validated(paths: list[str]) -> Reports:
    parts = list(validate(Asked(Release(32), tuple(paths))))
    errors = [each.faults[0] for part in parts for each in part.documents if each.status == "error"]
    return [*_skipped(parts), *((each.line, each.message) for each in errors)]


def tried(paths: list[str]) -> Reports:
    parts = list(roundtrip(ToTry(tuple(paths))))
    errors = [each for part in parts for each in part.documents if each.status == "error"]
    return [*_skipped(parts), *((each.line, each.why) for each in errors)]


def _skipped(parts: Iterable[Any]) -> Reports:
    return [(0, part.skipped) for part in parts if part.skipped]


COMMANDS: dict[str, Callable[[list[str]], Reports]] = {
    "scan": scanned,
    "migrate": migrated,
    "validate": validated,
    "roundtrip": tried,
}


@dataclass(frozen=True)
class Case:
    """``found`` is what every command reports, from a file and, if it has no name that matters, from standard input."""

    name: str
    data: bytes
    found: Reports
    file: str = "a.yaml"


def wide(name: str) -> Reports:
    return [(1, f"the file is {name}, and Kubernetes reads UTF-8")]


CASES = [
    Case("UTF-16", ROLE.encode("utf-16"), wide("UTF-16")),
    Case("UTF-16 without a mark, little end first", ROLE.encode("utf-16-le"), wide("UTF-16")),
    Case("UTF-16 without a mark, big end first", ROLE.encode("utf-16-be"), wide("UTF-16")),
    Case("UTF-16 in which the object comes late", ("# x\n" * 200 + ROLE).encode("utf-16"), wide("UTF-16")),
    Case("UTF-32", ROLE.encode("utf-32"), wide("UTF-32")),
    Case("UTF-16 that is no manifest", ("a: 1\n" * 50).encode("utf-16"), [(0, NONE)]),
    Case("behind a BOM", b"\xef\xbb\xbf" + BROKEN.encode(), [(3, NOT_YAML)]),
    Case("CRLF", f"{SERVICE}---\n{BROKEN}".replace("\n", "\r\n").encode(), [(8, NOT_YAML)]),
    Case("a merge conflict", f"{SERVICE}---\n{CONFLICT}".encode(), [(6, UNRESOLVED)]),
    Case("a merge conflict, CRLF", f"{SERVICE}---\n{CONFLICT}".replace("\n", "\r\n").encode(), [(6, UNRESOLVED)]),
    Case("a merge conflict in a kustomization", b"<<<<<<< HEAD\nresources: [a]\n=======\nresources: [b]\n>>>>>>> b\n", [(1, UNRESOLVED)], "kustomization.yaml"),
    Case("ansible-vault", b"$ANSIBLE_VAULT;1.1;AES256\n" + b"6162\n" * 50, [(0, "encrypted with ansible-vault")]),
    Case("ansible-vault behind a BOM", b"\xef\xbb\xbf$ANSIBLE_VAULT;1.1;AES256\n6162\n", [(0, "encrypted with ansible-vault")]),
    Case("git-crypt", b"\0GITCRYPT\0 apiVersion kind" + b"\1\n---\n\xff" * 50, [(0, "encrypted with git-crypt")]),
    Case("invalid UTF-8", f"{SERVICE}---\n{ROLE}".encode() + b"  x: \xff\n", [(10, UTF8)]),
    Case("invalid UTF-8 without a kind", b"apiVersion: v1\nx: \xff\n", [(2, UTF8)]),
    Case("invalid UTF-8 without an apiVersion", b"kind: Role\nx: \xff\n", [(0, NONE)]),
    Case("invalid UTF-8 in a template", f"a: {{{{ .x }}}}\n{ROLE}".encode() + b"x: \xff\n", [(6, UTF8)], "a.yaml.tmpl"),
    Case("invalid UTF-8 and a merge conflict in it", CONFLICT.encode() + b"x: \xff\n", [(1, UNRESOLVED)]),
    Case("objects of JSON, one of them broken", b'{"apiVersion": "v1", "kind": "Service"}\n{"apiVersion": "rbac.authorization.k8s.io/v1beta1", "kind": "Role", "x": \xff}\n', [(2, UTF8)], "a.json"),
    Case("empty", b"", [(0, NONE)]),
    Case("no manifest", b"a: 1\n" * 50, [(0, NONE)]),
]  # fmt: skip


@pytest.fixture(params=["held", "streamed"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether the inputs count as small, or as larger than what is held."""
    if request.param == "streamed":
        monkeypatch.setattr(source, "WHOLE", 64)
        monkeypatch.setattr(source, "PIECE", 64)
        monkeypatch.setattr(source.pieces, "__defaults__", (64,))
    return str(request.param)


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_reports_the_same_of_a_file(case: Case, command: str, tmp_path: Path) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.data)
    assert COMMANDS[command]([str(path)]) == case.found


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("case", [each for each in CASES if each.file == "a.yaml"], ids=attrgetter("name"))
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_reports_the_same_of_standard_input(
    case: Case, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped(monkeypatch, case.data)
    assert COMMANDS[command](["-"]) == case.found


UNDONE = {
    "scan": "not migrated, although it may contain or name an old version",
    "migrate": "not migrated, although it may contain or name an old version",
    "validate": "not checked",
    "roundtrip": "not tried",
}
LONG = f"x: '{'y' * 3000}'\n"
OVER = [
    ("which begins with its version", f"{SERVICE}---\n{ROLE}{LONG}---\n{SERVICE}", [5]),
    ("whose version comes late", f"{SERVICE}---\n{LONG}{ROLE}---\n{SERVICE}", [5]),
    ("two of them", f"{ROLE}{LONG}---\n{ROLE}{LONG}", [1, 6]),
    ("behind an old one, which is none of its business", f"{ROLE}---\n{LONG}---\n{SERVICE}", []),
]


@pytest.mark.parametrize(("text", "lines"), [each[1:] for each in OVER], ids=[each[0] for each in OVER])
@pytest.mark.parametrize("place", ["file", "standard input"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_document_over_the_limit_is_reported_once_with_its_first_line(
    command: str, place: str, text: str, lines: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "WHOLE", 64)
    monkeypatch.setattr(source, "PIECE", 64)
    monkeypatch.setattr(source.pieces, "__defaults__", (64,))
    monkeypatch.setattr(split.blocks, "__defaults__", (300,))
    path = tmp_path / "a.yaml"
    path.write_text(text)
    piped(monkeypatch, text.encode())
    reason = f"a document of over 32 MiB: {UNDONE[command]}"
    assert COMMANDS[command]([str(path) if place == "file" else "-"]) == [(line, reason) for line in lines]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_cannot_be_opened(command: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))
        assert COMMANDS[command]([str(path)]) == [(1, "cannot be read: No such device or address")]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_cannot_be_listed(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("os.scandir", refuse)
    assert COMMANDS[command]([str(tmp_path)]) == [(1, "cannot list the directory: Permission denied")]


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("place", ["file", "standard input"])
def test_what_sops_has_encrypted_moves_nowhere(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, text = tmp_path / "a.yaml", f"{ROLE}{SOPS}"
    path.write_text(text)
    for run in (scan, migrate):
        piped(monkeypatch, text.encode())
        parts = list(run([str(path) if place == "file" else "-"], TARGET))
        assert [(each.line, each.status) for part in parts for each in part.documents] == [(1, "encrypted")]
    current = text.replace("v1beta1", "v1")
    path.write_text(current)
    piped(monkeypatch, current.encode())
    checked = validate(Asked(Release(32), (str(path) if place == "file" else "-",)))
    assert [(each.line, each.why) for part in checked for each in part.documents] == [(1, "encrypted with SOPS")]


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_standard_input_passes_whatever_its_encoding(
    encoding: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = f"{BROKEN}---\n{SERVICE}".encode(encoding)
    piped(monkeypatch, data)
    list(migrate(["-"], TARGET, write=True))
    assert capfdbinary.readouterr().out == data


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_of_the_shell_is_read_once(command: str) -> None:
    out, into = os.pipe()
    os.write(into, BROKEN.encode())
    os.close(into)
    try:
        assert COMMANDS[command]([f"/dev/fd/{out}"]) == [(3, NOT_YAML)]
    finally:
        os.close(out)
