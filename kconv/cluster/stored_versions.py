"""status.storedVersions keeps a version from being removed while an object may be stored in it.

Nothing shortens it but a client that knows better, and the API server believes every client. So it is shortened only
after each object was proved to be in the storage version, and only if the definition was the same all the time: a
storage version that changed and changed back has left objects in the other one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.cluster import definition as definitions
from kconv.cluster.connection import MERGE_PATCH
from kconv.cluster.errors import ClusterError, StatusError
from kconv.cluster.patience import Patience

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection
    from kconv.cluster.definition import Definition


class ChangedError(ClusterError):
    """The definition has changed since the objects were written."""


def trim(cluster: Connection, proved: Definition, patience: Patience | None = None) -> Definition:
    """Leave the storage version alone in status.storedVersions; the definition as it is then.

    ``proved`` is the definition as it was before the first object was written. Raises ChangedError if it is another
    one by now, also between reading and writing it.
    """
    now = definitions.read(cluster, proved.name)
    if (now.generation, now.storage) != (proved.generation, proved.storage):
        raise ChangedError(f"{proved.name} has changed since the objects were written", hint="run it again")
    if now.stored == (now.storage,):
        return now
    body = {"metadata": {"resourceVersion": now.resource_version}, "status": {"storedVersions": [now.storage]}}
    path = f"{definitions.path_of(now.name)}/status"
    try:
        answer = (patience or Patience()).of(lambda: cluster.request("PATCH", path, body, media=MERGE_PATCH))
    except StatusError as error:
        if error.code != 409:
            raise
        return trim(cluster, proved, patience)  # such as a condition that was set in between
    return definitions.definition_of(answer)
