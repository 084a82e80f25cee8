"""An unfinished merge: every command reports it with its first line, and no byte of the file is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import pytest

from kconv.errors import ManifestError
from kconv.manifests import source, tree
from kconv.manifests.conflicts import HINT, conflicts
from kconv.names import Release
from kconv.pipeline.migrate import Options, migrate, scan
from kconv.pipeline.roundtrip import Asked as ToTry
from kconv.pipeline.roundtrip import roundtrip
from kconv.pipeline.validate import Asked, validate
from tests.cli.conftest import Kconv, kconv

__all__ = ["kconv"]
TARGET = Options(target=Release(32))
OLD = "apiVersion: rbac.authorization.k8s.io/v1beta1\n"
NEW = "apiVersion: rbac.authorization.k8s.io/v1\n"
ROLE = "kind: Role\nmetadata:\n  name: reader\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"
CLUSTER_ROLE = f"{OLD}kind: ClusterRole\nmetadata:\n  name: all\n"


def both(ours: str, theirs: str, base: str | None = None) -> str:
    """What git leaves of two sides, each of whole lines."""
    middle = "" if base is None else f"||||||| 1a2b3c4\n{base}"
    return f"<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> feature/new\n"


@dataclass(frozen=True)
class Case:
    """``lines`` are those that the errors name, one each document that a conflict reaches into."""

    name: str
    text: str
    lines: list[int]
    file: str = "a.yaml"


CONFLICTS = [
    Case("an old version on one side", both(OLD, NEW) + ROLE, [1]),
    Case("an old object on one side only", f"{SERVICE}---\n{both(OLD + ROLE, '')}", [6]),
    Case("nothing old", SERVICE + both("spec: {}\n", "spec: {type: NodePort}\n"), [5]),
    Case("with the base, as diff3 shows it", both(NEW, "", OLD) + ROLE, [1]),
    Case("two in one document are told once", both(OLD, NEW) + ROLE + both("a: 1\n", "a: 2\n"), [1]),
    Case("in two documents", f"{both(OLD, NEW)}{ROLE}---\n{SERVICE}---\n{both(OLD, NEW)}{ROLE}", [1, 15]),
    Case("over several documents", f"{SERVICE}---\n<<<<<<< HEAD\n{OLD}{ROLE}---\n{SERVICE}=======\n---\n{NEW}{ROLE}>>>>>>> b\n---\n{SERVICE}", [6, 6, 6]),
    Case("before the first document's ---", f"<<<<<<< HEAD\n---\n{OLD}{ROLE}=======\n---\n{SERVICE}>>>>>>> b\n", [1, 1, 1]),
    Case("beside an old object, which waits", f"{CLUSTER_ROLE}---\n{both(OLD, NEW)}{ROLE}", [6]),
    Case("CRLF", (both(OLD, NEW) + ROLE).replace("\n", "\r\n"), [1]),
    Case("behind a BOM", "\ufeff" + both(OLD, NEW) + ROLE, [1]),
    Case("without labels, without an end of line", f"{ROLE}<<<<<<<\n{OLD}=======\n{NEW}>>>>>>>", [4]),
    Case("half resolved", f"{ROLE}<<<<<<< HEAD\n{OLD}>>>>>>> b\n", [4]),
    Case("equal keys on both sides", OLD + ROLE + both("spec: 1\n", "spec: 2\n"), [5]),
    Case("in a value in quotes, where it parses", f'{OLD}{ROLE}x: "\n' + both("  a\n", "  b\n") + '"\n', [6]),
    Case("in flow style, where it parses", "{apiVersion: rbac.authorization.k8s.io/v1beta1, kind: Role, x: [\n" + both("a,\n", "b,\n") + "]}\n", [2]),
    Case("in a block of text, which it ends", f"{OLD}{ROLE}data:\n  a: |\n    b\n" + both("    c\n", "    d\n"), [8]),
    Case("JSON", '{\n<<<<<<< HEAD\n "apiVersion": "rbac.authorization.k8s.io/v1beta1",\n=======\n "apiVersion": "rbac.authorization.k8s.io/v1",\n>>>>>>> b\n "kind": "Role"\n}\n', [2], "a.json"),
    Case("JSON, all of it", both('{"apiVersion": "rbac.authorization.k8s.io/v1beta1", "kind": "Role"}\n', '{"apiVersion": "v1", "kind": "Service"}\n'), [1], "a.json"),
    Case("a template", f"{both(OLD, NEW)}{ROLE.replace('reader', '{{ .name }}')}", [1]),
    Case("bytes that are not UTF-8", both(OLD, NEW) + ROLE.replace("reader", "\udce9"), [1]),
]  # fmt: skip
NONE = [
    Case("a heading in a block of text", f"{NEW}{ROLE}text: |\n  Roles\n  =======\n", []),
    Case("a conflict in a block of text, which is indented", f"{NEW}{ROLE}text: |\n" + both("a\n", "b\n").replace("\n", "\n  ").join(("  ", "\n")), []),
    Case("the signs in a comment", f"# <<<<<<< HEAD\n# =======\n# >>>>>>> b\n{NEW}{ROLE}", []),
    Case("eight signs", f"{NEW}{ROLE}text: |\n  a\n<<<<<<<< HEAD\n>>>>>>>> b\n", []),
    Case("the end before the beginning", f">>>>>>> b\n{NEW}{ROLE}<<<<<<< HEAD\n", []),
    Case("no manifest", both("a: 1\n", "a: 2\n"), []),
]  # fmt: skip


def plant(folder: Path, case: Case) -> Path:
    path = folder / case.file
    path.write_bytes(case.text.encode(errors="surrogateescape"))
    return path


@pytest.mark.parametrize("case", CONFLICTS, ids=attrgetter("name"))
@pytest.mark.parametrize("run", [migrate, scan], ids=["migrate", "scan"])
def test_a_conflict_is_an_error_of_its_line_and_the_file_stays(case: Case, run: object, tmp_path: Path) -> None:
    path = plant(tmp_path, case)
    before = path.read_bytes()
    write = {"write": True} if run is migrate else {}
    (outcome,) = run([str(path)], TARGET, **write)  # type: ignore[operator]
    own = [each for each in outcome.documents if each.notes[0].message.startswith("an unresolved merge conflict: <<<")]
    assert [each.line for each in own] == case.lines
    assert {(each.status, each.hint) for each in outcome.documents} == {("error", HINT)}
    assert path.read_bytes() == before
    assert not outcome.changed


@pytest.mark.parametrize("case", CONFLICTS, ids=attrgetter("name"))
def test_who_only_tells_names_it_too(case: Case, tmp_path: Path) -> None:
    path = str(plant(tmp_path, case))
    (held,) = validate(Asked(Release(32), (path,)))
    faults = [each.faults[0] for each in held.documents if each.status == "error"]
    assert [(each.line, each.column, each.rule, each.hint) for each in faults] == [
        (line, 1, "syntax", HINT) for line in case.lines
    ]
    (tried,) = roundtrip(ToTry((path,)))
    assert [(each.line, each.hint) for each in tried.documents if each.status == "error"] == [
        (line, HINT) for line in case.lines
    ]


@pytest.mark.parametrize("case", NONE, ids=attrgetter("name"))
def test_what_only_looks_like_one_is_none(case: Case, tmp_path: Path) -> None:
    path = str(plant(tmp_path, case))
    outcomes = [*migrate([path], TARGET), *scan([path], TARGET)]
    told = [each for outcome in outcomes for each in outcome.documents]
    faults = [
        fault.message for each in validate(Asked(Release(32), (path,))) for d in each.documents for fault in d.faults
    ]
    assert not told
    assert not [message for message in faults if "unresolved merge conflict" in message]


def test_the_other_documents_of_the_file_are_told_why_they_wait(tmp_path: Path, kconv: Kconv) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{CLUSTER_ROLE}---\n{both(OLD, NEW)}{ROLE}")
    for command in (["migrate"], ["migrate", "--diff"], ["scan"]):
        ran = kconv(*command, str(path), "--target", "1.32")
        assert ran.code == 2
        assert "not written: an unresolved merge conflict in line 6" in ran.out + ran.err
        assert "an unresolved merge conflict: <<<<<<< HEAD" in ran.out + ran.err
        assert "2 failed" in ran.out + ran.err


@pytest.mark.parametrize("output", ["yaml", "json"])
def test_convert_prints_it_as_it_was_or_not_at_all(output: str, tmp_path: Path, kconv: Kconv) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(both(OLD, NEW) + ROLE)
    ran = kconv("convert", "-f", str(path), "-o", output)
    assert ran.code == 2
    assert ran.err.count("unresolved merge conflict: <<<<<<< HEAD") == 1
    assert ran.out == (path.read_text() if output == "yaml" else "")


def test_a_kustomization_that_does_not_say_what_it_is(tmp_path: Path) -> None:
    path = plant(tmp_path, Case("", both("resources: [a.yaml]\n", "resources: [b.yaml]\n"), [], "kustomization.yaml"))
    (outcome,) = migrate([str(path)], TARGET)
    assert [(each.line, each.status) for each in outcome.documents] == [(1, "error")]


def test_a_file_too_large_to_hold_stays_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "WHOLE", 10)
    monkeypatch.setattr(source, "PIECE", 64)
    path = tmp_path / "a.yaml"
    path.write_text(f"{CLUSTER_ROLE}---\n{CLUSTER_ROLE}---\n{both(OLD, NEW)}{ROLE}---\n{SERVICE}")
    before = path.read_bytes()
    documents = [each for part in migrate([str(path)], TARGET, write=True) for each in part.documents]
    assert [(each.line, each.status) for each in documents[-2:]] == [(11, "error"), (11, "error")]
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


LEFT = [
    ("the beginning", f"{OLD}<<<<<<< HEAD\n{ROLE}", 2),
    ("the middle", f"{OLD}{ROLE}=======\nspec: 1\n", 5),
    ("the base", f"{OLD}||||||| 1a2b3c4\n{ROLE}", 2),
    ("the end", f"{OLD}{ROLE}>>>>>>> b\n", 5),
    ("the end, CRLF", f"{OLD}{ROLE}>>>>>>> b\n".replace("\n", "\r\n"), 5),
]


@pytest.mark.parametrize(("text", "line"), [each[1:] for each in LEFT], ids=[each[0] for each in LEFT])
def test_one_line_of_a_conflict_that_is_left_is_named(text: str, line: int) -> None:
    with pytest.raises(ManifestError, match="a line that a merge conflict has left") as raised:
        tree.parse(text)
    assert (raised.value.line, raised.value.hint) == (line, HINT)


def test_a_heading_that_lost_its_indentation_is_no_conflict() -> None:
    with pytest.raises(ManifestError) as raised:
        tree.parse(f"{NEW}data:\n  a: |\nHeading\n=======\ntext\n")
    assert "conflict" not in raised.value.reason


def test_conflicts_are_found_in_their_order() -> None:
    data = (both("a\n", "b\n") + "c\n" + both("d\n", "e\n") + "<<<<<<< f\n").encode()
    assert [(each.line, data[each.start : each.end].split(b"\n")[0]) for each in conflicts(data, 10)] == [
        (10, b"<<<<<<< HEAD"),
        (16, b"<<<<<<< HEAD"),
    ]


def test_json_report_has_the_line(tmp_path: Path, kconv: Kconv) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(both(OLD + ROLE, ""))
    (told,) = json.loads(kconv("scan", str(path), "--target", "1.32", "--format", "json").out)["documents"]
    assert (told["line"], told["status"]) == (1, "error")
