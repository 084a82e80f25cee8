"""A backend's port may be a string that is not a port name, although networking.k8s.io/v1 separates names from numbers.

v1 has one field for a name and one for a number, and only what fills in a placeholder knows which of them it stands
for. The servers of all versions refuse such a name (IsValidPortName of k8s.io/apimachinery), so it occurs only in text
that is not yet a manifest, or in one that was never applied.
"""

from __future__ import annotations

import re

from kconv.notes import Note
from kconv.placeholders import Unquoted
from kconv.rules import Answers, Decision, Json, Repair, Settled

_NAME = re.compile(r"(?!-)(?!.*--)(?=.*[a-z])[a-z0-9-]{1,15}(?<!-)")
_DIGITS = re.compile(r"0*[0-9]{1,5}")
# A text without the characters of a placeholder is never filled in: `a-name-that-is-too-long`.
_WORD = re.compile(r"[a-z0-9-]*")
_LARGEST = 65535
DECISION = Decision(
    "ingress.port",
    "A port of a backend that is a string but not a valid port name, such as a placeholder (`${PORT}`) or a number in "
    "quotes. v1 has one field for the name and one for the number.",
    {
        "number": "It goes to `port.number`: `80` in quotes becomes a number, a placeholder loses its quotes.",
        "name": "It goes to `port.name` unchanged.",
    },
)


def _settle(port: Json, answers: Answers) -> Settled:
    name = port.get("name")
    if not isinstance(name, str) or not name or _NAME.fullmatch(name):
        return port, [], []
    answer = DECISION.answered(answers)
    if answer == "name":
        return port, [Note("decision", "name", "kept as a name as decided")], []
    number = _number(name)
    if answer == "number" and number is not None:
        new = {"number" if key == "name" else key: number if key == "name" else port[key] for key in port}
        return new, [Note("decision", "number", f"{name} is a number as decided")], []
    return port, [], [DECISION.question("name", _why(name, number))]


def _number(text: str) -> int | Unquoted | None:
    """The value of ``port.number``; None for a text that is not, and will not become, a number."""
    if _DIGITS.fullmatch(text):
        return int(text) if 0 < int(text) <= _LARGEST else None
    return None if _WORD.fullmatch(text) else Unquoted(text)


def _why(text: str, number: int | Unquoted | None) -> str:
    if number is None:
        return f"{text!r} is neither a number nor a port name (up to 15 of a-z, 0-9 and single hyphens, with a letter)"
    return f"{text!r} is not a port name: decide whether it stands for a number or for a name"


PORT = Repair(
    _settle,
    says=["name: a string that is not a port name requires a decision (ingress.port)"],
    decisions=[DECISION],
    of_parts=True,
)
