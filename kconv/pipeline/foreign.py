"""A declaration imports pydantic, so that it waits for the first text that may hold or name a custom resource."""

from __future__ import annotations

import re
from collections.abc import Collection

from kconv.kinds.registry import is_custom
from kconv.manifests.scan import unescaped
from kconv.manifests.split import holds

_VERSION = re.compile(rb"([a-z0-9-]+(?:\.[a-z0-9-]+)+)/(v[0-9][a-z0-9]*)")
_GROUP = re.compile(rb"(?:apiGroup|count/[a-z0-9-]+\.|(?<![A-Za-z])[gG]roups?(?![A-Za-z]))")
"""Fields that name a group without a version, as in RBAC rules, quotas and the selectors of kustomizations."""
_HIDDEN = b"binary"
"""Of the tag behind which base64 may hide any text."""


def may_name_custom(data: bytes) -> bool:
    """Whether bytes may name the group of a custom resource. False is certain."""
    plain = unescaped(data)
    if holds(plain, _HIDDEN) or _GROUP.search(plain):
        return True
    return any(is_custom(found.group(1).decode()) for found in _VERSION.finditer(plain))


def versions_of(groups: Collection[bytes], data: bytes) -> set[str]:
    """The versions of some groups that bytes name, by an apiVersion or in any other way."""
    plain = unescaped(data)
    if not any(holds(plain, group) for group in groups):
        return set()
    return {found.group(0).decode() for found in _VERSION.finditer(plain) if found.group(1) in groups}
