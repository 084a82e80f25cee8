"""What a cluster holds of a custom resource: its definition, its objects, and the versions that they are stored in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection, connect
    from kconv.cluster.errors import ClusterError, StatusError, UnreachableError
    from kconv.cluster.migration import Migration, migrate_storage

__all__ = [
    "ClusterError",
    "Connection",
    "Migration",
    "StatusError",
    "UnreachableError",
    "connect",
    "migrate_storage",
]
_PLACES = {
    "ClusterError": "errors",
    "Connection": "connection",
    "Migration": "migration",
    "StatusError": "errors",
    "UnreachableError": "errors",
    "connect": "connection",
    "migrate_storage": "migration",
}


def __getattr__(name: str) -> object:
    from kconv.exports import exported

    return exported(__name__, _PLACES, name)
