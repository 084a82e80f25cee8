"""A release prefers one of a kind's versions.

Discovery lists a group's versions in the API server's order of preference, which is not always the order of their
names: autoscaling put v2beta1 before v2beta2. Storage follows another order (resources.py).
"""

from __future__ import annotations

from functools import cache

from kconv.catalog.served import Served, everything, family, lookup
from kconv.catalog.tables import rows
from kconv.names import GroupVersionKind, Release, version_order


def versions(gvk: GroupVersionKind) -> list[Served]:
    """The kind's whole lineage, over groups, the most preferred kind of version first; empty for an unknown kind.

    It holds also what no conversion joins: resource.k8s.io/v1alpha2 ResourceClaim has only its name from v1alpha1.
    """
    found: dict[GroupVersionKind, Served] = {}
    names = {(gvk.group, gvk.kind)} if lookup(gvk) else set()
    while True:
        joined = {one.family for one in everything().values() if (one.gvk.group, one.gvk.kind) in names}
        found = {one.gvk: one for name in joined for one in family(name)}
        more = {(each.group, each.kind) for each in found}
        if more <= names:
            return sorted(
                found.values(), key=lambda one: (version_order(one.gvk.version), one.introduced, one.gvk), reverse=True
            )
        names |= more


def successor(gvk: GroupVersionKind, release: Release, *, older: bool = False) -> GroupVersionKind | None:
    """The version of the kind that a document should have in a release, which may be its own; None if there is none.

    The release serves it by default, and it is not an alpha; stable versions come before betas, then ones that the
    release does not deprecate, then the group that replaces the document's, then discovery's order. ``older`` also
    allows versions that came before the document's, for a target older than it: only on request, because they represent
    less.
    """
    start = lookup(gvk)
    if start is None:
        return None
    chain = _replacements(start)
    candidates = [
        one
        for one in family(start.family)
        if one.on_by_default(release) and (older or one.introduced >= start.introduced or one.gvk in chain)
    ]
    group = chain[-1].group
    best = max(candidates, key=lambda one: _rank(one, release, group), default=None)
    return best.gvk if best else None


def dormant(gvk: GroupVersionKind, release: Release) -> GroupVersionKind | None:
    """The kind's best later version that a release has and does not serve by default; None if there is none."""
    start = lookup(gvk)
    if start is None:
        return None
    later = [
        one
        for one in versions(gvk)
        if one.gvk.kind == gvk.kind
        and one.in_release(release)
        and not one.on_by_default(release)
        and one.introduced >= start.introduced
    ]
    best = max(later, key=lambda one: _rank(one, release, gvk.group), default=None)
    return best.gvk if best and best.gvk != gvk else None


def _rank(one: Served, release: Release, group: str) -> tuple[bool, bool, bool, int]:
    order = priority(one.gvk.group, release)
    return (
        one.stability == "stable",
        not one.deprecated_in(release),
        one.gvk.group == group,
        -order.index(one.gvk.version),
    )


def _replacements(start: Served) -> list[GroupVersionKind]:
    """The document's name, its replacement, the replacement of that, and so on."""
    chain = [start.gvk]
    while (one := lookup(chain[-1])) and one.replacement:
        chain.append(one.replacement)
    return chain


def priority(group: str, release: Release) -> list[str]:
    """The group's versions, most preferred first, served or not: the order that the release's discovery publishes."""
    named = {gvk.version for gvk in everything() if gvk.group == group}
    usual = sorted(named, key=version_order, reverse=True)
    for name, first, last, order in rows("priority"):
        if name == group and int(first) <= release.minor <= int(last):
            listed = order.split()
            return [*listed, *(version for version in usual if version not in listed)]
    return usual


def preferred(group: str, release: Release) -> str | None:
    """The version that discovery calls the group's preferred one. None if the release serves none of it by default."""
    offered = {one.gvk.version for one in served(release) if one.gvk.group == group and one.on_by_default(release)}
    return next((version for version in priority(group, release) if version in offered), None)


def served(release: Release) -> list[Served]:
    """Everything that a release can serve as a resource or takes as a request, by group, then as preferred."""
    found = [one for one in everything().values() if one.in_release(release) and not is_internal(one.gvk)]
    orders = {group: priority(group, release) for group in {one.gvk.group for one in found}}
    return sorted(found, key=lambda one: (one.gvk.group, orders[one.gvk.group].index(one.gvk.version), one.gvk.kind))


@cache
def _roles() -> dict[tuple[str, str], str]:
    return {(group, kind): role for group, kind, role in rows("roles")}


def is_internal(gvk: GroupVersionKind) -> bool:
    """Whether the kind is never in a manifest: query options, structs inside others, the API server's own records."""
    return _roles().get((gvk.group, gvk.kind)) == "internal"


def is_request_body(gvk: GroupVersionKind) -> bool:
    """Whether objects of the kind are requests, which are never stored, so that an old version is not a finding."""
    return (gvk.group, gvk.kind) in _roles()


def old_group_versions(release: Release, deprecated: bool = False) -> frozenset[str]:
    """The apiVersion texts of which a release does not serve at least one kind (``deprecated``: or deprecates one).

    The kind of a document with another apiVersion does not matter. Internal kinds do not count: because of
    EphemeralContainers every core object would have to be examined.
    """
    return frozenset(
        one.gvk.api_version
        for one in everything().values()
        if not (one.in_release(release) and not (deprecated and one.deprecated_in(release)))
        and not is_internal(one.gvk)
    )
