"""A new storage version is written by whoever writes an object next: until all are, the old version cannot be removed.

The version itself comes from the definition that is shipped. A live patch would be reverted by GitOps, and objects
would be written in the old version again, so nothing here changes a definition's spec.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kconv.cluster import definition as definitions
from kconv.cluster import storage_version_migration
from kconv.cluster.errors import ClusterError
from kconv.cluster.patience import Pace, Patience
from kconv.cluster.retirement import Retirement
from kconv.cluster.rewriting import Rewriting, Written, nothing
from kconv.cluster.stored_versions import trim

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection
    from kconv.cluster.definition import Definition
    from kconv.crd.custom_resource import CustomResource

RATE = 100.0
"""Objects a second: an API server answers several hundred such patches."""
Seen = Callable[[Written], object]


@dataclass(slots=True)
class Migration:
    """What became of the objects of a kind.

    ``objects`` counts them by state (``kconv.cluster.rewriting.State``), ``dependents`` those that named the retired
    version as their owner's. ``refused`` are the ones of both that the API server does not take. ``managed`` counts
    objects whose managedFields were moved, ``unowned`` the fields that have no manager for it. ``unproved`` is why
    the retired version cannot go yet, ``stored`` status.storedVersions at the end.
    """

    kind: str
    storage: str
    stored: tuple[str, ...]
    dry_run: bool = False
    retired: str = ""
    objects: Counter[str] = field(default_factory=Counter)
    dependents: Counter[str] = field(default_factory=Counter)
    refused: list[Written] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)
    managed: int = 0
    unowned: int = 0

    @property
    def done(self) -> bool:
        """Whether all objects are in the storage version, the definition says so, and a retired version can go."""
        left = self.dry_run and bool(self.managed or self.dependents)
        return not (self.refused or self.unproved or left) and self.stored == (self.storage,)


def migrate_storage(
    cluster: Connection,
    kind: str,
    *,
    retire: str = "",
    resource: CustomResource | None = None,
    by_cluster: bool = False,
    again: bool = False,
    dry_run: bool = False,
    rate: float = RATE,
    seen: Seen | None = None,
    patience: Patience | None = None,
) -> Migration:
    """Write all objects of a kind in its storage version, then shorten status.storedVersions to that version.

    ``kind`` is GROUP/KIND or the name of the definition. Where status.storedVersions has no other version nothing is
    to be done, unless ``again`` is set: any client may have shortened it. ``dry_run`` asks the API server whether it
    would accept each object and writes nothing. ``rate`` is the number of objects a second, 0 for no limit; ``seen`` is
    called with each object. It may be ended at any time and started again: what was written stays written.

    ``by_cluster`` has the cluster's own controller write them, by a StorageVersionMigration; they are then counted only
    where something is left to do or to prove.

    ``retire`` is a version that is to go: managedFields and other objects' ownerReferences are moved from it to the
    storage version, too, and status.storedVersions is shortened only when nothing names it and it is not served.
    ``resource`` is the declaration, by whose rules owned fields are found in the other version; without it only those
    of the same path are.

    Raises UsageError for a kind or version that cannot be, ClusterError if the cluster answers no more or the
    definition changes in the meantime.
    """
    patient, pace = patience or Patience(), Pace(rate)
    definition = patient.of(lambda: definitions.find(cluster, kind))
    found = Migration(f"{definition.group}/{definition.kind}", definition.storage, definition.stored, dry_run, retire)
    if found.done and not again and not retire:
        return found
    options = {"dry_run": dry_run, "pace": pace, "patience": patient}
    retirement = Retirement(cluster, definition, retire, resource, **options) if retire else None  # type: ignore[arg-type]
    await_storage(cluster, definition, patient)
    if by_cluster and not dry_run:
        storage_version_migration.run(cluster, definition, patient)
        found.stored = patient.of(lambda: definitions.read(cluster, definition.name)).stored
        if found.done and not retire:
            return found
    changes = retirement.changes if retirement else nothing
    for each in Rewriting(cluster, definition, changes=changes, **options).written():  # type: ignore[arg-type]
        _add(found, found.objects, each, seen)
    if retirement:
        _retire(found, retirement, seen)
        if retire not in definition.versions and not (found.managed or found.dependents):
            found.unproved.append(f"{definition.name} has no version {retire}, and nothing names it")
    if not (found.refused or found.unproved or dry_run):
        found.stored = trim(cluster, definition, patient).stored
    return found


def _add(found: Migration, counts: Counter[str], each: Written, seen: Seen | None) -> None:
    counts[each.state] += 1
    if each.state == "refused":
        found.refused.append(each)
    if seen:
        seen(each)


def _retire(found: Migration, retirement: Retirement, seen: Seen | None) -> None:
    for each in retirement.dependents.renamed():
        _add(found, found.dependents, each, seen)
    found.managed, found.unowned = retirement.managed, retirement.unowned
    if not found.refused:
        found.unproved = [*(retirement.still_served() if found.dry_run else retirement.unproved())]


def await_storage(cluster: Connection, definition: Definition, patience: Patience) -> None:
    """Wait until the API server writes objects in the storage version. Raises ClusterError if it does not."""
    for _ in range(20):
        if patience.of(lambda: definitions.stores(cluster, definition)):
            return
        patience.sleep(0.5)
    raise ClusterError(
        f"the API server does not store {definition.kind} in {definition.storage} yet",
        hint=f"is {definition.name} accepted? kubectl describe crd {definition.name}",
    )
