"""Route: a map that became a list, a union of two actions, a timeout that was in seconds, a field called `from`."""

from __future__ import annotations

import re
from typing import Any, Final

from kconv.engine import Kind
from kconv.rules import At, Keyed, Lacks, Move, Rule, Turn
from tests.declared.nodes import NUMBER, STRING, fields, items, one_of, values, whole, word

Json = Any
OLD, NEW = "net.acme.io/v1alpha1", "net.acme.io/v1"


def to_text(seconds: int) -> str | None:
    return f"{seconds}s" if type(seconds) is int and abs(seconds) < 10**9 else None


def to_seconds(text: str) -> int | None:
    return int(text[:-1]) if re.fullmatch(r"0s|-?[1-9]\d{0,8}s", text) else None


V1: list[Rule] = [  # since v1alpha1
    Keyed("spec.backends", "spec.backends", "name"),
    At("spec.backends[]", [Move("ip", "address")]),
    At("spec.matches[]", [Move("source", "from")]),
    Move("spec.redirectTo", "spec.action.redirect.to"),
    Move("spec.forwardPath", "spec.action.forward.path"),
    Turn("spec.timeoutSeconds", "spec.timeout", to_text, to_seconds, says="timeoutSeconds: 10 is timeout: 10s", node={"type": "string"}),
]  # fmt: skip
ADDED: list[Rule] = [Lacks("spec.action.redirect.code"), At("spec.backends[]", [Lacks("token")])]
KIND: Final = Kind.of_changes(
    "Route", NEW, {OLD: [], NEW: [ADDED[0], *V1[:1], ADDED[1], *V1[1:]]}, list_keys={"spec.backends": ("name",)}
)

METHOD = word("GET", "POST")
KEY = fields("name", name=STRING, key=STRING)
SCHEMAS: dict[str, Json] = {
    OLD: whole(
        one_of("redirectTo", "forwardPath", fields(
            "host", "primary", "backends",
            host=STRING, primary=STRING, matches=items(fields("source", source=STRING, method=METHOD)),
            redirectTo=STRING, forwardPath=STRING, backends=values(fields("ip", ip=STRING, port=NUMBER)),
            timeoutSeconds={**NUMBER, "minimum": 1, "maximum": 10**9 - 1},
        ))
    ),
    NEW: whole(
        fields(
            "host", "primary", "action", "backends",
            host=STRING, primary=STRING, matches=items(fields("from", **{"from": STRING, "method": METHOD})),
            action=one_of("redirect", "forward", fields(redirect=fields("to", to=STRING, code=NUMBER), forward=fields("path", path=STRING))),
            backends=items(fields("name", "address", name=STRING, address=STRING, port=NUMBER, token=KEY), "name"),
            timeout=STRING,
        )
    ),
}  # fmt: skip
