"""An operator that copies its object's labels and annotations to what it creates must leave out what is of that object.

A stash on a child is dead weight of up to 256 KiB, and one of another kind at that. kubectl's copy makes the next apply
of the child remove what it never applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kconv.engine.stash import ANNOTATION, LEFT_OUT, MISFITS
from kconv.objects.references import LAST_APPLIED

OWN: Final = frozenset({ANNOTATION, MISFITS, LEFT_OUT, LAST_APPLIED})
"""The annotations that speak of one object alone."""


def inherited_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The labels and annotations of an object's metadata that the objects which it creates may have, too.

    ``metadata`` is that of the object, which is not changed; labels and annotations are absent where none are left.
    Left out are kconv's stash and its notes on it, and kubectl's last-applied-configuration.
    """
    labels = metadata.get("labels") or {}
    annotations = {key: value for key, value in (metadata.get("annotations") or {}).items() if key not in OWN}
    return ({"labels": dict(labels)} if labels else {}) | ({"annotations": annotations} if annotations else {})
