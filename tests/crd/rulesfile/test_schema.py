"""An editor with the JSON schema refuses what the reader refuses without knowing the definition, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import kconv.crd.rulesfile
from kconv.crd.rulesfile.document import schema
from kconv.crd.rulesfile.vocabulary import WORDS
from tests.crd.conftest import EXAMPLES
from tests.crd.rulesfile.test_words import CASES
from tests.crd.rulesfile.written import rules

SHIPPED = Path(kconv.crd.rulesfile.__file__).with_name("conversion-rules.schema.json")
READER = jsonschema.Draft202012Validator(schema())


def test_the_schema_that_is_shipped_is_that_of_the_reader() -> None:
    assert json.loads(SHIPPED.read_text()) == schema()
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", sorted((EXAMPLES / "rules").glob("*.yaml")), ids=lambda file: file.name)
def test_an_editor_accepts_the_examples(file: Path) -> None:
    READER.validate(yaml.safe_load(file.read_text()))


def test_every_field_has_a_description() -> None:
    words = schema()["$defs"]["rule"]["properties"]
    assert all(node["description"] and all(map(described, node["properties"].values())) for node in words.values())


def described(node: Any) -> bool:
    return bool(node.get("description"))


@pytest.mark.parametrize("word", WORDS)
def test_an_editor_refuses_a_rule_without_a_field_that_it_needs(word: str) -> None:
    (own,) = {case.rules for case in CASES if case.word == word and case == first(word)}
    for key in [key for key, field in WORDS[word].object.fields.items() if field.required]:
        found = yaml.safe_load(rules(own))
        of_word = next(each for each in found["spec"]["versions"][1]["rules"] if word in each)
        assert READER.is_valid(found)
        del of_word[word][key]
        assert not READER.is_valid(found), key


@pytest.mark.parametrize("word", WORDS)
def test_an_editor_refuses_a_field_that_there_is_not(word: str) -> None:
    found = yaml.safe_load(rules(first(word).rules))
    of_word = next(each for each in found["spec"]["versions"][1]["rules"] if word in each)
    of_word[word]["form "] = "x"
    assert not READER.is_valid(found)


def first(word: str) -> Any:
    return next(case for case in CASES if case.word == word)


WRONG = {
    "another kind": ("kind: ConversionRules", "kind: Rules"),
    "no name": ("{name: cups.cups.example.com}", "{}"),
    "no versions": ("  versions:", "  version:"),
    "a word that there is not": ("- move:", "- mvoe:"),
    "an empty path": ("from: spec.keep", "from: ''"),
    "a number for a path": ("from: spec.keep", "from: 3"),
    "a definition's fact": ("    since:", "    served: true\n    since:"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_editor_refuses_what_is_wrong(name: str) -> None:
    right = rules("- move: {from: spec.keep, to: spec.count}")
    assert READER.is_valid(yaml.safe_load(right))
    assert not READER.is_valid(yaml.safe_load(right.replace(*WRONG[name])))
