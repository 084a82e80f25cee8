"""A version's server requires more than its schema. Kubernetes' own conversion of 228 real old objects yields 49 that
its own server refuses; kconv repairs what has one answer and asks if only the user knows.

These rules run on the finished object, only when behaviour is to be preserved for a real server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kconv.errors import Question
from kconv.names import Release
from kconv.notes import Note, NoteKind
from kconv.paths import EACH, MISSING, VALUES, FieldPath, Segment, get, keys, same, show
from kconv.rules.base import Answers, Demands, Part, Settled
from kconv.rules.decision import Decision
from kconv.values import Json, nested, update_each


class Requires(Demands):
    """A required field. If its value is not one that the decision accepts, the decision provides it."""

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
        return nested(obj, self.path, answer), [Note("decision", self.text, f"set to {answer} as decided")], []

    def describe(self) -> list[str]:
        return [f"{self.text}: {self.why} (decision {self.decision.name})"]


class Repair(Demands):
    """A function that repairs the object. It gets the object and the answers, and returns what ``settle`` returns.

    ``decisions`` are all that it may ask. ``since`` is the first release whose server requires it; ``of_parts`` means
    that it also holds for a fragment.
    """

    def __init__(
        self,
        mend: Callable[[Json, Answers], Settled],
        *,
        says: Sequence[str],
        decisions: Sequence[Decision] = (),
        since: str = "",
        of_parts: bool = False,
    ) -> None:
        self._mend = mend
        self.says = list(says)
        self.decisions = tuple(decisions)
        self.since = Release.parse(since) if since else None
        self.of_parts = of_parts

    def settle(self, obj: Json, answers: Answers) -> Settled:
        return self._mend(obj, answers)

    def describe(self) -> list[str]:
        return self.says


class Notes(Demands):
    """A note for every object that has this field, for example that a value is the nearest the version can express.

    ``values`` lists those that are reported; without it, every value but null is.
    """

    def __init__(self, path: str, message: str, *, kind: NoteKind = "nearest", values: Sequence[Json] = ()) -> None:
        self.path = keys(path)
        self.text = path
        self.message = message
        self.kind = kind
        self.of_others = kind == "reference"
        self.values = tuple(values)
        self._texts = frozenset(value for value in values if isinstance(value, str))

    def settle(self, obj: Json, answers: Answers) -> Settled:  # noqa: ARG002 - a note, whatever was answered
        value = get(obj, self.path)
        if value is MISSING or value is None or not self._is_told(value):
            return obj, [], []
        return obj, [Note(self.kind, self.text, self.message)], []

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


def settled(obj: Json, part: Part[Demands], answers: Answers) -> Settled:
    """The object with a demand met at every place; notes and questions have the path in the whole object.

    Nearly every object meets nearly every demand, so that places are only named once one is not met.
    """
    if not part.path:
        return part.rule.settle(obj, answers)
    if _is_met(obj, part.path, part.rule, answers):
        return obj, [], []
    notes: list[Note] = []
    questions: list[Question] = []

    def settle(found: Json, place: FieldPath) -> Json:
        new, said, asked = part.rule.settle(found, answers)
        notes.extend(each._replace(path=f"{show(place)}.{each.path}") for each in said)
        questions.extend(Question(q.name, q.allowed, f"{show(place)}.{q.path}", q.why) for q in asked)
        return new

    return _each(obj, part.path, settle), notes, questions


def _is_met(obj: Json, path: FieldPath, rule: Demands, answers: Answers) -> bool:
    """Whether every object that is there at a path meets a demand, and nothing is to be noted."""
    for at, step in enumerate(path):
        if step is EACH or step is VALUES:
            return _all_meet(obj, step, path[at + 1 :], rule, answers)
        obj = obj.get(step) if isinstance(obj, dict) else None
        if obj is None:
            return True
    if not isinstance(obj, dict):
        return True
    new, said, asked = rule.settle(obj, answers)
    return new is obj and not said and not asked


def _all_meet(holder: Json, step: Segment, path: FieldPath, rule: Demands, answers: Answers) -> bool:
    if step is VALUES:
        holder = list(holder.values()) if isinstance(holder, dict) else None
    for each in holder if isinstance(holder, list) else ():  # noqa: SIM110 - a third of the time of all()
        if not _is_met(each, path, rule, answers):
            return False
    return True


def _each(obj: Json, path: FieldPath, change: Callable[[Json, FieldPath], Json], place: FieldPath = ()) -> Json:
    """The object with ``change`` applied to every object that is there at a path, with the place of each."""
    at = len(place)
    if at == len(path):
        return change(obj, place) if isinstance(obj, dict) else obj
    step = path[at]
    if step is EACH:
        return _each_below(obj, path, change, place) if isinstance(obj, list) else obj
    if step is VALUES:
        return _each_below(obj, path, change, place) if isinstance(obj, dict) else obj
    child = obj.get(step) if isinstance(obj, dict) else None
    new = None if child is None else _each(child, path, change, (*place, step))
    return obj if new is child else {**obj, step: new}


def _each_below(holder: Json, path: FieldPath, change: Callable[[Json, FieldPath], Json], place: FieldPath) -> Json:
    return update_each(holder, lambda key, value: _each(value, path, change, (*place, key)))
