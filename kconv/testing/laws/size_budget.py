"""The API server takes 262,144 bytes of annotations: what a converter keeps there must fit, or be refused before
anything is written.

`kubectl apply` copies the annotations of a manifest into one of its own: what is written into manifests must fit twice.
What a webhook adds is in no manifest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kconv.engine.stash import LIMIT, annotations_size
from kconv.paths import FieldPath, get
from kconv.testing.draws import Draw, choice
from kconv.testing.laws.base import Breach, Case, Law, arrow, there_and_back
from kconv.testing.places import below
from kconv.testing.shape import Shape
from kconv.testing.subject import Json, Subject
from kconv.testing.unreachable import WebhookUnreachableError
from kconv.values import put

_ONCE: Final = "once: kubectl apply does not copy what a webhook adds"
_TWICE: Final = "twice: kubectl apply copies them into its own"


_METADATA: Final = frozenset({"metadata", "labels", "annotations", "matchLabels"})
_SIZES: Final = (LIMIT // 4, LIMIT // 2, 2 * LIMIT)
_BOUNDED: Final = ("pattern", "maxLength", "enum", "format")
"""What leaves no room for any text. A pattern is not even tried: Python takes hours where Go takes no time."""


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:
    """One text in the object as large as everything that fits, and larger."""
    shape = subject.shapes.get(case.legs[0])
    texts = [path for path in below(case.obj) if isinstance(get(case.obj, path), str) and _has_room(shape, path)]
    if not texts:
        return case
    return replace(case, obj=put(case.obj, choice(draw, texts), "x" * choice(draw, _SIZES)))


def _has_room(shape: Shape | None, path: FieldPath) -> bool:
    """Whether a field may have a text of any size, as far as the schema says; metadata and selectors may not."""
    if len(path) < 2 or not _METADATA.isdisjoint(path):
        return False
    node = shape.at(path) if shape is not None and shape.custom else None
    return not any((node or {}).get(bound) is not None for bound in _BOUNDED)


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    try:
        there = subject.to(case.obj, target)
    except WebhookUnreachableError:
        raise
    except Exception as error:
        if str(error).strip():
            return None  # it is said, and nothing was written
        return Breach(
            f"it is too large to be kept, and the {type(error).__name__} that was raised does not say so",
            arrow(source, target),
        )
    if not subject.own_annotations(there, case.obj):
        return there_and_back(subject, case)
    times, counted = (1, _ONCE) if subject.between.restores else (2, _TWICE)
    size = times * annotations_size(_annotations(there))
    if size <= LIMIT:
        return there_and_back(subject, case)
    why = f"its annotations take {size:,} bytes (counted {counted}), and the API server accepts {LIMIT:,}"
    return Breach(why, arrow(source, target), target)


def _annotations(obj: Json) -> dict[str, Json]:
    found: dict[str, Json] = obj["metadata"]["annotations"]
    return found


LAW = Law(
    "size-budget",
    "A large object comes back complete, and what is kept in annotations fits into them, or an error is raised.",
    _holds,
    drawn=_drawn,
    wild=True,
)
