"""Custom resources that a user declares: their definition serves a version or does not, whatever the release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kconv import catalog
from kconv.errors import UsageError
from kconv.names import GroupVersion, GroupVersionKind, Release, stability, version_order
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from typing import Protocol

    from kconv.engine import Kind

    class Resource(Protocol):
        """A custom resource as its declaration describes it, such as a ``kconv.crd.CustomResource``."""

        @property
        def kind(self) -> Kind: ...
        @property
        def lineage(self) -> Sequence[CustomVersion]: ...
        @property
        def schemas(self) -> Mapping[str, Any]: ...


class CustomVersion(NamedTuple):
    """One version of a custom resource. ``deprecated`` is the warning that clients get, "" if it is not deprecated.

    It has the methods of ``catalog.Served``, and answers alike for every release.
    """

    gvk: GroupVersionKind
    served: bool
    deprecated: str
    plural: str
    short_names: tuple[str, ...]
    namespaced: bool | None
    introduced: Release = Release(0)
    removed: None = None

    def in_release(self, release: Release) -> bool:  # noqa: ARG002 - a definition decides, not a release
        """Whether the definition serves the version."""
        return self.served

    def deprecated_in(self, release: Release) -> bool:  # noqa: ARG002 - as above
        """Whether the definition deprecates the version."""
        return bool(self.deprecated)


class Entry(NamedTuple):
    """One resource: its rules, its versions, the newest first, and their schemas by apiVersion."""

    kind: Kind
    lineage: tuple[CustomVersion, ...]
    schemas: Mapping[str, Any]

    def version(self, to: GroupVersion) -> CustomVersion | None:
        """The version with that group and name, under which the kind may have another name."""
        return next((one for one in self.lineage if one.gvk.group_version == to), None)

    def has_name(self, name: str, group: str) -> bool:
        """Whether kubectl finds the resource by a name in lower case, in any group where none is given."""
        return any(
            name in (one.gvk.kind.lower(), one.plural, *one.short_names) and group in ("", one.gvk.group)
            for one in self.lineage
        )

    @property
    def successor(self) -> GroupVersionKind | None:
        """The version that objects should have: served, not deprecated, the most stable, and of several the newest."""
        served = [one.gvk for one in self.lineage if one.served and not one.deprecated]
        return max(served, key=lambda gvk: _LEVELS.index(stability(gvk.version)), default=None)


_LEVELS = ("alpha", "beta", "stable")


def entries(resources: Iterable[Resource | Kind]) -> dict[GroupVersionKind, Entry]:
    """The resource of each version. Raises UsageError for a version that two of them have, or Kubernetes itself."""
    found: dict[GroupVersionKind, Entry] = {}
    for resource in resources:
        entry = _entry(resource)
        for one in entry.lineage:
            if catalog.lookup(one.gvk) is not None:
                raise UsageError(
                    f"{one.gvk} is a built-in kind", hint="declare custom resources in a group of your own"
                )
            if one.gvk in found:
                hint = "leave out one of its declarations, or name a resource of a module: MODULE:NAME"
                raise UsageError(f"{one.gvk} is declared twice", hint=hint)
            found[one.gvk] = entry
    return found


def _entry(resource: Resource | Kind) -> Entry:
    from kconv.engine import Kind
    from kconv.engine.route import name_in

    if not isinstance(resource, Kind):
        return Entry(resource.kind, tuple(resource.lineage), resource.schemas)
    newest_first = sorted(resource.versions, key=lambda version: version_order(version.version), reverse=True)
    named = [version.kind(name_in(resource, version)) for version in newest_first]
    return Entry(resource, tuple(CustomVersion(gvk, True, "", "", (), None) for gvk in named), {})
