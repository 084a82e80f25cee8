"""A version that is newer than the hub declares what changed since the hub: its rules name the hub's path first.

A new version can so be added without a change to the others, and the hub stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kconv.paths import FieldPath
from kconv.rules.base import Converts, Part, Rule, checked, parts
from kconv.rules.gone import Discards, Dropped, Kept
from kconv.rules.lacks import Lacks
from kconv.rules.move import Move
from kconv.values import Json

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve


class Inverse(Rule):
    """Rules that were written for the other direction: the first path is the field of the hub, the second the spoke's.

    A field that they keep is one that the spoke lacks, and the stash keeps it; one that they drop is discarded.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = checked(rules)

    def parts(self) -> Iterator[Part[Rule]]:
        found = parts(self.rules)
        for part in reversed(found):
            if isinstance(part.rule, Converts):
                yield from (part._replace(rule=rule, ahead=False) for rule in _inverted(part.rule))
        yield from (part for part in found if not isinstance(part.rule, Converts))

    def describe(self) -> list[str]:
        return [line for part in self.parts() for line in part.describe()]


def _inverted(rule: Converts) -> list[Converts]:
    if isinstance(rule, Dropped):
        return [Discards(rule)]
    if isinstance(rule, Kept):
        return [Lacks(rule.text)]
    if isinstance(rule, Lacks):
        return [Kept(path, why="it is newer") for path in rule.text]
    return [rule.rule if isinstance(rule, Inverted) else Inverted(rule)]


class Inverted(Converts):
    """One rule the other way round."""

    inverted = True

    def __init__(self, rule: Converts) -> None:
        self.rule = rule
        self.exact = rule.exact
        self.moves = tuple((hub, spoke) for spoke, hub in rule.moves)
        self.changes = rule.changes
        self.lacks = rule.apart
        self.list_keys = rule.list_keys
        self.joint = None if rule.joint is None else (rule.joint[1], rule.joint[0])

    @property
    def heads(self) -> frozenset[str] | None:
        return self.rule.heads

    def narrowed(self) -> tuple[str, Converts] | None:
        found = self.rule.narrowed()
        return found and (found[0], Inverted(found[1]))

    def to_hub(self, obj: Json) -> Json:
        return self.rule.from_hub(obj)

    def from_hub(self, obj: Json) -> Json:
        return self.rule.to_hub(obj)

    def writes(self) -> Iterator[tuple[FieldPath, Json, bool]]:
        yield from ((path, value, not hub) for path, value, hub in self.rule.writes())

    def undone(self, obj: Json, new: Json, *, back: bool) -> bool:
        return self.rule.undone(obj, new, back=not back)

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        """Only a move leaves a value what it is."""
        from kconv.rules import schema

        made = super().reshape(node, resolve)
        if isinstance(self.rule, Move):
            return made
        for path, _ in self.changes:
            if path and schema.at(made, path, resolve) is not None:
                made = schema.put(made, path, schema.ANYTHING, resolve)
        return made

    def describe(self) -> list[str]:
        if isinstance(self.rule, Move):
            ((spoke, hub),) = self.moves
            return [f"{spoke} is {hub} in the hub version"]
        return [f"the other way round: {line}" for line in self.rule.describe()]
