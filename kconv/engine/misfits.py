"""One stored object that its webhook refuses makes a whole kind unlistable, and objects of it undeletable.

So a conversion that is total refuses none: a value that a rule cannot read is a misfit. It is set aside, the rest of
the object converts, and the stash holds the value as it was until a conversion leads back. Rules know nothing of this:
it is found out here which values none of them carried over, and which rule was to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from kconv.engine.conversion import Misfit
from kconv.engine.difference import ListKeys
from kconv.engine.entries import Entry
from kconv.engine.places import Places
from kconv.engine.read_places import Reader, met, name, readers, why
from kconv.engine.route import Leg
from kconv.engine.set_aside import Raised, doubting
from kconv.engine.together import parted
from kconv.paths import MISSING, FieldPath, expand, get, meet, pattern, show
from kconv.rules import Converts, Json, Part

Unread = Mapping[FieldPath, Reader]
"""Places in a value which a rule was to read, each with the rule."""


def marked(
    leg: Leg, entries: list[Entry], want: Json, have: Json, keys: ListKeys, raised: Sequence[Raised], *, back: bool
) -> list[Misfit]:
    """The misfits among what a conversion could not carry over, whose entries get the label of the rule.

    ``back`` says that the conversion led from the hub, of which the entries then are. It was given ``want``, and
    ``have`` is what came back; ``raised`` are the rules that raised.
    """
    found: list[Misfit] = []
    version = leg.hub_version if back else leg.api_version
    places = Places(have, keys)
    doubts = cache(partial(doubting, leg.converting, want, back=back))
    for entry in [*entries]:
        meeting = () if _is_there(entry) else met(leg, back, pattern(entry["p"]))
        unread = _unread(meeting, entry, raised, doubts) if meeting else {}
        place = places.of(entry, []) if unread else None
        guards = _guards(entry, unread, readers(leg, back)) if place else []
        read = [guard["misfit"] for guard in guards if _is_in(have, guard, places)]
        unread = {below: each for below, each in unread.items() if not (each.rule.joint and each.label in read)}
        if place and unread:
            found += [Misfit(version, show((*place, *below)), each.name, each.why) for below, each in unread.items()]
            _mark(entries, entry, unread)
            entries += [guard for guard in guards if places.fit([guard]) and guard not in entries]
    return found + [Misfit(version, show(part.path), name(part.rule), why(part)) for part in _blind(leg, raised, back)]


def _is_in(have: Json, guard: Entry, places: Places) -> bool:
    """Whether a field came back. Then a rule has read the fields that it reads together, and writes them otherwise."""
    place = places.of({**guard, "is": None}, [])
    return place is not None and get(have, place) is not MISSING


def _is_there(entry: Entry) -> bool:
    """Whether something is in the place of an entry's value: it was only said in another way."""
    return entry.keys() != {"p", "is"}


def _unread(
    met: Sequence[Reader], entry: Entry, raised: Sequence[Raised], doubts: Callable[[], Sequence[Converts]]
) -> Unread:
    """The places in a value that is not there any more which a rule was to read: of several, the one that doubts."""
    path = pattern(entry["p"])
    # What is said in a former way is another way to say what is there: nothing is unread.
    meeting = [each for each in met if not each.rule.former or _is_among(each.rule, raised)]
    doubted = doubts() if len({id(each.rule) for each in meeting}) > 1 else []
    found: dict[FieldPath, Reader] = {}
    for reader in sorted(meeting, key=lambda each: (not _is_among(each.rule, doubted), len(each.place))):
        for below in expand(entry["is"], reader.place[len(path) :]):
            if get(entry["is"], below) is not MISSING and not any(meet(below, other) for other in found):
                found[below] = reader
    return found


def _is_among(rule: Converts, rules: Sequence[Converts]) -> bool:
    return any(rule is (each.rule if isinstance(each, Raised) else each) for each in rules)


def _blind(leg: Leg, raised: Sequence[Raised], back: bool) -> list[Part[Converts]]:
    """Rules that may read anything, and have raised: their objects are left as they were."""
    blind = [each.rule for each in raised if each.back == back and not each.places]
    return [part for part in leg.converting if _is_among(part.rule, blind)] if blind else []


def _mark(entries: list[Entry], entry: Entry, unread: Unread) -> None:
    """Give misfits the label of their rule: to the entry, or to new ones where it is a map that holds them.

    An edit of something else in that map must leave them: so each has an entry of its own.
    """
    holder, *fields = parted(entry, [*unread])
    entry.update(holder)
    for each, reader in zip(fields or [entry], unread.values(), strict=False):
        each["misfit"] = reader.label
    entries += fields


def _keys(path: FieldPath) -> tuple[str, ...]:
    return tuple(key for key in path if isinstance(key, str))


def _guards(entry: Entry, unread: Unread, known: Sequence[Reader]) -> list[Entry]:
    """Entries of fields that are not there, and that an edit would bring which the rule can read.

    They restore nothing, but keep the misfits from coming back beside what was written instead.
    """
    path = pattern(entry["p"])
    item = max((at + 1 for at, step in enumerate(entry["p"]) if not isinstance(step, str)), default=0)
    labels = {reader.label for reader in unread.values()}
    return [
        {"p": [*entry["p"][:item], *reader.place[item:]], "misfit": reader.label}
        for reader in known
        if reader.own and reader.label in labels and reader.place[:item] == path[:item]
        if len(_keys(reader.place[item:])) == len(reader.place[item:]) and not meet(reader.place, path)
    ]
