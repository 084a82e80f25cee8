"""A webhook that is not there says nothing of its conversion: every law would break, and each object be waited for."""

from __future__ import annotations

from typing import Any

from kconv.errors import ConversionError


class WebhookUnreachableError(ConversionError):
    """A conversion webhook cannot be asked, or does not answer in time. It ends a check: no law is broken by it.

    ``killer`` is the object after which a webhook was gone that had answered before; None if no object is to blame.
    """

    killer: Any = None


class NotConvertedError(ConversionError):
    """A webhook answers, and not with an object: it reports a failure, or something else answers at its URL."""
