"""What is asked of the kit wrongly is said at once, with what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from kconv.engine import Kind
from kconv.errors import UnknownKindError, UsageError
from kconv.testing import as_served, check, subject_of
from tests.testing import small
from tests.testing.small import KIND, SCHEMAS, V1, V2, pool


class Misuse(NamedTuple):
    name: str
    arguments: dict[str, Any]
    says: str


V3 = "example.com/v3"
OBJECT = {"apiVersion": V1, "kind": KIND, "spec": {"size": 1}}


def crd(schemas: dict[str, Any], kind: str = KIND) -> dict[str, Any]:
    """A definition with these schemas; None for a version without one."""
    versions = [
        {"name": version.split("/")[1], **({} if schema is None else {"schema": {"openAPIV3Schema": schema}})}
        for version, schema in schemas.items()
    ]
    spec = {"group": "example.com", "names": {"kind": kind}, "versions": versions}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}


def coded(pattern: str) -> dict[str, Any]:
    return pool(code={"type": "string", "pattern": pattern})


CRD = crd(SCHEMAS)
RULES: dict[str, Any] = {"convert": None, "kind": Kind(KIND, V1, {V2: []})}
MISUSES = [
    Misuse("one version", {"versions": [V1]}, f"two versions or more, and {V1} is the only one"),
    Misuse("no version", {}, "two versions or more"),
    Misuse("a hub that is no version", {"versions": [V1, V2], "hub": "v1"}, "is not one of the versions"),
    Misuse("schemas and a definition", {"schemas": SCHEMAS, "crd": CRD}, "cannot be used together"),
    Misuse("a law that is none", {"schemas": SCHEMAS, "only": ["edits-wins"]}, "no law is called 'edits-wins'"),
    Misuse("a law that is none left out", {"schemas": SCHEMAS, "without": ["edits"]}, "no law is called 'edits'"),
    Misuse("a definition that is none", {"crd": {"kind": "ConfigMap"}}, "CustomResourceDefinition"),
    Misuse("a file that is not there", {"crd": "nowhere.yaml"}, "cannot be read"),
    Misuse("a definition of one version", {"crd": crd({V1: SCHEMAS[V1]})}, "a conversion needs two versions"),
    Misuse("a definition without schemas", {"crd": crd({V1: None, V2: None})}, "no version of the CustomResource"),
    Misuse("a definition with one schema", {"crd": crd({**SCHEMAS, V2: None})}, f"there is no schema of {V2}"),
    Misuse("a definition of another kind", {"crd": crd(SCHEMAS, "Lake")}, "the definition is of kind Lake, not Pool"),
    Misuse("half a definition", {"crd": {**CRD, "spec": {}}}, "lacks its apiVersion, spec.names.kind or"),
    Misuse("a number for a definition", {"crd": 7}, "crd is int, neither a path nor a dict"),
    Misuse("a list of schemas", {"schemas": [*SCHEMAS.values()]}, "schemas is a dict"),
    Misuse("a schema that is None", {"schemas": {**SCHEMAS, V2: None}}, f"the schema of {V2} is None"),
    Misuse("a schema that is no dict", {"schemas": {**SCHEMAS, V2: 7}}, "must be a schema object"),
    Misuse("a type that is none", {"schemas": {V1: pool(size={"type": "int"}), V2: pool()}}, "size.type: 'int' is not"),
    Misuse(
        "a type that is none in a definition", {"crd": crd({V1: {"type": 7}, V2: pool()})}, "type: must be a string"
    ),
    Misuse("a pattern that is cut", {"schemas": {V1: coded("[a-"), V2: pool()}}, "code.pattern: must be a valid"),
    Misuse("a pattern of Python's", {"schemas": {V1: coded("(?=a)"), V2: pool()}}, "lookaround"),
    Misuse("a version twice", {"versions": [V1, V2, V1]}, f"{V1} is given twice"),
    Misuse("a version without a schema", {"versions": [V1, V2, V3], "schemas": SCHEMAS}, f"there is no schema of {V3}"),
    Misuse("versions in one text", {"versions": V1}, f"write versions=['{V1}']"),
    Misuse("annotations in one text", {"schemas": SCHEMAS, "annotations": "a/b"}, "write annotations=['a/b']"),
    Misuse(
        "an annotation that is no text",
        {"schemas": SCHEMAS, "annotations": [7]},
        "a list of strings, and 7 is not a string",
    ),
    Misuse("laws in one text", {"schemas": SCHEMAS, "only": "order"}, "write only=['order']"),
    Misuse("laws left out in one text", {"schemas": SCHEMAS, "without": "order"}, "write without=['order']"),
    Misuse("no list of laws", {"schemas": SCHEMAS, "only": None}, "only is a list of strings"),
    Misuse("an object in place of a list", {"schemas": SCHEMAS, "objects": OBJECT}, "objects is a list"),
    Misuse("an object that is no dict", {"schemas": SCHEMAS, "objects": [OBJECT, "a"]}, "objects[1]: it is str"),
    Misuse("an object of another kind", {"schemas": SCHEMAS, "objects": [{**OBJECT, "kind": "A"}]}, "its kind is 'A'"),
    Misuse(
        "an object of no version", {"schemas": SCHEMAS, "objects": [{"kind": KIND}]}, "its apiVersion None is not one"
    ),
    Misuse(
        "an object of another version", {"crd": CRD, "objects": [{**OBJECT, "apiVersion": V3}]}, f"'{V3}' is not one"
    ),
    Misuse("no kind", {"schemas": SCHEMAS, "kind": ""}, "kind is a name or a Kind, not ''"),
    Misuse("a kind that is no text", {"schemas": SCHEMAS, "kind": 7}, "kind is a name or a Kind, not 7"),
    Misuse(
        "a converter that is none", {"schemas": SCHEMAS, "convert": "convert"}, "convert is 'convert', which cannot"
    ),
    Misuse("a reading that is none", {"schemas": SCHEMAS, "read_as": True}, "read_as is True, which cannot be called"),
    Misuse("no objects", {"schemas": SCHEMAS, "examples": 0}, "examples is 0: nothing would be tried"),
    Misuse("fewer than none", {"schemas": SCHEMAS, "examples": -3}, "examples is -3: nothing would be tried"),
    Misuse("a text of digits", {"schemas": SCHEMAS, "examples": "5"}, "a number of objects, not '5'"),
    Misuse("half an object", {"schemas": SCHEMAS, "examples": 0.5}, "a number of objects, not 0.5"),
    Misuse("yes", {"schemas": SCHEMAS, "examples": True}, "a number of objects, not True"),
    Misuse("versions of declared rules", {**RULES, "versions": [V1, V2]}, "versions"),
    Misuse(
        "a version without a schema", {**RULES, "schemas": {V1: pool(), V3: pool()}}, f"there is no schema for {V2} of"
    ),
    Misuse("rules for other versions", {**RULES, "schemas": {V3: pool()}}, f"no rules are for {V3}"),
    Misuse("rules for another kind", {**RULES, "crd": crd(SCHEMAS, "Lake")}, "the definition is of kind Lake"),
    Misuse("rules and an object", {**RULES, "objects": [{**OBJECT, "apiVersion": V3}]}, f"'{V3}' is not one"),
]


@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse.name)
def test_arguments_that_do_not_go_together_are_refused_with_a_hint(misuse: Misuse) -> None:
    with pytest.raises(UsageError) as raised:
        check(**{"convert": small.convert, "kind": KIND, **misuse.arguments})
    assert misuse.says in str(raised.value)
    assert raised.value.hint or raised.value.file


def test_a_real_object_that_no_server_has_is_thrown_away_and_counted() -> None:
    wrong = [{**OBJECT, "spec": {"size": "large"}}]
    given: dict[str, Any] = {"kind": KIND, "schemas": SCHEMAS, "between": as_served, "examples": 1, "seed": 1}
    thrown = [check(small.convert, **given, objects=objects).coverage for objects in ([OBJECT], wrong)]
    assert thrown[0] is not None
    assert thrown[1] is not None
    assert thrown[0].thrown < thrown[1].thrown


def test_a_kind_of_which_nothing_is_known_is_refused() -> None:
    with pytest.raises(UsageError, match="the schema of Thing is unknown") as raised:
        check(kind=Kind("Thing", V1, {V2: []}))
    assert raised.value.hint


def test_a_kind_that_has_no_rules_is_refused() -> None:
    with pytest.raises(UnknownKindError, match="called Nothing"):
        check(kind="Nothing")


@pytest.mark.parametrize("how", ["schemas", "crd", "file", "objects"])
def test_objects_come_from_what_is_given(how: str, tmp_path: Path) -> None:
    file = tmp_path / "crd.yaml"
    file.write_text(yaml.safe_dump_all([{"kind": "Namespace"}, CRD]))
    given: dict[str, Any] = {
        "schemas": {"schemas": SCHEMAS},
        "crd": {"crd": CRD},
        "file": {"crd": file},
        "objects": {"versions": [V1, V2], "objects": [{"apiVersion": V1, "kind": KIND, "spec": {"size": 1}}]},
    }[how]
    seen: list[Any] = []

    def dropping(obj: Any, to: str) -> Any:
        seen.append(obj)
        spec = {key: value for key, value in obj.get("spec", {}).items() if key not in ("size", "replicas")}
        return {**obj, "apiVersion": to, "spec": spec}

    report = check(dropping, kind=KIND, only=["spoke-hub-spoke"], seed=1, **given)
    assert report.failures
    assert all(obj["kind"] == KIND for obj in seen)


@pytest.mark.parametrize("pattern", ["^[a-z]+$", r"^\p{L}+$", "(?i)a|(?<name>b)", "a(?i)b", "^*a", "[[:alpha:]]"])
def test_a_pattern_that_go_compiles_is_no_mistake(pattern: str) -> None:
    schemas = {V1: coded(pattern), V2: coded(pattern)}
    assert subject_of(small.convert, kind=KIND, schemas=schemas).versions == (V1, V2)


def test_a_version_that_has_no_schema_may_have_objects() -> None:
    given = {"versions": [V1, V2], "schemas": {V2: SCHEMAS[V2]}, "objects": iter([OBJECT])}
    check(small.convert, kind=KIND, only=["spoke-hub-spoke"], seed=1, examples=20, **given).raise_if_failed()


def test_a_version_of_a_definition_that_has_no_schema_may_be_left_out() -> None:
    given = {"versions": [V1, V2], "crd": crd({**SCHEMAS, V3: None})}
    assert subject_of(small.convert, kind=KIND, **given).versions == (V1, V2)


VARIABLES = {
    "a seed that is no number": ("KCONV_SEED", "seven", "$KCONV_SEED is a number, not 'seven'"),
    "examples that are no number": ("KCONV_EXAMPLES", "1e3", "$KCONV_EXAMPLES is a number, not '1e3'"),
    "no examples": ("KCONV_EXAMPLES", "0", "$KCONV_EXAMPLES is 0: nothing would be tried"),
}


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_that_says_nothing_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variable, value, says = VARIABLES[name]
    monkeypatch.setenv(variable, value)
    with pytest.raises(UsageError) as raised:
        check(small.convert, kind=KIND, schemas=SCHEMAS)
    assert says in str(raised.value)
    assert raised.value.hint


def test_the_number_of_objects_is_the_argument_else_the_variable_else_200(monkeypatch: pytest.MonkeyPatch) -> None:
    def tried(**examples: int) -> int:
        return check(small.convert, kind=KIND, schemas=SCHEMAS, only=["idempotence"], **examples).examples

    monkeypatch.delenv("KCONV_EXAMPLES", raising=False)
    assert tried() == 200
    monkeypatch.setenv("KCONV_EXAMPLES", "4")
    assert (tried(), tried(examples=3)) == (4, 3)


def test_the_seed_and_the_number_of_objects_are_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KCONV_SEED", "7")
    report = check(small.convert, kind=KIND, schemas=SCHEMAS, only=["idempotence"], examples=3)
    assert (report.seed, report.examples, len(report.trials)) == (7, 3, 2)
