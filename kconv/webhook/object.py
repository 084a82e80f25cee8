"""One object of a review. The API server takes labels and annotations from the answer and restores other metadata.

It refuses a list whose one object has changed its name, and one without metadata: server-side apply sends such parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kconv.engine import convert_kind
from kconv.webhook import misfit_annotation

if TYPE_CHECKING:
    from kconv.engine.conversion import Misfit
    from kconv.webhook.served import ServedKind

OWN: Final = ("labels", "annotations")
"""The metadata that a conversion may change."""


class Converted(NamedTuple):
    """An object as it is sent back, and what no rule could read of it."""

    object: dict[str, Any]
    misfits: list[Misfit]


def converted(served: ServedKind, obj: dict[str, Any], desired: str) -> Converted:
    """An object in the desired version. Raises ConversionError."""
    if obj["apiVersion"] == desired:
        return Converted(_with_metadata(obj, obj.get("metadata"), obj.get("metadata")), [])
    unmarked = misfit_annotation.without(obj)
    made = convert_kind(served.conversion, unmarked, served.versions[desired], defaults="served")
    result = misfit_annotation.marked(made.object)
    return Converted(_with_metadata(result, obj.get("metadata"), result.get("metadata")), made.misfits)


def _with_metadata(obj: dict[str, Any], before: Any, now: Any) -> dict[str, Any]:
    """The object with the metadata that was sent, apart from labels and annotations."""
    if isinstance(now, dict) and now is before:
        return obj
    sent = before if isinstance(before, dict) else {}
    made = now if isinstance(now, dict) else {}
    metadata = {key: value for key, value in sent.items() if key not in OWN or key in made}
    metadata.update((key, made[key]) for key in OWN if key in made)
    return {**obj, "metadata": metadata}
