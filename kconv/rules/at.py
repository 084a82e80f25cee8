"""Rules that hold inside a part of the object: in every backend, in the pod template, or only under a condition."""

from __future__ import annotations

from collections.abc import Sequence

from kconv.errors import Question
from kconv.names import Release
from kconv.paths import MISSING, expand, get, parse, show
from kconv.rules.base import Answers, Json, Rule, Settled, put, update


class At(Rule):
    """Rules for the object at a path, or for every item where the path has ``[]``."""

    def __init__(self, path: str, rules: Sequence[Rule], *, shared: bool = False) -> None:
        self.path = parse(path)
        self.text = path
        self.rules = tuple(rules)
        self.shared = shared
        self.moves = tuple((f"{path}.{spoke}", f"{path}.{hub}") for rule in rules for spoke, hub in rule.moves)
        self.exact = all(rule.exact for rule in rules)
        self.decisions = tuple(decision for rule in rules for decision in rule.decisions)
        self._converting = tuple(rule for rule in rules if rule.converts)
        self._filling = tuple(rule for rule in rules if rule.fills)
        self._settling = tuple(rule for rule in rules if rule.settles)

    def to_hub(self, obj: Json) -> Json:
        def change(part: Json) -> Json:
            if isinstance(part, dict):
                for rule in self._converting:
                    part = rule.to_hub(part)
            return part

        return update(obj, self.path, change)

    def from_hub(self, obj: Json) -> Json:
        def change(part: Json) -> Json:
            if isinstance(part, dict):
                for rule in reversed(self._converting):
                    part = rule.from_hub(part)
            return part

        return update(obj, self.path, change)

    def fill(self, obj: Json, release: Release) -> Json:
        def change(part: Json) -> Json:
            if isinstance(part, dict):
                for rule in self._filling:
                    part = rule.fill(part, release)
            return part

        return update(obj, self.path, change)

    def settle(self, obj: Json, answers: Answers) -> Settled:
        notes: list[tuple[str, str, str]] = []
        questions: list[Question] = []
        for place in list(expand(obj, self.path)):
            part = get(obj, place)
            if not isinstance(part, dict):
                continue
            settled = part
            for rule in self._settling:
                settled, told, asked = rule.settle(settled, answers)
                notes += [(kind, f"{show(place)}.{path}", text) for kind, path, text in told]
                questions += [Question(q.name, q.allowed, f"{show(place)}.{q.path}", q.why) for q in asked]
            if settled is not part:
                obj = put(obj, place, settled)
        return obj, notes, questions

    @property
    def converts(self) -> bool:
        return bool(self._converting)

    @property
    def fills(self) -> bool:
        return bool(self._filling)

    @property
    def settles(self) -> bool:
        return bool(self._settling)

    def describe(self) -> list[str]:
        return [f"in {self.text}: {line}" for rule in self.rules for line in rule.describe()]


class When(Rule):
    """Defaults that hold only while another field of the same object has one of some values."""

    def __init__(self, path: str, values: Sequence[Json], rules: Sequence[Rule]) -> None:
        self.path = parse(path)
        self.text = path
        self.values = tuple(values)
        self.rules = tuple(rules)
        if any(rule.converts for rule in rules):
            raise ValueError("When holds defaults only: a condition on a move could not be walked back")

    def fill(self, obj: Json, release: Release) -> Json:
        if get(obj, self.path) in self.values:
            for rule in self.rules:
                obj = rule.fill(obj, release)
        return obj

    def describe(self) -> list[str]:
        condition = " or ".join(dict.fromkeys(_word(value) for value in self.values))
        return [f"when {self.text} is {condition}: {line}" for rule in self.rules for line in rule.describe()]


def _word(value: Json) -> str:
    return "left out" if value in (MISSING, None, "") else str(value)
