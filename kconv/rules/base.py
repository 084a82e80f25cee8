"""What every rule is: a difference between a spoke and the hub that can be walked both ways.

Rules never change what they are given. They return the same object where nothing applies, and otherwise a new one
that shares all it did not touch: so a conversion costs what its rules touch, and sameness is a test of identity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from kconv.errors import Question
from kconv.names import Release
from kconv.paths import EACH, FieldPath, parse, same
from kconv.rules.decision import Decision
from kconv.rules.fills import Filling, filling
from kconv.rules.fills import own as own
from kconv.rules.walks import Walk

if TYPE_CHECKING:
    from kconv.rules.shape import Node, Resolve

Json: TypeAlias = Any
Answers: TypeAlias = Mapping[str, str]
Settled: TypeAlias = "tuple[Json, list[tuple[str, str, str]], list[Question]]"
"""A settled object, notes as (kind, path, message), and the questions still open."""
Doubts: TypeAlias = "list[Rule] | None"
Change: TypeAlias = "tuple[FieldPath, int]"
"""A path at which a rule reads or writes, and how many of its segments lead to the highest thing that comes or goes."""


class Rule:
    """One difference between a spoke and the hub.

    ``moves`` are pairs (spoke path, hub path) of fields that change their place. ``exact`` says that to_hub and
    from_hub undo each other on every object, so that nothing need be compared or stashed. ``shared`` marks defaults on
    which no other default depends, so that two versions that both have them need not fill them in to be compared.
    ``decisions`` are the questions that settling may ask. ``changes`` says where a conversion reads and writes, the
    whole object where it is not said; ``reads`` what the rule's defaults read and write, None where it is not known.
    ``lacks`` are hub paths that the spoke has no field for. ``since`` is the first release whose server wants to be
    settled so, None for every one; ``parts`` says that it is settled in a part of an object too, for it is asked of
    what is there and not of what a part may leave out.
    """

    exact: bool = True
    shared: bool = False
    moves: tuple[tuple[str, str], ...] = ()
    decisions: tuple[Decision, ...] = ()
    changes: tuple[Change, ...] = (((), 0),)
    reads: tuple[FieldPath, ...] | None = None
    lacks: tuple[FieldPath, ...] = ()
    since: Release | None = None
    parts: bool = False

    def to_hub(self, obj: Json) -> Json:
        """The object with this difference in the hub's form."""
        return obj

    def from_hub(self, obj: Json) -> Json:
        """The object with this difference in the spoke's form."""
        return obj

    def forth(self, obj: Json, doubts: Doubts) -> Json:
        """``to_hub``; ``doubts`` gets the rule where ``from_hub`` might not give back what was given.

        Where no rule has a doubt, nothing need be compared or stashed. None for who does not ask.
        """
        new = self.to_hub(obj)
        if doubts is not None and not _is_back(self.from_hub(new), obj):
            doubts.append(self)
        return new

    def back(self, obj: Json, doubts: Doubts) -> Json:
        """``from_hub``, with a doubt where ``to_hub`` might not give back what was given."""
        new = self.from_hub(obj)
        if doubts is not None and not _is_back(self.to_hub(new), obj):
            doubts.append(self)
        return new

    def walks(self, *, back: bool) -> list[Walk]:
        """``forth`` or ``back`` as a change of what a path leads to, for ``walker`` to put together with others."""
        return [Walk((), self.back if back else self.forth)]

    def fillings(self, release: Release) -> list[Filling]:  # noqa: ARG002 - most rules fill nothing
        """The spoke's own defaults, as ``release`` knows the fields."""
        return []

    def fill(self, obj: Json, release: Release) -> Json:
        """The object with the spoke's own defaults."""
        return filling((self,), release)(obj)

    def settle(self, obj: Json, answers: Answers) -> Settled:  # noqa: ARG002 - most rules demand nothing
        """The object as the target's server will take it, after conversion to this spoke with its behaviour kept."""
        return obj, [], []

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        """The spoke's schema with this difference in the hub's form; ``resolve`` gives the definition of a name."""
        from kconv.rules import shape

        for spoke, hub in self.moves:
            node = shape.moved(node, parse(spoke), parse(hub), resolve)
        return node

    def describe(self) -> list[str]:
        """The difference in words, for `kconv explain`."""
        return []

    @property
    def converts(self) -> bool:
        """Whether the rule changes an object's shape (and not only fills or settles it)."""
        return type(self).to_hub is not Rule.to_hub or type(self).from_hub is not Rule.from_hub

    @property
    def fills(self) -> bool:
        return type(self).fillings is not Rule.fillings

    @property
    def settles(self) -> bool:
        return type(self).settle is not Rule.settle


def _is_back(again: Json, obj: Json) -> bool:
    return again is obj or same(again, obj)


def update(obj: Json, path: FieldPath, change: Callable[[Json], Json], at: int = 0) -> Json:
    """The object with ``change`` applied to every value that is there at a path; the same object if none changed."""
    if at == len(path):
        return change(obj)
    part = path[at]
    if part is EACH:
        return _update_items(obj, path, change, at) if isinstance(obj, list) else obj
    if isinstance(part, int):
        if not isinstance(obj, list) or part >= len(obj):
            return obj
    elif not isinstance(obj, dict) or part not in obj:
        return obj
    child = obj[part]
    new = update(child, path, change, at + 1)
    if new is child:
        return obj
    out = obj.copy()
    out[part] = new
    return out


def _update_items(items: list[Json], path: FieldPath, change: Callable[[Json], Json], at: int) -> Json:
    out = None
    for index, item in enumerate(items):
        new = update(item, path, change, at + 1)
        if new is not item:
            out = out or items.copy()
            out[index] = new
    return items if out is None else out


def put(obj: Json, place: FieldPath, value: Json) -> Json:
    """The object with another value at a concrete place that is there."""
    return update(obj, place, lambda _: value)
