"""A field that is deprecated and still read, such as a Pod's serviceAccount beside serviceAccountName: its version has
two ways to say one thing, the hub has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kconv.paths import MISSING, get, keys
from kconv.rules.base import Converts, Part, Rule, checked, parts
from kconv.rules.move import taken_from
from kconv.values import Json

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve


class Former(Rule):
    """Rules for a former way to say something, where the spoke also has the hub's: on the way back nothing changes.

    The stash keeps how the spoke said it.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = checked(rules)
        if not self.rules:
            raise ValueError("Former([]): there is no rule in it")
        for part in parts(self.rules):
            if not isinstance(part.rule, Converts):
                raise ValueError(f"Former([…]): {type(part.rule).__name__} converts nothing")

    def parts(self) -> Iterator[Part[Rule]]:
        for part in parts(self.rules):
            if isinstance(part.rule, Converts):
                yield part._replace(rule=OneWay(part.rule), ahead=False)

    def describe(self) -> list[str]:
        return [line for part in self.parts() for line in part.describe()]


class OneWay(Converts):
    """One rule to the hub only."""

    exact = False
    former = True

    def __init__(self, rule: Converts) -> None:
        self.rule = rule
        self.moves = rule.moves
        self.changes = rule.changes
        taken = {hub for _, hub in rule.moves}
        self._former = [keys(spoke) for spoke, _ in rule.moves if spoke not in taken]

    def to_hub(self, obj: Json) -> Json:
        """Where both ways are used, the hub has no field for the former."""
        made = self.rule.to_hub(obj)
        for path in self._former:
            if get(made, path) is not MISSING:
                made = taken_from(made, path)
        return made

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        return self.rule.reshape(node, resolve)

    def describe(self) -> list[str]:
        return [f"a former way: {line}" for line in self.rule.describe()]
