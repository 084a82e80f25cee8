"""A webhook that is not there says nothing of its conversion: every law would break, and each object be waited for."""

from __future__ import annotations

from kconv.errors import ConversionError


class WebhookUnreachableError(ConversionError):
    """A conversion webhook cannot be asked, or does not answer in time. It ends a check: no law is broken by it."""
