"""Once a webhook is armed, one object that it cannot convert makes its kind unlistable. So all are tried before.

The objects are read as they are stored. While no webhook converts, the API server answers a request for another version
with the stored object under that version's name, pruned by its schema: what it reads then is not the object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kconv.cluster import definition as definitions
from kconv.cluster.errors import ClusterError
from kconv.cluster.pages import pages
from kconv.cluster.patience import Patience
from kconv.cluster.trial import OUTCOMES, Outcome, Trial, Trials
from kconv.errors import UsageError
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection
    from kconv.cluster.definition import Definition
    from kconv.crd.custom_resource import CustomResource

SIZE = 100
"""Whole objects of a page: one has 1.5 MB at most."""


class Tried(NamedTuple):
    """An object of the cluster, in the version in which it was read and in every other one."""

    kind: str
    namespace: str
    name: str
    api_version: str
    trials: Sequence[Trial]
    remaining: int = 0

    @property
    def outcome(self) -> Outcome:
        """The worst of all versions."""
        return max((trial.outcome for trial in self.trials), key=OUTCOMES.index)

    @property
    def label(self) -> str:
        """The object as kubectl names it."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


def preflight(
    cluster: Connection,
    resource: CustomResource,
    *,
    namespace: str = "",
    patience: Patience | None = None,
    absent: Callable[[str], object] = str,
) -> Iterator[Tried]:
    """Convert each stored object of a custom resource to every version and back, in memory, and validate it there.

    Nothing is written. ``namespace`` leaves out the objects of others. A definition that the cluster does not have has
    no objects; ``absent`` is called with its name if there is none for the resource at all. Raises ClusterError where
    the objects cannot be read as they are stored, UsageError for a version that the declaration does not have.
    """
    patient, missing = patience or Patience(), []
    every = dict.fromkeys((one.gvk.group, one.gvk.kind, one.plural) for one in resource.lineage)
    for group, kind, plural in every:
        path = definitions.path_of(f"{plural}.{group}")
        found = patient.of(lambda path=path: cluster.find(path))  # type: ignore[misc]
        if found is None:
            missing.append(f"{plural}.{group}")
            continue
        definition = definitions.definition_of(found)
        version = readable(found, definition)
        trials = Trials(resource, group, kind)
        if f"{group}/{version}" not in map(str, trials.versions):
            hint = "a version stays declared as long as objects are stored in it"
            raise UsageError(f"{group}/{version} {kind} is not declared", hint=hint)
        place = namespace if definition.namespaced else ""
        yield from _tried(cluster, definition, version, place, trials, patient)
    if len(missing) == len(every):
        absent(" or ".join(missing))


def readable(crd: dict[str, Any], definition: Definition) -> str:
    """The version in which the API server answers with objects as they are. Raises ClusterError if none is."""
    conversion = crd["spec"].get("conversion") or {}
    if conversion.get("strategy", "None") != "None":
        return definition.asked
    stored = definition.stored or (definition.storage,)
    if len(stored) > 1:
        raise ClusterError(
            f"{definition.name}: objects may be stored in {', '.join(stored)}, and nothing converts between them",
            hint="arm a webhook, or serve one of them only, then migrate the storage",
        )
    if stored[0] not in definition.served:
        raise ClusterError(f"{definition.name}: objects are stored in {stored[0]}, which is not served")
    return stored[0]


def _tried(
    cluster: Connection, definition: Definition, version: str, namespace: str, trials: Trials, patience: Patience
) -> Iterator[Tried]:
    path = definition.path(namespace, version=version)
    for page in pages(cluster, path, size=SIZE, patience=patience):
        for at, obj in enumerate(page.items, 1):
            metadata = {key: value for key, value in obj["metadata"].items() if key != "managedFields"}
            found = [*trials.of({**obj, "metadata": metadata})]
            remaining = page.remaining + len(page.items) - at
            place = metadata.get("namespace", "")
            yield Tried(obj["kind"], place, metadata["name"], obj["apiVersion"], found, remaining)
