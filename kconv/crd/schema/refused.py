"""A type, default or constraint that a structural schema cannot express."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """Why, and what to write instead."""

    def __init__(self, why: str, advice: str = "") -> None:
        super().__init__(why)
        self.why, self.advice = why, advice


def shown(annotation: Any) -> str:
    """A type as it is written."""
    return annotation.__name__ if isinstance(annotation, type) else str(annotation).replace("typing.", "")
