"""A CustomResourceDefinition in the cluster: the versions it serves, and those that its objects may be stored in."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from kconv.errors import UsageError
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection

CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"


class Definition(NamedTuple):
    """A CustomResourceDefinition. ``versions`` are all that it lists, ``served`` those of them that are served, the
    first ones first; ``storage`` is the one that objects are written in, ``stored`` those that some may be stored in.
    """

    name: str
    group: str
    kind: str
    plural: str
    namespaced: bool
    versions: tuple[str, ...]
    served: tuple[str, ...]
    storage: str
    stored: tuple[str, ...]
    generation: int
    resource_version: str

    @property
    def asked(self) -> str:
        """The version in which to ask for objects: the storage version, if it is served. Raises UsageError."""
        if not self.served:
            raise UsageError(f"{self.name}: no version of it is served", hint="serve one to reach its objects")
        return self.storage if self.storage in self.served else self.served[0]

    def path(self, namespace: str = "", name: str = "", *, version: str = "") -> str:
        """The path of the objects, of those of a namespace, or of one of them."""
        place = f"/apis/{self.group}/{version or self.asked}"
        holder = f"/namespaces/{namespace}" if namespace else ""
        return f"{place}{holder}/{self.plural}" + (f"/{name}" if name else "")

    def of(self, obj: dict[str, Any]) -> str:
        """The path of an object."""
        return self.path(obj["metadata"].get("namespace", ""), obj["metadata"]["name"])


def path_of(name: str) -> str:
    """The path of the definition of that name."""
    return f"{CRDS}/{name}"


def read(cluster: Connection, name: str) -> Definition:
    """The definition of that name, such as backups.backup.acme.io. Raises UsageError if there is none."""
    found = cluster.find(path_of(name))
    if found is None:
        hint = "kubectl get crds lists them"
        raise UsageError(f"the cluster has no CustomResourceDefinition {name}", hint=hint)
    return definition_of(found)


def definition_of(crd: dict[str, Any]) -> Definition:
    """The facts of a CustomResourceDefinition as the API server answers with it."""
    spec, metadata = crd["spec"], crd["metadata"]
    versions: list[dict[str, Any]] = spec["versions"]
    return Definition(
        name=metadata["name"],
        group=spec["group"],
        kind=spec["names"]["kind"],
        plural=spec["names"]["plural"],
        namespaced=spec["scope"] == "Namespaced",
        versions=tuple(each["name"] for each in versions),
        served=tuple(each["name"] for each in versions if each["served"]),
        storage=next(each["name"] for each in versions if each["storage"]),
        stored=tuple((crd.get("status") or {}).get("storedVersions") or ()),
        generation=metadata.get("generation", 0),
        resource_version=metadata["resourceVersion"],
    )


def find(cluster: Connection, text: str) -> Definition:
    """The definition of GROUP/KIND, or of the name of a CustomResourceDefinition. Raises UsageError."""
    group, slash, kind = text.partition("/")
    if not slash:
        if "." not in text:
            raise UsageError(f"{text!r} has no group", hint="write it as backup.acme.io/Backup")
        return read(cluster, text)
    known: dict[str, str] = {}
    for version in ((cluster.find(f"/apis/{group}") or {}).get("versions") or ()) if group else ():
        listed = cluster.find(f"/apis/{version['groupVersion']}") or {}
        known |= {each["kind"]: each["name"] for each in listed.get("resources", ()) if "/" not in each["name"]}
    plural = next((name for each, name in known.items() if kind.lower() in (each.lower(), name)), None)
    if plural is None:
        kinds = f"it serves {', '.join(sorted(known))}" if known else "the API server serves no such group"
        raise UsageError(f"the cluster serves no kind {kind} of {group}", hint=kinds)
    return read(cluster, f"{plural}.{group}")


def storage_version_hash(group: str, version: str, kind: str) -> str:
    """What discovery says of the version that an API server stores objects in.

    apiserver/pkg/endpoints/discovery.StorageVersionHash.
    """
    digest = hashlib.sha256(f"{group}/{version}/{kind}".encode()).digest()
    return base64.b64encode(digest[:8]).decode()


def stores(cluster: Connection, definition: Definition) -> bool:
    """Whether the API server that answers writes objects in the storage version: it learns of a new one a little later.

    True as well where discovery does not say.
    """
    listed = cluster.get(f"/apis/{definition.group}/{definition.asked}").get("resources") or ()
    said = next((each.get("storageVersionHash") for each in listed if each["name"] == definition.plural), None)
    return said in (None, storage_version_hash(definition.group, definition.storage, definition.kind))
