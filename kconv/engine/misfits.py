"""One stored object that its webhook refuses makes a whole kind unlistable, and objects of it undeletable.

So a conversion that is total refuses none: a value that a rule cannot read is a misfit. It is set aside, the rest of
the object converts, and the stash holds the value as it was until a conversion leads back. Rules know nothing of this:
it is found out here which values none of them carried over, and which rule was to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kconv.engine.conversion import Misfit
from kconv.engine.entries import Entry
from kconv.engine.moves import carried, moves_to_hub
from kconv.engine.patch import ListKeys, fit, located
from kconv.engine.route import Leg
from kconv.engine.set_aside import Raised
from kconv.paths import MISSING, FieldPath, expand, get, meet, parse, pattern, show
from kconv.records import NamedTuple
from kconv.rules import Converts, Gone, Json, KnowsOnly, Part
from kconv.rules.conditional import Leftover
from kconv.rules.inverse import Inverted
from kconv.rules.move import taken_from


class _Reader(NamedTuple):
    """A rule, and a place that it reads, as a version has it before any other rule changes it.

    ``first`` is the first of the rule's places, ``said`` what the rule says of itself; a place that is not the
    version's ``own`` is one that the rule writes.
    """

    place: FieldPath
    first: FieldPath
    rule: Converts
    said: str
    own: bool


def marked(
    leg: Leg, entries: list[Entry], have: Json, keys: ListKeys, doubts: Sequence[Converts], *, back: bool
) -> list[Misfit]:
    """The misfits among what a conversion could not carry over, whose entries get the name of the rule.

    ``back`` says that the conversion led from the hub, of which the entries then are; ``have`` is what came back.
    """
    found: list[Misfit] = []
    version = leg.hub_version if back else leg.api_version
    readers = _readers(leg, back)
    for entry in [*entries]:
        if "is" not in entry or "was" in entry or "was#" in entry or "order" in entry:
            continue  # something is there in its place: it was only said in another way
        place = located(have, entry, keys, []) or pattern(entry["p"])
        unread = _unread(readers, entry, doubts)
        for below, reader in unread.items():
            found.append(Misfit(version, show((*place, *below)), _name(reader.rule), reader.said))
        if unread:
            _mark(entries, entry, unread)
            guards = _guards(entry, unread, readers)
            entries += [guard for guard in guards if fit(have, [guard], keys) and guard not in entries]
    return found + [
        Misfit(version, show(part.path), _name(part.rule), _said(part)) for part in _blind(leg, doubts, back)
    ]


def _blind(leg: Leg, doubts: Sequence[Converts], back: bool) -> list[Part[Converts]]:
    """Rules that may read anything, and have raised: their objects are left as they were."""
    raised = [each.rule for each in doubts if isinstance(each, Raised) and each.back == back and not each.places]
    return [part for part in leg.converting if _is_among(part.rule, raised)]


def _said(part: Part[Converts]) -> str:
    return "; ".join(part.describe())


def _unread(readers: Sequence[_Reader], entry: Entry, doubts: Sequence[Converts]) -> dict[FieldPath, _Reader]:
    """The places in a value that is not there any more which a rule was to read: the one that doubts, if one does."""
    path = pattern(entry["p"])
    meeting = [reader for reader in readers if meet(reader.place, path)]
    found: dict[FieldPath, _Reader] = {}
    for reader in sorted(meeting, key=lambda each: (not _is_among(each.rule, doubts), len(each.place))):
        for below in expand(entry["is"], reader.place[len(path) :]):
            if get(entry["is"], below) is not MISSING and not any(meet(below, other) for other in found):
                found[below] = reader
    return found


def _is_among(rule: Converts, rules: Sequence[Converts]) -> bool:
    return any(rule is (each.rule if isinstance(each, Raised) else each) for each in rules)


def _mark(entries: list[Entry], entry: Entry, unread: Mapping[FieldPath, _Reader]) -> None:
    """Give misfits the name of their rule: to the entry, or to others where it has the misfits of several, and more."""
    names = {_label(reader) for reader in unread.values()}
    rest = entry["is"]
    for below in unread:
        rest = taken_from(rest, _keys(below)) if below and len(_keys(below)) == len(below) else {}
    if len(names) == 1 and rest in ({}, []):
        entry["misfit"] = names.pop()
    else:
        entries += [
            {"p": [*entry["p"], *below], "is": get(entry["is"], below), "misfit": _label(reader)}
            for below, reader in unread.items()
        ]
        entry["is"] = rest


def _keys(path: FieldPath) -> tuple[str, ...]:
    return tuple(key for key in path if isinstance(key, str))


def _label(reader: _Reader) -> str:
    """What all fields that one rule could not read together have in common, and those of another rule have not."""
    return f"{_name(reader.rule)} {show(reader.first)}"


def _guards(entry: Entry, unread: Mapping[FieldPath, _Reader], readers: Sequence[_Reader]) -> list[Entry]:
    """Entries of fields that are not there, and that an edit would bring which the rule can read: they restore nothing,
    but keep the misfits from coming back beside what was written instead."""
    path = pattern(entry["p"])
    item = max((at + 1 for at, step in enumerate(entry["p"]) if not isinstance(step, str)), default=0)
    found: list[Entry] = []
    for own in {_label(reader): reader for reader in unread.values()}.values():
        places = [each.place for each in readers if each.own and _label(each) == _label(own)]
        for place in places:
            steps = [*entry["p"][:item], *place[item:]]
            guard: Entry = {"p": steps, "misfit": _label(own)}
            near = place[:item] == path[:item] and len(_keys(place[item:])) == len(place[item:])
            if near and not meet(place, path):
                found.append(guard)
    return found


def _name(rule: Converts) -> str:
    """A rule's name as its author wrote it, not that of what turns it round or restricts it."""
    return type(_inner(rule)).__name__


def _inner(rule: Converts) -> Converts:
    inner = getattr(rule, "rule", None)
    return _inner(inner) if isinstance(inner, Converts) else rule


@lru_cache(maxsize=1024)
def _readers(leg: Leg, back: bool) -> tuple[_Reader, ...]:
    """What a version's rules read of its objects, or ``back`` of the hub's, but for what the other simply lacks."""
    found: list[_Reader] = []
    lacking: list[FieldPath] = []
    for at, part in enumerate(leg.converting):
        lacking += _placed(leg, at, _lacks(part, back), back)
        if not isinstance(_inner(part.rule), (Gone, Leftover, KnowsOnly)) and not _inner(part.rule).lacks:
            said, places = _said(part), _placed(leg, at, _reads(part, back), back)
            others = _placed(leg, at, part.below(parse(pair[not back]) for pair in part.rule.moves), back)
            found += [_Reader(place, places[0], part.rule, said, place not in others) for place in places]
    return tuple(each for each in found if not any(each.place[: len(path)] == path for path in lacking))


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
    if back:
        pairs = moves_to_hub(leg.converting[at + 1 :])
    else:
        pairs = [(hub, spoke) for spoke, hub in moves_to_hub(leg.converting[:at])]
    return [place for path in paths for place in carried(path, pairs)]
