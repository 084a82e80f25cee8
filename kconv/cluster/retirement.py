"""Before a version is taken out of a definition, nothing in the cluster may name it any more.

Objects that are stored in it could not be read. managedFields that name it fail every later server-side apply, and
ownerReferences that name it keep the garbage collector from finding the owner. The API server checks none of this but
status.storedVersions, so that shrinks last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kconv.cluster import managers
from kconv.cluster.dependents import Dependents, Owner
from kconv.cluster.pages import pages
from kconv.cluster.patience import Pace, Patience
from kconv.errors import UsageError
from kconv.names import GroupVersion

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection
    from kconv.cluster.definition import Definition
    from kconv.cluster.managers import Translate
    from kconv.crd.custom_resource import CustomResource

Json = dict[str, Any]


class Retirement:
    """A version of a definition that is to go.

    Raises UsageError for the version that objects are written in.
    """

    def __init__(
        self,
        cluster: Connection,
        definition: Definition,
        version: str,
        resource: CustomResource | None = None,
        *,
        dry_run: bool = False,
        pace: Pace | None = None,
        patience: Patience | None = None,
    ) -> None:
        if version in (definition.storage, definition.asked):
            what = "stores objects in" if version == definition.storage else "serves nothing but"
            hint = "ship a definition with another storage version that is served, then retire this one"
            raise UsageError(f"{definition.name} {what} {version}", hint=hint)
        self.cluster, self.definition, self.version = cluster, definition, version
        self.patience = patience or Patience()
        self.old, self.new = f"{definition.group}/{version}", f"{definition.group}/{definition.asked}"
        owner = Owner(definition.kind, self.old, self.new)
        self.dependents = Dependents(cluster, owner, dry_run=dry_run, pace=pace or Pace(0), patience=self.patience)
        self._translate = _translation(resource, self)
        self._moved: dict[str, int] = {}
        """The fields that have no manager now, by the path of each object whose managedFields were moved."""

    @property
    def managed(self) -> int:
        """How many objects' managedFields were moved."""
        return len(self._moved)

    @property
    def unowned(self) -> int:
        """How many fields have lost their manager for it."""
        return sum(self._moved.values())

    def changes(self, obj: Json) -> Json:
        """The patch of an object: its managedFields where they name the version, else nothing."""
        if not managers.names(obj["metadata"], self.old):
            return {}
        path = self.definition.of(obj)
        whole = self.cluster.get(path)
        entries, self._moved[path] = managers.moved(whole, self.old, self.new, self._translate)
        own = {"resourceVersion": whole["metadata"]["resourceVersion"], "managedFields": entries or [{}]}
        return {"metadata": own}

    def still_served(self) -> Iterator[str]:
        """That the definition serves the version, if it does: then clients may name it at any time."""
        if self.version in self.definition.served:
            yield f"{self.old} is still served: ship it with served: false, and run this again"

    def unproved(self) -> Iterator[str]:
        """What still keeps the version from being taken out, after everything was rewritten. Reads everything again."""
        yield from self.still_served()
        listed = pages(self.cluster, self.definition.path(), metadata=True, patience=self.patience)
        names = sum(managers.names(obj["metadata"], self.old) for page in listed for obj in page.items)
        if names:
            yield f"managedFields of {names:,} objects name {self.old}: a client writes in it"
        if left := self.dependents.left():
            yield f"ownerReferences of {left:,} objects name {self.old}: a client writes them"


def _translation(resource: CustomResource | None, retired: Retirement) -> Translate:
    """How fields are found in the other version. Raises UsageError for a resource that has not both."""
    if resource is None:
        return managers.by_name
    missing = [each for each in (retired.old, retired.new) if each not in resource.schemas]
    if missing:
        raise UsageError(f"{resource} is not declared in {missing[0]}", hint="keep a version declared until it is gone")
    return managers.by_rules(resource.kind, GroupVersion.parse(retired.old), resource.schemas[retired.new])
