"""The garbage collector looks up an owner by the version that the reference names: if nothing serves it, it gives up.

Such references are in objects of any kind, so every resource of the cluster is read, without specs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kconv.cluster.connection import MERGE_PATCH
from kconv.cluster.errors import ClusterError, StatusError, UnreachableError
from kconv.cluster.pages import SIZE, pages
from kconv.cluster.patience import Pace, Patience
from kconv.cluster.rewriting import PARTIAL, Written, written
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection

Json = dict[str, Any]


class Listable(NamedTuple):
    """A resource whose objects can be listed: the path of its version, its name, and whether it has namespaces."""

    root: str
    name: str
    namespaced: bool

    def path(self, metadata: Json) -> str:
        """The path of one of its objects."""
        holder = f"/namespaces/{metadata['namespace']}" if self.namespaced else ""
        return f"{self.root}{holder}/{self.name}/{metadata['name']}"


class Owner(NamedTuple):
    """Whose references are meant: those to a kind in the version ``old``, which are to name ``new``."""

    kind: str
    old: str
    new: str

    def is_named(self, metadata: Json) -> bool:
        """Whether an object has such a reference."""
        return any(self._is(each) for each in metadata.get("ownerReferences") or ())

    def renamed(self, metadata: Json) -> list[Json]:
        """The references of an object in the new version; two to the same owner become one."""
        every = [{**each, "apiVersion": self.new} if self._is(each) else each for each in metadata["ownerReferences"]]
        return list({each["uid"]: each for each in reversed(every)}.values())[::-1]

    def _is(self, reference: Json) -> bool:
        return reference.get("kind") == self.kind and reference.get("apiVersion") == self.old


def listable(cluster: Connection, patience: Patience) -> Iterator[Listable]:
    """Every resource that the cluster can list, once, in the first version of its group that has it."""
    seen: set[tuple[str, str]] = set()
    for group, root in _roots(cluster, patience):
        try:
            listed = patience.of(lambda root=root: cluster.get(root))  # type: ignore[misc]
        except StatusError as error:
            if error.code == 404:  # of a group whose last version has just gone
                continue
            hint = "objects of this group may have references: repair or remove its APIService, then run it again"
            raise ClusterError(f"{root} cannot be read: {error.reason}", hint=hint) from error
        for each in listed.get("resources") or ():
            key = group, each["name"]
            if "/" not in each["name"] and "list" in each["verbs"] and key not in seen:
                seen.add(key)
                yield Listable(root, each["name"], each["namespaced"])


def _roots(cluster: Connection, patience: Patience) -> Iterator[tuple[str, str]]:
    for version in patience.of(lambda: cluster.get("/api"))["versions"]:
        yield "", f"/api/{version}"
    for group in patience.of(lambda: cluster.get("/apis"))["groups"]:
        first = group["preferredVersion"]["groupVersion"]
        others = [each["groupVersion"] for each in group["versions"] if each["groupVersion"] != first]
        yield from ((group["name"], f"/apis/{version}") for version in (first, *others))


class Dependents:
    """The references to an owner's old version, all over a cluster."""

    def __init__(self, cluster: Connection, owner: Owner, *, dry_run: bool, pace: Pace, patience: Patience) -> None:
        self.cluster, self.owner, self.dry_run = cluster, owner, dry_run
        self.pace, self.patience = pace, patience

    def renamed(self) -> Iterator[Written]:
        """What becomes of each object that has such a reference; what cannot be read is refused, too."""
        for resource in listable(self.cluster, self.patience):
            try:
                for obj in self._named(resource):
                    self.pace.step()
                    found = self._renamed(resource, obj)
                    yield found._replace(name=f"{resource.name}/{found.name}")
            except (StatusError, UnreachableError) as error:
                yield Written("", resource.name, "refused", f"cannot be listed: {error.reason}")

    def left(self) -> int:
        """How many objects have such a reference. Raises where a resource cannot be listed."""
        return sum(1 for resource in listable(self.cluster, self.patience) for _ in self._named(resource))

    def _named(self, resource: Listable) -> Iterator[Json]:
        path = f"{resource.root}/{resource.name}"
        try:
            for page in pages(self.cluster, path, size=2 * SIZE, metadata=True, patience=self.patience):
                yield from (obj for obj in page.items if self.owner.is_named(obj["metadata"]))
        except StatusError as error:
            if error.code not in (404, 405):  # a resource that has gone, or that is no collection
                raise

    def _renamed(self, resource: Listable, obj: Json) -> Written:
        path = resource.path(obj["metadata"])
        for _ in range(5):
            try:
                self.patience.of(lambda obj=obj: self._patch(path, obj["metadata"]))  # type: ignore[misc]
            except StatusError as error:
                if error.code != 409 and not (error.code == 404 and error.names_object):
                    return written(obj, "refused", str(error))
                now = self.cluster.find(path)
                if now is None:
                    return written(obj, "gone")
                obj = now
                if not self.owner.is_named(obj["metadata"]):
                    return written(obj, "already")
            else:
                return written(obj, "accepted" if self.dry_run else "moved")
        return written(obj, "refused", "somebody else writes it all the time")

    def _patch(self, path: str, metadata: Json) -> None:
        own = {"resourceVersion": metadata["resourceVersion"], "ownerReferences": self.owner.renamed(metadata)}
        params = {"dryRun": "All"} if self.dry_run else {}
        body = {"metadata": own}
        self.cluster.request("PATCH", path, body, params=params, media=MERGE_PATCH, accept=PARTIAL)
