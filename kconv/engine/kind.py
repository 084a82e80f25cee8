"""A kind's whole version history: the hub and, for each version, how it differs from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from kconv.names import GroupVersion
from kconv.rules import Part, Rule, parts
from kconv.rules.base import checked


class Kind:
    """One kind.

    ``hub`` names the version whose shape the hub has; ``spokes`` gives each version's rules, the hub version's too
    where it has defaults, demands or annotations of its own. ``whole`` lists fields without which an object is only a
    fragment of one (a kustomize patch), for which no defaults hold: with ``[]`` in every item, with ``|`` one of
    several beside each other, with ``?`` at the end one that Go leaves out when it is empty
    (`webhooks[].clientConfig.service|url?`). ``list_keys`` gives, by list path, the fields that identify an item
    (`{"spec.rules[].http.paths": ("path",)}`). ``unproven`` names versions that Kubernetes' own code did not prove: it
    does not convert them, or no available release has them, so their rules come from the API types and schemas alone.

    Raises ValueError for anything in ``spokes`` that is not a rule.
    """

    __slots__ = ("hub", "list_keys", "name", "spokes", "unproven", "whole")

    def __init__(
        self,
        name: str,
        hub: str,
        spokes: Mapping[str, Sequence[Rule]],
        whole: tuple[str, ...] = (),
        list_keys: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        unproven: frozenset[str] = frozenset(),
    ) -> None:
        for rules in spokes.values():
            checked(rules)
        self.name = name
        self.hub = hub
        self.spokes = spokes
        self.whole = whole
        self.list_keys = list_keys
        self.unproven = unproven

    @property
    def versions(self) -> tuple[GroupVersion, ...]:
        """Every version, the hub's first."""
        return _versions(self)

    def rules(self, version: GroupVersion) -> tuple[Rule, ...]:
        """The rules of one version, empty for a hub version that has none."""
        return tuple(self.spokes.get(str(version), ()))

    def parts(self, version: GroupVersion) -> tuple[Part[Rule], ...]:
        """The same, each rule in its place."""
        return _parts(self, version)


@lru_cache(maxsize=1024)
def _versions(kind: Kind) -> tuple[GroupVersion, ...]:
    others = [version for version in kind.spokes if version != kind.hub]
    return tuple(GroupVersion.parse(text) for text in (kind.hub, *others))


@lru_cache(maxsize=1024)
def _parts(kind: Kind, version: GroupVersion) -> tuple[Part[Rule], ...]:
    return tuple(parts(kind.rules(version)))
