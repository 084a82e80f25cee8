"""Rules under a condition, and values that follow from another field, on what they concern and on what they must not.

``...`` stands for the very object that was given.
"""

from __future__ import annotations

from typing import Any

import pytest

from kconv.paths import MISSING
from kconv.rules import PRESENT, SAME, At, Former, Implied, Inverse, Items, Move, Rule, Turn, Values, When
from kconv.rules.base import Converts, of_sort, parts, plainly
from tests.rules.reading import check_row, from_hub, to_hub

Json = Any
Row = tuple[str, Rule, Json, Json]

S3 = When("type", ["S3"], [Move("url", "s3.url")])
OLD = When("type", [MISSING, None, "Old"], [Move("a", "b")])
INSIDE = When("type", ["S3"], [At("hooks[]", [Move("cmd", "exec.command")]), Values("size", [("big", 1)], says="x")])
UNION = [S3, When("type", ["GCS"], [Move("url", "gcs.url")])]
SHARED = [When("by", ["Count"], [Move("count", "limit")]), When("by", ["Age"], [Move("age", "limit")])]
ACTION = Implied("action.type", [("action.redirect", PRESENT, "Redirect"), ("action.forward", PRESENT, "Forward")])
READY = Implied("ready", [("phase", "Running", True), ("phase", MISSING, False)])

THERE = When("type", [PRESENT], [Move("a", "b")])
NAMESPACE = Implied("spec.ref?.namespace", [("metadata.namespace", PRESENT, SAME)])
ACCOUNT = Former([Move("account", "accountName"), Items("checks", "strategy.checks", "name")])

TO_HUB: list[Row] = [
    ("the condition holds", S3, {"type": "S3", "url": "u"}, {"type": "S3", "s3": {"url": "u"}}),
    ("it does not hold", S3, {"type": "GCS", "url": "u"}, ...),
    ("its field is absent", S3, {"url": "u"}, ...),
    ("its field is null", S3, {"type": None, "url": "u"}, ...),
    ("one of several values", OLD, {"type": "Old", "a": 1}, {"type": "Old", "b": 1}),
    ("left out is one of them", OLD, {"a": 1}, {"b": 1}),
    ("null is another", OLD, {"type": None, "a": 1}, {"type": None, "b": 1}),
    ("it is there, whatever it is", THERE, {"type": None, "a": 1}, {"type": None, "b": 1}),
    ("it is not there", THERE, {"a": 1}, ...),
    ("1 is not true", When("on", [True], [Move("a", "b")]), {"on": 1, "a": 1}, ...),
    ("in items", INSIDE, {"type": "S3", "hooks": [{"cmd": 1}]}, {"type": "S3", "hooks": [{"exec": {"command": 1}}]}),
    ("values", INSIDE, {"type": "S3", "size": "big"}, {"type": "S3", "size": 1}),
    ("one is there", ACTION, {"action": {"forward": {}}}, {"action": {"forward": {}, "type": "Forward"}}),
    ("the first row that fits", ACTION, {"action": {"forward": 1, "redirect": None}}, {"action": {"forward": 1, "redirect": None, "type": "Redirect"}}),
    ("none is there", ACTION, {"action": {}}, ...),
    ("the field is taken", ACTION, {"action": {"forward": {}, "type": None}}, ...),
    ("its parent is another thing", Implied("a.b", [("c", 1, 2)]), {"a": "x", "c": 1}, ...),
    ("a value", READY, {"phase": "Running"}, {"phase": "Running", "ready": True}),
    ("a value that no row has", READY, {"phase": "Failed"}, ...),
    ("left out", READY, {}, {"ready": False}),
    ("what the other field has", NAMESPACE, {"metadata": {"namespace": "x"}, "spec": {"ref": {}}}, {"metadata": {"namespace": "x"}, "spec": {"ref": {"namespace": "x"}}}),
    ("but no parent is made for it", NAMESPACE, {"metadata": {"namespace": "x"}, "spec": {}}, ...),
    ("nor is a null one", NAMESPACE, {"metadata": {"namespace": "x"}, "spec": {"ref": None}}, ...),
    ("a former way", ACCOUNT, {"account": "a", "checks": ["b"]}, {"accountName": "a", "strategy": {"checks": [{"name": "b"}]}}),
    ("beside the one of today", ACCOUNT, {"account": "a", "accountName": "b"}, {"accountName": "b"}),
]  # fmt: skip
FROM_HUB: list[Row] = [
    ("the condition holds", S3, {"type": "S3", "s3": {"url": "u"}}, {"type": "S3", "url": "u"}),
    ("it does not hold: the spoke has no such field", S3, {"type": "GCS", "s3": {"url": "u"}}, {"type": "GCS"}),
    ("and what is beside it stays", S3, {"type": "GCS", "s3": {"url": "u", "x": 1}}, {"type": "GCS", "s3": {"x": 1}}),
    ("the spoke's place is taken", S3, {"type": "S3", "url": 1, "s3": {"url": 2}}, {"type": "S3", "url": 1}),
    ("nothing to move", S3, {"type": "S3"}, ...),
    ("in items", INSIDE, {"type": "S3", "hooks": [{"exec": {"command": 1}}]}, {"type": "S3", "hooks": [{"cmd": 1}]}),
    ("in items, and it does not hold", INSIDE, {"hooks": [{"exec": {"command": 1}}, {"x": 1}]}, {"hooks": [{}, {"x": 1}]}),
    ("what follows is left out", ACTION, {"action": {"forward": {}, "type": "Forward"}}, {"action": {"forward": {}}}),
    ("so is another value", ACTION, {"action": {"forward": {}, "type": "Redirect"}}, {"action": {"forward": {}}}),
    ("and null", READY, {"phase": "Running", "ready": None}, {"phase": "Running"}),
    ("nothing is there", READY, {"phase": "Running"}, ...),
    ("the way of today stays", ACCOUNT, {"accountName": "a", "strategy": {"checks": [{"name": "b"}]}}, ...),
]  # fmt: skip


@pytest.mark.parametrize("row", TO_HUB, ids=[row[0] for row in TO_HUB])
def test_a_condition_to_the_hub(row: Row) -> None:
    check_row(to_hub, row)


@pytest.mark.parametrize("row", FROM_HUB, ids=[row[0] for row in FROM_HUB])
def test_a_condition_from_the_hub(row: Row) -> None:
    check_row(from_hub, row)


TOGETHER: list[tuple[str, list[Rule], Json, Json]] = [
    ("a union", UNION, {"type": "GCS", "url": "u"}, {"type": "GCS", "gcs": {"url": "u"}}),
    ("a place in the hub that two conditions lead to", SHARED, {"by": "Count", "count": 1}, {"by": "Count", "limit": 1}),
    ("and the other condition", SHARED, {"by": "Age", "age": 1}, {"by": "Age", "limit": 1}),
    ("a field of the spoke that makes room first", [Move("b", "c"), When("t", [1], [Move("a", "b")])], {"t": 1, "a": 2, "b": 3}, {"t": 1, "c": 3, "b": 2}),
    ("and where the condition does not hold", [Move("b", "c"), When("t", [1], [Move("a", "b")])], {"t": 0, "a": 2, "b": 3}, {"t": 0, "a": 2, "c": 3}),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "spoke", "hub"), [row[1:] for row in TOGETHER], ids=[row[0] for row in TOGETHER])
def test_conditions_of_one_list_go_together(rules: list[Rule], spoke: Json, hub: Json) -> None:
    found = of_sort(parts(rules), Converts)
    assert plainly(found, spoke) == hub
    assert plainly(found, hub, back=True) == spoke
    turned = of_sort(parts([Inverse(rules)]), Converts)
    assert plainly(turned, hub) == spoke
    assert plainly(turned, spoke, back=True) == hub


def test_what_no_condition_moves_back_is_left_out_of_the_spoke() -> None:
    found = of_sort(parts(SHARED), Converts)
    assert plainly(found, {"by": "Size", "limit": 1, "x": 1}, back=True) == {"by": "Size", "x": 1}


def test_rules_of_the_other_direction_run_back_to_front() -> None:
    newer = Inverse([Move("a", "b"), At("b", [Turn("n", "t", str, int, says="x")])])
    assert to_hub(newer, {"b": {"t": "1"}}) == {"a": {"n": 1}}
    assert from_hub(newer, {"a": {"n": 1}}) == {"b": {"t": "1"}}
