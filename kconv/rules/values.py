"""A field whose values mean something else: an empty selector selects nothing in policy/v1beta1, everything in v1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from kconv.paths import MISSING, FieldPath, get, parse, same
from kconv.rules.base import Converts
from kconv.values import Json, discarded, nested, own

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve


class Values(Converts):
    """Pairs (spoke value, hub value) for one field; any other value is kept.

    MISSING in a pair is a field that is left out of an object that is there.
    """

    exact = False
    concerns = ("path",)

    def __init__(self, path: str, pairs: Sequence[tuple[Json, Json]], *, says: str) -> None:
        self.path = parse(path)
        if isinstance(pairs, (str, Mapping)) or any(not isinstance(pair, tuple) or len(pair) != 2 for pair in pairs):
            raise ValueError(f"Values({path!r}, …): pairs are a list of (spoke value, hub value), such as [('a', 'A')]")
        if not pairs:
            raise ValueError(f"Values({path!r}, []): there is no pair, so it would change nothing")
        if any(same(one[0], other[0]) for one, other in combinations(pairs, 2)):
            raise ValueError(f"Values({path!r}, …): a spoke value is there twice, and only the first would count")
        self.pairs = tuple(pairs)
        self._forth, self._back = _table(self.pairs), _table([(hub, spoke) for spoke, hub in pairs])
        self.changes = ((self.path, len(self.path)),)
        self.says = says

    @property
    def heads(self) -> frozenset[str] | None:
        return None if any(MISSING in pair for pair in self.pairs) else super().heads

    def to_hub(self, obj: Json) -> Json:
        return self._exchange(obj, self._forth)

    def from_hub(self, obj: Json) -> Json:
        return self._exchange(obj, self._back)

    def undone(self, obj: Json, new: Json, *, back: bool) -> bool:
        return same(get(obj, self.path), (self._forth if back else self._back)(get(new, self.path)))

    def in_hub(self, value: Json) -> Json:
        """What a value of the spoke is in the hub."""
        return self._forth(value)

    def in_spoke(self, value: Json) -> Json:
        """What a value of the hub is in the spoke."""
        return self._back(value)

    def writes(self) -> Iterator[tuple[FieldPath, Json, bool]]:
        """Of several pairs with one value of the hub, the first says what it is in the spoke."""
        for at, (spoke, hub) in enumerate(self.pairs):
            yield self.path, hub, True
            if not any(same(hub, other) for _, other in self.pairs[:at]):
                yield self.path, spoke, False

    def _exchange(self, obj: Json, instead: Callable[[Json], Json]) -> Json:
        value = get(obj, self.path)
        new = instead(value)
        return obj if new is value else self._with(obj, new, there=value is not MISSING)

    def _with(self, obj: Json, value: Json, *, there: bool) -> Json:
        if value is MISSING:
            return discarded(obj, self.path)
        there = there or isinstance(get(obj, self.path[:-1]), dict)
        return nested(obj, self.path, own(value)) if there else obj

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        """Where values of one type become values of another, the hub's type is the field's; where a value stands for a
        field that is left out, it must be there in one version and need not in the other."""
        from kconv.rules import schema

        if schema.at(node, self.path, resolve) is None:
            return node
        if any(hub is MISSING for _, hub in self.pairs):
            node = schema.optional(node, self.path, resolve)
        if any(spoke is MISSING for spoke, _ in self.pairs):
            node = schema.demanding(node, self.path, resolve)
        return schema.put(node, self.path, schema.ANYTHING, resolve) if self.retypes else node

    @property
    def retypes(self) -> bool:
        """Whether values of one type become values of another."""
        return any(type(spoke) is not type(hub) for spoke, hub in self.pairs if MISSING not in (spoke, hub))

    def describe(self) -> list[str]:
        return [self.says]


def _table(pairs: Sequence[tuple[Json, Json]]) -> Callable[[Json], Json]:
    """A function that gives the other value of the first pair that has a value; the value itself if none does."""
    if not all(isinstance(old, (str, bool, int)) or old in (None, MISSING) for old, _ in pairs):
        return lambda value: next((new for old, new in pairs if same(value, old)), value)
    found = {(type(old), old): new for old, new in reversed(pairs)}  # as for Kubernetes, true is not 1

    def instead(value: Json) -> Json:
        return value if isinstance(value, (dict, list)) else found.get((type(value), value), value)

    return instead
