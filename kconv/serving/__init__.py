"""Kubernetes' clients keep connections open and rotate certificates, and Pods are drained: an ASGI server for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.serving.phases import Phases
    from kconv.serving.readiness import Readiness
    from kconv.serving.server import Serving, serve
    from kconv.serving.tls import Certificate

__all__ = ["Certificate", "Phases", "Readiness", "Serving", "serve"]
_PLACES = {
    "Certificate": "tls",
    "Phases": "phases",
    "Readiness": "readiness",
    "Serving": "server",
    "serve": "server",
}


def __getattr__(name: str) -> object:
    from kconv.exports import exported

    return exported(__name__, _PLACES, name)
