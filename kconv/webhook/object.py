"""One object of a review. The API server takes labels and annotations from the answer and restores other metadata.

It refuses a list whose one object has changed its name, one without metadata (server-side apply sends such parts), and
one with more annotations than an object may have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kconv.engine import convert_kind, own_metadata, stash
from kconv.errors import StashTooLargeError
from kconv.webhook import marks

if TYPE_CHECKING:
    from kconv.engine.conversion import Misfit
    from kconv.webhook.served import ServedKind

OWN: Final = ("labels", "annotations")
"""The metadata that a conversion may change."""


class Converted(NamedTuple):
    """An object as it is sent back, what no rule could read of it, and the fields for which no room is left."""

    object: dict[str, Any]
    misfits: Sequence[Misfit] = ()
    left_out: Sequence[str] = ()


def converted(served: ServedKind, obj: dict[str, Any], desired: str) -> Converted:
    """An object in the desired version. Raises ConversionError."""
    metadata = obj.get("metadata")
    if obj["apiVersion"] == desired:
        return Converted(obj if isinstance(metadata, dict) else {**obj, "metadata": {}})
    unmarked = marks.without(obj)
    try:
        made = convert_kind(served.conversion, unmarked, served.versions[desired], defaults="served")
    except StashTooLargeError:
        return _without_room(served, unmarked, desired)
    result = marks.with_misfits(made.object)
    return Converted(_restored(result, metadata), made.misfits)


def _without_room(served: ServedKind, obj: dict[str, Any], desired: str) -> Converted:
    """The object without what its annotations have no room for, which it says. To refuse it would stop every list."""
    to = served.versions[desired]
    try:
        made = convert_kind(served.conversion, obj, to, defaults="served", keep=False)
    except StashTooLargeError:  # that of a former hub, which is translated first
        clean, *_ = stash.take(obj, served.conversion.names, served.conversion.hub)
        made = convert_kind(served.conversion, clean, to, defaults="served", keep=False)
    left_out = list(dict.fromkeys(question.path for question in made.questions))
    result = marks.with_left_out(made.object, obj["apiVersion"], left_out)
    return Converted(_restored(result, obj.get("metadata")), made.misfits, left_out)


def _restored(obj: dict[str, Any], before: Any) -> dict[str, Any]:
    """The object with the metadata that was sent, apart from labels and annotations. A stash may be forged: what comes
    out of it is to be a label, too."""
    now = obj.get("metadata")
    if now is before and isinstance(now, dict):
        return obj
    made = now if isinstance(now, dict) else {}
    sent = before if isinstance(before, dict) else {}
    metadata = {key: value for key, value in sent.items() if key not in OWN}
    metadata.update((key, made[key]) for key in OWN if key in made)
    return own_metadata.valid({**obj, "metadata": metadata}, {"metadata": sent})
