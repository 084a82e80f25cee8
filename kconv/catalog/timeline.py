"""How a kind's preferred and storage versions change over the releases.

They change at different times: a version is stored a release or more after it is preferred, so that a server that is
rolled back can still read what the newer one wrote.
"""

from __future__ import annotations

from collections.abc import Sequence

from kconv.catalog.lineage import priority
from kconv.catalog.releases import releases
from kconv.catalog.resources import Resource, resource
from kconv.catalog.served import Served
from kconv.names import GroupVersionKind, Release
from kconv.records import NamedTuple


class Span(NamedTuple):
    """A run of releases with the same facts about a kind.

    ``preferred`` has one version a group, of those that are on by default, and is empty if none is. ``stored`` is empty
    if nothing is stored, and None if it is not published.
    """

    first: Release
    last: Release
    preferred: tuple[GroupVersionKind, ...]
    stored: tuple[GroupVersionKind, ...] | None


def timeline(lineage: Sequence[Served]) -> list[Span]:
    """The lineage's spans, oldest first, without the releases that can serve none of it."""
    spans: list[Span] = []
    for release in releases():
        if any(one.in_release(release) for one in lineage):
            now = Span(release, release, _preferred(lineage, release), _stored(lineage, release))
            before = spans[-1] if spans else None
            if before and before[2:] == now[2:] and before.last.minor + 1 == release.minor:
                spans[-1] = before._replace(last=release)
            else:
                spans.append(now)
    return spans


def _preferred(lineage: Sequence[Served], release: Release) -> tuple[GroupVersionKind, ...]:
    """Of each group the version that discovery lists first among those with the kind, most preferred group first."""
    best: dict[tuple[str, str], Served] = {}
    for one in lineage:
        if one.on_by_default(release):
            name, order = (one.gvk.group, one.gvk.kind), priority(one.gvk.group, release)
            best[name] = min(best.get(name, one), one, key=lambda each: order.index(each.gvk.version))
    return tuple(one.gvk for one in best.values())


def _stored(lineage: Sequence[Served], release: Release) -> tuple[GroupVersionKind, ...] | None:
    discovered: list[Resource] = []
    for one in lineage:
        if one.in_release(release):
            found = resource(one.gvk, release)
            discovered += [found] if found else []
    if any(one.stored and one.storage is None for one in discovered) or not discovered:
        return None
    return tuple(dict.fromkeys(one.storage for one in discovered if one.storage))
