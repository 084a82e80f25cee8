"""One object of a review. The API server takes labels and annotations from the answer and restores other metadata.

It refuses a list whose one object has changed its name, one without metadata (server-side apply sends such parts), and
one with more annotations than an object may have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kconv.engine import convert_kind, own_metadata
from kconv.engine.stash import ANNOTATION
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
    made = convert_kind(served.conversion, unmarked, served.versions[desired], defaults="served", keep="fitting")
    result = marks.with_left_out(marks.with_misfits(made.object), made.left_out)
    stashed = ANNOTATION in marks.annotations_of(obj)
    return Converted(_restored(result, metadata, stashed=stashed), made.misfits, made.left_out)


def _restored(obj: dict[str, Any], before: Any, *, stashed: bool) -> dict[str, Any]:
    """The object with the metadata that was sent, apart from labels and annotations. A stash may be forged: what comes
    out of it is to be a label, too."""
    now = obj.get("metadata")
    if now is before and isinstance(now, dict):
        return obj
    made = now if isinstance(now, dict) else {}
    sent = before if isinstance(before, dict) else {}
    metadata = {key: value for key, value in sent.items() if key not in OWN}
    metadata.update((key, made[key]) for key in OWN if key in made)
    restored: dict[str, Any] = {**obj, "metadata": metadata}
    if stashed:
        restored = own_metadata.valid(restored, {"metadata": sent})
    return restored
