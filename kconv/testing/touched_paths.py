"""The fields that a conversion touches are few among hundreds: objects that lack them prove nothing.

Where a kind's rules are known they say which; of any other converter it is the fields that one version has and another
has not, and those that hold another API's fields, whose names may be the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.engine.route import leg
from kconv.names import GroupVersion
from kconv.paths import FieldPath
from kconv.structural.vocabulary import PRESERVE
from kconv.testing.subject import Subject

_MOST = 60
"""Paths; the shortest count, for below them everything else is drawn too."""


@lru_cache(maxsize=256)
def touched_paths(subject: Subject, version: str) -> tuple[FieldPath, ...]:
    """The paths in a version of what conversions from it touch."""
    shape = subject.shapes.get(version)
    if shape is None:
        return ()
    touched = _of_rules(subject, version) if subject.rules is not None else _of_shapes(subject, version)
    there = [path for path in dict.fromkeys(touched) if path and shape.at(path) is not None]
    return tuple(sorted(there, key=len)[:_MOST])


def _of_rules(subject: Subject, version: str) -> Iterator[FieldPath]:
    """What any version's rules read or write, as this version has it."""
    assert subject.rules is not None
    own = leg(subject.rules, GroupVersion.parse(version)).moves
    back = turned(own)
    for other in subject.versions:
        one = leg(subject.rules, GroupVersion.parse(other))
        theirs = moves_to_hub(one.converting)
        paths = [part.path + path for part in one.converting for path, _ in part.rule.changes]
        paths += [path for pair in theirs for path in pair]
        paths += [path for part in one.filling for path in part.below(part.rule.reads or ())]
        for path in paths:
            yield from carried(path, back)
            yield path
    for spoke, _ in own:
        yield spoke


def _of_shapes(subject: Subject, version: str) -> Iterator[FieldPath]:
    """What some versions lack, and what belongs to another API."""
    shape = subject.shapes[version]
    mine = list(shape.fields(8))
    others = [set(shape.fields(8)) for name, shape in subject.shapes.items() if name != version]
    for path in mine:
        if any(path not in other for other in others) or (shape.at(path) or {}).get(PRESERVE):
            yield path
