"""A type, default or constraint that a structural schema cannot express."""

from __future__ import annotations

from typing import Any

from kconv.crd.source import Place


class RefusedError(Exception):
    """Why, and what to write instead; ``place`` if it is not where the field is."""

    def __init__(self, why: str, advice: str = "", place: Place | None = None) -> None:
        super().__init__(why)
        self.why, self.advice, self.place = why, advice, place


def shown(annotation: Any) -> str:
    """A type as it is written."""
    return annotation.__name__ if isinstance(annotation, type) else str(annotation).replace("typing.", "")
