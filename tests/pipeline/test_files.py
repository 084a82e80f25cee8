"""What becomes of the bytes of a file, and of the errors that keep them as they are."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kconv.errors import ManifestError
from kconv.manifests import source, split
from kconv.manifests.scan import Glance
from kconv.manifests.split import RawDocument
from kconv.names import GroupVersion, Release
from kconv.notes import Note
from kconv.pipeline import stream
from kconv.pipeline.migrate import DocumentOutcome, FileOutcome, Options, convert_texts, migrate, scan
from kconv.pipeline.migrate.failure import failed, unwritten
from kconv.pipeline.roundtrip import Asked as ToTry
from kconv.pipeline.roundtrip import roundtrip
from kconv.pipeline.validate import Asked, validate

TARGET = Options(target=Release(32))
ROLE = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nmetadata: {name: r}\n"
NEW = ROLE.replace("v1beta1", "v1")
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
CONFLICT = f"<<<<<<< HEAD\n{MAP}=======\n{MAP}>>>>>>> b\n"


@pytest.fixture
def streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is too large to hold."""
    monkeypatch.setattr(source, "WHOLE", 64)
    monkeypatch.setattr(source, "PIECE", 64)
    monkeypatch.setattr(source.pieces, "__defaults__", (64,))


def piped(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))


@pytest.mark.parametrize("size", ["held", "streamed"])
def test_bytes_that_are_not_utf_8_stay(size: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if size == "streamed":
        request.getfixturevalue("streamed")
    path, data = tmp_path / "a.yaml", f"{ROLE}---\n".encode() + b"# \xff\nx: \xfe\n"
    path.write_bytes(data)
    (outcome,) = migrate([str(path)], TARGET, write=True, texts=True)
    new = data.replace(b"v1beta1", b"v1")
    assert path.read_bytes() == new
    if size == "held":
        texts = (outcome.before, outcome.after)
        assert texts == tuple(each.decode(errors="surrogateescape") for each in (data, new))


def test_an_object_with_bytes_of_a_lone_surrogate(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f'{ROLE}x: "\\ud800"\n')
    (outcome,) = migrate([str(path)], TARGET, write=True)
    assert path.read_text() == f'{ROLE}x: "\\ud800"\n'.replace("v1beta1", "v1" if outcome.changed else "v1beta1")


def test_texts_are_kept_only_where_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ROLE)
    (tmp_path / "b.yaml").write_text(MAP)
    without, _ = migrate([str(tmp_path)], TARGET)
    assert (without.changed, without.before, without.after) == (True, None, None)
    changed, current = migrate([str(tmp_path)], TARGET, texts=True)
    assert (changed.before, changed.after) == (ROLE, NEW)
    assert (current.changed, current.before, current.after) == (False, None, None)
    (scanned, _) = scan([str(tmp_path)], TARGET)
    assert not scanned.changed


PRINTED: list[tuple[str, bytes, bytes, bool]] = [
    ("an old object", ROLE.encode(), NEW.encode(), True),
    ("a current one", MAP.encode(), MAP.encode(), False),
    ("a conflict", f"{ROLE}---\n{CONFLICT}".encode(), f"{ROLE}---\n{CONFLICT}".encode(), False),
    ("UTF-16, which is no text to print", ROLE.encode("utf-16"), b"", False),
    ("no manifest", b"a: 1\n", b"a: 1\n", False),
]


@pytest.mark.parametrize(("name", "data", "text", "changed"), PRINTED, ids=[each[0] for each in PRINTED])
@pytest.mark.parametrize("size", ["held", "streamed"])
@pytest.mark.parametrize("place", ["file", "standard input"])
def test_what_is_printed(
    name: str,  # noqa: ARG001
    data: bytes,
    text: bytes,
    changed: bool,
    size: str,
    place: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if size == "streamed":
        request.getfixturevalue("streamed")
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    ((outcome, printed),) = convert_texts([str(path) if place == "file" else "-"], TARGET)
    assert (printed, outcome.changed) == (text, changed)
    assert path.read_bytes() == data


def test_a_link_out_of_the_tree_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "b.yaml").write_text(ROLE)
    (tmp_path / "in" / "a.yaml").symlink_to(tmp_path / "b.yaml")
    assert list(convert_texts([str(tmp_path / "in")], TARGET)) == []
    (outcome,) = migrate([str(tmp_path / "in")], TARGET, write=True)
    assert (outcome.skipped, outcome.documents) == ("a symlink that leads out of the tree", [])


@pytest.mark.usefixtures("streamed")
def test_a_large_file_is_reported_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PART", 2)
    path, filler = tmp_path / "a.yaml", f"---\n# {'x' * 80}\n"
    path.write_text(filler.join([ROLE] * 5))
    for run in (
        lambda: list(migrate([str(path)], TARGET)),
        lambda: list(scan([str(path)], TARGET)),
        lambda: list(validate(Asked(Release(32), (str(path),)))),
        lambda: list(roundtrip(ToTry((str(path),)))),
    ):
        parts: list[Any] = run()
        assert [len(part.documents) for part in parts] == [2, 2, 1]
        assert [part.continues for part in parts] == [False, True, True]
        assert [part.skipped for part in parts] == ["", "", ""]
        lines = [each.line for part in parts for each in part.documents]
        assert lines == [1, 6, 11, 16, 21]
        positions = [getattr(each, "position", each.index) for part in parts for each in part.documents]
        assert positions == [0, 1, 2, 3, 4]


@pytest.mark.usefixtures("streamed")
def test_a_large_file_with_objects_only_at_its_beginning_is_a_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PART", 1)
    path, filler = tmp_path / "a.yaml", f"---\n# {'x' * 80}\n"
    path.write_text(ROLE + filler * 3)
    parts = list(migrate([str(path)], TARGET))
    assert [(len(part.documents), part.continues, part.skipped) for part in parts] == [(1, False, ""), (0, True, "")]


@pytest.mark.parametrize("size", ["held", "streamed"])
def test_an_encoding_is_reported_once_of_the_whole_file(
    size: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if size == "streamed":
        request.getfixturevalue("streamed")
    path = tmp_path / "a.yaml"
    path.write_bytes(f"# a\n---\n{ROLE}---\n{ROLE}".encode("utf-16"))
    runs: list[Any] = [
        *migrate([str(path)], TARGET),
        *validate(Asked(Release(32), (str(path),))),
        *roundtrip(ToTry((str(path),))),
    ]
    assert [
        [(each.line, getattr(each, "position", each.index), each.status) for each in part.documents] for part in runs
    ] == [[(1, 0, "error")]] * 3


@pytest.mark.usefixtures("streamed")
def test_an_encoding_is_reported_once_of_a_file_that_is_cut_into_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "blocks", lambda pieces: split.blocks(pieces, limit=64))
    path = tmp_path / "a.yaml"
    path.write_bytes((ROLE * 5).encode("utf-16"))
    (outcome,) = migrate([str(path)], TARGET)
    assert [(each.line, each.status) for each in outcome.documents] == [(1, "error")]


def test_files_that_are_not_read_are_counted_only_if_the_caller_needs_it(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.txt", ".hidden/c.yaml", "vendor/d.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(MAP)
    path = str(tmp_path)
    runs: list[Any] = [
        migrate([path], TARGET),
        scan([path], TARGET),
        validate(Asked(Release(32), (path,))),
        roundtrip(ToTry((path,))),
    ]
    assert [[Path(each.file).name for each in run] for run in runs] == [["a.yaml"]] * 4


@pytest.mark.usefixtures("streamed")
def test_a_conflict_keeps_a_large_file_as_it_was(tmp_path: Path) -> None:
    path, text = tmp_path / "a.yaml", f"{MAP}---\n{CONFLICT}---\n{MAP}"
    path.write_text(text)
    (outcome,) = migrate([str(path)], TARGET, write=True)
    assert [(each.line, each.status) for each in outcome.documents] == [(5, "error")]
    assert (outcome.manifests, path.read_text()) == (3, text)


@pytest.mark.usefixtures("streamed")
def test_standard_input_with_a_conflict_passes(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    piped(monkeypatch, f"{ROLE}---\n{CONFLICT}---\n{ROLE}")
    parts = list(migrate(["-"], TARGET, write=True))
    assert [(each.line, each.status) for part in parts for each in part.documents] == [
        (1, "migrated"),
        (5, "error"),
        (15, "migrated"),
    ]
    assert capsysbinary.readouterr().out.decode() == f"{NEW}---\n{CONFLICT}---\n{NEW}"


def test_held_standard_input_with_a_conflict_is_not_written(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = f"{ROLE}---\n{CONFLICT}"
    piped(monkeypatch, text)
    (outcome,) = migrate(["-"], TARGET, write=True)
    assert [each.status for each in outcome.documents] == ["error", "error"]
    assert capsysbinary.readouterr().out.decode() == text


RAW = RawDocument(3, 20, 0, b"metadata:\n  name: n\n")
FAILED: list[tuple[str, Glance, ManifestError, tuple[Any, ...]]] = [
    ("nothing is known", Glance("parse"), ManifestError("why"), (20, "", "", "", "why", "")),
    ("the line of the error", Glance("parse"), ManifestError("why", line=25), (25, "", "", "", "why", "")),
    ("the line of the object", Glance("known", "v1", "A", 22), ManifestError("why"), (22, "A", "n", "v1", "why", "")),
    ("the first old version", Glance("parse", others=((24, "v2"), (26, "v3"))), ManifestError("why"), (24, "", "", "v2", "why", "")),
    ("the object's before others'", Glance("known", "v1", "A", 22, ((24, "v2"),)), ManifestError("why"), (22, "A", "n", "v1", "why", "")),
    ("a path", Glance("parse"), ManifestError("why", path="a.b", hint="do"), (20, "", "", "", "a.b: why", "do")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "glance", "error", "said"), FAILED, ids=[each[0] for each in FAILED])
def test_what_is_reported_of_an_error(name: str, glance: Glance, error: ManifestError, said: tuple[Any, ...]) -> None:  # noqa: ARG001
    found = failed("a.yaml", RAW, glance, error)
    assert (found.line, found.kind, found.name, found.source, found.notes[0].message, found.hint) == said
    assert (found.file, found.index, found.status, found.target) == ("a.yaml", 3, "error", "")
    assert found.notes == [Note("info", "", said[4])]


UNWRITTEN = {
    "migrated": "error",
    "fragment": "error",
    "unchanged": "unchanged",
    "no-successor": "no-successor",
    "templated": "templated",
    "embedded": "embedded",
    "encrypted": "encrypted",
    "waits": "waits",
    "decision": "decision",
}


@pytest.mark.parametrize("status", UNWRITTEN)
def test_what_is_reported_of_a_file_that_was_not_written(status: Any) -> None:
    document = DocumentOutcome("a.yaml", 1, 0, "A", "", "v1", "v2", status, [Note("info", "", "old")], "old")
    report = FileOutcome("a.yaml", [document], changed=True, before="a", after="b")
    unwritten(report, ManifestError("full", hint="do"))
    new = UNWRITTEN[status] == "error"
    assert (document.status, document.hint) == (UNWRITTEN[status], "do" if new else "old")
    assert document.notes == [Note("info", "", "full" if new else "old")]
    assert (report.changed, report.before, report.after) == (False, None, None)


@pytest.mark.parametrize("place", ["file", "standard input"])
@pytest.mark.parametrize("size", ["held", "streamed"])
def test_sops_signs_at_the_end_of_a_file(
    place: str, size: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if size == "streamed":
        request.getfixturevalue("streamed")
    text = f"{ROLE}---\n# {'x' * 100}\n---\n{MAP}data: {{a: 'ENC[AES256_GCM,data:q1w2]'}}\nsops: {{mac: 'ENC[AES256_GCM,data:q1w2]'}}\n"
    path = tmp_path / "a.yaml"
    path.write_text(text)
    piped(monkeypatch, text)
    parts = list(migrate([str(path) if place == "file" else "-"], TARGET))
    seen = place == "file" or size == "held"
    assert [each.status for part in parts for each in part.documents] == ["encrypted" if seen else "migrated"]


def test_a_reader_with_a_defect_is_an_error_of_its_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise KeyError("x")

    path = tmp_path / "a.yaml"
    path.write_text(f"{MAP}---\n{ROLE}")
    with monkeypatch.context() as patch:
        patch.setattr("kconv.pipeline.reading.tree", broken)
        (outcome,) = migrate([str(path)], TARGET, write=True)
    (document,) = outcome.documents
    assert (document.line, document.status, document.notes[0].message) == (5, "error", "KeyError: 'x'")
    assert path.read_text() == f"{MAP}---\n{ROLE}"
    with monkeypatch.context() as patch:
        patch.setattr("kconv.pipeline.reading.value", broken)
        checked = [each for part in validate(Asked(Release(32), (str(path),))) for each in part.documents]
        tried = [each for part in roundtrip(ToTry((str(path),))) for each in part.documents]
    assert [(each.line, each.status, each.faults[0].message) for each in checked] == [
        (1, "error", "KeyError: 'x'"),
        (5, "error", "KeyError: 'x'"),
    ]
    assert [(each.line, each.status, each.why) for each in tried] == [
        (1, "error", "KeyError: 'x'"),
        (5, "error", "KeyError: 'x'"),
    ]


def test_a_template_with_a_defect_is_an_error_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise KeyError("x")

    path = tmp_path / "a.yaml.tmpl"
    path.write_text(f"# a\n{ROLE}---\n{ROLE}")
    monkeypatch.setattr("kconv.pipeline.migrate.templated.templated", broken)
    (outcome,) = scan([str(path)], TARGET)
    (document,) = outcome.documents
    assert (document.status, document.notes[0].message, document.index) == ("error", "KeyError: 'x'", 2)


def test_what_is_printed_reports_no_version_inside_of_other_text() -> None:
    for options in (TARGET, Options(to=GroupVersion("networking.k8s.io", "v1"))):
        for text in ("ingress:\n  apiVersion: extensions/v1beta1\n", f"{MAP}x: {{apiVersion: extensions/v1beta1}}\n"):
            with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
                file.write(text)
                file.flush()
                ((outcome, printed),) = convert_texts([file.name], options)
            assert (outcome.documents, printed.decode()) == ([], text)


def test_a_text_that_cannot_be_written_is_an_error_of_its_objects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Any:
        raise ManifestError("why", path="a.b", hint="do")

    path = tmp_path / "a.yaml"
    path.write_text(f"{ROLE}---\n{MAP}")
    monkeypatch.setattr("kconv.manifests.edit.rewrite", refuse)
    (outcome,) = migrate([str(path)], TARGET, write=True)
    (document,) = outcome.documents
    assert (document.status, document.notes, document.hint) == ("error", [Note("info", "a.b", "why")], "do")
    assert (outcome.changed, path.read_text()) == (False, f"{ROLE}---\n{MAP}")


def test_rules_with_a_defect_are_an_error_of_their_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise KeyError("x")

    path = tmp_path / "a.yaml"
    path.write_text(ROLE)
    monkeypatch.setattr("kconv.kinds.registry.BUILT_IN.convert", broken)
    (outcome,) = migrate([str(path)], TARGET)
    (document,) = outcome.documents
    assert (document.status, document.notes) == ("error", [Note("info", "", "KeyError: 'x'")])
    assert document.hint == "this is a defect of kconv: please report it with the object"
