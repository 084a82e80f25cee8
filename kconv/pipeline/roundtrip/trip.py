"""One object, to another version of its kind and back.

No defaults are filled in, and what the other version cannot represent may be stashed: then an object must come back
exactly, in type, order and absence. Otherwise a user who migrates and goes back would lose something.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kconv.engine import Conversion, Kind, patch, stash
from kconv.engine.entries import Entry
from kconv.engine.moves import carried, turned
from kconv.engine.route import leg
from kconv.errors import ConversionError
from kconv.kinds.registry import BUILT_IN, Kinds
from kconv.names import GroupVersion
from kconv.paths import MISSING, FieldPath, get, pattern, same, show
from kconv.pipeline.roundtrip.outcomes import Loss, Trip
from kconv.validation.finding import shortened

_REPORTED = ("ambiguous", "info")


def take(kind: Kind, obj: dict[str, Any], through: GroupVersion, kinds: Kinds = BUILT_IN) -> Trip:
    """Send an object of a kind through one of its other versions. Never raises."""
    trip, own = Trip(str(through)), GroupVersion.parse(obj["apiVersion"])
    try:
        there = kinds.convert(obj, through, defaults="none")
        _hold(trip, kind, own, there.object)
        back = kinds.convert(there.object, own, defaults="none")
    except ConversionError as error:
        trip.outcome, trip.why, trip.hint = "refused", error.reason, error.hint
        return trip
    except Exception as error:  # of one kind's rules
        from kconv.pipeline.defect import defect

        found = defect(error)
        trip.outcome, trip.why, trip.hint = "error", found.reason, found.hint
        return trip
    before, after = opened(kind, obj), opened(kind, back.object)
    if not same(before, after):
        trip.outcome, trip.losses = "lost", tuple(losses(kind, before, after))
    trip.notes = tuple(_notes(there, back))
    return trip


def _hold(trip: Trip, kind: Kind, own: GroupVersion, there: dict[str, Any]) -> None:
    """Record what the object carries in its annotations while it is in the other version."""
    annotations = get(there, ("metadata", "annotations"))
    if not isinstance(annotations, dict):
        return
    trip.annotations = 2 * stash.annotations_size(annotations)
    if stash.ANNOTATION in annotations:
        trip.outcome = "stashed"
        trip.stash = stash.annotations_size({stash.ANNOTATION: annotations[stash.ANNOTATION]})
        held = stash.take(there, kind.names, kind.hub)[1]
        home = turned(leg(kind, own).moves)
        trip.kept = _shown(carried(pattern(entry["p"]), home)[0] for entry in held.hidden)
        trip.said = _shown(pattern(entry["p"]) for entry in held.said.get(str(own), ()))


def opened(kind: Kind, obj: dict[str, Any]) -> dict[str, Any]:
    """The object with the content of its stash in place of the text.

    An object with a stash that went through a version that can represent all of it gets a new one. That names the
    version as its origin, and the entries, which are independent, may have another order.
    """
    held, wrong = stash.take(obj, kind.names, kind.hub)[1:]
    if wrong or not held:
        return obj
    said = {version: _sorted(entries) for version, entries in held.said.items()}
    data = [_sorted(held.hidden), said, held.frame]
    metadata = obj["metadata"]
    return {**obj, "metadata": {**metadata, "annotations": {**metadata["annotations"], stash.ANNOTATION: data}}}


def _sorted(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=_canonical)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _shown(paths: Iterable[FieldPath]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(show, paths)))


def losses(kind: Kind, before: dict[str, Any], after: dict[str, Any]) -> Iterable[Loss]:
    """Each place where an object came back as another one."""
    for path in patch.differing(after, before, kind.list_keys):
        yield Loss(show(path), *_words(get(before, path), get(after, path)))


def _words(before: Any, after: Any) -> tuple[str, str]:
    """Two values that differ, shortened so that the difference shows."""
    one, other = ("" if value is MISSING else shortened(value) for value in (before, after))
    if one == other:
        texts = [_canonical(value) for value in (before, after)]
        at = next((at for at, pair in enumerate(zip(*texts, strict=False)) if pair[0] != pair[1]), min(map(len, texts)))
        one, other = (f"…{text[max(0, at - 20) : at + 30]}…" for text in texts)
    return one, other


def _notes(*conversions: Conversion) -> Iterable[str]:
    notes = (note for each in conversions for note in each.notes if note.kind in _REPORTED)
    return dict.fromkeys(f"{note.path}: {note.message}" if note.path else note.message for note in notes)
