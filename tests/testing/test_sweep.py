"""The sweep meets every leaf of a schema, in an object that the schema takes and that has little else."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from kconv.errors import UsageError
from kconv.paths import MISSING, expand, get
from kconv.testing import Subject, as_served, check, subject_of
from kconv.testing.places import general, place, written
from kconv.testing.shape import Shape
from kconv.testing.sweep import sweep
from tests.testing import small

V1, V2 = small.V1, small.V2
TEXT = {"type": "string"}


def shape(**fields: Any) -> Shape:
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}
    subject = subject_of(lambda obj, to: {**obj, "apiVersion": to}, kind="Pool", schemas={V1: schema, V2: schema})
    return subject.shapes[V1]


def specs(of: Shape, leaf: str) -> list[Any]:
    return [probe.obj["spec"] for probe in sweep(of).probes if written(probe.leaf) == leaf]


LEAVES: dict[str, tuple[dict[str, Any], str, list[Any]]] = {
    "each value of an enum": ({"mode": {"type": "string", "enum": ["A", "B"]}}, "mode", ["A", "B"]),
    "both booleans": ({"on": {"type": "boolean"}}, "on", [True, False]),
    "zero and another": ({"size": {"type": "integer", "maximum": 1, "minimum": 0}}, "size", [1, 0]),
    "null where it is allowed": ({"on": {"type": "boolean", "nullable": True}}, "on", [True, False, None]),
}


@pytest.mark.parametrize("name", LEAVES)
def test_a_leaf_has_each_of_its_values_alone(name: str) -> None:
    fields, leaf, values = LEAVES[name]
    assert specs(shape(**fields, other=TEXT), f"spec.{leaf}") == [{leaf: value} for value in values]


def test_a_list_has_one_item_and_two_and_a_list_map_two_keys() -> None:
    keyed = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"]}
    items = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "on": {"type": "boolean"}}}
    found = specs(shape(pools={"type": "array", **keyed, "items": items}), "spec.pools[].on")
    assert {len(spec["pools"]) for spec in found} == {1, 2}
    assert all(len({item["name"] for item in spec["pools"]}) == len(spec["pools"]) for spec in found)


JOINED: dict[str, dict[str, Any]] = {
    "a rule": {"x-kubernetes-validations": [{"rule": "has(self.a) || has(self.b)"}]},
    "an any-of": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
}


@pytest.mark.parametrize("name", JOINED)
def test_joined_fields_stand_alone_and_together_and_a_third_with_what_it_needs(name: str) -> None:
    fields = {key: {"type": "boolean"} for key in ("a", "b", "c")}
    of = shape(one={"type": "object", "properties": fields, **JOINED[name]})
    keys = {frozenset(probe.obj["spec"].get("one", {})) for probe in sweep(of).probes}
    assert {frozenset("a"), frozenset("b"), frozenset("ab")} <= keys
    assert any("c" in each and len(each) == 2 for each in keys)
    assert not sweep(of).never


def test_what_no_object_can_have_is_named() -> None:
    never = {"type": "object", "properties": {"a": TEXT}, "x-kubernetes-validations": [{"rule": "!has(self.a)"}]}
    assert {written(leaf) for leaf in sweep(shape(one=never)).never} == {"spec.one.a"}


def dropped(*fields: str) -> Any:
    """A conversion that loses some fields of a spec on the way to v2."""

    def convert(obj: Any, to: str) -> Any:
        spec = obj.get("spec")
        out = {**obj, "apiVersion": to}
        if to == V2 and isinstance(spec, dict):
            out["spec"] = {key: value for key, value in spec.items() if key not in fields}
        return out

    return convert


MANY = {f"f{number}": {"type": "integer"} for number in range(60)}
WIDE = {"type": "object", "properties": {"spec": {"type": "object", "properties": MANY}}}
ARGUMENTS: dict[str, Any] = {"kind": "Pool", "schemas": {V1: WIDE, V2: WIDE}, "examples": 1, "seed": 1}
SWEPT: dict[str, Any] = {**ARGUMENTS, "only": ["spoke-hub-spoke"]}


def test_every_loss_is_found_each_once_whatever_chance_draws() -> None:
    report = check(dropped("f7", "f33", "f59"), **ARGUMENTS)
    found = [finding.path for finding in report.findings if finding.cause.what == "gone"]
    assert {"spec.f7", "spec.f33", "spec.f59"} <= set(found)
    assert report.coverage is not None
    assert report.coverage.drawn["spoke-hub-spoke"] == report.coverage.leaves == 120
    assert not report.coverage.never
    assert [each.trials for each in report.findings] == sorted((each.trials for each in report.findings), reverse=True)


def test_an_example_has_the_loss_of_its_finding_and_no_other() -> None:
    report = check(dropped("f7", "f33"), **SWEPT)
    for finding in report.findings:
        assert finding.example is not None
        assert list(finding.example.object["spec"]) == [finding.path.removeprefix("spec.")]


def test_a_parent_that_is_lost_is_reported_once_and_its_fields_are_listed_for_programs() -> None:
    def lossy(obj: Any, to: str) -> Any:
        spec = {key: value for key, value in obj.get("spec", {}).items() if key not in ("log", "alone")}
        return {**obj, "apiVersion": to, "spec": spec}

    log = {"type": "object", "properties": {"level": TEXT, "to": {"type": "array", "items": TEXT}}}
    half = {"type": "object", "properties": {"alone": TEXT, "kept": TEXT}}
    fields = {"log": log, "alone": TEXT, "kept": TEXT, "half": half}
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}
    arguments: dict[str, Any] = {"kind": "Pool", "schemas": {V1: schema, V2: schema}, "examples": 1, "seed": 1}
    report = check(lossy, **arguments, only=["spoke-hub-spoke"])
    lines = [line.strip() for line in str(report).splitlines() if " is gone" in line and "trial" in line]
    assert {line.partition(":")[0] for line in lines} == {
        *(f"spec.log of {each} is gone with all 2 fields in it" for each in (V1, V2)),
        *(f"spec.alone of {each} is gone" for each in (V1, V2)),
    }
    assert {"spec.log.level", "spec.log.to[]"} <= {finding.path for finding in report.findings}


@pytest.mark.parametrize("lossy", [["spec.f7: v2 has none"], {"spec.f7": "v2 has none"}])
def test_a_known_loss_does_not_count_and_does_not_hide_the_next(lossy: Any) -> None:
    assert check(dropped("f7"), **SWEPT, lossy=lossy).ok
    assert {each.path for each in check(dropped("f7", "f8"), **SWEPT, lossy=lossy).findings} == {"spec.f8"}


@pytest.mark.parametrize("lossy", [["spec.f7"], "spec.f7", ["spec.f7:"], [{"spec.f7": ""}]])
def test_a_known_loss_without_a_reason_is_refused_with_advice(lossy: Any) -> None:
    with pytest.raises(UsageError, match="reason") as raised:
        check(dropped("f7"), **SWEPT, lossy=lossy)
    assert "why" in str(raised.value)


def test_an_exemption_that_nothing_needs_fails() -> None:
    report = check(dropped("f7"), **SWEPT, lossy=["spec.f7: known", "spec.f8: mended"])
    assert report.unused == ("spec.f8",)
    with pytest.raises(AssertionError, match=r"exempt, but nothing is lost there: spec\.f8"):
        report.raise_if_failed()


@pytest.mark.parametrize(
    "lossy", [{"spec": {"f7": "v2 has none"}}, {"spec.f7": None}, {"spec.f7": ["a"]}, [{"spec.f7": ""}]]
)
def test_an_exemption_of_another_form_exempts_nothing(lossy: Any) -> None:
    with pytest.raises(UsageError, match="which is not a reason"):
        check(dropped("f7"), **SWEPT, lossy=lossy)


def test_a_conversion_that_answers_otherwise_each_time_is_reported() -> None:
    dice = random.Random(1)

    def convert(obj: Any, to: str) -> Any:
        spec = {key: value for key, value in (obj.get("spec") or {}).items() if dice.random() < 0.7}
        return {**obj, "apiVersion": to, "spec": spec}

    report = check(convert, **{**ARGUMENTS, "examples": 20}, only=["determinism", "spoke-hub-spoke"])
    assert {failure.law for failure in report.failures} == {"determinism", "spoke-hub-spoke"}


def chancy(often: float, seed: int, fields: set[str]) -> Any:
    """A conversion that sometimes loses fields."""
    dice = random.Random(seed)

    def convert(obj: Any, to: str) -> Any:
        spec = obj.get("spec") or {}
        lost = fields <= set(spec) and dice.random() < often
        return {**obj, "apiVersion": to, "spec": {} if lost else spec}

    return convert


@pytest.mark.parametrize("seed", range(3))
def test_what_chance_loses_of_a_given_object_is_reported(seed: int) -> None:
    given = {"apiVersion": V1, "kind": "Pool", "metadata": {"name": "a"}, "spec": {"f1": 1, "f2": 2, "f3": 3, "f4": 4}}
    convert = chancy(0.3, seed, {"f1", "f2", "f3", "f4"})
    report = check(convert, **ARGUMENTS, objects=[given], only=["determinism"])
    assert {failure.law for failure in report.failures} == {"determinism"}


def test_a_list_that_is_made_of_a_map_in_any_order_is_reported() -> None:
    dice = random.Random(1)
    fields = {V1: {"type": "object", "additionalProperties": TEXT}, V2: {"type": "array", "items": TEXT}}
    wide = {
        f"f{number}": {"type": "object", "properties": {"all": {"type": "object", "additionalProperties": TEXT}}}
        for number in range(40)
    }
    schemas = {
        version: {"type": "object", "properties": {"spec": {"type": "object", "properties": {**wide, "all": field}}}}
        for version, field in fields.items()
    }

    def convert(obj: Any, to: str) -> Any:
        spec = dict(obj.get("spec") or {})
        if to == V2 and isinstance(spec.get("all"), dict):
            spec["all"] = dice.sample(sorted(spec["all"]), len(spec["all"]))
        elif to == V1 and isinstance(spec.get("all"), list):
            spec["all"] = dict.fromkeys(spec["all"], "a")
        return {**obj, "apiVersion": to, "spec": spec}

    report = check(convert, kind="Pool", schemas=schemas, examples=1, seed=1, only=["determinism"])
    assert {finding.path for finding in report.findings} == {"spec.all"}


def test_an_exception_shows_where_it_was_raised() -> None:
    def convert(obj: Any, to: str) -> Any:
        return {**obj, "apiVersion": to, "spec": {"a": obj["spec"]["f7"].missing}}

    report = check(convert, **SWEPT)
    assert 'obj["spec"]["f7"].missing' in str(report)
    assert "kconv/testing/laws" not in str(report)


def test_a_leaf_that_is_refused_is_found_whatever_chance_draws() -> None:
    def refusing(obj: Any, to: str) -> Any:
        if "f33" in (obj.get("spec") or {}):
            raise ValueError("no f33")
        return {**obj, "apiVersion": to}

    report = check(refusing, **ARGUMENTS)
    assert [finding.laws for finding in report.findings] == [("totality",)]
    assert list(report.findings[0].example.object["spec"]) == ["f33"]


@pytest.mark.parametrize("lossy", [["spec.f33: a duration"], ["spec.f33: a duration", "spec.f34: another"]])
def test_a_known_refusal_is_exempt_by_its_place_and_hides_no_other(lossy: list[str]) -> None:
    def refusing(*fields: str) -> Any:
        def convert(obj: Any, to: str) -> Any:
            for field in fields:
                if field in (obj.get("spec") or {}):
                    raise ValueError(f"no {field}")
            return {**obj, "apiVersion": to}

        return convert

    known = [line.partition(":")[0].removeprefix("spec.") for line in lossy]
    arguments = {**ARGUMENTS, "examples": 20, "lossy": lossy}
    assert check(refusing(*known), **arguments).ok
    report = check(refusing(*known, "f7"), **arguments, between=as_served)
    assert [(finding.laws, finding.at) for finding in report.findings] == [(("totality",), ("spec.f7",))]


@pytest.mark.parametrize("text", ["spec.a", "spec.pools[].size", "spec.pools{}.size", "spec.pools{}[].size"])
def test_a_place_reads_as_it_is_written(text: str) -> None:
    assert written(place(text)) == text


DECODERS = {
    "f7": "json: cannot unmarshal number into Go struct field Spec.spec.f7 of type string",
    "f8": 'time: invalid duration "1"',
    "f9": "no such thing",
}


def test_types_that_are_narrower_than_the_schema_are_one_finding_with_its_leaves() -> None:
    def decoding(obj: Any, to: str) -> Any:
        for field in DECODERS.keys() & (obj.get("spec") or {}).keys():
            raise ValueError(DECODERS[field])
        return {**obj, "apiVersion": to}

    found = [str(finding) for finding in check(decoding, **ARGUMENTS, only=["totality"]).findings]
    assert len(found) == 2
    assert any("types are narrower than its schema" in line and line.endswith(" at spec.f7, spec.f8") for line in found)
    assert any("no such thing" in line and line.endswith(" at spec.f9") for line in found)


def test_an_object_of_the_sweep_is_converted_once_for_all_laws() -> None:
    asked: list[Any] = []

    def convert(obj: Any, to: str) -> Any:
        if list(obj.get("spec") or ()) == ["f7"]:
            asked.append((to, obj["spec"]["f7"]))
        return {**obj, "apiVersion": to}

    report = check(convert, **{**ARGUMENTS, "only": ["spoke-hub-spoke", "totality", "valid-result"]})
    assert report.ok
    values = len({value for _, value in asked})
    assert len(asked) == 2 * 2 * values  # from each version, there and back


def test_a_refusal_is_the_same_for_all_laws() -> None:
    def refusing(obj: Any, to: str) -> Any:
        if "f7" in (obj.get("spec") or {}):
            raise ValueError("no f7")
        return {**obj, "apiVersion": to}

    report = check(refusing, **{**ARGUMENTS, "only": ["spoke-hub-spoke", "totality", "valid-result"]})
    assert [(finding.laws, finding.at) for finding in report.findings] == [(("totality",), ("spec.f7",))]


SORTING: dict[str, Any] = {
    "texts": {"type": "array", "items": TEXT},
    "numbers": {"type": "array", "items": {"type": "integer"}},
    "truths": {"type": "array", "items": {"type": "boolean"}},
    "values of an enum": {"type": "array", "items": {"type": "string", "enum": ["A", "B"]}},
    "items by a field": {"type": "array", "items": {"type": "object", "properties": {"name": TEXT, "on": {"type": "boolean"}}}},
    "lists of a map": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
}  # fmt: skip


def in_order(value: Any) -> Any:
    """A value with every list in it sorted."""
    if isinstance(value, dict):
        return {key: in_order(item) for key, item in value.items()}
    return (
        sorted(value, key=lambda item: sorted(item.items()) if isinstance(item, dict) else item)
        if isinstance(value, list)
        else value
    )


@pytest.mark.parametrize("name", SORTING)
def test_a_list_that_is_sorted_is_found_in_the_sweep(name: str) -> None:
    def sorting(obj: Any, to: str) -> Any:
        return {**in_order(obj), "apiVersion": to}

    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"all": SORTING[name]}}}}
    [probe] = [each for each in sweep(shape(all=SORTING[name])).probes if in_order(each.obj) != each.obj][:1]
    report = check(sorting, kind="Pool", schemas={V1: schema, V2: schema}, only=["spoke-hub-spoke"], examples=1, seed=1)
    assert any(finding.cause.what == "reordered" and "spec.all" in finding.path for finding in report.findings), probe


def test_a_map_has_two_keys_that_are_not_sorted() -> None:
    of = shape(all={"type": "object", "additionalProperties": TEXT})
    assert ["b", "a"] in [list(each["all"]) for each in specs(of, "spec.all{}")]


def test_what_is_lost_of_a_second_key_is_found_in_the_sweep() -> None:
    def first_only(obj: Any, to: str) -> Any:
        held = (obj.get("spec") or {}).get("all")
        return {
            **obj,
            "apiVersion": to,
            **({"spec": {"all": dict([*held.items()][:1])}} if isinstance(held, dict) else {}),
        }

    schema = {
        "type": "object",
        "properties": {
            "spec": {"type": "object", "properties": {"all": {"type": "object", "additionalProperties": TEXT}}}
        },
    }
    report = check(
        first_only, kind="Pool", schemas={V1: schema, V2: schema}, only=["spoke-hub-spoke"], examples=1, seed=1
    )
    assert any(finding.path == "spec.all{}" and finding.loss.least for finding in report.findings)


def test_fields_that_a_schema_keeps_without_naming_them_are_one_place() -> None:
    config = {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "properties": {"named": TEXT}}
    of = shape(config=config)
    lost = [("spec", "config", "any", "thing"), ("spec", "config", "other"), ("spec", "config", "named")]
    assert [written(general(of, path)) for path in lost] == ["spec.config{}", "spec.config{}", "spec.config.named"]


def test_a_field_that_a_schema_keeps_without_naming_it_is_swept() -> None:
    config = {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "properties": {"named": TEXT}}
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"config": config}}}}

    def typed(obj: Any, to: str) -> Any:
        held = (obj.get("spec") or {}).get("config") or {}
        return (
            {**obj, "apiVersion": to, "spec": {"config": {key: held[key] for key in held if key == "named"}}}
            if held
            else {**obj, "apiVersion": to}
        )

    report = check(typed, kind="Pool", schemas={V1: schema, V2: schema}, only=["spoke-hub-spoke"], examples=1, seed=1)
    assert {finding.path for finding in report.findings} == {"spec.config{}"}


STASH = "example.com/stash"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "field", ["mode", "size", "on", "name", "inner", "inner.mode", "list", "list[].size", "map{}.size"]
)
def test_a_stash_that_brings_back_what_was_removed_is_found_at_each_field(field: str, seed: int) -> None:
    """What is kept to come back comes back though somebody removed it meanwhile: one removal is needed to see that."""
    item = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "size": {"type": "integer"}}}
    words = {"mode": {"type": "string", "enum": ["A", "B"]}, "size": {"type": "integer"}, "on": {"type": "boolean"}}
    several = {"list": {"type": "array", "items": item}, "map": {"type": "object", "additionalProperties": item}}
    inner = {"inner": {"type": "object", "properties": {"mode": TEXT}}}
    many = {f"f{number}": TEXT for number in range(40)}
    path = place(f"spec.{field}")

    def convert(obj: Any, to: str) -> Any:
        obj = {**copy.deepcopy(obj), "apiVersion": to}
        held = obj.setdefault("metadata", {}).setdefault("annotations", {})
        if to == V2:
            held[STASH] = json.dumps([[where, get(obj, tuple(where))] for where in found(obj, path)])
        elif STASH in held:
            for where, value in json.loads(held.pop(STASH)):
                holder = get(obj, tuple(where[:-1]))
                if isinstance(holder, dict):
                    holder.setdefault(where[-1], value)
        return obj

    fields = {**words, "name": TEXT, **several, **inner, **many}
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}
    schemas = {V1: schema, V2: schema}
    arguments: dict[str, Any] = {"annotations": [STASH], "only": ["edits-win"], "examples": 1, "seed": seed}
    report = check(convert, kind="Pool", schemas=schemas, **arguments)
    assert f"spec.{field}" in {finding.path for finding in report.findings}, str(report)


def found(obj: Any, path: Any) -> list[Any]:
    """Where an object has something at a path."""
    return [where for where in expand(obj, path) if get(obj, where) is not MISSING]


@pytest.mark.parametrize("field", ["mode", "size", "on", "name", "inner.mode"])
def test_a_stash_that_wins_over_an_edit_is_found_at_each_field(field: str) -> None:
    """The most common mistake: what is kept to come back comes back although somebody changed it meanwhile."""
    *above, key = field.split(".")
    words = {"mode": {"type": "string", "enum": ["A", "B"]}, "size": {"type": "integer"}, "on": {"type": "boolean"}}
    fields = {**words, "name": TEXT, "inner": {"type": "object", "properties": {"mode": TEXT}}}

    def convert(obj: Any, to: str) -> Any:
        obj = {**copy.deepcopy(obj), "apiVersion": to}
        holder = obj.get("spec", {})
        for step in above:
            holder = holder.get(step, {})
        held = obj.setdefault("metadata", {}).setdefault("annotations", {})
        if to == V2 and key in holder:
            held[STASH] = json.dumps(holder[key])
        elif to == V1 and STASH in held:
            text = held.pop(STASH)
            if key in holder:
                holder[key] = json.loads(text)
        return obj

    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}
    schemas = {V1: schema, V2: schema}
    report = check(convert, kind="Pool", schemas=schemas, annotations=[STASH], only=["edits-win"], examples=1, seed=1)
    assert {finding.path for finding in report.findings} == {f"spec.{field}"}


def rewritten(change: Any) -> Any:
    """A conversion that writes what a schema keeps without naming it, and reads it again."""

    def made(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: made(item) for key, item in value.items()}
        return [made(item) for item in value] if isinstance(value, list) else change(value)

    def convert(obj: Any, to: str) -> Any:
        spec = obj.get("spec", {})
        return {**obj, "apiVersion": to, "spec": {**spec, **({"held": made(spec["held"])} if "held" in spec else {})}}

    return convert


REWRITTEN = {
    "a million as Go writes it in YAML": lambda value: "1e+06" if value == 1000000 else value,
    "a large integer as a float": lambda value: int(float(value)) if type(value) is int else value,
    "a fraction cut off": lambda value: int(value) if isinstance(value, float) else value,
    "a text read as a number": lambda value: 1000.0 if value == "1e3" else value,
    "a text read as a boolean": lambda value: True if value == "true" else value,
    "an empty text read as nothing": lambda value: None if value == "" else value,
}


@pytest.mark.parametrize("change", REWRITTEN)
def test_what_a_schema_keeps_without_naming_it_is_swept_too(change: str) -> None:
    held = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"held": held}}}}
    schemas = {V1: schema, V2: schema}
    once = {"kind": "Pool", "schemas": schemas, "only": ["spoke-hub-spoke"], "examples": 1, "seed": 1}
    report = check(rewritten(REWRITTEN[change]), **once)
    assert {finding.path.rstrip("{}") for finding in report.findings} == {"spec.held"}
    assert all(each.at for each in report.findings)


def test_a_field_that_no_object_can_go_without_is_not_removed_from_each(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"f{number}": TEXT for number in range(200)}
    spec = {
        "type": "object",
        "properties": {"name": TEXT, **many},
        "x-kubernetes-validations": [{"rule": "has(self.name)"}],
    }
    schema = {"type": "object", "required": ["spec"], "properties": {"spec": spec}}
    asked = []
    writable = Subject.writable

    def counted(self: Subject, obj: Any, before: Any, version: str) -> bool:
        asked.append("name" in obj["spec"])
        return writable(self, obj, before, version)

    monkeypatch.setattr(Subject, "writable", counted)
    same = {"kind": "Pool", "schemas": {V1: schema, V2: schema}, "only": ["edits-win"], "examples": 1, "seed": 1}
    check(lambda obj, to: {**obj, "apiVersion": to}, **same).raise_if_failed()
    assert 2 <= asked.count(False) < 100
