"""What each rule of a version reads, as an object has it before any rule changes it: a value that is lost there is one
that the rule could not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.engine.route import Leg
from kconv.paths import FieldPath, meet, parse, show
from kconv.records import NamedTuple
from kconv.rules import Converts, Gone, KnowsOnly, Part, When
from kconv.rules.conditional import ConditionalChanges, Leftover
from kconv.rules.inverse import Inverted


class Reader(NamedTuple):
    """A rule, and a place that it reads.

    ``label`` is what all places of the rule have in common, and those of no other, ``why`` what the rule says of
    itself; a place that is not the version's ``own`` is one that the rule writes.
    """

    place: FieldPath
    rule: Converts
    label: str
    why: str
    own: bool

    @property
    def name(self) -> str:
        """The rule's name as its author wrote it, not that of what turns it round."""
        return name(self.rule)


@lru_cache(maxsize=1024)
def readers(leg: Leg, back: bool) -> tuple[Reader, ...]:
    """What a version's rules read of its objects, or ``back`` of the hub's; rules that only say what goes aside."""
    found: list[Reader] = []
    for at, part in enumerate(leg.converting):
        if isinstance(_inner(part.rule), (Gone, Leftover, KnowsOnly)) or _inner(part.rule).lacks:
            continue
        places = _placed(leg, at, _reads(part, back), back)
        others = _placed(leg, at, part.below(parse(pair[not back]) for pair in part.rule.moves), back)
        for place in places:
            label = f"{name(part.rule)} {show(places[0])}"
            found.append(Reader(place, part.rule, label, why(part), place not in others))
    return tuple(found)


@lru_cache(maxsize=4096)
def met(leg: Leg, back: bool, path: FieldPath) -> tuple[Reader, ...]:
    """What reads at a path, above or below it; nothing where one of the two versions simply has no field."""
    if any(path[: len(place)] == place for place in _lacking(leg, back)):
        return ()
    return tuple(each for each in readers(leg, back) if meet(each.place, path))


@lru_cache(maxsize=1024)
def _lacking(leg: Leg, back: bool) -> tuple[FieldPath, ...]:
    """What one of the two versions simply does not have, as the other has it."""
    return tuple(
        place for at, part in enumerate(leg.converting) for place in _placed(leg, at, _lacks(part, back), back)
    )


def name(rule: Converts) -> str:
    """A rule's name as its author wrote it."""
    inner = _inner(rule)
    return When.__name__ if isinstance(inner, ConditionalChanges) else type(inner).__name__


def why(part: Part[Converts]) -> str:
    """What a rule says of the fields that it reads."""
    return "; ".join(part.describe())


def _inner(rule: Converts) -> Converts:
    inner = getattr(rule, "rule", None)
    return _inner(inner) if isinstance(inner, Converts) else rule


def _lacks(part: Part[Converts], back: bool) -> list[FieldPath]:
    rule = _inner(part.rule)
    if isinstance(rule, Gone):
        return [] if back else part.below([rule.path])
    lacks = [rule.path] if isinstance(rule, KnowsOnly) else rule.lacks
    return part.below(lacks) if back != isinstance(part.rule, Inverted) else []


def _reads(part: Part[Converts], back: bool) -> list[FieldPath]:
    moved = [parse(pair[back]) for pair in part.rule.moves]
    return part.below(dict.fromkeys([*moved, *(path for path, _ in part.rule.changes if path)]))


def _placed(leg: Leg, at: int, paths: Sequence[FieldPath], back: bool) -> list[FieldPath]:
    """Paths of one of a version's rules, as its objects have them, or the hub's, where no rule has run yet."""
    pairs = moves_to_hub(leg.converting[at + 1 :]) if back else turned(moves_to_hub(leg.converting[:at]))
    return [place for path in paths for place in carried(path, pairs)]
