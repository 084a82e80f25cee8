"""A version's defaults are part of its meaning: converted, an object must act as it did before.

So the object as it is converted in earnest, with the target's defaults, is the object with its own version's defaults,
converted.
"""

from __future__ import annotations

from kconv.testing.laws.base import Breach, Case, Law, Legs, arrow, differs
from kconv.testing.subject import Json, Subject, clone


def _applies(subject: Subject, legs: Legs) -> bool:  # noqa: ARG001 - one signature for every law
    return subject.filled is not None and not subject.between.defaults  # where a server fills them, all have them


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    made = (subject.deployed or subject.converted)(clone(case.obj), target)
    if made is None or subject.filled is None:
        return None
    acts = subject.filled(subject.bare(made, case.obj), target)
    full = subject.filled(case.obj, source)
    meant = subject.filled(subject.bare(subject.to(full, target), full), target)
    why = "with its defaults filled in, it acts differently from before"
    return differs(subject, _pruned(meant), _pruned(acts), target, why, arrow(source, target))


def _pruned(value: Json) -> Json:
    """Without nulls and empty maps and lists: which empty form a default leaves behind is not behaviour."""
    if isinstance(value, dict):
        kept = {key: _pruned(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, {}, [])}
    return [_pruned(item) for item in value] if isinstance(value, list) else value


LAW = Law(
    "same-behaviour",
    "A converted object acts as it did before: the old version's defaults count.",
    _holds,
    applies=_applies,
)
