"""A field that only one version has, beside one that only the other has, is more often renamed than new: schemas do not
say so, and neither does an annotation that keeps both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from kconv.engine import Kind
from kconv.engine.moves import carried, turned
from kconv.engine.route import leg
from kconv.names import GroupVersion
from kconv.paths import FieldPath, meet
from kconv.testing.blame import in_hub, touching
from kconv.testing.subject import Subject

_SHOWN: Final = 2
"""Fields that are named where several may be meant."""


@dataclass(frozen=True)
class Field:
    """A field of a version, or of the hub (``of_hub``), that the other one of the two does not have."""

    subject: Subject
    kind: Kind
    version: str
    path: FieldPath
    of_hub: bool

    def others(self) -> list[FieldPath]:
        """The fields that it may be called in the other one: those that have no place here and that no rule touches."""
        alike = [path for path in self._lone() if self._like(path, self._sides[1])]
        found = [path for path in alike if path[-1] == self.path[-1]] or alike
        return sorted(found, key=self._unlike)[:_SHOWN]

    def moves(self) -> list[str]:
        """The rules that move a field of the other one to a place beside it, or to one of the same name: one of them
        may be meant for it.
        """
        pairs = leg(self.kind, GroupVersion.parse(self.version)).moves
        found = [old for old, new in pairs if self._is_beside(new if self.of_hub else old)]
        return [line for old in found for line in touching(self.kind, self.version, old)]

    @property
    def _sides(self) -> tuple[str, str]:
        """The version that has the field, and the other one."""
        return (self.kind.hub, self.version) if self.of_hub else (self.version, self.kind.hub)

    def _lone(self) -> Iterator[FieldPath]:
        shapes, (mine, theirs) = self.subject.shapes, self._sides
        back = turned(leg(self.kind, GroupVersion.parse(self.version)).moves)
        for path in shapes[theirs].fields() if {mine, theirs} <= shapes.keys() else ():
            here = in_hub(self.kind, self.version, path) if self.of_hub else carried(path, back)[0]
            if shapes[mine].at(here) is None and not self._is_touched(path):
                yield path

    def _is_touched(self, path: FieldPath) -> bool:
        parts = leg(self.kind, GroupVersion.parse(self.version)).converting
        return any(meet(part.path + changed, path) for part in parts for changed, _ in part.rule.changes)

    def _like(self, path: FieldPath, version: str) -> bool:
        """Whether a field is of the same type, in the same lists."""
        end, mine = item(self.path), self._type(self._sides[0], self.path)
        shared = end == item(path) and self.path[:end] == path[:end]
        return shared and mine is not None and mine == self._type(version, path)

    def _type(self, version: str, path: FieldPath) -> str | None:
        shape = self.subject.shapes.get(version)
        node = None if shape is None else shape.at(path)
        found: str | None = (node or {}).get("type")
        return found

    def _is_beside(self, path: FieldPath) -> bool:
        named = path[-1:] == self.path[-1:] or (path[:-1] == self.path[:-1] and len(path) > 2)
        return path != self.path and named and self._like(path, self._sides[0])

    def _unlike(self, path: FieldPath) -> float:
        one, other = (".".join(map(str, reversed(each))) for each in (self.path, path))
        return -SequenceMatcher(None, one, other).ratio()


def item(path: FieldPath) -> int:
    """Where the innermost item or value that a path leads through ends."""
    return next((len(path) - index for index, part in enumerate(reversed(path)) if not isinstance(part, str)), 0)
