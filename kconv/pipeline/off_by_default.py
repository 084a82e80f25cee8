"""Alphas, and betas that came since 1.24, are served only by a cluster that was told to: nothing goes there unasked.

Of a kind whose only versions are such, a person wants to know that the release has it after all, and how to ask.
"""

from __future__ import annotations

from kconv import catalog
from kconv.names import GroupVersion, GroupVersionKind, Release


def only_when_asked(gvk: GroupVersionKind, release: Release) -> GroupVersion | None:
    """The best later version that a release has and leaves off, if rules lead there; None where there is none."""
    best = catalog.dormant(gvk, release)
    if best is None:
        return None
    from kconv import kinds

    kind = kinds.find(gvk)
    return best.group_version if kind is not None and best.group_version in kind.versions else None
