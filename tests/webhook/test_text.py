"""The body of a review: JSON as Go writes and reads it, some of which Python's readers and writers do not take."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from kconv.engine import Kind
from kconv.engine.stash import LEFT_OUT, LIMIT, annotations_size
from kconv.rules import Function
from kconv.webhook import Converter, ReviewError
from kconv.webhook.text import answered
from tests.webhook.reviews import CONVERTER, V1, V1ALPHA1, Declared, asked, box


def sent(obj: str, to: str) -> bytes:
    """A review whose only object is written like this."""
    return json.dumps(asked(["OBJECT"], to)).replace('"OBJECT"', obj).encode("utf-8", "surrogatepass")


def got(obj: str, to: str) -> str:
    """The text of the object that it becomes."""
    answer, text = answered(CONVERTER, sent(obj, to))
    assert answer.failed is None
    whole = text.decode()
    return whole[whole.index('"convertedObjects":[') + 20 : whole.rindex("]", 0, whole.rindex('"result"'))]


def deep(levels: int, inside: str = '"q\\"ö"') -> str:
    return '{"a":[' * (levels // 2) + inside + "]}" * (levels // 2)


def written(version: str, spec: str) -> str:
    return json.dumps(box(version, "SPEC")).replace('"SPEC"', spec)


LEVELS = [90, 96, 98, 100, 102, 104, 240, 256, 300, 900, 1020, 1030, 2000, 10_000]


@pytest.mark.parametrize("levels", LEVELS)
def test_what_is_deep_converts_with_its_object_and_comes_back(levels: int) -> None:
    there = got(written(V1ALPHA1, f'{{"keep":3,"parent":{{"any":{deep(levels)}}}}}'), V1)
    assert f'"any":{deep(levels)}' in there.replace("\\u00f6", "ö")
    assert '"retention":{"count":3}' in there
    back = got(there, V1ALPHA1)
    assert f'"parent":{{"any":{deep(levels)}}}' in back.replace("\\u00f6", "ö")


@pytest.mark.parametrize("levels", LEVELS)
def test_what_is_deep_and_has_no_place_is_kept_and_comes_back(levels: int) -> None:
    there = got(written(V1, f'{{"bucket":"b","suspend":{deep(levels)}}}'), V1ALPHA1)
    assert LEFT_OUT not in there
    assert "suspend" in there
    back = got(there, V1)
    assert f'"suspend":{deep(levels)}' in back.replace("\\u00f6", "ö")
    assert "kconv.dev/stash" not in back


def test_what_is_deep_and_too_large_is_left_out() -> None:
    there = got(written(V1, f'{{"bucket":"b","suspend":{deep(LIMIT // 2)}}}'), V1ALPHA1)
    assert f'"{LEFT_OUT}":"acme.io/v1 spec.suspend"' in there
    assert len(there) < 1000


@pytest.mark.parametrize("room", [-300, -200, -100, 0, 100])
def test_a_deep_stash_is_counted_as_it_is_written(room: int) -> None:
    inside = deep((LIMIT + room - 200) // 6 * 2, "1")
    there = json.loads(got(written(V1, f'{{"bucket":"b","suspend":{{"x":{inside}}}}}'), V1ALPHA1))
    held = there["metadata"]["annotations"]
    assert annotations_size(held) <= LIMIT
    assert (LEFT_OUT in held) != ("kconv.dev/stash" in held)


def test_a_function_that_needs_many_calls_a_level_is_given_fewer_levels() -> None:
    """Python has 1,000 calls, and nobody knows how many of them a rule takes for each level of an object."""

    def levels(value: Any, calls: int = 3) -> int:
        if calls:
            return levels(value, calls - 1)
        return 1 + max((levels(each) for each in value.values()), default=0) if isinstance(value, dict) else 0

    rule = Function(lambda obj: {**obj, "spec": {"levels": levels(obj["spec"])}}, lambda obj: obj, says=["counted"])
    converter = Converter([Declared(Kind("Box", hub=V1, spokes={V1ALPHA1: [rule]}))])
    obj = written(V1ALPHA1, '{"a":' * 200 + "1" + "}" * 200)
    answer, text = answered(converter, sent(obj, V1))
    assert answer.failed is None
    assert json.loads(text)["response"]["convertedObjects"][0]["spec"]["levels"] < 100


NAMED = ['"deep-0-."', '"deep-%s-0-..."' % ("0" * 24), r'"\"deep-0-.\""']


@pytest.mark.parametrize("text", NAMED)
def test_nobody_can_forge_the_name_of_what_is_taken_out(text: str) -> None:
    spec = f'{{"keep":3,"x":{text},"parent":{{"any":{deep(300)}}}}}'
    assert f'"x":{text}' in got(written(V1ALPHA1, spec), V1)


NUMBERS = {
    "9223372036854775807": 2**63 - 1,
    "-9223372036854775808": -(2**63),
    "18446744073709551615": 2**64 - 1,
    "1.0": 1.0,
    "1e3": 1000.0,
    "-0.5": -0.5,
    "1e300": 1e300,
}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_the_same_number_of_the_same_type(number: str) -> None:
    there = json.loads(got(written(V1ALPHA1, f'{{"keep":3,"x":{number}}}'), V1))
    value = there["spec"]["x"]
    assert (type(value), value) == (type(NUMBERS[number]), NUMBERS[number])


def test_an_integer_that_go_reads_as_a_float_is_a_float() -> None:
    there = json.loads(got(written(V1ALPHA1, '{"keep":3,"x":123456789012345678901234}'), V1))
    assert there["spec"]["x"] == 1.2345678901234568e23


def test_half_of_a_surrogate_pair_from_a_forged_stash_is_written() -> None:
    stash = {"v": 1, "kind": "Box", "hub": V1, "from": V1, "hidden": [{"p": ["spec", "suspend"], "is": "\ud800"}]}
    obj = box(V1ALPHA1, {"keep": 3}, annotations={"kconv.dev/stash": json.dumps(stash)})
    assert '"suspend":"\\ud800"' in got(json.dumps(obj), V1)


def test_a_stash_of_many_brackets_is_read() -> None:
    stash = {"v": 1, "kind": "Box", "hub": V1, "from": V1, "hidden": [{"p": ["spec", "suspend"], "is": [[]] * 5000}]}
    obj = box(V1ALPHA1, {"keep": 3}, annotations={"kconv.dev/stash": json.dumps(stash)})
    assert json.loads(got(json.dumps(obj), V1))["spec"]["suspend"] == [[]] * 5000


def test_a_stash_that_is_deep_and_damaged_is_left_out() -> None:
    obj = box(V1ALPHA1, {"keep": 3}, annotations={"kconv.dev/stash": "[{" * 5000})
    assert json.loads(got(json.dumps(obj), V1))["metadata"].get("annotations") is None


def cyclic() -> dict[str, Any]:
    made: dict[str, Any] = {}
    made["again"] = [made]
    return made


UNWRITABLE: dict[str, Any] = {
    "a set": {1},
    "a class": object(),
    "bytes": b"x",
    "a date": datetime(2026, 1, 1, tzinfo=UTC),
    "a UUID": UUID(int=1),
    "no number": float("nan"),
    "an infinite number": float("inf"),
    "a tuple": (1,),
    "a key that is no text": {1: "x"},
    "a key that is null": {None: "x"},
    "a cycle": cyclic(),
}


def bad_with(made: Callable[[dict[str, Any]], Any], moves: list[tuple[str, str]], back: bool = False) -> Converter:
    """A Box whose rule makes something of a bad spec, on the way to the hub or ``back``."""

    def function(obj: dict[str, Any]) -> Any:
        return made(obj) if obj.get("spec") == "bad" else obj

    functions = (lambda obj: obj, function) if back else (function, lambda obj: obj)
    return Converter(
        [Declared(Kind("Box", hub=V1, spokes={V1ALPHA1: [Function(*functions, moves=moves, says=["x"])]}, total=True))]
    )


@pytest.mark.parametrize("moves", [[], [("spec", "spec")]], ids=["anything", "a field"])
@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("name", UNWRITABLE)
def test_what_a_function_makes_and_is_no_json_is_a_misfit(name: str, back: bool, moves: list[tuple[str, str]]) -> None:
    made = {"below": lambda obj: {**obj, "spec": {"x": [UNWRITABLE[name]]}}, "itself": lambda _: UNWRITABLE[name]}
    source, target = (V1, V1ALPHA1) if back else (V1ALPHA1, V1)
    for how in made.values():
        converter = bad_with(how, moves, back)
        objects = [box(source, "good"), box(source, "bad", name="bad")]
        answer, text = answered(converter, json.dumps(asked(objects, target)).encode())
        assert answer.failed is None
        assert [len(each.misfits) for each in answer.passages] == [0, 1]
        there = json.loads(text)["response"]["convertedObjects"]
        assert there[0]["spec"] == "good"
        _, text = answered(converter, json.dumps(asked(there, source)).encode())
        back_again = json.loads(text)["response"]["convertedObjects"]
        assert [each["spec"] for each in back_again] == ["good", "bad"]


@pytest.mark.parametrize("name", ["a set", "a cycle"])
def test_what_a_rule_writes_into_the_object_and_is_no_json_fails_with_its_object(name: str) -> None:
    """Such a function is not pure, which nothing else can find out."""

    def made(obj: dict[str, Any]) -> dict[str, Any]:
        obj["spec"] = UNWRITABLE[name]
        return obj

    objects = [box(V1ALPHA1, "good"), box(V1ALPHA1, "bad", name="bad")]
    answer, text = answered(bad_with(made, []), json.dumps(asked(objects, V1)).encode())
    response = json.loads(text)["response"]
    assert response["convertedObjects"] == []
    assert response["result"]["message"].startswith("objects[1] n/bad: ")
    assert answer.failed is not None
    assert answer.failed.labels == ("Box", V1ALPHA1, V1)


def test_an_integer_that_a_rule_makes_may_have_any_size() -> None:
    assert f'"turned":{2**70}' in got(written(V1ALPHA1, '{"turned":10}'), V1)


NO_JSON = {
    "nothing": b"",
    "a part": b'{"apiVersion":',
    "two": b"{}{}",
    "no UTF-8": b'{"a":"\xff"}',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "not a number": b'{"a":NaN}',
    "a part that is deep": b"[" * 5000,
    "text": b"hello",
    "null": b"null",
    "a number": b"1",
    "a deep list": b"[" * 5000 + b"]" * 5000,
}


@pytest.mark.parametrize("name", NO_JSON)
def test_what_is_no_review_in_json_is_refused(name: str) -> None:
    with pytest.raises(ReviewError):
        answered(CONVERTER, NO_JSON[name])
