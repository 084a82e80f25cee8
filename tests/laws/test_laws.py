"""What kconv's own engine promises beyond the laws of any converter: odd shapes, its stash, its hub."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.engine import Kind, stash
from kconv.engine.moves import moves_to_hub
from kconv.engine.route import route
from kconv.engine.stash import ANNOTATION
from kconv.errors import KconvError
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.paths import EACH, FieldPath, get, same
from tests.laws.objects import LAW, minimal, objects, several_versions

Json = Any
PAIRS = [(kind, *pair) for kind in several_versions() for pair in permutations(kind.versions, 2)]


def name(case: tuple[Any, ...]) -> str:
    kind, *versions = case
    return f"{kind.name}:{'-to-'.join(map(str, versions))}"


pairs = pytest.mark.parametrize("case", PAIRS, ids=name)


def convert(obj: Json, to: GroupVersion, defaults: str = "none") -> Json:
    return BUILT_IN.convert(obj, to, defaults=defaults).object  # type: ignore[arg-type]


def bare(obj: Json) -> Json:
    """The object without kconv's annotation, whatever kind it is for."""
    annotation = get(obj, ("metadata", "annotations", ANNOTATION))
    if not isinstance(annotation, str):
        return obj
    held = json.loads(annotation)
    return stash.take(obj, [held["kind"]], held["hub"])[0]


def explain(one: Json, other: Json) -> str:
    return f"\n{json.dumps(one, sort_keys=True)}\n{json.dumps(other, sort_keys=True)}"


@pairs
def test_a_field_that_only_another_version_knows_comes_back_as_it_was(
    case: tuple[Kind, GroupVersion, GroupVersion],
) -> None:
    kind, source, target = case
    for _, place in moves_to_hub(route(kind, source, target).source.converting):
        for value in ("7", {"x": 1}, [], None):
            obj = _with(minimal(kind, source), place, value)
            back = convert(convert(obj, target), source)
            assert same(back, obj), explain(back, obj)


def _with(holder: Json, place: FieldPath, value: Json) -> Json:
    """The object with a value at a path, one item in each list on the way."""
    if not place:
        return value
    part, *below = place
    if part is EACH:
        return [_with({}, tuple(below), value)]
    inner = holder.get(part) if isinstance(holder, dict) else None
    return {**holder, part: _with(inner or {}, tuple(below), value)}


@pairs
@given(data=st.data())
@LAW
def test_without_the_stash_the_hub_is_the_same_where_nothing_was_hidden(
    case: tuple[Kind, GroupVersion, GroupVersion], data: st.DataObject
) -> None:
    kind, source, target = case
    obj = data.draw(objects(kind, source))
    there = BUILT_IN.convert(obj, target, defaults="none")
    if any(note.kind == "stash" for note in there.notes):
        return
    way = route(kind, source, target)
    assert same(bare(way.target.to_hub(bare(there.object))), bare(way.source.to_hub(obj))), explain(there.object, obj)


def _tried(obj: Json, to: GroupVersion, defaults: str) -> str:
    try:
        return json.dumps(convert(obj, to, defaults))
    except KconvError as error:
        return str(error)


@pairs
@given(data=st.data())
@LAW
def test_odd_shapes_never_raise_anything_but_a_kconv_error(
    case: tuple[Kind, GroupVersion, GroupVersion], data: st.DataObject
) -> None:
    kind, source, target = case
    obj = data.draw(objects(kind, source, wild=True))
    for defaults in ("none", "all", "preserve"):
        _tried(obj, target, defaults)


HOSTILE = [
    "", "{", "[]", "null", '{"v":1}', '{"v":2}', '{"v":true}', "\x00", "9" * 5000, "[" * 5000,
    '{"v":1,"kind":"%s","hub":"%s","hidden":[{"p":[]}]}',
    '{"v":1,"kind":"%s","hub":"%s","hidden":[{"p":["spec"],"is":1}]}',
    '{"v":1,"kind":"%s","hub":"%s","hidden":[{"p":["spec",{"key":{}}],"is":1}]}',
    '{"v":1,"kind":"%s","hub":"%s","hidden":[{"p":["spec",{"like":"x","nth":9,"of":1}],"is":1}]}',
    '{"v":1,"kind":"%s","hub":"%s","said":{"x":[1]}}', '{"v":1,"kind":"%s","hub":"%s","said":[]}',
    '{"v":1,"kind":"%s","hub":"%s","from":7}', '{"v":1,"kind":"%s","hub":"%s","annotations":[[]]}',
    7, None, ["x"], {"a": 1},
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: str(text)[:40].replace("\x00", "NUL"))
@pairs
def test_a_damaged_stash_never_raises_and_is_gone_afterwards(
    case: tuple[Kind, GroupVersion, GroupVersion], text: Json
) -> None:
    kind, source, target = case
    written = text % (kind.name, kind.hub) if isinstance(text, str) and "%s" in text else text
    obj = {
        "apiVersion": str(source),
        "kind": kind.name,
        "metadata": {"name": "x", "annotations": {ANNOTATION: written}},
    }
    result = convert(obj, target)
    left = get(result, ("metadata", "annotations", ANNOTATION))
    assert left != written
