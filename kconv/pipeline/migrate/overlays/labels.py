"""A kustomization adds labels and a namespace to all of its objects, in fields that depend on group and kind.

Which fields is built into kustomize (its commonLabels, metadata labels and namespace configurations). A migrated object
may have other such fields than before: a NetworkPolicy of `extensions` keeps its selectors as they are, one of
networking.k8s.io gets the label in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from kconv import catalog
from kconv.catalog import schemas
from kconv.names import GroupVersionKind, stability
from kconv.paths import FieldPath
from kconv.pipeline.migrate.overlays.kustomization import Kustomization
from kconv.pipeline.migrate.overlays.merge import SHIPPED
from kconv.records import NamedTuple

Json = Any
Part = Literal["metadata", "template", "selector", "namespace"]


class Place(NamedTuple):
    """A field of the objects of a group, version and kind ("" for any); ``create`` adds it if it is absent."""

    path: str
    kind: str = ""
    group: str = ""
    version: str = ""
    create: bool = False

    def holds(self, gvk: GroupVersionKind) -> bool:
        """Whether the objects of a version have this field."""
        return all(
            not mine or mine == theirs for mine, theirs in zip((self.group, self.version, self.kind), gvk, strict=True)
        )


_AFFINITY = tuple(
    f"spec/template/spec/{path}/labelSelector/matchLabels"
    for path in (
        "affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm",
        "affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution",
        "affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm",
        "affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution",
        "topologySpreadConstraints",
    )
)
_WORKLOADS = ("Deployment", "ReplicaSet", "DaemonSet")
_POLICY = "networking.k8s.io"
_CONVERSION = "spec/conversion/webhook/clientConfig/service/namespace"
PLACES: dict[Part, tuple[Place, ...]] = {
    "metadata": (Place("metadata/labels", create=True),),
    "template": (
        *(Place("spec/template/metadata/labels", kind, create=True) for kind in _WORKLOADS),
        Place("spec/template/metadata/labels", "StatefulSet", "apps", create=True),
        Place("spec/volumeClaimTemplates[]/metadata/labels", "StatefulSet", "apps", create=True),
        Place("spec/template/metadata/labels", "Job", "batch", create=True),
        Place("spec/jobTemplate/metadata/labels", "CronJob", "batch", create=True),
        Place("spec/jobTemplate/spec/template/metadata/labels", "CronJob", "batch", create=True),
    ),
    "selector": (
        *(Place("spec/selector/matchLabels", kind, create=True) for kind in _WORKLOADS),
        Place("spec/selector/matchLabels", "StatefulSet", "apps", create=True),
        *(Place(path, kind, "apps") for kind in ("Deployment", "StatefulSet") for path in _AFFINITY),
        Place("spec/selector/matchLabels", "Job", "batch"),
        Place("spec/jobTemplate/spec/selector/matchLabels", "CronJob", "batch"),
        Place("spec/selector/matchLabels", "PodDisruptionBudget", "policy"),
        Place("spec/podSelector/matchLabels", "NetworkPolicy", _POLICY),
        Place("spec/ingress/from/podSelector/matchLabels", "NetworkPolicy", _POLICY),
        Place("spec/egress/to/podSelector/matchLabels", "NetworkPolicy", _POLICY),
    ),
    "namespace": (
        Place("spec/service/namespace", "APIService", "apiregistration.k8s.io", create=True),
        Place(_CONVERSION, "CustomResourceDefinition", "apiextensions.k8s.io"),
    ),
}  # fmt: skip


class Given(NamedTuple):
    """What a kustomization adds: labels as a map, or a namespace. ``at`` is its path in the kustomization."""

    at: FieldPath
    places: tuple[Place, ...]
    value: Json

    def put(self, obj: Json, gvk: GroupVersionKind) -> Json:
        """The object with the addition; unchanged parts are shared."""
        for place in self.places:
            if place.holds(gvk):
                obj = _put(obj, place.path.split("/"), self.value, create=place.create)
        return _put(obj, ["metadata", "namespace"], self.value, create=True) if self._settles(gvk) else obj

    def _settles(self, gvk: GroupVersionKind) -> bool:
        """Whether this is a namespace that kustomize adds to the objects of a version: it does so unless it knows that
        they are cluster-scoped."""
        one = catalog.lookup(gvk)
        known = schemas.of(gvk, SHIPPED) is not None and stability(gvk.version) != "alpha"
        return self.at == ("namespace",) and not (known and one is not None and one.namespaced is False)


def given(kustomization: Kustomization) -> Iterator[Given]:
    """Everything that a kustomization adds, in kustomize's order."""
    value = kustomization.value
    if isinstance(value.get("namespace"), str):
        yield Given(("namespace",), PLACES["namespace"], value["namespace"])
    for index, entry in enumerate(kustomization.listed("labels")):
        pairs = entry.get("pairs") if isinstance(entry, dict) else None
        if isinstance(pairs, dict):
            parts: list[Part] = ["metadata"]
            parts += ["template", "selector"] if entry.get("includeSelectors") else []
            parts += ["template"] if entry.get("includeTemplates") and len(parts) == 1 else []
            yield Given(("labels", index), (*_of(parts), *_fields(entry.get("fields"))), pairs)
    if isinstance(value.get("commonLabels"), dict):
        yield Given(("commonLabels",), _of(["metadata", "template", "selector"]), value["commonLabels"])


def _of(parts: Iterable[Part]) -> tuple[Place, ...]:
    return tuple(place for part in parts for place in PLACES[part])


def _fields(entries: Any) -> Iterator[Place]:
    """The fields that an entry names itself."""
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("path"), str):
            kind, group, version = (str(entry.get(key) or "") for key in ("kind", "group", "version"))
            yield Place(entry["path"], kind, group, version, bool(entry.get("create")))


def _put(value: Json, path: list[str], new: Json, *, create: bool) -> Json:
    if isinstance(value, list):
        return [_put(item, path, new, create=create) for item in value]
    if not isinstance(value, dict):
        return value
    key, *rest = path
    listed, key = key.endswith("[]"), key.removesuffix("[]")
    there = value.get(key)
    if there is None and (listed or not create):
        return value
    if rest:
        return {**value, key: _put({} if there is None else there, rest, new, create=create)}
    return {**value, key: {**(there or {}), **new} if isinstance(new, dict) and isinstance(there or {}, dict) else new}
