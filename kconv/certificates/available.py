"""Certificates are made with `cryptography`, which only those who make them install."""

from __future__ import annotations

from importlib.util import find_spec

from kconv.errors import UsageError


def require_cryptography() -> None:
    """Raises UsageError if cryptography is not installed."""
    if find_spec("cryptography") is None:
        raise UsageError("cryptography is not installed", hint="pip install 'kconv[cluster]'")
