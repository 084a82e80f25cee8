"""A result that its version's schema does not accept can be read, and not be written back; a field that the schema does
not name is lost without a word.
"""

from __future__ import annotations

from typing import Final

from kconv.paths import get
from kconv.testing.laws.base import Breach, Case, Law, Legs, arrow
from kconv.testing.served import as_is, as_served, says
from kconv.testing.subject import Json, Subject
from kconv.validation.finding import Finding

_OF_ANOTHER: Final = ("type", "enum")


def _applies(subject: Subject, legs: Legs) -> bool:
    return all(version in subject.shapes and subject.shapes[version].custom for version in legs)


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    if not subject.shapes[source].valid(as_served.stored(case.obj, subject.shapes[source])):
        return None
    answer = subject.answer(case.obj, target)
    found = [*_unknown(subject, answer, target), *_wrong(subject, answer, target)]
    if not found:
        return None
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return Breach(f"the schema of {target} does not accept the result: {found[0]}{more}", arrow(source, target), target)


def _unknown(subject: Subject, answer: Json, target: str) -> list[Finding]:
    """Fields that are pruned with what they hold. Empty ones, which moves and Go clients leave behind, do not count."""
    found = subject.shapes[target].findings(answer)
    return [each for each in found if each.rule == "unknown" and says(get(answer, each.path))]


def _wrong(subject: Subject, answer: Json, target: str) -> list[Finding]:
    """What a server refuses. Of a stored object it accepts what is only out of bounds, as long as it is unchanged."""
    shape = subject.shapes[target]
    stored = as_served.stored(answer, shape)
    found = shape.findings(stored)
    if subject.between == as_is:
        return found
    return [each for each in found if each.rule in _OF_ANOTHER] + shape.unwritable(stored)


LAW = Law(
    "valid-result",
    "A result is valid in the version that it says: its fields, types and values are those of the schema.",
    _holds,
    applies=_applies,
)
