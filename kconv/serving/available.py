"""A server needs more than a command: that it is installed is checked before, so that its absence says what to do."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from kconv.errors import UsageError

_NEEDED: Final = ("starlette", "uvicorn", "httptools", "orjson", "prometheus_client")


def require_server() -> None:
    """Raises UsageError if a package of the `serve` extra is not installed."""
    for name in _NEEDED:
        if find_spec(name) is None:
            raise UsageError(f"{name} is not installed", hint="pip install 'kconv[serve]'")
