"""A stash that was made under another hub: its entries fit the shape of the version that was the hub then.

The author of a kind may let another version be the hub, and objects that were stored before keep their annotations for
years. As long as the former hub is a version, the object is converted to it, the entries are put back there, and what
today's hub keeps of the result is the stash from then on. Where that version is gone nothing can be put back, but an
older controller that still runs can: the entries stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from kconv.engine import stash
from kconv.engine.changes import from_former
from kconv.engine.compiled.narrow import Convert
from kconv.engine.compiled.walks import converter
from kconv.engine.conversion import Conversion, Misfit, Noted
from kconv.engine.difference import difference
from kconv.engine.edited import Edited
from kconv.engine.entries import Entry
from kconv.engine.kind import Kind
from kconv.engine.patch import restore
from kconv.engine.route import leg, route
from kconv.engine.together import unedited
from kconv.names import GroupVersion
from kconv.notes import Note
from kconv.rules import Converts, of_sort, parts
from kconv.values import Json

ConvertTo = Callable[[dict[str, Json], GroupVersion], Conversion]


def translated(
    kind: Kind, obj: dict[str, Json], convert: ConvertTo
) -> tuple[dict[str, Json], list[Noted], list[Misfit]]:
    """The object as a former hub's version has it, with a stash of today's hub in place of former ones, and what the
    conversions to it noted and could not read.

    It is the same object if no former hub is a version of the kind.
    """
    clean, held, _ = stash.take(obj, kind.names, kind.hub)
    versions = {str(version) for version in kind.versions}
    readable = [each for each in held.others if each["hub"] in versions]
    if not readable:
        return obj, [], []
    held.others = [each for each in held.others if each not in readable]
    obj = _with(kind, clean, held)
    noted: list[Noted] = []
    misfits: list[Misfit] = []
    for data in readable:
        hub = GroupVersion.parse(data["hub"])
        made = convert(obj, hub)
        misfits += made.misfits
        obj, found = _put_back(kind, obj, hub, data, made)
        noted += found
    return obj, noted, misfits


def _put_back(
    kind: Kind, obj: dict[str, Json], hub: GroupVersion, data: dict[str, Any], made: Conversion
) -> tuple[dict[str, Json], list[Noted]]:
    """The object in a former hub's version, as which it was ``made``, with what that hub's stash holds."""
    start, _, _ = stash.take(obj, kind.names, kind.hub)
    way = route(kind, GroupVersion.parse(start["apiVersion"]), hub)
    there, held, _ = stash.take(made.object, kind.names, kind.hub)
    held = held if held is not stash.NOTHING else stash.Stash()
    view = Edited(way.shown, way.moves, start, kind.list_keys)
    said: dict[str, Any] = dict(data.get("said", {}))
    there, doubts = restore(there, unedited(there, data.get("hidden", []), kind.list_keys), kind.list_keys, view)
    there, more = restore(there, unedited(there, said.pop(str(hub), []), kind.list_keys), kind.list_keys)
    there = _apart(kind, hub, there, held)
    _translate(kind, leg(kind, hub).to_hub(there), said, held)
    merged = {each: _merged(said.get(each, []), held.said.get(each, [])) for each in {**said, **held.said}}
    held.said = {version: entries for version, entries in merged.items() if entries}
    held.origin = data.get("from") or held.origin
    noted = [each for each in made.noted if not isinstance(each, Note) or each.kind == "default"]
    return _with(kind, there, held), [*noted, *(Note("ambiguous", "", doubt) for doubt in (*doubts, *more))]


def _apart(kind: Kind, hub: GroupVersion, there: dict[str, Json], held: stash.Stash) -> dict[str, Json]:
    """The object without what the former hub carried for other versions: today's hub has a place for it."""
    forth, own = _carrying(kind, hub)
    bare: dict[str, Json] = own(there, None)
    if bare is not there:
        held.hidden += difference(
            leg(kind, hub).to_hub(bare), {**forth(there, None), "apiVersion": kind.hub}, kind.list_keys
        )
    return bare


@lru_cache(maxsize=64)
def _carrying(kind: Kind, former: GroupVersion) -> tuple[Convert, Convert]:
    """What makes of an object that a former hub had one of today's hub, and what takes from it all that the former
    hub's version does not have."""
    found = from_former(kind.changes, str(former), kind.hub) if kind.changes else ([], [])
    rules, apart = (of_sort(parts(each), Converts) for each in found)
    return converter(rules, total=kind.total), converter(apart, back=True, total=kind.total)


def _translate(kind: Kind, have: Json, said: dict[str, list[Entry]], held: stash.Stash) -> None:
    """Take over what versions said and the former hub could not represent, as far as today's hub can."""
    keys = kind.list_keys
    whole, _ = restore(have, unedited(have, held.hidden, keys), keys)
    for version in [each for each in kind.versions if str(each) in said]:
        at, entries = leg(kind, version), said[str(version)]
        shown = at.from_hub(whole)
        own, _ = restore(shown, unedited(shown, entries, keys, at.former), keys)
        more = difference(at.to_hub(shown), at.to_hub(own), keys)
        if more:
            held.hidden += more
            whole, _ = restore(whole, more, keys)
            said[str(version)] = difference(at.from_hub(whole), own, keys)


def _merged(older: list[Entry], later: list[Entry]) -> list[Entry]:
    """Entries of one version, as two hubs kept them: the later ones count where both have a place."""
    places = [entry["p"] for entry in later]
    return [*later, *(entry for entry in older if entry["p"] not in places)]


def _with(kind: Kind, obj: dict[str, Json], held: stash.Stash) -> dict[str, Json]:
    """The object with a stash, if it holds anything, of any size: it is not what a server gets."""
    if not held:
        return obj
    return stash.put(obj, held, GroupVersion.parse(obj["apiVersion"]).kind(kind.name), kind.hub, copies=0)[0]
