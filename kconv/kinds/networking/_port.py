"""A backend's port that is a string and no port's name: networking.k8s.io/v1 has one field for a name and one for a
number, and which of them a placeholder stands for is known only to what fills it in.

The servers of all versions refuse such a name (IsValidPortName of k8s.io/apimachinery), so that it only stands in text
that is not yet a manifest, or in one that never was applied.
"""

from __future__ import annotations

import re

from kconv.notes import Note
from kconv.placeholders import Unquoted
from kconv.rules import Answers, Decision, Json, Repair, Settled

_NAME = re.compile(r"(?!-)(?!.*--)(?=.*[a-z])[a-z0-9-]{1,15}(?<!-)")
_DIGITS = re.compile(r"0*[0-9]{1,5}")
# Nobody fills in what has none of the signs of a placeholder: `a-name-that-is-too-long`.
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
    """What stands in ``port.number``, None for a text that is no number and will be none."""
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
