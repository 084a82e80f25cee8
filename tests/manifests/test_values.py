"""Read quickly, a document has the values that its tree has; whatever else is left to the tree."""

from __future__ import annotations

import json
import random
from contextlib import nullcontext
from typing import Any

import pytest

from kconv.errors import ManifestError
from kconv.manifests import places, tree
from kconv.manifests.nodes import MAX_DEPTH
from kconv.manifests.syntax import json as json_syntax
from kconv.manifests.syntax import yaml
from kconv.manifests.values import Rare, read_json, read_yaml
from kconv.paths import same
from tests.manifests.random_documents import Printer
from tests.manifests.random_values import Dice

LEFT_TO_THE_TREE = {
    "an anchor": "a: &x 1",
    "an alias": "a: &x 1\nb: *x",
    "a tag": "a: !!str 1",
    "a merge key": "a:\n  <<: {b: 1}",
    "equal keys": "a: 1\na: 2",
    "equal keys deep down": "a:\n- b: {c: 1, c: 2}",
    "a key that is a number": "1: a",
    "a key that is a map": "{a: b}: c",
    "an explicit key": "? a\n: b",
    "infinity": "a: .inf",
    "no YAML": "a: [",
    "two documents": "a: 1\n---\nb: 1",
    "a hundred levels": "[" * 101 + "]" * 101,
    "half of a character": "a: \ud800",
}
PLAIN = {
    "nothing": "# only a comment\n",
    "a scalar": "word",
    "an empty value": "a:\nb: {}\nc: []",
    "words": "a: yes\nb: 'yes'\nc: \"1\"\nd: 0o17\ne: 1e3\nf: 2020-01-01",
    "lists in lists": "- - a\n  - [b, {c: d}]\n-\n- {}",
    "block scalars": "a: |\n  x\n\n  y\nb: >-\n  z\n",
    "markers": "---\na: 1\n...\n",
}


@pytest.mark.parametrize("text", LEFT_TO_THE_TREE.values(), ids=LEFT_TO_THE_TREE)
def test_what_is_rare_is_left_to_the_tree(text: str) -> None:
    with pytest.raises(Rare):
        read_yaml(text)


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_a_plain_document_has_the_trees_values(text: str) -> None:
    assert same(read_yaml(text), tree.parse(text).value)


@pytest.mark.parametrize("seed", range(150))
def test_any_document_has_the_trees_values_or_is_left_to_it(seed: int) -> None:
    value, chance = Dice(seed, 12).value(), random.Random(seed)
    text = "\n".join(Printer(chance, odd=seed % 3 == 0, aliases=seed % 4 == 0).block(value, 0, ())) + "\n"
    try:
        expected: Any = tree.parse(text).value
    except ManifestError:
        expected = Rare
    assert _read(text) is Rare or same(_read(text), expected), f"seed {seed}\n{text}"
    assert same(read_json(json.dumps(value)), tree.parse(json.dumps(value), syntax=json_syntax.SYNTAX).value)


def _read(text: str) -> Any:
    try:
        return read_yaml(text)
    except Rare:
        return Rare


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 2}', '{"a": NaN}', '{"a": "\\ud800"}', "[" * 101 + "]" * 101, "{a: 1}"]
)
def test_json_that_only_the_tree_can_judge(text: str) -> None:
    with pytest.raises(Rare):
        read_json(text)


def test_places_are_those_of_the_text() -> None:
    text = "a:\n- b: é\n  c: {d: [1,  2]}\n"
    found = places.read(text, first_line=5)
    told = {path: found.of(path) for path in [("a",), ("a", 0, "b"), ("a", 0, "c", "d", 1), ("a", 0, "no"), ("no",)]}
    assert told == {
        ("a",): (6, 1),
        ("a", 0, "b"): (6, 6),
        ("a", 0, "c", "d", 1): (7, 15),
        ("a", 0, "no"): (6, 3),
        ("no",): (5, 1),
    }
    assert found.of(("a", 0, "c"), key=True) == (7, 3)


@pytest.mark.parametrize("text", ["a: 1\nb: {c: 1}\na: 2\n", '{"a": 1, "b": {"c": 1},\n"a": 2}'])
def test_the_last_of_equal_keys_counts_and_all_are_told(text: str) -> None:
    found = places.read(text, syntax=json_syntax.SYNTAX if text.startswith("{") else yaml.SYNTAX)
    assert found.document.value["a"] == 2
    assert [(each.path, each.first.line) for each in found.twice()] == [(("a",), 1)]
    assert found.of(("a",)) > found.twice()[0].place


def test_json_is_read_to_the_depth_that_its_tree_may_have() -> None:
    for deep, rare in ((MAX_DEPTH, False), (MAX_DEPTH + 1, True)):
        text = '[{"a":' * (deep // 2) + "[]" * (deep % 2) + "1" * (1 - deep % 2) + "}]" * (deep // 2)
        with pytest.raises(Rare) if rare else nullcontext():
            assert read_json(text) == json.loads(text)
