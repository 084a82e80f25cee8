"""Several fields that became several others: `enabled: true, manual: true` is `mode: Manual`, by a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kconv.paths import MISSING, FieldPath, get, keys, same
from kconv.rules.base import Converts
from kconv.rules.move import taken_from
from kconv.values import Json, nested, own

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve

Row = tuple[Sequence[Json], Sequence[Json]]


class Cases(Converts):
    """Fields of the spoke, fields of the hub, and a table: each row has the values of the former and of the latter.

    MISSING in a row is a field that is left out. The first row that fits is taken. What fits no row cannot be
    represented in the other version; the stash keeps it, and what a row writes otherwise.
    """

    exact = False

    def __init__(self, spoke: Sequence[str], hub: Sequence[str], table: Sequence[Row], *, says: str) -> None:
        if isinstance(spoke, str) or isinstance(hub, str):
            raise ValueError("Cases: spoke and hub are lists of paths, such as ['spec.enabled']")
        if not (spoke and hub and table):
            raise ValueError("Cases: spoke, hub and the table have at least one entry each")
        self.spoke = tuple(keys(path) for path in spoke)
        self.hub = tuple(keys(path) for path in hub)
        for row in table:
            if (
                any(isinstance(values, str) for values in row)
                or len(row) != 2
                or (len(row[0]), len(row[1])) != (len(self.spoke), len(self.hub))
            ):
                raise ValueError(f"Cases: the row {row!r} has not a value for each of {[*spoke]} and each of {[*hub]}")
        self.table = tuple((tuple(row[0]), tuple(row[1])) for row in table)
        self._turned = tuple((hub, spoke) for spoke, hub in self.table)
        self.moves = tuple((old, new) for old in spoke for new in hub if old != new)[:1]
        self.changes = tuple((path, 1) for path in (*self.spoke, *self.hub))
        self.joint = (self.spoke, self.hub)
        self.says = says

    def to_hub(self, obj: Json) -> Json:
        return self._exchanged(obj, self.spoke, self.hub, self.table)

    def from_hub(self, obj: Json) -> Json:
        return self._exchanged(obj, self.hub, self.spoke, self._turned)

    def _exchanged(
        self, obj: Json, old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]], table: Sequence[Row]
    ) -> Json:
        values = next((there for here, there in table if _fits(obj, old, here)), None)
        if values is None:
            return _without(obj, [path for path in old if path not in new])
        if any(get(obj, path) is not MISSING for path in new if path not in old):
            return obj
        out = _without(obj, old)
        for path, value in zip(new, values, strict=True):
            if value is not MISSING and not _blocked(out, path):
                out = nested(out, path, own(value))
        return obj if same(out, obj) else out

    def writes(self) -> Iterator[tuple[FieldPath, Json, bool]]:
        """The first row that fits counts, either way."""
        for paths, table in ((self.hub, self.table), (self.spoke, self._turned)):
            for at, (here, there) in enumerate(table):
                if not any(same([*here], [*other]) for other, _ in table[:at]):
                    yield from ((path, value, table is self.table) for path, value in zip(paths, there, strict=True))

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import schema

        there = [path for path in self.spoke if schema.at(node, path, resolve) is not None]
        for path in there:
            node = schema.without(node, path, resolve)
        for path in self.hub if there else ():
            node = schema.put(node, path, schema.ANYTHING, resolve)
        return node

    def describe(self) -> list[str]:
        return [self.says]


def _fits(obj: Json, paths: Sequence[tuple[str, ...]], values: Sequence[Json]) -> bool:
    return all(same(get(obj, path), value) for path, value in zip(paths, values, strict=True))


def _without(obj: Json, paths: Sequence[tuple[str, ...]]) -> Json:
    for path in paths:
        if get(obj, path) is not MISSING:
            obj = taken_from(obj, path)
    return obj


def _blocked(obj: Json, path: tuple[str, ...]) -> bool:
    """Whether a parent on the path is there and no object: nothing is overwritten."""
    parents = (get(obj, path[:end]) for end in range(1, len(path)))
    return any(parent is not MISSING and not isinstance(parent, dict) for parent in parents)
