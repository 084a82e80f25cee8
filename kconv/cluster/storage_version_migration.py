"""Kubernetes has a controller of its own that writes all objects of a resource again: StorageVersionMigration.

It is on by default from 1.37 (storagemigration.k8s.io/v1), and part of kube-controller-manager: where that does not run
it, the API server accepts a migration and nothing ever happens. It trims status.storedVersions unless the definition
has changed in the meantime, and knows nothing of managedFields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kconv.cluster.errors import ClusterError, StatusError
from kconv.cluster.patience import Patience

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection
    from kconv.cluster.definition import Definition

Json = dict[str, Any]
GROUP: Final = "storagemigration.k8s.io"
_KNOWN: Final = ("v1", "v1beta1")
"""Versions whose spec names group and resource."""
_STARTS, _STEP = 60, 1.0
"""Seconds until a controller has said something, and between two questions."""


def run(cluster: Connection, definition: Definition, patience: Patience) -> None:
    """Have the cluster's controller write all objects, and wait until it has.

    A migration of the same definition that runs already is waited for; one that has ended is replaced. Raises
    ClusterError if the cluster has no such API, no controller acts, or the migration fails.
    """
    migrations = _path(cluster, patience)
    path = f"{migrations}/{_name(definition)}"
    found = patience.of(lambda: cluster.find(path))
    if found is not None and _ended(found):
        patience.of(lambda: cluster.request("DELETE", path))
        found = None
    if found is None:
        _create(cluster, migrations, definition)
    _watch(cluster, path, patience)
    patience.of(lambda: cluster.request("DELETE", path))


def _path(cluster: Connection, patience: Patience) -> str:
    served = patience.of(lambda: cluster.find(f"/apis/{GROUP}")) or {}
    versions = [each["version"] for each in served.get("versions", ())]
    version = next((each for each in _KNOWN if each in versions), None)
    if version is None:
        hint = "leave out --by cluster: kconv writes the objects itself"
        raise ClusterError(f"the cluster does not serve {GROUP}", hint=hint)
    return f"/apis/{GROUP}/{version}/storageversionmigrations"


def _name(definition: Definition) -> str:
    """A definition that has changed gets another migration."""
    return f"{definition.name}-{definition.generation}"


def _create(cluster: Connection, path: str, definition: Definition) -> None:
    resource = {"group": definition.group, "resource": definition.plural}
    body = {
        "apiVersion": path.removeprefix("/apis/").rpartition("/")[0],
        "kind": "StorageVersionMigration",
        "metadata": {"name": _name(definition)},
        "spec": {"resource": resource},
    }
    try:
        cluster.request("POST", path, body)
    except StatusError as error:
        if error.word != "AlreadyExists":  # another run has made it in between
            raise


def _watch(cluster: Connection, path: str, patience: Patience) -> None:
    asked = 0
    while True:
        found = patience.of(lambda: cluster.get(path))
        state = _states(found)
        if state.get("Failed"):
            raise ClusterError(f"the StorageVersionMigration failed: {state['Failed']}", hint=f"see {path}")
        if "Succeeded" in state:
            return
        if not state and asked * _STEP >= _STARTS:
            patience.of(lambda: cluster.request("DELETE", path))
            raise ClusterError(
                f"no controller has acted on the StorageVersionMigration for {_STARTS} s",
                hint="kube-controller-manager needs storage-version-migrator-controller; or leave out --by cluster",
            )
        patience.sleep(_STEP)
        asked += 1


def _states(migration: Json) -> dict[str, str]:
    """The conditions that hold, with their messages."""
    conditions = (migration.get("status") or {}).get("conditions") or ()
    return {each["type"]: each.get("message") or each["type"] for each in conditions if each["status"] == "True"}


def _ended(migration: Json) -> bool:
    return not {"Succeeded", "Failed"}.isdisjoint(_states(migration))
