"""The API server takes 262,144 bytes of annotations: what a converter keeps there must fit, or be refused before
anything is written.

`kubectl apply` copies the annotations of a manifest into one of its own: what is written into manifests must fit twice.
What a webhook adds is in no manifest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kconv.engine.stash import LIMIT, annotations_size
from kconv.testing.draws import Draw, choice
from kconv.testing.laws.base import Breach, Case, Law, arrow, places, there_and_back
from kconv.testing.subject import Json, Subject, clone
from kconv.testing.unreachable import WebhookUnreachableError

_ONCE: Final = "once: kubectl apply does not copy what a webhook adds"
_TWICE: Final = "twice: kubectl apply copies them into its own"


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:  # noqa: ARG001
    """One text in the object as large as everything that fits, and larger."""
    obj = clone(case.obj)
    maps = [each for each in places(obj) if isinstance(each, dict)]
    texts = [(each, key) for each in maps for key in each if isinstance(each[key], str)]
    if texts:
        holder, key = choice(draw, texts)
        holder[key] = "x" * choice(draw, [LIMIT // 4, LIMIT // 2, 2 * LIMIT])
    return replace(case, obj=obj)


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
