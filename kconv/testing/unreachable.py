"""A webhook that is not there says nothing of its conversion: every law would break, and each object be waited for."""

from __future__ import annotations

from kconv.errors import ConversionError


class WebhookUnreachableError(ConversionError):
    """A conversion webhook cannot be asked, or does not answer in time. It ends a check: no law is broken by it."""


def reachable(convert: object) -> None:
    """Raises WebhookUnreachableError where a converter found that out, though a law may have taken it for an answer."""
    lost = getattr(convert, "unreachable", None)
    if isinstance(lost, WebhookUnreachableError):
        raise lost.with_traceback(None)
