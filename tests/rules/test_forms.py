"""Values that another version writes in another form: turned, wrapped, split, listed by key.

``...`` stands for the very object that was given. A value that has no such form cannot be represented in the other
version: it goes, and the stash keeps it.
"""

from __future__ import annotations

from typing import Any

import pytest

from kconv.paths import MISSING, same
from kconv.rules import At, Cases, Converts, Items, Keyed, KnowsOnly, Rule, Split, Turn, Values, Wrap, of_sort, parts
from kconv.rules.base import reshaped
from tests.rules.reading import check_row, from_hub, to_hub

Json = Any
Row = tuple[str, Rule, Json, Json]
SAME = ...


def to_text(seconds: int) -> str | None:
    return f"{seconds}s" if type(seconds) is int else None


def to_seconds(text: str) -> int:
    number = int(text.removesuffix("s"))
    if text != f"{number}s":
        raise ValueError(text)
    return number


SECONDS = Turn("seconds", "wait.time", to_text, to_seconds, says="seconds: 1 is wait.time: 1s", node={"type": "string"})
IN_PLACE = Turn("time", "time", to_text, to_seconds, says="time: 1 is time: 1s", node={"type": "string"})
ARGS = Items("args", "arguments", "name")
IMAGE = Wrap("spec.image", "spec.image.repository")
BACKENDS = Keyed("backends", "backends", "name")
TARGET = Split("spec.target", "s3://{spec.to.bucket}[/{spec.to.path}]")
LINK = Split("link", "{host}:{port}[?{query}]")
MODE = Cases(
    ["on", "hand"],
    ["mode"],
    [((True, True), ("Manual",)), ((True, MISSING), ("Auto",)), ((False, MISSING), ("Off",))],
    says="on and hand are mode",
)

KNOWN = KnowsOnly("spec.mode", ["On", "Off"], instead="Off")
FEW = KnowsOnly("spec.mode", ["On"])
LEFT_OUT = Values("spec.mode", [(MISSING, "On")], says="left out is On")

TO_HUB: list[Row] = [
    ("a value that is known", KNOWN, {"spec": {"mode": "On"}}, SAME),
    ("a value for what is left out", LEFT_OUT, {"spec": {}}, {"spec": {"mode": "On"}}),
    ("no value where its parent is left out", LEFT_OUT, {}, SAME),
    ("no value where its parent is another thing", LEFT_OUT, {"spec": []}, SAME),
    ("null is not left out", LEFT_OUT, {"spec": {"mode": None}}, SAME),
    ("a row of the table", MODE, {"on": True, "hand": True, "x": 1}, {"x": 1, "mode": "Manual"}),
    ("a row with a field that is left out", MODE, {"on": True}, {"mode": "Auto"}),
    ("no row", MODE, {"on": False, "hand": True}, {}),
    ("1 is not true", MODE, {"on": 1}, {}),
    ("the hub's field is taken", MODE, {"on": True, "mode": "x"}, SAME),
    ("a number", SECONDS, {"seconds": 10}, {"wait": {"time": "10s"}}),
    ("zero", SECONDS, {"seconds": 0}, {"wait": {"time": "0s"}}),
    ("null is null", SECONDS, {"seconds": None}, {"wait": {"time": None}}),
    ("absent", SECONDS, {"wait": {}}, SAME),
    ("another type", SECONDS, {"seconds": "10"}, {}),
    ("the place is taken", SECONDS, {"seconds": 1, "wait": {"time": "2s"}}, SAME),
    ("in place", IN_PLACE, {"x": 0, "time": 1, "y": 0}, {"x": 0, "time": "1s", "y": 0}),
    ("null in place", IN_PLACE, {"time": None}, SAME),
    ("words", ARGS, {"args": ["a", "b"]}, {"arguments": [{"name": "a"}, {"name": "b"}]}),
    ("no words", ARGS, {"args": []}, {"arguments": []}),
    ("an object among words", ARGS, {"args": ["a", {}]}, {}),
    ("a null among words", ARGS, {"args": ["a", None]}, {}),
    ("not a list", ARGS, {"args": "a"}, {}),
    ("an image", IMAGE, {"spec": {"image": "x"}}, {"spec": {"image": {"repository": "x"}}}),
    ("an empty image", IMAGE, {"spec": {"image": ""}}, {"spec": {"image": {"repository": ""}}}),
    ("an image that is an object", IMAGE, {"spec": {"image": {"repository": "x"}}}, {}),
    ("a null image", IMAGE, {"spec": {"image": None}}, SAME),
    ("a map", BACKENDS, {"backends": {"b": {"ip": 1}, "a": {}}}, {"backends": [{"name": "a"}, {"name": "b", "ip": 1}]}),
    ("an empty map", BACKENDS, {"backends": {}}, {"backends": []}),
    ("a map of texts", BACKENDS, {"backends": {"b": "x"}}, {}),
    ("a map whose items have the field", BACKENDS, {"backends": {"b": {"name": "c"}}}, {}),
    ("a list where a map was", BACKENDS, {"backends": [{"name": "a"}]}, {}),
    ("all fields", TARGET, {"spec": {"target": "s3://b/p/q"}}, {"spec": {"to": {"bucket": "b", "path": "p/q"}}}),
    ("without what may be left out", TARGET, {"spec": {"target": "s3://b"}}, {"spec": {"to": {"bucket": "b"}}}),
    ("a text of another form", TARGET, {"spec": {"target": "gs://b"}}, {}),
    ("a field that would be empty", TARGET, {"spec": {"target": "s3://"}}, {}),
    ("a number where a text was", TARGET, {"spec": {"target": 1}}, {}),
    ("a null text", TARGET, {"spec": {"target": None}}, {}),
    ("a field is taken", TARGET, {"spec": {"target": "s3://b/p", "to": {"path": "x"}}}, SAME),
    ("the fields' parent is another thing", TARGET, {"spec": {"target": "s3://b/p", "to": []}}, SAME),
    ("a line break", TARGET, {"spec": {"target": "s3://b/p\nq"}}, {"spec": {"to": {"bucket": "b", "path": "p\nq"}}}),
    ("fields at the top", LINK, {"link": "h:80?q"}, {"host": "h", "port": "80", "query": "q"}),
]  # fmt: skip
FROM_HUB: list[Row] = [
    ("a value that is known", KNOWN, {"spec": {"mode": "On"}}, SAME),
    ("a value that is not known", KNOWN, {"spec": {"mode": "Auto"}}, {"spec": {"mode": "Off"}}),
    ("a value that is not known, and nothing instead", FEW, {"spec": {"mode": "Auto"}}, {"spec": {}}),
    ("a null that is not known", FEW, {"spec": {"mode": None}}, SAME),
    ("nothing that is known", FEW, {"spec": {}}, SAME),
    ("what is left out for a value", LEFT_OUT, {"spec": {"mode": "On"}}, {"spec": {}}),
    ("a row of the table", MODE, {"mode": "Manual", "x": 1}, {"x": 1, "on": True, "hand": True}),
    ("a row with a field that is left out", MODE, {"mode": "Off"}, {"on": False}),
    ("parts of a text that would not be read back", LINK, {"host": "a:b", "port": "1", "query": "q"}, {}),
    ("parts of another type", LINK, {"host": "a", "port": 1}, {}),
    ("a value that no row has", MODE, {"mode": "Other", "x": 1}, {"x": 1}),
    ("the spoke's field is taken", MODE, {"mode": "Off", "hand": True}, SAME),
    ("a text", SECONDS, {"wait": {"time": "10s"}}, {"seconds": 10}),
    ("a text of another form", SECONDS, {"wait": {"time": "1.5s"}}, {}),
    ("beside another field", SECONDS, {"wait": {"time": "1.5s", "x": 1}}, {"wait": {"x": 1}}),
    ("another type", SECONDS, {"wait": {"time": {}}}, {}),
    ("null is null", SECONDS, {"wait": {"time": None}}, {"seconds": None}),
    ("the place is taken", SECONDS, {"seconds": 1, "wait": {"time": "2s"}}, SAME),
    ("objects", ARGS, {"arguments": [{"name": "a"}]}, {"args": ["a"]}),
    ("an object with another field", ARGS, {"arguments": [{"name": "a"}, {"name": "b", "x": 1}]}, {}),
    ("an object of an object", ARGS, {"arguments": [{"name": {}}]}, {}),
    ("one field", IMAGE, {"spec": {"image": {"repository": "x"}}}, {"spec": {"image": "x"}}),
    ("two fields", IMAGE, {"spec": {"image": {"repository": "x", "tag": "1"}, "y": 1}}, {"spec": {"y": 1}}),
    ("no field", IMAGE, {"spec": {"image": {}, "y": 1}}, {"spec": {"y": 1}}),
    ("a field that is an object", IMAGE, {"spec": {"image": {"repository": {}}, "y": 1}}, {"spec": {"y": 1}}),
    ("a list", BACKENDS, {"backends": [{"ip": 1, "name": "b"}]}, {"backends": {"b": {"ip": 1}}}),
    ("a key twice", BACKENDS, {"backends": [{"name": "b"}, {"name": "b", "x": 1}]}, {}),
    ("no key", BACKENDS, {"backends": [{"x": 1}]}, {}),
    ("a key that is a number", BACKENDS, {"backends": [{"name": 1}]}, {}),
    ("a null item", BACKENDS, {"backends": [None]}, {}),
    ("all fields", TARGET, {"spec": {"to": {"bucket": "b", "path": "p/q"}}}, {"spec": {"target": "s3://b/p/q"}}),
    ("one of two", TARGET, {"spec": {"to": {"bucket": "b"}}}, {"spec": {"target": "s3://b"}}),
    ("the text needs the other", TARGET, {"spec": {"to": {"path": "p"}, "x": 1}}, {"spec": {"x": 1}}),
    ("it would be read otherwise", TARGET, {"spec": {"to": {"bucket": "b/c", "path": "p"}, "x": 1}}, {"spec": {"x": 1}}),
    ("a field that is a number", TARGET, {"spec": {"to": {"bucket": "b", "path": 1}, "x": 1}}, {"spec": {"x": 1}}),
    ("an empty field", TARGET, {"spec": {"to": {"bucket": "b", "path": ""}, "x": 1}}, {"spec": {"x": 1}}),
    ("no field", TARGET, {"spec": {"to": {}}}, SAME),
    ("the text is there", TARGET, {"spec": {"target": "s3://x", "to": {"bucket": "b"}}}, SAME),
    ("fields at the top", LINK, {"host": "h", "port": "80"}, {"link": "h:80"}),
]  # fmt: skip


@pytest.mark.parametrize("row", TO_HUB, ids=[row[0] for row in TO_HUB])
def test_a_form_to_the_hub(row: Row) -> None:
    check_row(to_hub, row)


@pytest.mark.parametrize("row", FROM_HUB, ids=[row[0] for row in FROM_HUB])
def test_a_form_from_the_hub(row: Row) -> None:
    check_row(from_hub, row)


STRING = {"type": "string"}


def fields(*required: str, **properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": [*required]}


LIST_MAP = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"]}
SCHEMAS: list[tuple[str, Rule, Json, Json]] = [
    ("turned", SECONDS, fields("seconds", seconds={"type": "integer"}), fields(wait=fields("time", time=STRING))),
    ("turned in place", IN_PLACE, fields("time", time={"type": "integer"}), fields("time", time=STRING)),
    ("items", ARGS, fields(args={"type": "array", "items": STRING}), fields(arguments={"type": "array", "items": fields("name", name=STRING)})),
    ("wrapped", At("x", [Wrap("a", "a.b")]), fields(x=fields("a", a=STRING)), fields(x=fields("a", a=fields("b", b=STRING)))),
    ("listed", BACKENDS, fields(backends={"additionalProperties": fields("ip", ip=STRING)}), fields(backends={"type": "array", "items": fields("name", "ip", name=STRING, ip=STRING), **LIST_MAP})),
    ("split", LINK, fields(link=STRING), fields(host=STRING, port=STRING, query=STRING)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "node", "result"), [row[1:] for row in SCHEMAS], ids=[row[0] for row in SCHEMAS])
def test_a_form_reshapes_a_schema(rule: Rule, node: Json, result: Json) -> None:
    made = reshaped(node, of_sort(parts([rule]), Converts), dict)
    assert same(_lean(made), _lean(result))
    assert reshaped({"type": "object"}, of_sort(parts([rule]), Converts), dict) == {"type": "object"}


def _lean(node: Json) -> Json:
    """A schema without lists of required fields that are empty."""
    if isinstance(node, dict):
        return {key: _lean(value) for key, value in node.items() if not (key == "required" and value == [])}
    return node


def test_what_a_table_holds_is_not_the_objects() -> None:
    rule = Values("ref", [({"name": ""}, MISSING)], says="an empty ref is none")
    made = rule.from_hub({"size": 1})
    made["ref"]["name"] = "edited"
    assert rule.from_hub({"size": 1}) == {"size": 1, "ref": {"name": ""}}
