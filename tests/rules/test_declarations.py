"""The declarations of an imaginary operator: several rules together, as its authors write them."""

from __future__ import annotations

from typing import Any

import pytest

import kconv.testing
from kconv.engine import Kind, convert_kind
from kconv.names import GroupVersion, Release
from kconv.rules import At, Dropped, Kept, Keyed, Move, Rule, Split, Turn, Values
from tests.rules.test_forms import to_seconds, to_text
from tests.tiers import examples

Json = Any
BACKUP: list[Rule] = [
    Split("spec.target", "s3://{spec.destination.bucket}[/{spec.destination.path}]"),
    Move("spec.secret", "spec.secretRef.name"),
    Move("spec.keep", "spec.retention.count"),
    Move("spec.onFailure", "spec.retryPolicy"),
    Values("spec.retryPolicy", [("ALWAYS", "Always"), ("RETRY", "OnFailure"), ("NEVER", "Never")], says="it was in capitals"),
    At("spec.hooks[]", [
        Move("cmd", "command"),
        Move("after", "when"),
        Values("when", [(True, "After"), (False, "Before")], says="after: true is when: After"),
    ]),
    Move("status.state", "status.phase"),
    Kept("spec.checksum", why="copies are sha256 now"),
    Dropped("spec.verbose", why="no controller has ever read it"),
]  # fmt: skip
ROUTE: list[Rule] = [
    Keyed("spec.backends", "spec.backends", "name"),
    At("spec.backends[]", [Move("ip", "address")]),
    At("spec.matches[]", [Move("source", "from")]),
    Move("spec.redirectTo", "spec.action.redirect.to"),
    Move("spec.forwardPath", "spec.action.forward.path"),
    Turn("spec.timeoutSeconds", "spec.timeout", to_text, to_seconds, says="timeoutSeconds: 10 is timeout: 10s"),
]
DECLARED: list[tuple[list[Rule], Json, Json]] = [
    (
        BACKUP,
        {"target": "s3://b/p", "secret": "s", "keep": 7, "onFailure": "RETRY", "checksum": "md5", "verbose": True, "hooks": [{"name": "a", "cmd": ["ls"], "after": True}]},
        {"destination": {"bucket": "b", "path": "p"}, "secretRef": {"name": "s"}, "retention": {"count": 7}, "retryPolicy": "OnFailure", "hooks": [{"name": "a", "command": ["ls"], "when": "After"}]},
    ),
    (
        ROUTE,
        {"backends": {"b": {"ip": "10.0.0.1"}}, "matches": [{"source": "x"}], "redirectTo": "y", "timeoutSeconds": 10},
        {"backends": [{"name": "b", "address": "10.0.0.1"}], "matches": [{"from": "x"}], "action": {"redirect": {"to": "y"}}, "timeout": "10s"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "old", "new"), DECLARED, ids=["Backup", "Route"])
def test_a_declaration_converts_and_loses_nothing(rules: list[Rule], old: Json, new: Json) -> None:
    kind = Kind("Thing", hub="e.io/v2", spokes={"e.io/v1": rules})
    obj = {"apiVersion": "e.io/v1", "kind": "Thing", "metadata": {"name": "x"}, "spec": old}
    to = GroupVersion.parse("e.io/v2")
    assert convert_kind(kind, obj, to, release=Release.parse("1.34")).object["spec"] == new
    anything = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    schemas = {version: {"type": "object", "properties": {"spec": anything}} for version in ("e.io/v1", "e.io/v2")}
    report = kconv.testing.check(
        kind=kind,
        schemas=schemas,
        objects=[obj, {**obj, "apiVersion": "e.io/v2", "spec": new}],
        examples=examples(40),
        seed=1,
    )
    report.raise_if_failed()
