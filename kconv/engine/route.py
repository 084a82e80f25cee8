"""The way from one version to another through the hub, worked out once for each pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from kconv.engine.compiled.narrow import Doubts
from kconv.engine.compiled.walks import converter
from kconv.engine.given_up import discarding, of_hub, of_spoke
from kconv.engine.kind import Kind
from kconv.engine.lost import Lost
from kconv.engine.moves import carried, join, moves_to_hub, turned
from kconv.names import GroupVersion
from kconv.paths import FieldPath, Segment, get, keys, meet, show
from kconv.rules import Converts, Demands, Fills, Json, Part, of_sort
from kconv.rules.move import free
from kconv.values import nested

_MADE: Final = Converts()
"""A doubt about an object that a rule has made."""


class Leg:
    """One version's rules in their places, by sort; made once for each version."""

    __slots__ = (
        "api_version",
        "back",
        "converting",
        "discards",
        "exact",
        "filling",
        "former",
        "forth",
        "gone",
        "holders",
        "hub_holders",
        "hub_version",
        "inverted",
        "joint",
        "kind",
        "lost",
        "lost_back",
        "moves",
        "settling",
        "version",
    )

    def __init__(self, kind: Kind, version: GroupVersion) -> None:
        parts = kind.parts(version)
        self.kind, self.version = kind, version
        self.converting = of_sort(parts, Converts)
        self.filling = of_sort(parts, Fills)
        self.settling = of_sort(parts, Demands)
        self.moves = moves_to_hub(self.converting)
        self.gone = tuple(of_spoke(self.converting))
        self.discards = tuple(of_hub(self.converting))
        self.former = _former(self.converting)
        self.inverted = tuple(_inverted(self.converting))
        self.joint = tuple(_joint(self.converting))
        self.exact = all(part.rule.exact for part in self.converting) and not (kind.total and self.converting)
        self.api_version = str(version)
        self.hub_version = kind.hub
        self.holders, self.hub_holders = (
            tuple(map(keys, kind.holders.get(each, ()))) for each in (self.api_version, kind.hub)
        )
        self.lost = Lost(self.converting, self.filling, back=False)
        self.lost_back = Lost(self.converting, of_sort(kind.parts(kind.versions[0]), Fills), back=True)
        self.forth = converter(self.converting, total=kind.total, lost=self.lost)
        self.back = converter(self.converting, back=True, total=kind.total, lost=self.lost_back)

    def to_hub(self, obj: Json, doubts: Doubts = None) -> Json:
        """The object in the hub's shape; its apiVersion is the hub version's.

        ``doubts`` gets a rule that cannot be sure of being walked back: without any, ``from_hub`` gives the same, but
        for what is ``lost``.
        """
        if self.converting:
            made = self.forth(obj, doubts)
            hub = _holding(self.hub_holders, obj, made) if self.hub_holders else made
            _doubted(self.holders, obj, hub, doubts)
            obj = hub
        return obj if obj.get("apiVersion") == self.hub_version else {**obj, "apiVersion": self.hub_version}

    def from_hub(self, obj: Json, doubts: Doubts = None) -> Json:
        """The hub's object in this version's shape, with doubts where ``to_hub`` might not give the same."""
        if obj.get("apiVersion") != self.api_version:
            obj = {**obj, "apiVersion": self.api_version}
        if not self.converting:
            return obj
        made = self.back(obj, doubts)
        made = _holding(self.holders, obj, made) if self.holders else made
        _doubted(self.hub_holders, obj, made, doubts)
        return made


def _doubted(holders: Sequence[tuple[str, ...]], obj: Json, made: Json, doubts: Doubts) -> None:
    """Doubt that what was made of an object leads back to it: an object that must be there was not, and a rule made it.

    The way back would leave it there, empty.
    """
    if (
        doubts is not None
        and not doubts
        and any(free(obj, path) and isinstance(get(made, path), dict) for path in holders)
    ):
        doubts.append(_MADE)


def _holding(holders: Sequence[tuple[str, ...]], obj: Json, made: Json) -> Json:
    """What was made of an object, with the objects that must be there and were."""
    for path in holders:
        if free(made, path) and isinstance(get(obj, path), dict):
            made = nested(made, path, {})
    return made


def _former(converting: Sequence[Part[Converts]]) -> list[tuple[FieldPath, ...]]:
    """Where the version has more than one way to say something: the places of each, as the version has them."""
    former = [part for part in converting if part.rule.former]
    others = [part for part in converting if part not in former]
    ways: list[tuple[FieldPath, ...]] = []
    for part in former:
        places = _own_places(part, others)
        same = [way for way in ways if any(meet(one, other) for one in way for other in places)]
        ways = [way for way in ways if way not in same]
        ways.append(tuple(dict.fromkeys(place for way in (*same, places) for place in way)))
    return ways


def _inverted(converting: Sequence[Part[Converts]]) -> Iterator[FieldPath]:
    """Where the version may say what the hub has no form for, because it is the newer one."""
    for index, part in enumerate(converting):
        if part.rule.inverted:
            yield from _own_places(part, converting[: index + 1])


def _joint(converting: Sequence[Part[Converts]]) -> Iterator[tuple[tuple[FieldPath, ...], tuple[FieldPath, ...]]]:
    """The version's fields, and those of the hub, that are one thing; each where it is once all rules have run."""
    for index, part in enumerate(converting):
        if part.rule.joint is not None:
            back, after = turned(moves_to_hub(converting[:index])), moves_to_hub(converting[index + 1 :])
            spoke, hub = (part.below(paths) for paths in part.rule.joint)
            yield tuple(carried(path, back)[0] for path in spoke), tuple(carried(path, after)[0] for path in hub)


def _own_places(part: Part[Converts], moving: Sequence[Part[Converts]]) -> tuple[FieldPath, ...]:
    """What a rule reads and writes, as the version has it before others move it."""
    back = turned(moves_to_hub(moving))
    return tuple(place for path in part.below(path for path, _ in part.rule.changes) for place in carried(path, back))


@lru_cache(maxsize=1024)
def leg(kind: Kind, version: GroupVersion) -> Leg:
    """The version's leg of the route."""
    return Leg(kind, version)


@lru_cache(maxsize=1024)
def name_in(kind: Kind, version: GroupVersion) -> str:
    """What a kind is called in a version: its rules may rename it."""
    named: str = leg(kind, version).from_hub({"kind": kind.name})["kind"]
    return named


@lru_cache(maxsize=1024)
def _names(kind: Kind) -> dict[Segment, FieldPath]:
    """The fields that the hub carries under keys of its own, by these."""
    parts = [part for version in kind.versions for part in leg(kind, version).converting]
    return {part.rule.lacks[0][0]: part.rule.apart[0] for part in parts if part.rule.apart}


@lru_cache(maxsize=1024)
def shown(kind: Kind, path: FieldPath) -> str:
    """A path of the hub, written as versions have it that show the field."""
    names = _names(kind)
    return show(tuple(step for each in path for step in names.get(each, (each,))))


class Route:
    """Two legs, and what follows from the pair of them.

    ``filling`` says that either version has defaults of its own, ``plain`` that nothing else than defaults makes a
    difference between the two.
    """

    __slots__ = ("filling", "moves", "plain", "source", "source_fills", "target", "target_fills")

    def __init__(self, source: Leg, target: Leg) -> None:
        self.source, self.target = source, target
        self.moves = tuple(join(source.moves, target.moves))
        self.source_fills = _own(source.filling, target.filling)
        self.target_fills = _own(target.filling, source.filling)
        self.filling = bool(self.source_fills or self.target_fills)
        self.plain = not (source.converting or target.converting or target.settling)

    def shown(self, result: Json) -> Json:
        """What the source's version shows of an object of the target's."""
        return self.source.from_hub(self.target.to_hub(result))


@lru_cache(maxsize=1024)
def route(kind: Kind, source: GroupVersion, target: GroupVersion) -> Route:
    """The route between two versions of a kind."""
    return Route(leg(kind, source), leg(kind, target))


def _own(fills: Sequence[Part[Fills]], others: Sequence[Part[Fills]]) -> tuple[Part[Fills], ...]:
    """Defaults that the other version does not share: a table both use (a pod's defaults) cannot make them differ."""
    there: dict[FieldPath, list[Part[Fills]]] = {}
    for part in others:
        there.setdefault(part.path, []).append(part)
    return tuple(part for part in fills if not (part.shared and part in there.get(part.path, ())))


def without_dropped(obj: Json, version: Leg) -> Json:
    """An object of a version without the fields that its rules, or those of another version, discard."""
    obj = discarding(obj, version.gone)
    back = turned(version.moves)
    for each in version.kind.versions:
        obj = discarding(obj, [way for field in leg(version.kind, each).discards for way in field.carried(back)])
    return obj
