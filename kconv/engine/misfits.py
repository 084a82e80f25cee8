"""One stored object that its webhook refuses makes a whole kind unlistable, and objects of it undeletable.

So a conversion that is total refuses none: a value that a rule cannot read is a misfit. It is set aside, the rest of
the object converts, and the stash holds the value as it was until a conversion leads back. Rules know nothing of this:
it is found out here which values none of them carried over, and which rule was to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kconv.engine.conversion import Misfit
from kconv.engine.entries import Entry
from kconv.engine.moves import carried, moves_to_hub
from kconv.engine.patch import ListKeys, located
from kconv.engine.route import Leg
from kconv.paths import MISSING, FieldPath, expand, get, meet, parse, pattern, show
from kconv.records import NamedTuple
from kconv.rules import Converts, Gone, Json, Part
from kconv.rules.conditional import Leftover


class _Reader(NamedTuple):
    """A rule, and a place that it reads, as a version has it before any other rule changes it."""

    place: FieldPath
    rule: Converts
    said: str


def marked(
    leg: Leg, entries: Sequence[Entry], have: Json, keys: ListKeys, doubts: Sequence[Converts], *, back: bool
) -> list[Misfit]:
    """The misfits among what a conversion could not carry over, whose entries get the name of the rule.

    ``back`` says that the conversion led from the hub, of which the entries then are; ``have`` is what came back.
    """
    found: list[Misfit] = []
    for entry in entries:
        if "is" not in entry or "was" in entry or "was#" in entry or "order" in entry:
            continue  # something is there in its place: it was only said in another way
        misfits = [*_of_entry(leg, entry, located(have, entry, keys, []), doubts, back=back)]
        if misfits:
            entry["misfit"] = misfits[0].rule
        found += misfits
    return found


def _of_entry(
    leg: Leg, entry: Entry, place: FieldPath | None, doubts: Sequence[Converts], *, back: bool
) -> Iterator[Misfit]:
    """The misfits in a value that is not there any more; the rule that doubted is the one that could not read it."""
    path = pattern(entry["p"])
    meeting = [reader for reader in _readers(leg, back) if meet(reader.place, path)]
    seen: set[FieldPath] = set()
    for reader in sorted(meeting, key=lambda each: not any(each.rule is rule for rule in doubts)):
        for below in expand(entry["is"], reader.place[len(path) :]):
            if get(entry["is"], below) is not MISSING and not any(meet(below, other) for other in seen):
                seen.add(below)
                version = leg.hub_version if back else leg.api_version
                yield Misfit(version, show((*(place or path), *below)), _name(reader.rule), reader.said)


def _name(rule: Converts) -> str:
    """A rule's name as its author wrote it, not that of what turns it round or restricts it."""
    inner = getattr(rule, "rule", None)
    return _name(inner) if isinstance(inner, Converts) else type(rule).__name__


@lru_cache(maxsize=1024)
def _readers(leg: Leg, back: bool) -> tuple[_Reader, ...]:
    """What a version's rules read of its objects, or ``back`` of the hub's, but for what the other simply lacks."""
    found: list[_Reader] = []
    lacking: list[FieldPath] = []
    for at, part in enumerate(leg.converting):
        lacking += _placed(leg, at, _lacks(part, back), back)
        if not isinstance(part.rule, (Gone, Leftover)) and not part.rule.lacks:
            said = "; ".join(part.describe())
            found += [_Reader(place, part.rule, said) for place in _placed(leg, at, _reads(part, back), back)]
    return tuple(each for each in found if not any(each.place[: len(path)] == path for path in lacking))


def _lacks(part: Part[Converts], back: bool) -> list[FieldPath]:
    if back:
        return part.below(part.rule.lacks)
    return part.below([part.rule.path]) if isinstance(part.rule, Gone) else []


def _reads(part: Part[Converts], back: bool) -> list[FieldPath]:
    written = {parse(pair[not back]) for pair in part.rule.moves}
    moved = [parse(pair[back]) for pair in part.rule.moves]
    changed = [path for path, _ in part.rule.changes if path and path not in written]
    return part.below(dict.fromkeys([*moved, *changed]))


def _placed(leg: Leg, at: int, paths: Sequence[FieldPath], back: bool) -> list[FieldPath]:
    """Paths of one of a version's rules, as its objects have them, or the hub's, where no rule has run yet."""
    if back:
        pairs = moves_to_hub(leg.converting[at + 1 :])
    else:
        pairs = [(hub, spoke) for spoke, hub in moves_to_hub(leg.converting[:at])]
    return [place for path in paths for place in carried(path, pairs)]
