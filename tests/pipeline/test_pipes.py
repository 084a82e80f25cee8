"""A pipe gives its bytes once: a named one (mkfifo), and that of a shell's process substitution, is read as a stream."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kconv.manifests import source
from kconv.names import Release
from kconv.pipeline.migrate import FileOutcome, Options, convert_texts, migrate, scan
from kconv.pipeline.roundtrip import Asked as ToTry
from kconv.pipeline.roundtrip import roundtrip
from kconv.pipeline.validate import Asked, validate

TARGET = Options(target=Release(32))
ROLE = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nmetadata: {name: r}\n"
NEW = ROLE.replace("v1beta1", "v1")
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
BROKEN = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nx: a: b\n"
STREAM = f"{MAP}---\n{ROLE}---\n{BROKEN}"
CRD = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: as.x.io}
spec:
  group: x.io
  names: {kind: A, plural: as}
  scope: Namespaced
  versions:
  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
"""

Found = list[tuple[int, str]]


def _status(parts: Iterator[Any]) -> Found:
    return [(each.line, each.status) for part in parts for each in part.documents]


COMMANDS: dict[str, tuple[Callable[[str], Found], Found]] = {
    "scan": (lambda path: _status(scan([path], TARGET)), [(5, "migrated"), (11, "error")]),
    "migrate": (lambda path: _status(migrate([path], TARGET)), [(5, "migrated"), (11, "error")]),
    "validate": (lambda path: _status(validate(Asked(Release(32), (path,)))), [(5, "invalid"), (9, "error")]),
    "roundtrip": (
        lambda path: _status(roundtrip(ToTry((path,)))),
        [(1, "untried"), (5, "survives"), (11, "error")],
    ),
    "convert": (lambda path: _status(each for each, _ in convert_texts([path], TARGET)), [(5, "migrated"), (11, "error")]),
}  # fmt: skip


@pytest.fixture(params=["held", "streamed"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether what comes counts as small, or as larger than what is held."""
    if request.param == "streamed":
        monkeypatch.setattr(source, "WHOLE", 64)
        monkeypatch.setattr(source, "PIECE", 64)
        monkeypatch.setattr(source.pieces, "__defaults__", (64,))
    return str(request.param)


@pytest.fixture
def fifo(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """A named pipe into which a text is written once, by somebody who then goes away."""
    writers: list[threading.Thread] = []

    def piped(text: str) -> str:
        path = tmp_path / "pipe.yaml"
        os.mkfifo(path)

        def write() -> None:
            try:
                with path.open("w") as into:
                    into.write(text)
            except BrokenPipeError:
                pass

        writers.append(threading.Thread(target=write, daemon=True))
        writers[-1].start()
        return str(path)

    yield piped
    for each in writers:
        each.join()


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_named_pipe_is_read_once(command: str, fifo: Callable[[str], str]) -> None:
    run, found = COMMANDS[command]
    assert run(fifo(STREAM)) == found


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_process_substitution_is_read_once(command: str) -> None:
    run, found = COMMANDS[command]
    out, into = os.pipe()
    os.write(into, STREAM.encode())
    os.close(into)
    try:
        assert run(f"/dev/fd/{out}") == found
    finally:
        os.close(out)


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("text", [ROLE, MAP], ids=["old", "current"])
def test_a_migration_does_not_replace_a_pipe(text: str, fifo: Callable[[str], str]) -> None:
    path = fifo(text)
    (outcome,) = migrate([path], TARGET, write=True)
    (document,) = outcome.documents
    assert (document.line, document.status, document.notes[0].message, document.hint) == (
        1,
        "error",
        "not a regular file; not written",
        "use - to write to standard output",
    )
    assert not outcome.changed
    assert Path(path).is_fifo()


def test_both_texts_of_a_pipe_are_known_for_a_diff(fifo: Callable[[str], str]) -> None:
    (outcome,) = migrate([fifo(f"{MAP}---\n{ROLE}")], TARGET, texts=True)
    assert (outcome.before, outcome.after) == (f"{MAP}---\n{ROLE}", f"{MAP}---\n{NEW}")


def test_what_comes_out_of_a_pipe_is_printed(fifo: Callable[[str], str]) -> None:
    ((outcome, text),) = convert_texts([fifo(f"{MAP}---\n{ROLE}")], TARGET)
    assert (outcome.changed, text.decode()) == (True, f"{MAP}---\n{NEW}")


def test_encrypted_values_in_a_pipe_stay(fifo: Callable[[str], str]) -> None:
    text = f"{ROLE}data: {{a: 'ENC[AES256_GCM,data:q1w2]'}}\nsops: {{mac: 'ENC[AES256_GCM,data:q1w2]'}}\n"
    assert _status(migrate([fifo(text)], TARGET)) == [(1, "encrypted")]


def test_a_definition_in_a_pipe_counts_for_what_follows_it_and_for_what_is_before(fifo: Callable[[str], str]) -> None:
    thing = "apiVersion: x.io/v1\nkind: A\nmetadata: {name: a}\nb: 1\n"
    path = fifo(f"{thing}---\n{CRD}---\n{thing}---\n{thing.replace('v1', 'v2')}")
    (file,) = validate(Asked(Release(32), (path,)))
    assert [(each.line, each.faults[0].message) for each in file.documents] == [
        (1, "unknown field"),
        (16, "unknown field"),
        (21, f"the definition in {path}:6 has no x.io/v2 A"),
    ]


def test_a_pipe_beside_files_is_read_in_its_turn(tmp_path: Path, fifo: Callable[[str], str]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.yaml").write_text(ROLE)
    outcomes: list[FileOutcome] = list(scan([str(tmp_path / "a"), fifo(ROLE)], TARGET, jobs=2))
    assert [(Path(each.file).name, len(each.documents)) for each in outcomes] == [("b.yaml", 1), ("pipe.yaml", 1)]


def test_a_pipe_in_a_folder_is_no_manifest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert list(scan([str(tmp_path)], TARGET)) == []
