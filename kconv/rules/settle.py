"""What a version's server demands beyond its shape. Kubernetes' own conversion of 228 real old objects yields 49 that
its own server refuses; kconv mends what has one answer and asks where only a person knows.

These rules run on the finished object, only when behaviour is to be preserved for a real server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kconv.names import Release
from kconv.paths import MISSING, get, keys, same
from kconv.rules.base import Answers, Json, Rule, Settled
from kconv.rules.decision import Decision
from kconv.rules.move import nested


class Requires(Rule):
    """A field that must be there, with a value that the decision takes, which else gives it."""

    def __init__(self, path: str, decision: Decision, *, why: str) -> None:
        self.path = keys(path)
        self.text = path
        self.decision = decision
        self.decisions = (decision,)
        self.why = why

    def settle(self, obj: Json, answers: Answers) -> Settled:
        if self.decision.takes(get(obj, self.path)):
            return obj, [], []
        answer = self.decision.answered(answers)
        if answer is None:
            return obj, [], [self.decision.question(self.text, self.why)]
        return nested(obj, self.path, answer), [("decision", self.text, f"set to {answer} as decided")], []

    def describe(self) -> list[str]:
        return [f"{self.text}: {self.why} (decision {self.decision.name})"]


class Repair(Rule):
    """A hand-written mend. The function gets the object and the answers, and returns what ``settle`` returns.

    ``decisions`` are all that it may ask. ``since`` is the first release whose server wants it; ``parts`` says that it
    holds for a part of an object too.
    """

    def __init__(
        self,
        mend: Callable[[Json, Answers], Settled],
        *,
        says: Sequence[str],
        decisions: Sequence[Decision] = (),
        since: str = "",
        parts: bool = False,
    ) -> None:
        self._mend = mend
        self.says = list(says)
        self.decisions = tuple(decisions)
        self.since = Release.parse(since) if since else None
        self.parts = parts

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
        self._texts = frozenset(value for value in values if isinstance(value, str))

    def settle(self, obj: Json, answers: Answers) -> Settled:  # noqa: ARG002 - told whatever was answered
        value = get(obj, self.path)
        if value is MISSING or value is None or not self._is_told(value):
            return obj, [], []
        return obj, [(self.kind, self.text, self.message)], []

    def _is_told(self, value: Json) -> bool:
        if not self.values:
            return True
        if type(value) is str:
            return value in self._texts
        for one in self.values:  # noqa: SIM110 - a third of the time of any()
            if same(value, one):
                return True
        return False

    def describe(self) -> list[str]:
        return [f"{self.text}: {self.message}"]
