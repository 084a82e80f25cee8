"""Random conversions of random manifests: the writer's own verification must never have to refuse."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kconv.manifests import edit, tree
from kconv.manifests.protocols import Syntax
from kconv.manifests.syntax import json as json_syntax
from kconv.manifests.syntax import yaml
from kconv.paths import EACH, FieldPath
from tests.manifests.random_documents import Printer
from tests.manifests.random_values import Dice, Value, moves, plant
from tests.tiers import examples

FORMS = ["block", "comments", "flow", "aliases", "odd", "crlf", "json", "tabbed json", "one-line json"]


def syntax(form: str) -> Syntax:
    """What a form is written in."""
    return json_syntax.SYNTAX if form.endswith("json") else yaml.SYNTAX


def printed(form: str, value: Any, dice: random.Random) -> str:
    """The value as a document's text in one of the forms."""
    if form.endswith("json"):
        indent: Any = {"json": 2, "tabbed json": "\t", "one-line json": None}[form]
        return json.dumps(value, indent=indent) + dice.choice(["", "\n"])
    step, dash = dice.choice([(2, 0), (2, 2), (4, 0), (4, 2), (4, 4)])
    printer = Printer(dice, step=step, dash=dash, comments=0 if form == "block" else 0.25)
    printer.aliases = form in ("aliases", "odd")
    printer.odd = form == "odd"
    printer.flow = 0.6 if form == "flow" else 0.1
    text = "\n".join([*(["---"] if dice.random() < 0.3 else []), *printer.block(value, 0, ())])
    text += dice.choice(["", "\n", "\n\n", "\n# end\n"]) if "|" not in text.rpartition(":")[2] else "\n"
    text += "...\n# after\n" if form == "odd" and dice.random() < 0.2 and text.endswith("\n") else ""
    return text.replace("\n", "\r\n") if form == "crlf" else text


def convert(form: str, seed: int, size: int, steps: int) -> tuple[str, Any, Any, str]:
    """One random document, its random target and moves, and the new text."""
    dice = Dice(seed, size)
    value = dice.value()
    text = printed(form, value, dice.random)
    document = tree.parse(text, syntax=syntax(form))
    root = plant(document.value)
    for _ in range(steps):
        dice.edit(root)
    target, pairs = root.plain(), moves(root)
    return text, target, pairs, edit.rewrite(document, target, pairs).text


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=examples(150), derandomize=True)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 40), steps=st.integers(0, 4))
def test_every_conversion_can_be_written(form: str, seed: int, size: int, steps: int) -> None:
    """rewrite compares values and comments itself and raises on any difference."""
    text, target, _, new = convert(form, seed, size, steps)
    assert tree.parse(new, syntax=syntax(form)).value == target
    if not steps:
        assert new == text


@pytest.mark.parametrize("flow", [0.1, 0.6])
@settings(max_examples=examples(150), derandomize=True)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 40), steps=st.integers(0, 3))
def test_a_field_that_several_places_take_can_be_written(flow: float, seed: int, size: int, steps: int) -> None:
    dice = Dice(seed, size)
    value = {"schema": dice.value(), "versions": [{"name": "a"}, {"name": "b"}]}
    document = tree.parse("\n".join(Printer(dice.random, comments=0.3, flow=flow).block(value, 0, ())) + "\n")
    root = plant(document.value["schema"])
    for _ in range(steps):
        dice.edit(root)
    target = {"versions": [{"name": name, "schema": root.plain()} for name in ("a", "b")]}
    new = edit.rewrite(document, target, [(("schema",), ("versions", EACH, "schema"))]).text
    assert tree.parse(new).value == target


@pytest.mark.parametrize("flow", [0.0, 0.3])
@settings(max_examples=examples(150), derandomize=True)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 40), steps=st.integers(0, 4))
def test_a_comment_behind_a_value_stays_behind_it(flow: float, seed: int, size: int, steps: int) -> None:
    dice = Dice(seed, size)
    value = dice.value()
    printer = Printer(dice.random, comments=0.3, flow=flow)
    document = tree.parse("\n".join(printer.block(value, 0, ())) + "\n")
    root = plant(document.value)
    for _ in range(steps):
        dice.edit(root)
    new = edit.rewrite(document, root.plain(), moves(root)).text
    written, lines = tree.parse(new), new.split("\n")
    for was, now, content in survivors(root):
        comment = next((c for c, path in printer.inline.items() if path == was), None)
        if comment and not isinstance(content, (dict, list)) and all(isinstance(part, str) for part in now):
            assert lines[written.line_of(now) - 1].endswith(comment)


def survivors(value: Value, path: FieldPath = ()) -> Iterator[tuple[FieldPath, FieldPath, Any]]:
    """Where each value that came from the source was, where it is now, and what it holds."""
    if value.was is not None:
        yield value.was, path, value.content
    for key, child in value.children():
        yield from survivors(child, (*path, key))
