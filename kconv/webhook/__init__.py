"""The API server asks a webhook to convert the objects of a custom resource, one ConversionReview at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.webhook.asgi import application
    from kconv.webhook.request import ReviewError
    from kconv.webhook.review import Converter

__all__ = ["Converter", "ReviewError", "application"]
_PLACES = {"Converter": "review", "ReviewError": "request", "application": "asgi"}


def __getattr__(name: str) -> object:
    from kconv.exports import exported

    return exported(__name__, _PLACES, name)
