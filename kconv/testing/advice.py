"""Which rule makes a result valid: the schemas say which version lacks a field, and so whose rules are to name it."""

from __future__ import annotations

from typing import Final

from kconv.engine import Kind
from kconv.names import GroupVersion
from kconv.paths import FieldPath, show
from kconv.rules import Cases, Implied, Inverse, Values
from kconv.rules.inverse import Inverted
from kconv.testing.blame import in_hub, touching
from kconv.testing.laws.base import Fault, Legs
from kconv.testing.laws.valid_result import WHAT
from kconv.testing.places import general
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
        version, rules = _lacking(subject, subject.rules, source, target, place)
        return f"in the rules of {version}: {rules}" + (f', behind "{touched[0]}"' if touched else "")
    if fault.what == WHAT["enum"]:
        if touched and not _has_table(subject.rules, spoke, touched[0]):
            return f'in the rules of {spoke}: "{touched[0]}" must not make {fault.value or "the value"}'
        table = f'the table of "{touched[0]}"' if touched else _at(place, _VALUES)
        return f"in the rules of {spoke}: add {fault.value or 'the value'} to {table}"
    if fault.what == WHAT["type"]:
        return f"in the rules of {spoke}: {_at(place, _TURN)}"
    return ""


def _lacking(subject: Subject, kind: Kind, source: str, target: str, place: FieldPath) -> tuple[str, str]:
    """The version whose rules are to name a field that the target lacks, and the rule."""
    above = in_hub(kind, target, place) if target != kind.hub else None
    hub = subject.shapes.get(kind.hub)
    of_hub = above is not None and hub is not None and hub.at(above) is not None
    version = target if of_hub else source
    if of_hub != _is_newer(kind, version):
        return version, _at(above if of_hub and above else place, _LACKS)
    return version, f"{_at(place, _KEPT)}, or Dropped if nobody reads it, or Move if it is called otherwise"


def _has_table(kind: Kind, version: str, words: str) -> bool:
    """Whether the rule with these words has a table of values."""
    found = (part for part in kind.parts(GroupVersion.parse(version)) if words in part.describe())
    return any(isinstance(part.rule, (Values, Cases, Implied, Inverted)) for part in found)


def _is_newer(kind: Kind, version: str) -> bool:
    """Whether a version's rules start from the hub: what one of them lacks, the other keeps."""
    return any(isinstance(rule, Inverse) for rule in kind.rules(GroupVersion.parse(version)))


def _at(place: FieldPath, rule: str) -> str:
    """A rule for a field, inside of At where the field is one of items or of a map's values."""
    at = next((len(place) - index for index, part in enumerate(reversed(place)) if not isinstance(part, str)), 0)
    written = rule.format(show(place[at:]) or "…")
    return f'At("{show(place[:at])}", [{written}])' if at else written
