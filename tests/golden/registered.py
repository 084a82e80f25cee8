"""Which of Kubernetes' answers concern kinds that kconv has rules for."""

from __future__ import annotations

from kconv import kinds
from kconv.names import GroupVersion
from tests.golden.vectors import Pair


def has_both(pair: Pair) -> bool:
    """Whether a registered kind has both versions of the pair."""
    versions = {GroupVersion.parse(pair.source), GroupVersion.parse(pair.target)}
    return any(kind.name == pair.kind and versions <= set(kind.versions) for kind in kinds.registered())
