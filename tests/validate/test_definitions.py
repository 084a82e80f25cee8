"""Of two definitions of one kind one counts, the same one every time, and the report says which where that matters."""

from __future__ import annotations

import io
import json
import os
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kconv.catalog import latest
from kconv.manifests.split import Block, split
from kconv.manifests.unread import Unread
from kconv.names import GroupVersionKind
from kconv.pipeline.validate import Asked, Validated, validate
from kconv.pipeline.validate.search import KIND, Definitions, _texts
from kconv.report.results.validation import ValidationResults
from tests.validate.test_custom_resources import CRD

THING = "apiVersion: kconv.example/v1\nkind: Thing\nmetadata: {name: a}\nspec: {text: abc}\n"
HELD = "kconv.example/v1 Thing is held to the definition in {0}, not to that in {1}"


def crd(**spec: Any) -> dict[str, Any]:
    """The definition of Thing with other fields in its spec's schema."""
    found = deepcopy(CRD)
    found["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"] |= spec  # type: ignore[index]
    return found


def documents(*paths: Path, definitions: tuple[str, ...] = (), jobs: int = 1) -> list[Validated]:
    asked = Asked(latest(), tuple(map(str, paths)), definitions)
    return [each for file in validate(asked, jobs=jobs) for each in file.documents if each.kind == "Thing"]


def write(folder: Path, **files: dict[str, Any] | str) -> None:
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / f"{name}.yaml").write_text(text)


OTHER = {
    "another field": {"properties": {"text": {"type": "string"}, "more": {"type": "string"}}},
    "another bound": {"properties": {"text": {"type": "string", "maxLength": 2}}},
    "a bound that is true to Python alone": {"properties": {"text": {"type": "string", "minLength": True}}},
    "a field less": {"properties": {"text": None}},
}
BELOW = {"type": "object", "properties": {"list": {"type": "array", "items": {"type": "object"}}, "map": {"type": "object", "additionalProperties": {"type": "object"}}}}  # fmt: skip
WORDS = {"type": "object", "properties": {"list": {"type": "array", "items": {"type": "object", "description": "a"}}, "map": {"type": "object", "additionalProperties": {"type": "object", "description": "b"}}}}  # fmt: skip
SAME = {
    "other words": {"description": "What a thing is.", "example": {"text": "a"}},
    "the same in another order": {"type": "object"},
}


@pytest.mark.parametrize("spec", OTHER.values(), ids=OTHER)
def test_it_is_told_which_of_two_definitions_counts(spec: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path, b=crd(**spec), a=CRD, c=THING)
    (thing,) = documents(tmp_path)
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    assert thing.status == "valid"
    assert thing.warnings == (HELD.format(f"{first}:1", f"{second}:1") + ", which differs",)


def test_nothing_is_reported_of_two_with_other_words_for_what_a_list_and_a_map_hold(tmp_path: Path) -> None:
    write(tmp_path, a=crd(properties={"a": BELOW}), b=crd(properties={"a": WORDS}), c=THING)
    (thing,) = documents(tmp_path)
    assert thing.warnings == ()


def test_two_that_differ_in_a_default_that_is_a_map_are_reported(tmp_path: Path) -> None:
    both = [crd(properties={"a": {"type": "object", "default": {"b": value}}}) for value in (1, 2)]
    write(tmp_path, a=both[0], b=both[1], c=THING)
    (thing,) = documents(tmp_path)
    assert len(thing.warnings) == 1


def test_a_definition_counts_in_the_file_that_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, a=f"{json.dumps(CRD)}\n---\n{THING.replace('abc', '5')}")
    (thing,) = documents(tmp_path / "a.yaml")
    assert thing.status == "invalid"


def test_a_definition_behind_a_link_out_of_the_tree_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path, crd=CRD)
    write(tmp_path / "in", thing=THING)
    (tmp_path / "in" / "crd.yaml").symlink_to(tmp_path / "crd.yaml")
    (thing,) = documents(tmp_path / "in")
    assert thing.status == "skipped"


def test_a_pipe_and_standard_input_are_not_searched(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = Definitions(Asked(latest(), (str(tmp_path / "pipe"), "-")))
    assert found.of(GroupVersionKind("kconv.example", "v1", "Thing")) is None


def test_a_definition_that_is_not_utf_8_defines_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(json.dumps(CRD).encode() + b"\n# \xff\n")
    write(tmp_path, b=THING)
    (thing,) = documents(tmp_path)
    assert thing.status == "skipped"


def test_what_was_read_as_a_definition_is_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, a=f"# a\n---\n{json.dumps(CRD)}\n---\n{json.dumps({**CRD, 'spec': 'OfAnother'})}\n")
    path = tmp_path / "a.yaml"
    first, second = split(Block(1, 0, path.read_bytes()))
    found = Definitions(Asked(latest(), (str(path),)))
    assert found.value(first, str(path)) is None
    assert found.of(GroupVersionKind("kconv.example", "v1", "Thing")) is not None
    assert found.value(first, str(path)) == CRD
    assert found.value(first, "b.yaml") is None
    assert found.value(second, str(path)) is None
    assert found.value(first._replace(data=b"{}"), str(path)) is None


@pytest.mark.parametrize("spec", SAME.values(), ids=SAME)
def test_nothing_is_told_of_two_that_ask_the_same(spec: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path, b=crd(**spec), a=CRD, c=THING.replace("abc", "5"))
    (thing,) = documents(tmp_path)
    assert (len(thing.faults), thing.warnings) == (1, ())


def test_a_wrong_object_has_the_warning_too(tmp_path: Path) -> None:
    write(tmp_path, a=CRD, b=crd(**OTHER["another field"]), c=THING.replace("abc", "5"))
    (thing,) = documents(tmp_path)
    assert (thing.status, len(thing.warnings)) == ("invalid", 1)


def test_the_line_is_that_of_the_definition(tmp_path: Path) -> None:
    other = "\n".join(["# of the fork", "---", "# none", f"---\n{json.dumps(crd(**OTHER['another field']), indent=1)}"])
    write(tmp_path, a=CRD, b=other, c=THING)
    (thing,) = documents(tmp_path)
    assert f"{tmp_path / 'b.yaml'}:4" in thing.warnings[0]


def test_those_that_are_given_come_first(tmp_path: Path) -> None:
    for name, content in (("given", crd(**OTHER["another bound"])), ("here", CRD)):
        (tmp_path / name).mkdir()
        write(tmp_path / name, crd=content)
    write(tmp_path / "here", thing=THING)
    (thing,) = documents(tmp_path / "here", definitions=(str(tmp_path / "given"),))
    assert thing.status == "invalid"
    places = [f"{tmp_path / name / 'crd.yaml'}:1" for name in ("given", "here")]
    assert thing.warnings == (HELD.format(*places) + ", which differs",)


def test_a_stream_comes_before_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, crd=crd(**OTHER["another bound"]))
    stream = f"{THING}---\n{json.dumps(CRD)}\n"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(stream.encode())))
    asked = Asked(latest(), ("-",), (str(tmp_path),))
    (thing,) = [each for file in validate(asked) for each in file.documents if each.kind == "Thing"]
    assert thing.warnings == (HELD.format("-:5", f"{tmp_path / 'crd.yaml'}:1") + ", which differs",)


def test_of_many_one_is_named_and_the_rest_counted(tmp_path: Path) -> None:
    others = {f"b{at}": crd(**spec) for at, spec in enumerate(OTHER.values())}
    write(tmp_path, a=CRD, **others, c=THING)
    (thing,) = documents(tmp_path)
    first = f"{tmp_path / 'b0.yaml'}:1"
    assert thing.warnings == (HELD.format(f"{tmp_path / 'a.yaml'}:1", first) + " nor to 3 more, which differ",)


def test_several_processes_choose_alike_and_it_is_told_once(tmp_path: Path) -> None:
    things = {f"t{at}": THING for at in range(40)}
    write(tmp_path, z=CRD, a=crd(**OTHER["another field"]), **things)
    alone, shared = documents(tmp_path), documents(tmp_path, jobs=2)
    assert alone == shared
    assert len({each.warnings for each in alone}) == 1
    results = ValidationResults(Unread())
    for outcome in validate(Asked(latest(), (str(tmp_path),))):
        results.file(outcome)
    assert [text for text, role in results.end().remarks if role == "ask"] == [f"warning: {alone[0].warnings[0]}"]


def versioned(**served: bool) -> dict[str, Any]:
    """The definition of Thing with these versions, served or not."""
    found = crd()
    (one,) = found["spec"]["versions"]
    found["spec"]["versions"] = [{**one, "name": name, "served": on} for name, on in served.items()]
    return found


BETA = {
    "apiVersion": "apiextensions.k8s.io/v1beta1",
    "kind": "CustomResourceDefinition",
    "spec": {"group": "kconv.example", "version": "v1", "names": {"kind": "Thing", "plural": "things"}},
}
UNSERVED: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "a version that is not there": (versioned(v1=True), "v9", "has no", "use kconv.example/v1"),
    "a version that is off": (versioned(v2=False, v1=True), "v2", "does not serve", "use kconv.example/v1"),
    "several that are served": (
        versioned(v1beta1=True, v1=True),
        "v2",
        "has no",
        "use kconv.example/v1 or kconv.example/v1beta1",
    ),
    "none that is served": (versioned(v1=False), "v1", "does not serve", "it serves no version"),
    "v1beta1 with one version": (BETA, "v2", "has no", "use kconv.example/v1"),
}


@pytest.mark.parametrize("given", [False, True], ids=["below the paths", "given"])
@pytest.mark.parametrize("name", UNSERVED)
def test_a_version_that_the_definition_does_not_serve_is_a_fault(name: str, given: bool, tmp_path: Path) -> None:
    definition, version, what, hint = UNSERVED[name]
    for folder in ("crds", "things"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "crds", crd=definition)
    write(tmp_path / "things", thing=THING.replace("/v1", f"/{version}"))
    crds, things = tmp_path / "crds", tmp_path / "things"
    (thing,) = documents(things, definitions=(str(crds),)) if given else documents(crds, things)
    (fault,) = thing.faults
    message = f"the definition in {crds / 'crd.yaml'}:1 {what} kconv.example/{version} Thing"
    assert fault == (1, 13, "apiVersion", "version", message, hint)


@pytest.mark.parametrize("definition", [BETA, versioned(v1=True, v2=False)], ids=["v1beta1", "v1"])
def test_nothing_is_told_of_a_version_that_it_serves(definition: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path, crd=definition, thing=THING)
    assert documents(tmp_path) == []


def test_a_version_may_be_served_by_the_second_definition_alone(tmp_path: Path) -> None:
    write(tmp_path, a=versioned(v1=False, v2=True), b=versioned(v1=True), c=THING.replace("abc", "5"))
    (thing,) = documents(tmp_path)
    assert [fault.path for fault in thing.faults] == ["spec.text"]


def test_a_kind_of_the_same_name_in_another_group_is_not_looked_at(tmp_path: Path) -> None:
    write(tmp_path, a=CRD, b=THING.replace("kconv.example", "other.example"))
    (thing,) = documents(tmp_path)
    assert (thing.status, thing.why) == ("skipped", "no schema of it is known")


WRITTEN = [
    "kind: Thing",
    "kind: Thing  ",
    "kind: Thing # a comment",
    "kind: 'Thing'",
    'kind: "Thing" # a comment',
    'kind: "Th\\u0069ng"',
    "kind: !!str Thing",
    "kind: &kind Thing",
    "kind:\n      Thing",
    "kind: # a comment\n      Thing",
    "kind: >-\n      Thing",
    "kind: Thing\r",
]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_definition_is_found_however_it_writes_its_kind(name: str, tmp_path: Path) -> None:
    names = f"names:\n    plural: things\n    {name}\n"
    head = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: "things"}\n'
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "string"}}}}
    versions = f"versions: {json.dumps([{'name': 'v1', 'schema': schema}])}\n"
    text = f"{head}spec:\n  group: kconv.example\n  {names}  {versions}"
    (tmp_path / "crd.yaml").write_text(text, newline="")
    write(tmp_path, thing=THING)
    (thing,) = documents(tmp_path)
    assert thing.status == "invalid"


IN_FLOW = ["{kind: Thing, plural: things}", "{plural: things, kind: Thing}", "{plural: things, kind: 'Thing' }"]


@pytest.mark.parametrize(
    "names", [*IN_FLOW, '{"kind":"Thing","plural":"things"}', '{"plural" : "things", "kind" : "Thing"\n}']
)
def test_and_in_flow_style(names: str, tmp_path: Path) -> None:
    text = json.dumps(CRD).replace(json.dumps(CRD["spec"]["names"]), names)  # type: ignore[index]
    write(tmp_path, crd=text, thing=THING.replace("abc", "5"))
    (thing,) = documents(tmp_path)
    assert thing.status == "invalid"


def test_of_a_files_documents_only_those_that_say_the_word_are_searched() -> None:
    pieces = [b"CustomResourceDefinition: a\n---\nb: Other\n---\nCustomResourceDefinition: c\n"]
    assert [each.value for each in _texts(pieces, "a.yaml")] == [{KIND: "a"}, {KIND: "c"}]
