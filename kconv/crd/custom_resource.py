"""A custom resource's whole history in one table: a new version is a new file, and one line here.

Rules say what changed since the version before and stand in the newer version's file. They compose and invert, so that
any version can be the hub. Hub and storage version are pinned: neither moves because a version is added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kconv.crd.history import History, Version

if TYPE_CHECKING:
    from kconv.crd.history import Model
    from kconv.engine import Kind
    from kconv.kinds.custom import CustomVersion

_LABEL: Final = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")


class Names(NamedTuple):
    """What a kind is called in URLs and on the command line."""

    plural: str
    singular: str
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class CustomResource:
    """The versions of a custom resource, in any order, and how it is called.

    ``hub`` is the version that conversions go through, which should have all fields; with one version it is that one.
    The hub is stored unless a version says ``storage=True``. ``plural``, ``singular``, ``short_names`` and
    ``categories`` are those of the hub's kind. ``labels`` and ``annotations`` go onto the CustomResourceDefinition.
    ``shipped`` are definitions that there are already, by group and kind: they stay as they are, the conversion aside.

    Raises ValueError for versions that do not lead from the oldest to the newest one.
    """

    def __init__(
        self,
        *versions: Version,
        hub: Model | None = None,
        scope: Literal["Namespaced", "Cluster"] = "Namespaced",
        plural: str = "",
        singular: str = "",
        short_names: Sequence[str] = (),
        categories: Sequence[str] = (),
        labels: Mapping[str, str] | None = None,
        annotations: Mapping[str, str] | None = None,
        shipped: Mapping[tuple[str, str], dict[str, Any]] | None = None,
    ) -> None:
        self.history = History(versions, hub)
        if scope not in ("Namespaced", "Cluster"):
            raise ValueError(f"CustomResource: the scope is Namespaced or Cluster, not {scope!r}")
        self.scope, self.labels, self.annotations = scope, dict(labels or {}), dict(annotations or {})
        self.shipped = dict(shipped or {})
        self.names = _names(self.hub.declared.kind, plural, singular, tuple(short_names), tuple(categories))

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions, the newest first."""
        return self.history.newest_first

    @property
    def hub(self) -> Version:
        """The version that conversions go through."""
        return self.history.hub

    @property
    def kind(self) -> Kind:
        """The conversion between the versions. Raises DeclarationError for rules that no server takes."""
        from kconv.crd.faults import DeclarationError, Fault
        from kconv.crd.kind import kind_of

        try:
            return kind_of(self.history)
        except ValueError as error:
            raise DeclarationError([Fault(self.versions[0].place, str(self), str(error))]) from error

    @property
    def lineage(self) -> tuple[CustomVersion, ...]:
        """What is to be known of each version, the newest first."""
        return tuple(self._offered(version) for version in self.versions)

    def _offered(self, version: Version) -> CustomVersion:
        from kconv.kinds.custom import CustomVersion

        declared = version.declared
        names = self.names_of(declared.group_version.group, declared.kind)
        warning = version.deprecated if isinstance(version.deprecated, str) else "deprecated" * version.deprecated
        gvk = declared.group_version.kind(declared.kind)
        return CustomVersion(gvk, version.served, warning, names.plural, names.short_names, self.scope == "Namespaced")

    def names_of(self, group: str, kind: str) -> Names:
        """The names of a kind that one of the versions has."""
        if (group, kind) in self.shipped:
            return _as_shipped(self.shipped[group, kind]["spec"]["names"])
        hub = self.hub.declared
        same = (group, kind) == (hub.group_version.group, hub.kind)
        return self.names if same else Names(plural_of(kind), kind.lower())

    @property
    def schemas(self) -> dict[str, Any]:
        """The structural schema of each version, by apiVersion. Raises DeclarationError."""
        from kconv.crd.schemas import schemas_of

        return schemas_of(self.history)

    @property
    def whole_schemas(self) -> dict[str, Any]:
        """The same with the fields that every object has, for tools that look for them."""
        own = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}}
        return {
            version: {**schema, "properties": {**own, **schema.get("properties", {})}}
            for version, schema in self.schemas.items()
        }

    def __str__(self) -> str:
        return f"{self.hub.declared.kind}.{self.hub.declared.group_version.group}"


def _names(kind: str, plural: str, singular: str, short: tuple[str, ...], categories: tuple[str, ...]) -> Names:
    found = Names(plural or plural_of(kind), singular or kind.lower(), short, categories)
    for name in (found.plural, found.singular, *short, *categories):
        if not isinstance(name, str) or not _LABEL.fullmatch(name) or len(name) > 63:
            raise ValueError(
                f"CustomResource: {name!r} is not a valid resource name: use lowercase letters, digits and dashes"
            )
    return found


def _as_shipped(names: Mapping[str, Any]) -> Names:
    """The names that a definition has."""
    singular = names.get("singular") or str(names["kind"]).lower()
    return Names(names["plural"], singular, tuple(names.get("shortNames") or ()), tuple(names.get("categories") or ()))


def plural_of(kind: str) -> str:
    """The plural of a kind in lowercase: policies, ingresses, workerpools."""
    name = kind.lower()
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "z", "ch", "sh")) else f"{name}s"
