"""What one version of a kind is: since when it is served, until when, and what Kubernetes names in its place.

Facts from the `+k8s:prerelease-lifecycle-gen` markers of Kubernetes' API types and, for kinds without markers, from the
deprecation guide (kubernetes.io/docs/reference/using-api/deprecation-guide) and the releases' OpenAPI documents.
"""

from __future__ import annotations

from functools import cache

from kconv.catalog.tables import rows
from kconv.names import GroupVersion, GroupVersionKind, Release, stability
from kconv.records import NamedTuple


class Served(NamedTuple):
    """A kind's version. ``removed`` may lie beyond the newest known release; "" and None mean that it is not
    published."""

    gvk: GroupVersionKind
    introduced: Release
    deprecated: Release | None
    removed: Release | None
    replacement: GroupVersionKind | None
    default: bool
    family: str
    plural: str
    short_names: tuple[str, ...]
    namespaced: bool | None

    @property
    def stability(self) -> str:
        """alpha, beta or stable."""
        return stability(self.gvk.version)

    def in_release(self, release: Release) -> bool:
        """Whether kube-apiserver can serve the version in that release; for alphas see ``on_by_default``."""
        return self.introduced <= release and (self.removed is None or release < self.removed)

    def deprecated_in(self, release: Release) -> bool:
        """Whether the version is already deprecated in that release; a removed one still is."""
        return self.deprecated is not None and self.deprecated <= release

    def on_by_default(self, release: Release) -> bool:
        """Whether a kube-apiserver without --runtime-config serves it: no alpha, no beta that came in 1.24 or later."""
        return self.default and self.in_release(release)


def _release(minor: str) -> Release | None:
    return Release(int(minor)) if minor else None


def _name(text: str) -> GroupVersionKind | None:
    group_version, _, kind = text.rpartition(" ")
    return GroupVersion.split(group_version).kind(kind) if kind else None


def _served(row: list[str]) -> Served:
    group, version, kind, introduced, deprecated, removed, replacement, default, family, plural, short, scope = row
    return Served(
        GroupVersionKind(group, version, kind),
        Release(int(introduced)),
        _release(deprecated),
        _release(removed),
        _name(replacement),
        default == "on",
        family,
        plural,
        tuple(short.split()),
        scope == "Namespaced" if scope else None,
    )


@cache
def everything() -> dict[GroupVersionKind, Served]:
    """Every version of every built-in kind, by group, version and kind name."""
    return {served.gvk: served for served in map(_served, rows("kinds"))}


@cache
def _families() -> dict[str, tuple[Served, ...]]:
    members: dict[str, list[Served]] = {}
    for served in everything().values():
        members.setdefault(served.family, []).append(served)
    return {name: tuple(found) for name, found in members.items()}


def family(name: str) -> tuple[Served, ...]:
    """The versions that Kubernetes converts into each other over all groups: one hub, or linked by a replacement."""
    return _families()[name]


def lookup(gvk: GroupVersionKind) -> Served | None:
    """What is known of a kind's version; None for a custom resource or a version that never was."""
    return everything().get(gvk)
