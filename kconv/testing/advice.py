"""Which rule makes a result valid: the schemas say which version lacks a field, and so whose rules are to name it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kconv.engine import Kind
from kconv.names import GroupVersion
from kconv.paths import FieldPath, show
from kconv.rules import Cases, Implied, Inverse, Values
from kconv.rules.inverse import Inverted
from kconv.testing.blame import converting, in_hub, touching
from kconv.testing.laws.base import Fault, Legs
from kconv.testing.laws.valid_result import WHAT
from kconv.testing.places import general
from kconv.testing.renamed import Field, item
from kconv.testing.subject import Subject

_LACKS: Final = 'Lacks("{0}")'
_KEPT: Final = 'Kept("{0}", why=…)'
_VALUES: Final = 'Values("{0}", [(…, …)], says=…)'
_TURN: Final = 'Turn("{0}", "{0}", to_hub, from_hub, says=…)'


def remedy(subject: Subject, legs: Legs, fault: Fault) -> str:
    """What to change in the rules of a kind; "" for a converter without rules, and if no rule is known to help."""
    if subject.rules is None:
        return ""
    source, target = legs[:2]
    place = general(subject.shapes[target], fault.path)
    spoke = source if target == subject.rules.hub else target
    touched = touching(subject.rules, spoke, place)
    if fault.what == WHAT["unknown"]:
        return _unknown(subject, subject.rules, legs, place, touched)
    if fault.what == WHAT["enum"]:
        if touched and not _has_table(subject.rules, spoke, touched[0]):
            return f'in the rules of {spoke}: "{touched[0]}" must not make {fault.value or "the value"}'
        table = f'the table of "{touched[0]}"' if touched else _at(place, _VALUES)
        return f"in the rules of {spoke}: add {fault.value or 'the value'} to {table}"
    if fault.what == WHAT["type"]:
        return f"in the rules of {spoke}: {_at(place, _TURN)}"
    return ""


def _unknown(subject: Subject, kind: Kind, legs: Legs, place: FieldPath, touched: Sequence[str]) -> str:
    """What to do about a field that the target lacks: a rule may be wrong, a move may be missing, or it is new."""
    field = _lacking(subject, kind, legs[0], legs[1], place)
    where, rule = f"in the rules of {field.version}", _rule(field)
    converts = converting(kind, field.version, place)
    if converts:
        return f'{where}: "{converts[0]}" does not convert it: correct that rule, or add behind it {rule}'
    moves = [_move(field, other) for other in field.others()]
    if moves:
        return f"{where}: {' or '.join(moves)} if it is that field, else {rule}"
    behind = f', behind "{touched[0]}"' if touched else ""
    meant = field.moves()
    return f"{where}: {rule}{behind}" + (f'; or, if "{meant[0]}" is meant for it, correct that rule' if meant else "")


def _lacking(subject: Subject, kind: Kind, source: str, target: str, place: FieldPath) -> Field:
    """The field that the target lacks, of the version whose rules are to name it."""
    above = in_hub(kind, target, place) if target != kind.hub else None
    hub = subject.shapes.get(kind.hub)
    if above is not None and hub is not None and hub.at(above) is not None:
        return Field(subject, kind, target, above, of_hub=True)
    return Field(subject, kind, source, place, of_hub=False)


def _rule(field: Field) -> str:
    """The rule for a field that is new, or gone."""
    if field.of_hub != _is_newer(field.kind, field.version):
        return _at(field.path, _LACKS)
    return f"{_at(field.path, _KEPT)}, or Dropped if nobody reads it"


def _move(field: Field, other: FieldPath) -> str:
    """The rule for a field that has another name in the other one of the two."""
    old, new = (other, field.path) if field.of_hub else (field.path, other)
    if _is_newer(field.kind, field.version):
        old, new = new, old
    at = item(old)
    written = f'Move("{show(old[at:])}", "{show(new[at:])}")'
    return f'At("{show(old[:at])}", [{written}])' if at else written


def _has_table(kind: Kind, version: str, words: str) -> bool:
    """Whether the rule with these words has a table of values."""
    found = (part for part in kind.parts(GroupVersion.parse(version)) if words in part.describe())
    return any(isinstance(part.rule, (Values, Cases, Implied, Inverted)) for part in found)


def _is_newer(kind: Kind, version: str) -> bool:
    """Whether a version's rules start from the hub: what one of them lacks, the other keeps."""
    return any(isinstance(rule, Inverse) for rule in kind.rules(GroupVersion.parse(version)))


def _at(place: FieldPath, rule: str) -> str:
    """A rule for a field, inside of At where the field is one of items or of a map's values."""
    at = item(place)
    written = rule.format(show(place[at:]) or "…")
    return f'At("{show(place[:at])}", [{written}])' if at else written
