"""A kind declared with a rule loses nothing: all laws of kconv.testing, on objects that are drawn from its schemas."""

from __future__ import annotations

from typing import Any

import pytest

import kconv.testing
from kconv.engine import Kind
from kconv.paths import MISSING
from kconv.rules import (
    PRESENT,
    SAME,
    At,
    Cases,
    Dropped,
    Former,
    Implied,
    Inverse,
    Items,
    Kept,
    Keyed,
    Lacks,
    Move,
    Rule,
    Split,
    Turn,
    Values,
    When,
    Wrap,
)
from tests.rules.test_forms import to_seconds, to_text
from tests.tiers import examples

Json = Any
STRING, NUMBER, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
LETTERS = {**STRING, "pattern": "^[a-z]+$"}
EXAMPLES = examples(60)


def fields(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def items(node: Json) -> Json:
    return {"type": "array", "items": node}


def values(node: Json) -> Json:
    return {"type": "object", "additionalProperties": node}


SECONDS = Turn("spec.wait", "spec.limit.time", to_text, to_seconds, says="wait: 1 is limit.time: 1s")
MODES = Cases(
    ["spec.on", "spec.hand"],
    ["spec.mode"],
    [
        *(((True, True), ("Manual",)), ((True, MISSING), ("Auto",)), ((False, MISSING), ("Off",))),
        *(((MISSING, MISSING), (MISSING,)), ((MISSING, False), (MISSING,)), ((MISSING, MISSING), ("Other",))),
    ],
    says="on and hand are mode",
)
WORD = {**STRING, "enum": ["S3", "GCS", "None"]}
UNION: list[Rule] = [
    *(When("spec.type", [name], [Move("spec.url", f"spec.{name.lower()}.url")]) for name in ("S3", "GCS")),
    Lacks("spec.gcs.more"),
]
LIMITS: list[Rule] = [
    When("spec.type", ["S3"], [Move("spec.a", "spec.limit")]),
    When(
        "spec.type",
        ["GCS", MISSING],
        [Move("spec.b", "spec.limit"), At("spec.list[]", [Values("x", [("a", "b")], says="x")])],
    ),
    Kept("spec.a", why="under another type"),
    Kept("spec.b", why="under another type"),
]
KINDS = Implied(
    "spec.action.type", [("spec.action.redirect", PRESENT, "Redirect"), ("spec.action.forward", PRESENT, "Forward")]
)
NEWER: list[Rule] = [
    Move("spec.a", "spec.b.c"),
    Turn("spec.n", "spec.t", to_text, to_seconds, says="x"),
    Dropped("spec.d", why="x"),
    Kept("spec.k", why="x"),
    KINDS,
]
RULES: dict[str, tuple[list[Rule], Json, Json]] = {
    "Turn": ([SECONDS, Lacks("spec.limit.more")], fields(wait=NUMBER), fields(limit=fields(time=STRING, more=NUMBER))),
    "Items": ([Items("spec.args", "spec.args", "name")], fields(args=items(STRING)), fields(args=items(fields(name=STRING, more=NUMBER)))),
    "Wrap": ([Wrap("spec.image", "spec.image.name")], fields(image=STRING), fields(image=fields(name=STRING, tag=STRING))),
    "Keyed": ([Keyed("spec.ports", "spec.ports", "name")], fields(ports=values(fields(n=NUMBER))), fields(ports=items(fields(name=STRING, n=NUMBER)))),
    "Split": ([Split("spec.to", "s3://{spec.at.bucket}[/{spec.at.path}]")], fields(to={**STRING, "pattern": "^s3://[a-z]+(/[a-z]+)?$"}), fields(at=fields(bucket=LETTERS, path=LETTERS))),
    "Cases": ([MODES], fields(on=TRUTH, hand=TRUTH), fields(mode={**STRING, "enum": ["Off", "Auto", "Manual", "Other"]})),
    "Kept": ([Kept("spec.sum", why="x"), At("spec.hooks[]", [Kept("a", why="x")])], fields(sum=STRING, b=NUMBER, hooks=items(fields(a=STRING, c=STRING))), fields(b=NUMBER, hooks=items(fields(c=STRING)))),
    "Dropped": ([Dropped("spec.sum", why="x"), At("spec.hooks[]", [Dropped("a", why="x")])], fields(sum=STRING, b=NUMBER, hooks=items(fields(a=STRING, c=STRING))), fields(b=NUMBER, hooks=items(fields(c=STRING)))),
    "When": (UNION, fields(type=WORD, url=STRING), fields(type=WORD, url=STRING, s3=fields(url=STRING), gcs=fields(url=STRING, more=NUMBER))),
    "When, into one place": (LIMITS, fields(type=WORD, a=NUMBER, b=NUMBER, list=items(fields(x=STRING))), fields(type=WORD, limit=NUMBER, list=items(fields(x=STRING)))),
    "Implied": ([KINDS], fields(action=fields(redirect=STRING, forward=STRING)), fields(action=fields(redirect=STRING, forward=STRING, type={**STRING, "enum": ["Redirect", "Forward", "Other"]}))),
    "Implied by what the other has": ([Implied("spec.ref?.kind", [("spec.kind", PRESENT, SAME)])], fields(kind=STRING, ref=fields(name=STRING)), fields(kind=STRING, ref=fields(name=STRING, kind=STRING))),
    "Former": ([Former([Move("spec.account", "spec.accountName"), Items("spec.checks", "spec.strategy.checks", "name")])], fields(account=STRING, accountName=STRING, checks=items(STRING), strategy=fields(checks=items(fields(name=STRING, on=STRING)))), fields(accountName=STRING, strategy=fields(checks=items(fields(name=STRING, on=STRING))))),
    "Inverse": ([Inverse(NEWER)], fields(b=fields(c=STRING), t=STRING, action=fields(redirect=STRING, forward=STRING, type=STRING)), fields(a=STRING, n=NUMBER, k=STRING, d=STRING, action=fields(redirect=STRING, forward=STRING))),
    "Inverse of conditions": ([Inverse([*UNION, Kept("spec.url", why="under another type")])], fields(type=WORD, s3=fields(url=STRING), gcs=fields(url=STRING, more=NUMBER)), fields(type=WORD, url=STRING)),
    "in values": ([At("spec.pools{}", [Move("a", "b.c"), Kept("x", why="y")])], fields(pools=values(fields(a=STRING, x=NUMBER))), fields(pools=values(fields(b=fields(c=STRING))))),
    "Former, in items": ([Former([Move("spec.account", "spec.accountName")]), At("spec.pods[]", [Former([Move("old", "new")])])], fields(account=STRING, accountName=STRING, pods=items(fields(old=STRING, new=STRING))), fields(accountName=STRING, pods=items(fields(new=STRING)))),
    "in items": ([At("spec.hooks[]", [Wrap("a", "a.b")])], fields(hooks=items(fields(a=STRING))), fields(hooks=items(fields(a=fields(b=STRING, c=NUMBER))))),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_a_kind_with_the_rule_loses_nothing(name: str) -> None:
    rules, spoke, hub = RULES[name]
    kind = Kind("Thing", hub="e.io/v2", spokes={"e.io/v1": rules})
    schemas = {"e.io/v1": fields(spec=spoke), "e.io/v2": fields(spec=hub)}
    report = kconv.testing.check(kind=kind, schemas=schemas, examples=EXAMPLES, seed=1)
    assert not report.failures
