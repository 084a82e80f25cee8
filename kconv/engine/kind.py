"""A kind's whole version history: the hub and, for each version, how it differs from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.names import GroupVersion
from kconv.paths import parse, show
from kconv.rules import Converts, Gone, Part, Rule, Values, of_sort, parts
from kconv.rules.base import checked


class Kind:
    """One kind.

    ``hub`` names the version whose shape the hub has; ``spokes`` gives each version's rules, the hub version's too
    where it has defaults, demands or annotations of its own. ``whole`` lists fields without which an object is only a
    fragment of one (a kustomize patch), for which no defaults hold: with ``[]`` in every item, with ``|`` one of
    several beside each other, with ``?`` at the end one that Go leaves out when it is empty
    (`webhooks[].clientConfig.service|url?`). ``list_keys`` gives, by list path, the fields that identify an item
    (`{"spec.rules[].http.paths": ("path",)}`); what a rule knows of it (Keyed) need not be given. ``unproven`` names
    versions that Kubernetes' own code did not prove: it does not convert them, or no available release has them, so
    their rules come from the API types and schemas alone. ``total``: an object is converted even if a rule cannot read
    a value of it, which ``engine.misfits`` then sets aside; otherwise what a rule raises is the caller's to handle.
    ``holders`` gives, by version, objects that must be there: one that rules take the last field of stays, empty.
    ``changes`` are those of which ``of_changes`` made the rules.

    Raises ValueError for anything in ``spokes`` that is not a rule or changes the object's own kind, and for keys that
    are not fields.
    """

    __slots__ = ("changes", "holders", "hub", "known_keys", "name", "spokes", "total", "unproven", "whole")

    def __init__(
        self,
        name: str,
        hub: str,
        spokes: Mapping[str, Sequence[Rule]],
        whole: tuple[str, ...] = (),
        list_keys: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        unproven: frozenset[str] = frozenset(),
        total: bool = False,
        holders: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        if not name or not hub:
            raise ValueError("a Kind has a name, and a hub such as example.com/v2")
        if not isinstance(spokes, Mapping):
            raise ValueError(
                f"{name}: spokes are a map from each version to its rules, such as {{'example.com/v1': []}}"
            )
        for rules in spokes.values():
            _refuse_renamed(checked(rules))
        _refuse_keys(list_keys)
        self.name = name
        self.hub = hub
        self.spokes = spokes
        self.whole = whole
        self.known_keys = list_keys
        self.unproven = unproven
        self.total = total
        self.holders = holders
        self.changes: Mapping[str, Sequence[Rule]] = MappingProxyType({})

    @classmethod
    def of_changes(
        cls,
        name: str,
        hub: str,
        changes: Mapping[str, Sequence[Rule]],
        own: Mapping[str, Sequence[Rule]] = MappingProxyType({}),
        list_keys: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        total: bool = False,
        holders: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> Kind:
        """A kind whose versions each say what changed since the version before.

        ``changes`` has every version, the oldest first, which has no rules: the first path of a rule is the field of
        the version before. ``own`` gives the defaults and demands of single versions. A version can be added without a
        change to the others, and any can be the hub.

        Raises ValueError if the hub is not among the versions, or if a rule in ``changes`` does not convert.
        """
        from kconv.engine.changes import spokes

        order = [*changes]
        if hub not in order:
            raise ValueError(f"the hub {hub} is not one of the versions {', '.join(order)}")
        for version in own:
            if version not in order:
                raise ValueError(f"own: {version} is not one of the versions {', '.join(order)}")
        _refuse_others(changes)
        rules = {version: [*found, *own.get(version, ())] for version, found in spokes(changes, hub).items()}
        made = cls(name, hub, rules, list_keys=list_keys, total=total, holders=holders)
        made.changes = changes
        return made

    @property
    def versions(self) -> tuple[GroupVersion, ...]:
        """Every version, the hub's first."""
        return _versions(self)

    @property
    def names(self) -> frozenset[str]:
        """What the kind is called in any of its versions."""
        return _names(self)

    @property
    def list_keys(self) -> Mapping[str, tuple[str, ...]]:
        """The fields that identify an item, by the path of the list in the hub, or in a version that is newer."""
        return _list_keys(self)

    def rules(self, version: GroupVersion) -> tuple[Rule, ...]:
        """The rules of one version, empty for a hub version that has none."""
        return tuple(self.spokes.get(str(version), ()))

    def parts(self, version: GroupVersion) -> tuple[Part[Rule], ...]:
        """The same, each rule in its place."""
        return _parts(self, version)


def _refuse_renamed(rules: Sequence[Rule]) -> None:
    """Raises ValueError for a rule that changes the object's own apiVersion, takes its kind, which may be renamed, or
    moves what a server restores (``restoreObjectMeta``).
    """
    for part in of_sort(parts(rules), Converts):
        rule = part.rule
        moved = {(*part.path, *parse(path)) for pair in rule.moves for path in pair}
        for path in part.below(path for path, _ in rule.changes):
            taken = path in moved or rule.lacks or isinstance(rule, Gone)
            if path == ("apiVersion",) or (path == ("kind",) and taken):
                raise ValueError(
                    f"{type(rule).__name__}: {path[0]} is not a field to move or leave out; "
                    "a conversion sets apiVersion, and Values renames a kind"
                )
        gone = [rule.path] if isinstance(rule, Gone) else []
        for path in (*moved, *part.below((*rule.lacks, *gone))):
            if path == ("metadata",) or (path[0] == "metadata" and path[1] not in ("labels", "annotations")):
                raise ValueError(
                    f"{type(rule).__name__}: {show(path)} stays what it is in every version; "
                    "of the metadata, an API server lets a conversion change labels and annotations only"
                )


def _refuse_keys(list_keys: Mapping[str, tuple[str, ...]]) -> None:
    for path, keys in list_keys.items():
        if not path or not isinstance(keys, tuple) or not keys or not all(isinstance(key, str) and key for key in keys):
            raise ValueError(
                f"list_keys: {path!r}: {keys!r} names no fields of an item; write {{'spec.ports': ('name',)}}"
            )
        parse(path)


def _refuse_others(changes: Mapping[str, Sequence[Rule]]) -> None:
    """Raises ValueError for a rule that changes nothing, or for rules that the first version has."""
    first, *_ = changes
    if changes[first]:
        raise ValueError(f"{first} is the oldest version: there is none before it from which it could differ")
    for version, rules in changes.items():
        for part in parts(rules):
            if not isinstance(part.rule, Converts):
                name = type(part.rule).__name__
                raise ValueError(f"{version}: {name} says nothing of the version before; give it in own")


@lru_cache(maxsize=1024)
def _list_keys(kind: Kind) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for version in kind.versions:
        converting = of_sort(kind.parts(version), Converts)
        for at, part in enumerate(converting):
            if part.rule.list_keys:
                # Rules run one after the other: a path is in the form that those before this one make.
                back = turned(moves_to_hub(converting[:at]))
                pairs = back if part.rule.inverted else moves_to_hub(converting[at + 1 :])
                for path, keys in part.rule.list_keys:
                    found |= {show(place): keys for place in carried(part.path + parse(path), pairs)}
    return {**found, **kind.known_keys}


@lru_cache(maxsize=1024)
def _versions(kind: Kind) -> tuple[GroupVersion, ...]:
    others = [version for version in kind.spokes if version != kind.hub]
    return tuple(GroupVersion.parse(text) for text in (kind.hub, *others))


@lru_cache(maxsize=1024)
def _names(kind: Kind) -> frozenset[str]:
    names = {kind.name}
    for part in of_sort([part for version in kind.versions for part in kind.parts(version)], Converts):
        rule = getattr(part.rule, "rule", part.rule)  # one that is turned round holds the other
        if isinstance(rule, Values) and part.path + rule.path == ("kind",):
            names |= {name for pair in rule.pairs for name in pair if isinstance(name, str)}
    return frozenset(names)


@lru_cache(maxsize=1024)
def _parts(kind: Kind, version: GroupVersion) -> tuple[Part[Rule], ...]:
    return tuple(parts(kind.rules(version)))
