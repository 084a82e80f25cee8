"""A result that its version's schema does not accept can be read, and not be written back; a field that the schema does
not name is lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kconv.paths import MISSING, get
from kconv.testing.laws.base import Breach, Case, Fault, Law, Legs, arrow
from kconv.testing.places import below, general
from kconv.testing.served import as_is, as_served, says
from kconv.testing.shape import Shape
from kconv.testing.subject import Json, Subject
from kconv.validation.finding import Finding, Rule, shortened

_OF_ANOTHER: Final = ("type", "enum")
WHAT: Final[dict[Rule, str]] = {
    "unknown": "no field of its schema",
    "type": "not of the type in its schema",
    "enum": "not one of the values in its schema",
    "required": "required by its schema, and missing",
    "format": "not in the format of its schema",
    "bounds": "out of the bounds of its schema",
    "pattern": "not what the pattern in its schema accepts",
}
"""What is wrong with a result, by the rule of the schema that it breaks."""
_ELSE: Final = "not accepted by its schema"


def _applies(subject: Subject, legs: Legs) -> bool:
    return all(version in subject.shapes and subject.shapes[version].custom for version in legs)


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    answer = subject.answer(case.obj, target)
    faults = _faults(subject, case, answer, target)
    if not faults or not _valid(subject.shapes[source], case.obj):
        return None
    return Breach(f"the schema of {target} does not accept the result", arrow(source, target), target, faults=faults)


def _valid(shape: Shape, obj: Json) -> bool:
    return shape.valid(obj) or shape.valid(as_served.stored(obj, shape))


def _faults(subject: Subject, case: Case, answer: Json, target: str) -> tuple[Fault, ...]:
    shape = subject.shapes[target]
    found = shape.findings(answer)
    if not found:
        return ()
    unknown = [each for each in found if each.rule == "unknown" and says(get(answer, each.path))]
    stored = subject.to(case.obj, target) if subject.between == as_served else as_served.stored(answer, shape)
    found = [*_leaves(unknown, answer, subject.shapes[case.legs[0]]), *_wrong(subject, stored, shape)]
    if subject.lossy is not None:
        found = [each for each in found if not subject.lossy.covers(each.path)]
    return tuple(dict.fromkeys(_fault(each, answer) for each in found))


def _fault(found: Finding, answer: Json) -> Fault:
    value = get(answer, found.path)
    said = shortened(value) if found.rule == "enum" and value is not MISSING else ""
    return Fault(found.path, WHAT.get(found.rule, _ELSE), found.message, said)


def _leaves(unknown: list[Finding], answer: Json, source: Shape) -> Iterator[Finding]:
    """Fields that are pruned with what they hold; the leaves, if the source names them, for rules may convert some.

    Empty fields, which moves and Go clients leave behind, do not count.
    """
    for each in unknown:
        value = get(answer, each.path)
        said = [each.path + path for path in below(value) if says(get(value, path))]
        named = dict.fromkeys(general(source, path) for path in said if source.at(path) is not None)
        yield from [each._replace(path=path) for path in named] or [each]


def _wrong(subject: Subject, stored: Json, shape: Shape) -> list[Finding]:
    """What a server refuses. Of a stored object it accepts what is only out of bounds, as long as it is unchanged."""
    found = shape.findings(stored)
    if subject.between == as_is:
        return found
    return [each for each in found if each.rule in _OF_ANOTHER] + shape.unwritable(stored)


LAW = Law(
    "valid-result",
    "A result is valid in the version that it says: its fields, types and values are those of the schema.",
    _holds,
    applies=_applies,
    swept=True,
)
