"""What is wrong in a file of rules is reported with file, line, path and remedy, all of it at once."""

from __future__ import annotations

import copy
from collections.abc import Callable
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from kconv.crd import DeclarationError
from kconv.crd.rulesfile import resources_of
from kconv.errors import KconvError, UsageError
from tests.crd.rulesfile.written import cups, definition, node, rules, write

Json = Any
OLD, NEW = node("keep: integer\nmode: string"), node("count: integer\nmode: string")
MOVE = "- move: {from: spec.keep, to: spec.count}"
RULE = "rules.yaml:12: spec.versions[1].rules[0]."
SECOND = "rules.yaml:13: spec.versions[1].rules[1]."


class Wrong(NamedTuple):
    """Rules, or a change of a right file or its definition, and lines of the report."""

    name: str
    rules: str
    says: list[str]


RULES = [
    Wrong("older field misspelt", "- move: {from: spec.kepp, to: spec.count}", [RULE + "move: spec.kepp is not a field of cups.example.com/v1alpha1", "is it spec.keep?"]),
    Wrong("newer field misspelt", "- move: {from: spec.keep, to: spec.cuont}", [RULE + "move: spec.cuont is not a field of cups.example.com/v1", "is it spec.count?"]),
    Wrong("field that an earlier rule moved", f"{MOVE}\n- move: {{from: spec.keep, to: spec.count}}", [SECOND + "move: spec.keep is no field of cups.example.com/v1alpha1 any more", "a rule before this one moves it, or takes it away"]),
    Wrong("field of a condition misspelt", "- when: {path: spec.mod, values: [a], rules: [{move: {from: spec.keep, to: spec.count}}]}", [RULE + "when: spec.mod is not a field of cups.example.com/v1alpha1 or of cups.example.com/v1", "is it spec.mode?"]),
    Wrong("word misspelt", "- mvoe: {from: spec.keep, to: spec.count}", [RULE + "mvoe: is not a rule", "did you mean move?"]),
    Wrong("key misspelt", "- move: {form: spec.keep, to: spec.count}", [RULE + "move.form: is not a field here", "did you mean from?", RULE + "move: from is required", "The field of the older version."]),
    Wrong("nested key misspelt", "- at: {path: spec, rules: [{move: {form: keep}}, {kep: {}}]}", [RULE + "at.rules[0].move.form: is not a field here", RULE + "at.rules[1].kep: is not a rule", "did you mean kept?", "did you mean from?", "move: from is required", "The field of the older version.", "move: to is required", "The field of the newer version."]),
    Wrong("a function", "- function: {}", [RULE + "function: is not a rule", "write the rules in Python"]),
    Wrong("Python's name", "- Default: {path: spec.keep, value: 1}", [RULE + "Default: is not a rule", "write default there"]),
    Wrong("two words", f"{MOVE}\n  kept: {{}}", ["rules.yaml:12: spec.versions[1].rules[0]: a rule is a map with one word", "each begins with a dash, and its fields are indented below the word"]),
    Wrong("not indented", "- move:\n  from: spec.keep\n  to: spec.count", ["a rule is a map with one word", "its fields are indented below the word"]),
    Wrong("no dash", "move: {from: spec.keep}", ["rules.yaml:12: spec.versions[1].move: is not a field here", "spec.versions[1].rules: must be a list, not null", "known names are kind, name, rules, since"]),
    Wrong("a text", "- move", ["a rule is a map with one word", "each begins with a dash, and its fields are indented below the word"]),
    Wrong("a number for a word", "- 1: {}", [RULE + "1: is not a rule", "known names are annotated, at, byType, "]),
    Wrong("no field", "- move: {from: 3, to: null}", [RULE + "move.from: must be the path of a field, such as spec.replicas, not 3", RULE + "move.to: must be the path of a field, such as spec.replicas, not null"]),
    Wrong("no path", "- move: {from: 'spec.a[', to: spec.c}", [RULE + "move.from: 'spec.a[' is not a path"]),
    Wrong("a list on the way", "- move: {from: 'spec.a[].b', to: spec.c}", [RULE + "move: 'spec.a[].b' goes through a list or the values of a map: put the rule into at"]),
    Wrong("the same field", "- move: {from: spec.keep, to: spec.keep}", [RULE + "move: they are the same"]),
    Wrong("no reason", "- kept: {path: spec.keep, why: ''}", [RULE + 'kept.why: must be a text, not ""']),
    Wrong("a form that there is not", "- turn: {from: spec.keep, fromForm: secs, to: spec.count, toForm: duration}", [RULE + "turn.fromForm: 'secs' is no form: write microseconds"]),
    Wrong("forms of other things", "- turn: {from: spec.keep, fromForm: seconds, to: spec.count, toForm: integer}", [RULE + "turn: seconds is time, and integer a number"]),
    Wrong("equal forms", "- turn: {from: spec.keep, fromForm: seconds, to: spec.count, toForm: seconds}", [RULE + "turn: both forms are the same"]),
    Wrong("a pair of equal values", f"{MOVE}\n- values: {{path: spec.mode, pairs: [{{from: a, to: a}}]}}", [SECOND + "values: the two values of a pair are the same"]),
    Wrong("a pair of nothing", f"{MOVE}\n- values: {{path: spec.mode, pairs: [{{}}]}}", [SECOND + "values.pairs[0]: must have from or to"]),
    Wrong("a value twice", f"{MOVE}\n- values: {{path: spec.mode, pairs: [{{from: a, to: b}}, {{from: a, to: c}}]}}", [SECOND + "values: an older value is there twice"]),
    Wrong("on for true", f"{MOVE}\n- values: {{path: spec.mode, pairs: [{{from: on, to: b}}]}}", [SECOND + "values.pairs[0].from: on is read as true", 'write true, or "on" for the text']),
    Wrong("a row with another field", "- cases: {from: [spec.keep], to: [spec.count], table: [{from: {spec.kep: 1}, to: {}}]}", [RULE + "cases: spec.kep is not one of from: spec.keep"]),
    Wrong("In without values", "- when: {path: spec.mode, operator: In, rules: [{move: {from: spec.keep, to: spec.count}}]}", [RULE + "when: In has values, and Exists and DoesNotExist have none"]),
    Wrong("an operator that there is not", "- when: {path: spec.mode, operator: NotIn, rules: [{move: {from: spec.keep, to: spec.count}}]}", [RULE + "when.operator: must be one of In, Exists, DoesNotExist, not 'NotIn'"]),
    Wrong("a condition that is changed", "- when: {path: spec.keep, rules: [{move: {from: spec.keep, to: spec.count}}]}", [RULE + "when: a rule in it may change spec.keep"]),
    Wrong("a type twice", "- byType: {from: spec.keep, to: [{type: integer, path: spec.count}, {type: integer, path: spec.mode}]}", [RULE + "byType: a type is there twice"]),
    Wrong("nothing follows", "- implied: {path: spec.count, cases: [{path: spec.mode}]}", [RULE + "implied: each case has a value, or sameValue: true"]),
    Wrong("no limit", "- limit: {path: spec.keep, schema: {}}", [RULE + "limit.schema: must have enum or minimum"]),
    Wrong("a keyword that does not limit", "- limit: {path: spec.keep, schema: {default: 3}}", [RULE + "limit.schema.default: is not a field here", "known names are enum, exclusiveMaximum, "]),
    Wrong("a text for a bound", "- limit: {path: spec.keep, schema: {items: {maximum: '3'}}}", [RULE + "limit.schema.items.maximum: must be a number, not '3'"]),
    Wrong("no pattern", "- limit: {path: spec.mode, schema: {pattern: '(?=a)'}}", [RULE + "limit.schema.pattern: "]),
    Wrong("a form that is not closed", "- split: {from: spec.keep, format: 's3://{spec.count'}", [RULE + "split: 's3://{spec.count' is not a form"]),
    Wrong("the name of an object", f"{MOVE}\n- move: {{from: metadata.name, to: spec.mode}}", [SECOND + "move: metadata.name stays what it is in every version", "of the metadata, an API server lets a conversion change labels and annotations only"]),
    Wrong("the kind", f"{MOVE}\n- values: {{path: kind, pairs: [{{from: Cup, to: Mug}}]}}", [SECOND + "values: kind is not a field to change", "a version whose kind has another name says so itself: kind"]),
    Wrong("the version", f"{MOVE}\n- values: {{path: apiVersion, pairs: [{{from: a, to: b}}]}}", [SECOND + "values: apiVersion is not a field to change", "a version whose kind has another name says so itself: kind"]),
    Wrong("a map where a text is", "- kept: {path: {}, why: x}", [RULE + "kept.path: must be the path of a field, such as spec.replicas, not a map"]),
    Wrong("a list where a text is", "- kept: {path: [], why: x}", [RULE + "kept.path: must be the path of a field, such as spec.replicas, not a list"]),
    Wrong("a flag where a text is", "- kept: {path: true, why: x}", [RULE + "kept.path: must be the path of a field, such as spec.replicas, not true"]),
    Wrong("a field without a rule", "[]", ["rules.yaml:9: cups.example.com/v1alpha1 Cup: spec.keep: cups.example.com/v1 does not have the field; its new fields are spec.count", "add a rule for it: move, kept or dropped"]),
    Wrong("a field that is not gone", f"{MOVE}\n- kept: {{path: spec.mode, why: unused}}", ["spec.mode: cups.example.com/v1 has the field, too", "add lacks for that one"]),
    Wrong("another type in part", f"{MOVE}\n- values: {{path: spec.mode, pairs: [{{from: a, to: 1}}]}}", ["spec.mode: only some of its values get another type", "add the others, or use turn", "spec.mode: a rule writes 1, which cups.example.com/v1 refuses: must be a string, is the number 1", "write a value that its schema accepts"]),
]  # fmt: skip

Edit = Callable[[str], str]
FILES: dict[str, tuple[Edit, list[str]]] = {
    "another kind": (lambda text: text.replace("ConversionRules", "Rules"), ["rules.yaml:2: kind: must be ConversionRules, not 'Rules'"]),
    "another version": (lambda text: text.replace("dev/v1alpha1", "dev/v2"), ["rules.yaml:1: apiVersion: must be kconv.dev/v1alpha1, not 'kconv.dev/v2'"]),
    "no kind": (lambda _: "apiVersion: kconv.dev/v1alpha1\n", ["rules.yaml:1: kind is required"]),
    "a list": (lambda _: "- a\n", ["rules.yaml:1: is no object"]),
    "nothing": (lambda _: "# empty\n", ["rules.yaml: has no ConversionRules", "it begins with apiVersion: kconv.dev/v1alpha1"]),
    "no YAML": (lambda _: "a: [\n", ["rules.yaml:2: not valid YAML", "close the bracket, or put text that begins with one in quotes"]),
    "a key twice": (lambda text: text + "spec: {}\n", ["rules.yaml:13: spec: the key is there twice", "remove one of the two"]),
    "a template": (lambda text: text.replace("spec.keep", "{{ .field }}"), ["rules.yaml:12:", "write it as `key: value`"]),
    "a control character": (lambda text: text.replace("spec.keep", "spec.k\x00"), ["rules.yaml:12: not valid YAML: control characters", "remove it, or write it as an escape in double quotes"]),
    "the definition": (lambda text: text.replace("ConversionRules", "CustomResourceDefinition"), ["kind: must be ConversionRules, not 'CustomResourceDefinition'", "with --crd"]),
    "hub unknown": (lambda text: text.replace("hub: v1", "hub: v1beta1"), ["rules.yaml:6: spec.hub: v1beta1 is not one of the versions v1alpha1, v1"]),
    "no hub": (lambda text: text.replace("  hub: v1\n", ""), ["rules.yaml:4: spec: hub is required", "it is the version that has all fields, one of v1alpha1, v1"]),
    "no definition named": (lambda text: text.replace("  crds: [crd.yaml]\n", ""), ["rules.yaml:4: spec: crds is required", "--crd FILE"]),
    "a definition that is not there": (lambda text: text.replace("crd.yaml", "cups.yaml"), ["rules.yaml:5: spec.crds[0]: there is no file cups.yaml", "kconv looks for "]),
    "another name": (lambda text: text.replace("name: cups.", "name: cup."), ["rules.yaml:3: metadata.name: there is no definition cup.cups.example.com", "did you mean cups.cups.example.com?"]),
    "a version that is not defined": (lambda text: text.replace("name: v1alpha1", "name: v1alpha2").replace("since: v1alpha1", "since: v1alpha2"), ["rules.yaml:8: spec.versions[0].name: the definition cups.cups.example.com has no version v1alpha2; it has v1, v1alpha1", "with served: false"]),
    "a version that is none": (lambda text: text.replace("name: v1alpha1", "name: latest"), ["rules.yaml:8: spec.versions[0].name: 'cups.example.com/latest': the version must be like v1"]),
    "a version twice": (lambda text: text.replace("  - name: v1\n", "  - name: v1alpha1\n  - name: v1\n"), ["rules.yaml:9: spec.versions[1].name: v1alpha1 is there twice"]),
    "a version unsaid": (lambda text: text.partition("  - name: v1\n")[0].replace("hub: v1", "hub: v1alpha1"), ["crd.yaml:14: spec.versions[0]: cups.cups.example.com has the version v1, of which the rules say nothing", "add it to spec.versions of the rules"]),
    "a kind that is not defined": (lambda text: text.replace("- name: v1alpha1", "- name: v1alpha1\n    kind: Mug"), ["rules.yaml:8: spec.versions[0].name: no definition has the kind Mug in cups.example.com", "there is Cup"]),
    "since unknown": (lambda text: text.replace("since: v1alpha1", "since: v1alpha2"), ["rules.yaml:10: spec.versions[1].since: v1alpha2 is not one of the versions v1alpha1, v1", "did you mean v1alpha1?"]),
    "since itself": (lambda text: text.replace("since: v1alpha1", "since: v1"), ["rules.yaml:10: spec.versions[1].since: v1 is not before v1: since leads in a circle"]),
    "two oldest": (lambda text: text.replace("    since: v1alpha1\n", ""), ["rules.yaml:9: spec.versions[1]: since is required: v1alpha1 is the oldest version already", "each version but the oldest names the version before it", "rules.yaml:10: spec.versions[1].rules: the oldest version has no rules", "name the version before: since"]),
    "no oldest": (lambda text: text.replace("- name: v1alpha1", "- name: v1alpha1\n    since: v1"), ["spec.versions: one version is the oldest, and has no since", "since leads in a circle"]),
    "a fact of the definition": (lambda text: text.replace("    since:", "    served: true\n    since:"), ["rules.yaml:10: spec.versions[1].served: is not a field here", "known names are kind, name, rules, since"]),
    "nested too deep": (lambda _: "a: " + "[" * 5000 + "]" * 5000, ["rules.yaml:1: nested deeper than 100 levels"]),
    "aliases that multiply": (lambda _: BOMB, ["aliases expand to more than 200,000 values"]),
}  # fmt: skip
_LEVELS = "abcdefghi"
BOMB = f"{_LEVELS[0]}: &{_LEVELS[0]} [{','.join('x' * 9)}]\n" + "".join(
    f"{key}: &{key} [{','.join([f'*{before}'] * 9)}]\n" for before, key in pairwise(_LEVELS)
)


def without_schema(crd: Json) -> None:
    del crd["spec"]["versions"][0]["schema"]


def with_schema(schema: Json) -> Callable[[Json], None]:
    return lambda crd: crd["spec"]["versions"][0].update(schema={"openAPIV3Schema": schema})


DEFINITIONS: dict[str, tuple[Callable[[Json], Any], list[str]]] = {
    "one version": (lambda crd: crd["spec"]["versions"].pop(), ["rules.yaml:8: spec.versions[0].name: the definition cups.cups.example.com has no version v1alpha1; it has v1", "keep a version in its definition, with served: false, as long as objects are stored in it"]),
    "v1beta1": (lambda crd: crd.update(apiVersion="apiextensions.k8s.io/v1beta1"), ["crd.yaml:1: apiVersion: apiextensions.k8s.io/v1beta1 is not read", "run kconv migrate"]),
    "no schema": (without_schema, ["crd.yaml:14: spec.versions[0].schema.openAPIV3Schema: is required", "`type: object` with x-kubernetes-preserve-unknown-fields: true accepts any object"]),
    "a schema of nothing": (with_schema({}), ["crd.yaml:18: spec.versions[0].schema.openAPIV3Schema.type: a v1 server refuses the schema"]),
    "no types": (with_schema({"type": "object", "properties": {"spec": {}}}), ["spec.type: a v1 server refuses the schema: must not be empty"]),
    "anything goes": (with_schema({"type": "object", "x-kubernetes-preserve-unknown-fields": True}), ["rules.yaml:9: cups.example.com/v1alpha1 Cup: the object: cups.example.com/v1 keeps fields that cups.example.com/v1alpha1 does not name", "x-kubernetes-preserve-unknown-fields"]),
    "versions are no list": (lambda crd: crd["spec"].update(versions="x"), ["crd.yaml:1: spec.versions must be a list of versions"]),
    "two versions of one name": (lambda crd: crd["spec"]["versions"][1].update(name="v1"), ["crd.yaml:1: each of spec.versions must have a name of its own"]),
    "a version without a name": (lambda crd: crd["spec"]["versions"][1].pop("name"), ["crd.yaml:1: each of spec.versions must have a name of its own"]),
    "no spec": (lambda crd: crd.update(spec=None), ["crd.yaml:1: spec.group must be a text", "crd.yaml:1: spec.versions must be a list", "crd.yaml:1: spec.names.kind must be a text", "crd.yaml:1: spec.names.plural must be a text"]),
    "an odd plural": (lambda crd: crd["spec"]["names"].update(plural="Cups_"), ["'Cups_' is not a valid resource name"]),
    "an odd scope": (lambda crd: crd["spec"].update(scope="Everywhere"), ["the scope is Namespaced or Cluster, not 'Everywhere'"]),
    "another object": (lambda crd: crd.update(kind="Cup"), ["crd.yaml: has no CustomResourceDefinition", "name the file that has it"]),
}  # fmt: skip


@pytest.mark.parametrize("wrong", RULES, ids=attrgetter("name"))
def test_wrong_rules_are_reported_where_they_are(wrong: Wrong, tmp_path: Path) -> None:
    text = rules(wrong.rules) if wrong.rules != "[]" else rules("").rstrip() + " []\n"
    assert_says(reported(tmp_path, text, definition(OLD, NEW)), wrong.says)


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_reported_where_it_is_wrong(name: str, tmp_path: Path) -> None:
    edit, says = FILES[name]
    assert_says(reported(tmp_path, edit(rules(MOVE)), definition(OLD, NEW)), says)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_definition_that_no_server_takes_is_reported(name: str, tmp_path: Path) -> None:
    edit, says = DEFINITIONS[name]
    crd = copy.deepcopy(definition(OLD, NEW))
    edit(crd)
    assert_says(reported(tmp_path, rules(MOVE), crd), says)


INVERSE = {
    "a move": ("- inverse: {rules: [{move: {from: spec.b, to: spec.a}}]}", "a: string", "b: string"),
    "a field that a later rule goes on with": ("- inverse: {rules: [{move: {from: spec.m, to: spec.a}}]}\n- move: {from: spec.m, to: spec.b}", "a: string", "b: string"),
    "a field that is new": ("- inverse: {rules: [{kept: {path: spec.n, why: x}}]}", "a: string", "a: string\nn: string"),
    "a map that becomes a list": ("- inverse: {rules: [{move: {from: spec.o, to: spec.m}}, {keyed: {from: spec.m, to: spec.l, key: id}}]}", "l: [{id!: string, v: integer}]", "o: {'{}': {v: integer}}"),
}  # fmt: skip


@pytest.mark.parametrize("name", INVERSE)
def test_what_an_inverse_names_is_of_the_other_direction(name: str, tmp_path: Path) -> None:
    assert cups(tmp_path, *INVERSE[name]).kind


def test_an_inverse_with_a_misspelt_field_leaves_one_without_a_rule(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"spec\.bb: cups.example.com/v1 does not have the field"):
        assert cups(
            tmp_path, "- inverse: {rules: [{move: {from: spec.bb, to: spec.a}}]}", "a: string", "b: string"
        ).kind


def test_what_a_rule_names_is_reported_in_the_same_order_each_time(tmp_path: Path) -> None:
    names = [f"spec.{each}" for each in "fcaebd"]
    rule = f"- cases: {{from: [{', '.join(names)}], to: [spec.count], table: [{{from: {{spec.a: 1}}, to: {{spec.count: 1}}}}]}}"
    said = [
        line for line in reported(tmp_path, rules(rule), definition(OLD, NEW)).splitlines() if "not a field" in line
    ]
    assert [line.partition(".cases: ")[2].partition(" ")[0] for line in said] == [names[0], *sorted(names[1:])]


LISTED = {
    "a hub": (rules(MOVE).replace("hub: v1", "hub: x"), "is not one of the versions v1alpha1, v1"),
    "a version before": (rules(MOVE).replace("since: v1alpha1", "since: x"), "is not one of the versions v1alpha1, v1"),
    "an operator": (
        rules("  - when: {path: spec.a, operator: x, rules: []}"),
        "must be one of In, Exists, DoesNotExist",
    ),
}


@pytest.mark.parametrize("name", LISTED)
def test_the_words_that_may_stand_there_are_listed_once(name: str, tmp_path: Path) -> None:
    text, says = LISTED[name]
    said = reported(tmp_path, text, definition(OLD, NEW))
    assert says in said
    assert "known names" not in said


def test_a_definition_that_is_there_twice_is_ambiguous(tmp_path: Path) -> None:
    crd = yaml.safe_dump(definition(OLD, NEW))
    assert_says(
        reported(tmp_path, rules(MOVE), f"{crd}---\n{crd}"),
        ["cups.cups.example.com is defined twice", "it is in crd.yaml, too"],
    )


def test_a_definition_is_chosen_by_its_name(tmp_path: Path) -> None:
    other = definition(OLD, NEW)
    other["metadata"]["name"] = "mugs.cups.example.com"
    other["spec"]["names"].update(kind="Mug", plural="mugs")
    crds = yaml.safe_dump_all([other, {"kind": "Namespace"}, definition(OLD, NEW)])
    (found,) = resources_of(write(tmp_path, rules(MOVE), crds))
    assert (found.hub.declared.kind, found.names.plural) == ("Cup", "cups")


def test_a_keyword_that_is_null_is_not_there(tmp_path: Path) -> None:
    crd = definition(OLD, NEW)
    crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"] |= {"required": None, "description": None}
    (found,) = resources_of(write(tmp_path, rules(MOVE), crd))
    assert "required" not in found.schemas["cups.example.com/v1"]


@pytest.mark.parametrize(("facts", "deprecated"), [({}, ""), ({"deprecated": True}, "deprecated"), ({"deprecated": True, "deprecationWarning": "use v1"}, "use v1"), ({"deprecated": False}, "")])  # fmt: skip
def test_a_version_is_deprecated_as_its_definition_says(facts: Json, deprecated: str, tmp_path: Path) -> None:
    crd = definition(OLD, NEW)
    crd["spec"]["versions"][1].update(facts)
    (found,) = resources_of(write(tmp_path, rules(MOVE), crd))
    assert [one.deprecated for one in found.lineage] == ["", deprecated]


def test_an_error_in_one_document_hides_none_in_the_next(tmp_path: Path) -> None:
    one = rules(MOVE).replace("hub: v1", "hub: v2")
    said = reported(tmp_path, f"{one}---\n{one}", definition(OLD, NEW))
    assert_says(said, ["rules.yaml:6: spec.hub", "rules.yaml:19: spec.hub"])


def reported(folder: Path, text: str, crd: Json | str) -> str:
    with pytest.raises(KconvError) as raised:
        resources_of(write(folder, text, crd))
    assert isinstance(raised.value, UsageError)
    return str(raised.value).replace(f"{folder}/", "")


def assert_says(said: str, parts: list[str]) -> None:
    """A report has these parts, and no line without one of them: also what it advises is meant."""
    assert not [part for part in parts if part not in said], said
    assert not [line for line in said.splitlines() if not any(part in line for part in parts)], said
    assert "object at 0x" not in said
