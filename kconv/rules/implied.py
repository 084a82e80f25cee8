"""A field that says again what another one says: `action.type: Redirect` goes with `action.redirect`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kconv.paths import MISSING, FieldPath, get, keys, meet
from kconv.rules.base import Converts
from kconv.rules.matching import PRESENT, SAME, fits
from kconv.rules.move import free, taken_from
from kconv.values import Json, nested, own

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve


Row = tuple[str, Json, Json]


class Implied(Converts):
    """A hub field that the spoke does not have, because its value follows from another hub field.

    Each row has the path of the other field, its value, and the value that follows; the first that fits counts. PRESENT
    stands for any value, MISSING for a field that is left out, SAME for what the other field has. ``?`` marks a parent
    that is not made for it (`spec.ref?.namespace`). The stash keeps a value that is not the one that follows.
    """

    exact = False

    def __init__(self, hub: str, rows: Sequence[Row]) -> None:
        written = keys(hub)
        self.hub = tuple(part.removesuffix("?") for part in written)
        self.text = hub.replace("?", "")
        self._parent = self.hub[: max((end for end, part in enumerate(written, 1) if part.endswith("?")), default=0)]
        self.rows = tuple((keys(path), value, follows) for path, value, follows in _checked(hub, rows))
        self._texts = tuple(row[0] for row in rows)
        if self._parent == self.hub:
            raise ValueError(f"Implied({hub!r}, …): ? marks a parent, and the last part is none")
        if any(meet(path, self.hub) for path, _, _ in self.rows):
            raise ValueError(f"Implied({hub!r}, …): {hub} would follow from itself, or from what holds it")
        self.lacks = (self.hub,)
        self.changes = ((self.hub, 1), *((path, len(path)) for path, _, _ in self.rows))

    def to_hub(self, obj: Json) -> Json:
        follows = self._follows(obj)
        there = isinstance(get(obj, self._parent), dict)
        return nested(obj, self.hub, own(follows)) if follows is not MISSING and there and free(obj, self.hub) else obj

    def _follows(self, obj: Json) -> Json:
        """The value that follows, MISSING if no row fits."""
        for path, value, follows in self.rows:
            found = get(obj, path)
            if fits(found, value):
                return found if follows is SAME else follows
        return MISSING

    def writes(self) -> Iterator[tuple[FieldPath, Json, bool]]:
        yield from ((self.hub, follows, True) for _, _, follows in self.rows if follows is not SAME)

    def from_hub(self, obj: Json) -> Json:
        return obj if get(obj, self.hub) is MISSING else taken_from(obj, self.hub)

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import schema

        if all(schema.at(node, path, resolve) is None for path, _, _ in self.rows):
            return node
        if schema.at(node, self._parent, resolve) is None:
            return node
        return schema.put(node, self.hub, schema.ANYTHING, resolve)

    def describe(self) -> list[str]:
        from kconv.rules.default import word

        def when(path: str, value: Json) -> str:
            if value is PRESENT or value is MISSING:
                return f"{path} is {'there' if value is PRESENT else 'left out'}"
            return f"{path} is {word(value)}"

        rows = zip(self._texts, self.rows, strict=True)
        return [
            f"{self.text} is {text if follows is SAME else word(follows)} when {when(text, value)}"
            for text, (_, value, follows) in rows
        ]


def _checked(hub: str, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows. Raises ValueError for what is none."""
    if isinstance(rows, str) or not rows or any(not isinstance(row, tuple) or len(row) != 3 for row in rows):
        raise ValueError(
            f"Implied({hub!r}, …): each row is the path of another field, its value, and the value that follows, "
            "such as ('spec.redirect', PRESENT, 'Redirect')"
        )
    if any(follows is PRESENT or follows is MISSING for _, _, follows in rows):
        raise ValueError(f"Implied({hub!r}, …): MISSING or PRESENT is no value that a field can have")
    return rows
