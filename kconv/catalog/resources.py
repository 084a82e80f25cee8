"""What a release's discovery publishes about a kind's version: the resource's names and verbs, and what etcd holds it
as.

The storage version is never in a manifest and seldom the preferred version: a server continues to store what the
release before it can read. From the discovery documents that Kubernetes publishes since 1.28, and for older releases
from the OpenAPI document and etcd's integration test, which agree wherever both exist (docs/catalog.md).
"""

from __future__ import annotations

from functools import cache

from kconv.catalog.tables import rows
from kconv.names import GroupVersion, GroupVersionKind, Release
from kconv.records import NamedTuple

_UNKNOWN = "unknown"


class Resource(NamedTuple):
    """A resource, or a subresource ("deployments/scale"), with the kind that it accepts and returns.

    ``storage`` is None if nothing is stored, or if it is not published; ``stored`` distinguishes the two.
    """

    name: str
    gvk: GroupVersionKind
    namespaced: bool
    short_names: tuple[str, ...]
    categories: tuple[str, ...]
    verbs: tuple[str, ...]
    stored: bool
    storage: GroupVersionKind | None


def resource(gvk: GroupVersionKind, release: Release) -> Resource | None:
    """The resource of a kind's version, off by default or not; None if the release does not have it: bodies of
    subresources (Scale, Eviction) and webhooks (AdmissionReview) have no resource of their own.
    """
    return _main(release).get(gvk)


def subresources(gvk: GroupVersionKind, release: Release) -> tuple[Resource, ...]:
    """The subresources of a kind's version, by name; their kinds may be of another group: autoscaling/v1 Scale."""
    main = resource(gvk, release)
    return tuple(_below(release).get((gvk.group_version, main.name), ())) if main else ()


@cache
def _main(release: Release) -> dict[GroupVersionKind, Resource]:
    return {one.gvk: one for _, one, minors in _everything() if release.minor in minors and "/" not in one.name}


@cache
def _below(release: Release) -> dict[tuple[GroupVersion, str], list[Resource]]:
    found: dict[tuple[GroupVersion, str], list[Resource]] = {}
    for group_version, one, minors in _everything():
        name, slash, _ = one.name.partition("/")
        if slash and release.minor in minors:
            found.setdefault((group_version, name), []).append(one)
    return found


@cache
def _everything() -> tuple[tuple[GroupVersion, Resource, frozenset[int]], ...]:
    """Every resource and subresource, with the group and version that serve it and the minor releases that do."""
    return tuple((GroupVersion(*facts[:2]), _resource(facts), _minors(spans)) for *facts, spans in rows("resources"))


def _minors(spans: str) -> frozenset[int]:
    """Read "16-18 20"."""
    ends = (span.partition("-") for span in spans.split())
    return frozenset(minor for first, _, last in ends for minor in range(int(first), int(last or first) + 1))


def _resource(row: list[str]) -> Resource:
    group, version, name, kind, scope, short, categories, verbs, storage = row
    return Resource(
        name,
        _kind(kind) if "/" in kind else GroupVersionKind(group, version, kind),
        scope == "Namespaced",
        tuple(short.split()),
        tuple(categories.split()),
        tuple(verbs.split()),
        bool(storage),
        _kind(storage) if storage not in ("", _UNKNOWN) else None,
    )


def _kind(text: str) -> GroupVersionKind:
    """Read "autoscaling/v1/Scale"."""
    group, version, kind = text.split("/")
    return GroupVersionKind(group, version, kind)
