"""Alphas, and betas that came since 1.24, are served only where a cluster's flags enable them: nothing is migrated to
them by default. If a kind has no other version, the report names the one that is off in the release, and how to request
it.
"""

from __future__ import annotations

from kconv import catalog
from kconv.names import GroupVersion, GroupVersionKind, Release


def off_by_default(gvk: GroupVersionKind, release: Release) -> GroupVersion | None:
    """The best later version that a release has off by default, if rules lead there; None if there is none."""
    best = catalog.dormant(gvk, release)
    if best is None:
        return None
    from kconv.kinds import find

    kind = find(gvk)
    return best.group_version if kind is not None and best.group_version in kind.versions else None
