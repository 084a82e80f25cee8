"""Cases that broke a law are kept as files, come back exactly, and are tried first."""

from __future__ import annotations

import json
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.errors import ManifestError, UsageError
from kconv.testing import Breach, Case, Edit, Failure, check, fixtures
from kconv.testing.laws import chosen
from kconv.testing.subjects import subject_of
from kconv.testing.trial import run_trial

OLD, NEW = "extensions/v1beta1", "networking.k8s.io/v1"
VALUES = [
    *(0.1, -0.0, 1.0, 1e16, 1e-7, 1e300, 5e-324, 10**30, -(2**63), 0, True, False, None, "", {}, []),
    *("0777", "0o17", "on", "y", "No", "~", "null", "1e3", "1_000", "12:30:45", "2020-01-01", ".5", ".inf", "<<", "="),
    *(
        "\x00\x07\x1b\x7f\x85",
        "\ufeffa\u2028b",
        "tab\there",
        "a\r\nb\r",
        "\n",
        " a ",
        "a\n\n",
        "\n  a\n b",
        "é😀",
        "#x",
    ),
    *("x" * 300_000, "word " * 2_000, "a: b", "- a", "{a}", "'\"\\", "line\n" * 50, "!t", "*a", "&a", "? a", "@", "`"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def kept(folder: Path, case: Case, law: str = "edits-win") -> fixtures.Saved:
    return fixtures.read(fixtures.save(folder, "Ingress", Failure(law, "", case, Breach("", ""), 7)))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_a_value_comes_back_as_it_was(tmp_path: Path, value: Any) -> None:
    case = Case({"spec": value, "list": [value, [value]]}, (OLD, NEW), (Edit("change", ("spec",), value),), value)
    assert repr(kept(tmp_path, case).case) == repr(case)


@given(value=JSON, key=st.text())
def test_any_json_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, value: Any, key: str) -> None:
    edits = (Edit("add", ("spec", key), value), Edit("remove", ("list", 3, key)), Edit("reorder", ("l",), [1, 0]))
    case = Case({key: value, "spec": {key: [value]}}, (OLD, NEW), edits, value)
    assert repr(kept(tmp_path_factory.mktemp("kept"), case).case) == repr(case)


def test_a_file_is_one_that_a_person_can_read(tmp_path: Path) -> None:
    obj = {"apiVersion": OLD, "kind": "Ingress", "spec": {"rules": [{"host": "on"}], "replicas": 0}}
    case = Case(obj, (OLD, NEW), (Edit("change", ("spec", "rules", 0, "host"), "a.example.com"),))
    saved = kept(tmp_path, case)
    assert saved.file.read_text(encoding="utf-8").splitlines()[1:] == [
        "law: edits-win",
        "kind: Ingress",
        "legs:",
        "- extensions/v1beta1",
        "- networking.k8s.io/v1",
        "object:",
        "  apiVersion: extensions/v1beta1",
        "  kind: Ingress",
        "  spec:",
        "    rules:",
        '    - host: "on"',
        "    replicas: 0",
        "edits:",
        "- action: change",
        '  path: "spec.rules[0].host"',
        "  value: a.example.com",
        "seed: 7",
    ]
    assert (saved.kind, saved.law, saved.seed) == ("Ingress", "edits-win", 7)


def test_the_same_case_has_one_file_and_another_has_its_own(tmp_path: Path) -> None:
    one, two = (Case({"spec": value}, (OLD, NEW)) for value in (1, 1.0))
    assert kept(tmp_path, one).file == kept(tmp_path, one).file
    assert kept(tmp_path, one).file != kept(tmp_path, two).file
    assert len(list(tmp_path.iterdir())) == 2  # and nothing of what was written in between


WHOLE = "law: order\nkind: Ingress\nlegs: [a/v1, b/v1]\nobject: {spec: 1}\n"


class Damaged(NamedTuple):
    name: str
    text: bytes
    line: int
    reason: str


DAMAGED = [
    Damaged("empty", b"", 1, "it holds no case"),
    Damaged("a list", b"- a\n", 1, "it holds no case"),
    Damaged("a manifest", b"apiVersion: v1\nkind: Pod\n", 1, "law is missing"),
    Damaged("cut", WHOLE[:25].encode(), 1, "legs is missing"),
    Damaged("no YAML", b"law: order\nkind: [\n", 3, "cannot be read: "),
    Damaged("two documents", (WHOLE + "---\na: 1\n").encode(), 5, "cannot be read: "),
    Damaged("not UTF-8", b"law: \xff\n", 1, "cannot be read: "),
    Damaged("a control character", b"law: \x00\n", 1, "cannot be read: "),
    Damaged("too deep", b"law: " + b"[" * 100_000, 1, "cannot be read: "),
    Damaged("another law", WHOLE.replace("order", "ordre").encode(), 1, "no law is called 'ordre'"),
    Damaged("one leg", WHOLE.replace(", b/v1", "").encode(), 3, "is tried on 2 apiVersions"),
    Damaged("legs of numbers", WHOLE.replace("b/v1", "1").encode(), 3, "is tried on 2 apiVersions"),
    Damaged("no object", WHOLE.replace("{spec: 1}", "7").encode(), 4, "this is not an object"),
    Damaged("a date", WHOLE.replace("1}", "2020-01-01}").encode(), 4, "JSON cannot represent"),
    Damaged("another field", (WHOLE + "sead: 1\n").encode(), 5, "a case has no such field"),
    Damaged("no edit", (WHOLE + "edits: [1]\n").encode(), 5, "one of these is not an edit"),
    Damaged("no path", (WHOLE + "edits: [{action: remove, path: '['}]\n").encode(), 5, "is not a path"),
    Damaged("another action", (WHOLE + "edits: [{action: eat, path: a}]\n").encode(), 5, "no action 'eat'"),
]


@pytest.mark.parametrize("damaged", DAMAGED, ids=attrgetter("name"))
def test_a_damaged_or_foreign_file_is_told_with_its_line(tmp_path: Path, damaged: Damaged) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(damaged.text)
    with pytest.raises(ManifestError) as caught:
        check(kind="Ingress", examples=1, only=["order"], failures=tmp_path)
    assert (caught.value.file, caught.value.line) == (str(file), damaged.line)
    assert damaged.reason in caught.value.reason


def test_the_whole_file_that_the_damaged_ones_are_made_from_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(WHOLE, encoding="utf-8")
    assert fixtures.saved(tmp_path)[0].case == Case({"spec": 1}, ("a/v1", "b/v1"))


def test_a_folder_that_is_not_there_holds_nothing_and_a_file_is_no_folder(tmp_path: Path) -> None:
    assert fixtures.saved(tmp_path / "none") == ()
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="kept in a folder"):
        fixtures.saved(tmp_path / "file")


class Lossy:
    """A converter that loses `size` while it is ``broken``; ``seen`` are the objects it was given."""

    def __init__(self) -> None:
        self.broken, self.seen = True, []

    def __call__(self, obj: dict[str, Any], to: str) -> dict[str, Any]:
        self.seen.append(json.dumps(obj))
        if self.broken:
            obj.get("spec", {}).pop("size", None)
        return {**obj, "apiVersion": to}


NODE = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}}}
WIDGET = {"kind": "Widget", "schemas": {"example.com/v1": NODE, "example.com/v2": NODE}, "only": ["spoke-hub-spoke"]}


def test_what_failed_is_kept_and_tried_first_until_it_is_deleted(tmp_path: Path) -> None:
    lossy = Lossy()
    found = check(lossy, **WIDGET, seed=1, failures=tmp_path / "kept").failures
    assert [Path(failure.file).parent for failure in found] == [tmp_path / "kept"] * 2
    assert f"kept: {found[0].file}" in str(found[0])

    lossy.seen.clear()
    again = check(lossy, **WIDGET, seed=99, examples=1, failures=tmp_path / "kept")
    assert [(each.object, each.file, each.seed) for each in again.failures] == [
        (each.object, each.file, 1) for each in found
    ]
    assert lossy.seen[0] == json.dumps(found[0].object)

    lossy.broken = False
    mended = check(lossy, **WIDGET, failures=tmp_path / "kept")
    assert not mended.failures
    assert sorted(mended.passing) == sorted(failure.file for failure in found)
    assert f"passes now: {found[0].file}" in str(mended)
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_a_folder_that_cannot_be_written_does_not_hide_the_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    subject = subject_of(Lossy(), kind="Widget", schemas=WIDGET["schemas"])
    law = chosen(("spoke-hub-spoke",))[0]
    trial = run_trial(subject, law, subject.versions, examples=50, seed=1, folder=tmp_path / "file" / "kept")
    assert trial.failure is not None
    assert "not saved: " in trial.failure.file
