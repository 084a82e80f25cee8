"""Rules that hold inside a part of the object: in every backend, in the pod template, or only under a condition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from operator import is_
from typing import TYPE_CHECKING

from kconv.errors import Question
from kconv.names import Release
from kconv.paths import EACH, MISSING, FieldPath, get, parse, show
from kconv.rules.base import Answers, Doubts, Json, Rule, Settled
from kconv.rules.default import word
from kconv.rules.fills import Filling, Step, join, optional
from kconv.rules.walks import Walk, below, walker

if TYPE_CHECKING:
    from kconv.rules.fills import Add, Fill
    from kconv.rules.shape import Node, Resolve


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
        self.changes = tuple(
            (self.path + path, len(self.path) + depth)
            for rule in rules
            if rule.converts
            for path, depth in rule.changes
        )
        # Whatever a rule in here reads is in here.
        reads = [path for rule in rules if rule.fills for path in (((),) if rule.reads is None else rule.reads)]
        self.reads = tuple(self.path + path for path in reads)
        self.lacks = tuple(self.path + path for rule in rules for path in rule.lacks)
        self._converting = tuple(rule for rule in rules if rule.converts)
        self._filling = tuple(rule for rule in rules if rule.fills)
        self._settling = tuple(rule for rule in rules if rule.settles)
        self.parts = any(rule.parts for rule in self._settling)
        if any(rule.since or rule.parts != self.parts for rule in self._settling):
            raise ValueError("At settles for every release, and either parts too or none: give it rules that agree")

        self._forth = walker(self.walks(back=False))
        self._back = walker(self.walks(back=True))

    def to_hub(self, obj: Json) -> Json:
        return self._forth(obj, None)

    def from_hub(self, obj: Json) -> Json:
        return self._back(obj, None)

    def forth(self, obj: Json, doubts: Doubts) -> Json:
        return self._forth(obj, doubts)

    def back(self, obj: Json, doubts: Doubts) -> Json:
        return self._back(obj, doubts)

    def walks(self, *, back: bool) -> list[Walk]:
        rules = self._converting[::-1] if back else self._converting
        return [each for rule in rules for each in below(self.path, rule.walks(back=back))]

    def fillings(self, release: Release) -> list[Filling]:
        steps = optional(self.path)
        inner = [each for rule in self._filling for each in rule.fillings(release)]
        return [Filling(steps + each.steps, each.fill) for each in inner]

    def settle(self, obj: Json, answers: Answers) -> Settled:
        notes: list[tuple[str, str, str]] = []
        questions: list[Question] = []

        def settled(part: Json, place: FieldPath) -> Json:
            for rule in self._settling:
                part, told, asked = rule.settle(part, answers)
                if told or asked:
                    notes.extend((kind, f"{show(place)}.{path}", text) for kind, path, text in told)
                    questions.extend(Question(q.name, q.allowed, f"{show(place)}.{q.path}", q.why) for q in asked)
            return part

        return _each(obj, self.path, settled), notes, questions

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import shape

        part = shape.at(node, self.path, resolve)
        if part is None:
            return node
        new = part
        for rule in self._converting:
            new = rule.reshape(new, resolve)
        return node if new is part else shape.put(node, self.path, new, resolve)

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


def _each(obj: Json, path: FieldPath, change: Callable[[Json, FieldPath], Json], place: FieldPath = ()) -> Json:
    """The object with ``change`` applied to every object that is there at a path; it is told the place of each."""
    at = len(place)
    if at == len(path):
        return change(obj, place) if isinstance(obj, dict) else obj
    part = path[at]
    if part is EACH:
        return _each_item(obj, path, change, place) if isinstance(obj, list) else obj
    child = obj.get(part) if isinstance(obj, dict) else None
    new = None if child is None else _each(child, path, change, (*place, part))
    return obj if new is child else {**obj, part: new}


def _each_item(items: list[Json], path: FieldPath, change: Callable[[Json, FieldPath], Json], place: FieldPath) -> Json:
    out = [_each(item, path, change, (*place, index)) for index, item in enumerate(items)]
    return items if all(map(is_, out, items)) else out


class When(Rule):
    """Defaults that hold only while another field of the same object has one of some values."""

    def __init__(self, path: str, values: Sequence[Json], rules: Sequence[Rule]) -> None:
        self.path = parse(path)
        self.text = path
        self.values = tuple(values)
        self.rules = tuple(rules)
        inside = [rule.reads for rule in rules if rule.reads is not None]
        self.reads = (self.path, *chain(*inside)) if len(inside) == len(rules) else None
        if any(rule.converts for rule in rules):
            raise ValueError("When holds defaults only: a condition on a move could not be walked back")

    def fillings(self, release: Release) -> list[Filling]:
        inner = [each for rule in self.rules for each in rule.fillings(release)]
        shared = _shared_way(self.path, [each.steps for each in inner])
        governed = [Filling(each.steps[shared:], each.fill) for each in inner]
        path, values = self.path[shared:], self.values

        def make(add: Add) -> Fill:
            fills = join(governed, add)

            def fill(obj: Json) -> Json:
                if get(obj, path) in values:
                    for each in fills:
                        obj = each(obj)
                return obj

            return fill

        return [Filling(tuple((part, False) for part in self.path[:shared]), make)]

    def describe(self) -> list[str]:
        condition = " or ".join(dict.fromkeys(_word(value) for value in self.values))
        return [f"when {self.text} is {condition}: {line}" for rule in self.rules for line in rule.describe()]


def _shared_way(path: FieldPath, ways: Sequence[tuple[Step, ...]]) -> int:
    """How many steps the condition and all that it governs have in common, none of them optional."""
    for at, part in enumerate(path[:-1]):
        if any(way[at : at + 1] != ((part, False),) for way in ways):
            return at
    return len(path) - 1


def _word(value: Json) -> str:
    return "left out" if value in (MISSING, None, "") else word(value)
