"""One law, one choice of versions, many objects: all that is lost is collected, and the first object that breaks the
law is made as small as it can be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kconv.paths import FieldPath
from kconv.testing.cases import Cases
from kconv.testing.draws import Undrawable
from kconv.testing.edits import Edit
from kconv.testing.failure import Failure
from kconv.testing.laws.base import Breach, Case, Law, Legs, arrow
from kconv.testing.losses import Cause, Loss, causes, said, values
from kconv.testing.shrink import shrink
from kconv.testing.subject import Json, Subject
from kconv.testing.taken import taken
from kconv.testing.unreachable import WebhookUnreachableError


@dataclass
class Examined:
    """What one trial found: the first failure, all that was lost, the leaves of the schema that its objects had, how
    many objects were thrown away, and whether a webhook did not survive it.
    """

    failure: Failure | None = None
    losses: dict[Cause, Loss] = field(default_factory=dict)
    drawn: set[FieldPath] = field(default_factory=set)
    thrown: int = 0
    died: bool = False

    def add(self, losses: Iterable[Loss]) -> None:
        """Count losses of one object; each cause keeps the first that showed it."""
        for loss in losses:
            known = self.losses.get(loss.cause)
            self.losses[loss.cause] = known.beside(loss) if known else loss

    def end(self, subject: Subject, law: Law, failure: Failure, leaf: str = "") -> None:
        """The trial ends with an object that a webhook did not survive: none that is smaller can be sought.

        ``leaf`` is the one that the object was made for.
        """
        self.failure, self.died = failure, True
        at = frozenset({leaf} if leaf else ())
        why = causes(subject, failure.breach)
        self.add(Loss(each, law, failure.case, failure.breach, least=True, at=at) for each in why)


def find(subject: Subject, law: Law, legs: Legs, *, examples: int, seed: int) -> Failure | None:
    """Try a law on a number of objects; how it was broken, by the smallest object found, or None."""
    try:
        for case in Cases(subject, law, legs, examples, seed):
            if law.broken(subject, case) is not None:
                return _failure(subject, law, case, seed)
    except Undrawable:
        return _undrawable(law, legs, seed)
    return None


def examine(subject: Subject, law: Law, legs: Legs, *, examples: int, seed: int) -> Examined:
    """Try a law on a number of objects, and collect everything that breaks it.

    Raises WebhookUnreachableError for a webhook that cannot be asked, unless an object has just killed it.
    """
    found, shape = Examined(), subject.shapes.get(legs[0])
    cases = Cases(subject, law, legs, examples, seed)
    try:
        for case in cases:
            if shape is not None and shape.custom:
                found.drawn |= taken(subject, legs[0]).leaves(case.obj)
            breach = law.broken(subject, case)
            if breach is not None:
                at = frozenset({cases.leaf} if cases.leaf else ())
                found.add(
                    Loss(each, law, case, breach, 1, bool(at), at, values(subject, breach, each), said(breach, each))
                    for each in causes(subject, breach)
                )
                found.failure = found.failure or _failure(subject, law, case, seed)
    except Undrawable:
        found.failure = found.failure or _undrawable(law, legs, seed)
    except WebhookUnreachableError as error:
        found.end(subject, law, killed(law, legs, error, seed), cases.leaf)
    found.thrown = cases.thrown
    return found


def killed(law: Law, legs: Legs, error: WebhookUnreachableError, seed: int) -> Failure:
    """The failure by the object that a webhook did not survive. Raises the error where no object is to blame."""
    if error.killer is None:
        raise error
    why = Breach(f"the webhook does not survive this object: {error.reason}", arrow(*legs))
    return Failure(law.name, law.says, Case(error.killer, legs), why, seed)


def _undrawable(law: Law, legs: Legs, seed: int) -> Failure:
    why = f"no object of {legs[0]} could be drawn that its schema accepts: pass some with objects="
    return Failure(law.name, law.says, Case(None, legs), Breach(why, arrow(*legs)), seed)


def smallest(subject: Subject, loss: Loss, seed: int) -> Failure:
    """The failure by the smallest object that shows a loss."""
    return first(subject, loss, seed) if loss.least else _failure(subject, loss.law, loss.case, seed, loss.cause)


def first(subject: Subject, loss: Loss, seed: int) -> Failure:
    """The failure by the object that showed a loss first."""
    return Failure(loss.law.name, loss.law.says, loss.case, loss.breach, seed).with_rules(subject)


def recheck(subject: Subject, law: Law, case: Case, *, seed: int = 0) -> Failure | None:
    """Try a law on one case, such as one that was kept from an earlier failure."""
    return _failure(subject, law, case, seed) if law.broken(subject, case) else None


def _failure(subject: Subject, law: Law, case: Case, seed: int, cause: Cause | None = None) -> Failure:
    """The failure on the smallest case that shows it."""
    before = law.broken(subject, case)
    case = _smallest(subject, law, case, before, cause)
    breach = law.broken(subject, case) or before or Breach("it failed once, and not when it was tried again", "")
    return Failure(law.name, law.says, case, breach, seed).with_rules(subject)


def _smallest(subject: Subject, law: Law, case: Case, before: Breach | None, cause: Cause | None) -> Case:
    """Fewer edits first, then a smaller object, broken in the same way; one that the schema takes stays one."""
    shape = subject.shapes.get(case.legs[0])
    hold = not law.wild and shape is not None and shape.accepts(case.obj)
    wanted = cause or (min(causes(subject, before)) if before is not None else None)

    def shows(case: Case) -> bool:
        breach = law.broken(subject, case)
        if breach is None or before is None or wanted is None:
            return breach is not None and before is None
        return breach.leg == before.leg and any(wanted.meets(each) for each in causes(subject, breach))

    for edits in _fewer(case.edits):
        if shows(replace(case, edits=edits)):
            case = replace(case, edits=edits)
            break

    def fails(candidates: list[Json]) -> list[bool]:
        return [
            (not hold or (shape is not None and shape.accepts(each)))
            and subject.storable(each, case.legs[0])
            and shows(case.with_object(each))
            for each in candidates
        ]

    return case.with_object(shrink(case.obj, fails))


def _fewer(edits: tuple[Edit, ...]) -> Iterable[tuple[Edit, ...]]:
    """No edit, each alone, then those but one."""
    if edits:
        yield ()
    if len(edits) > 1:
        yield from ((edit,) for edit in edits)
    if len(edits) > 2:
        for index in range(len(edits)):
            yield (*edits[:index], *edits[index + 1 :])
