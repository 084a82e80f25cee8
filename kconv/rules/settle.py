"""What a version's server demands beyond its shape. Kubernetes' own conversion of 228 real old objects yields 49 that
its own server refuses; kconv mends what has one answer and asks where only a person knows.

These rules run on the finished object, only when behaviour is to be preserved for a real server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kconv.errors import Question
from kconv.paths import MISSING, get, keys, same
from kconv.rules.base import Answers, Json, Rule, Settled
from kconv.rules.move import nested


class Requires(Rule):
    """A field that must be there, with one of the allowed values (any non-empty text where none are listed).

    ``name`` is the decision that gives the answer, ``refused`` lists values that the server turns down.
    """

    def __init__(
        self, path: str, *, name: str, why: str, allowed: Sequence[str] = (), refused: Sequence[Json] = ()
    ) -> None:
        self.path = keys(path)
        self.text = path
        self.name = name
        self.why = why
        self.allowed = tuple(allowed)
        self.refused = tuple(refused)

    def settle(self, obj: Json, answers: Answers) -> Settled:
        value = get(obj, self.path)
        if (
            value not in (MISSING, None, "")
            and value not in self.refused
            and (not self.allowed or value in self.allowed)
        ):
            return obj, [], []
        answer = answers.get(self.name)
        if answer is None or (self.allowed and answer not in self.allowed):
            return obj, [], [Question(self.name, self.allowed, self.text, self.why)]
        return nested(obj, self.path, answer), [("decision", self.text, f"set to {answer} as decided")], []

    def describe(self) -> list[str]:
        return [f"{self.text}: {self.why} (decision {self.name})"]


class Repair(Rule):
    """A hand-written mend. The function gets the object and the answers, and returns what ``settle`` returns."""

    def __init__(self, mend: Callable[[Json, Answers], Settled], *, says: Sequence[str]) -> None:
        self._mend = mend
        self.says = list(says)

    def settle(self, obj: Json, answers: Answers) -> Settled:
        return self._mend(obj, answers)

    def describe(self) -> list[str]:
        return self.says


class Tells(Rule):
    """Something a person should know about an object that has this field: the nearest the version can say.

    ``values`` lists those it is told of; none means every value but null.
    """

    def __init__(self, path: str, message: str, *, kind: str = "nearest", values: Sequence[Json] = ()) -> None:
        self.path = keys(path)
        self.text = path
        self.message = message
        self.kind = kind
        self.values = tuple(values)

    def settle(self, obj: Json, answers: Answers) -> Settled:  # noqa: ARG002 - told whatever was answered
        value = get(obj, self.path)
        there = any(same(value, one) for one in self.values) if self.values else value not in (MISSING, None)
        return obj, [(self.kind, self.text, self.message)] if there else [], []

    def describe(self) -> list[str]:
        return [f"{self.text}: {self.message}"]
