"""What each release serves, prefers, deprecates and removes: no release knows this about another, so kconv carries
it."""

from kconv.catalog.lineage import (
    dormant,
    is_internal,
    is_request_body,
    old_group_versions,
    preferred,
    priority,
    served,
    successor,
    versions,
)
from kconv.catalog.releases import latest, parse_release, releases
from kconv.catalog.search import find_kind
from kconv.catalog.served import Served, lookup

__all__ = [
    "Served",
    "dormant",
    "find_kind",
    "is_internal",
    "is_request_body",
    "latest",
    "lookup",
    "old_group_versions",
    "parse_release",
    "preferred",
    "priority",
    "releases",
    "served",
    "successor",
    "versions",
]
