"""A new storage version is written by whoever writes an object next: until all are, the old version cannot be removed.

The version itself comes from the definition that is shipped. A live patch would be reverted by GitOps, and objects
would be written in the old version again, so nothing here changes a definition's spec.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kconv.cluster import definition as definitions
from kconv.cluster.errors import ClusterError
from kconv.cluster.patience import Pace, Patience
from kconv.cluster.rewriting import Rewriting, Written
from kconv.cluster.stored_versions import trim

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection
    from kconv.cluster.definition import Definition

RATE = 100.0
"""Objects a second: an API server answers several hundred such patches."""
Seen = Callable[[Written], object]


@dataclass(slots=True)
class Migration:
    """What became of the objects of a kind.

    ``moved`` were written in the storage version, ``already`` were in it, ``accepted`` would be in it after more than a
    dry run, ``gone`` were deleted in the meantime, and ``refused`` the API server does not take as they are.
    ``stored`` is status.storedVersions at the end.
    """

    kind: str
    storage: str
    stored: tuple[str, ...]
    moved: int = 0
    already: int = 0
    accepted: int = 0
    gone: int = 0
    refused: list[Written] = field(default_factory=list)
    dry_run: bool = False

    @property
    def done(self) -> bool:
        """Whether all objects are in the storage version, and the definition says so."""
        return not self.refused and self.stored == (self.storage,)

    def add(self, found: Written) -> None:
        """Count one object."""
        if found.state == "refused":
            self.refused.append(found)
        else:
            setattr(self, found.state, getattr(self, found.state) + 1)


def migrate_storage(
    cluster: Connection,
    kind: str,
    *,
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

    Raises UsageError for a kind that the cluster does not have, ClusterError if the cluster answers no more or the
    definition changes in the meantime.
    """
    patient = patience or Patience()
    definition = patient.of(lambda: definitions.find(cluster, kind))
    found = Migration(f"{definition.group}/{definition.kind}", definition.storage, definition.stored, dry_run=dry_run)
    if found.done and not again:
        return found
    await_storage(cluster, definition, patient)
    rewriting = Rewriting(cluster, definition, dry_run=dry_run, pace=Pace(rate), patience=patient)
    for each in rewriting.written():
        found.add(each)
        if seen:
            seen(each)
    if not found.refused and not dry_run:
        found.stored = trim(cluster, definition, patient).stored
    return found


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
