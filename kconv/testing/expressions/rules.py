"""Which rules a schema has where, and whether an object keeps to all of them.

A rule that reads ``oldSelf`` is about an update, and holds for every new object, unless it says `optionalOldSelf`.
Items of a list are not compared with those that were there before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Final, Protocol

from kconv.paths import MISSING, FieldPath
from kconv.structural.vocabulary import VALIDATIONS, Schema, additional, items, nodes, properties
from kconv.testing.expressions.judging import judged
from kconv.testing.expressions.optional import Optional
from kconv.testing.expressions.reading import Tree, UnreadError, read
from kconv.testing.expressions.values import FailedError

Holds = Callable[[Any], bool]


class Follows(Protocol):
    """A rule: whether it holds of a value, and of what was there before."""

    def __call__(self, value: Any, old: Any) -> bool: ...


_OLD: Final = re.compile(r"\boldSelf\b")


def followed(rules: Iterable[Mapping[str, Any]]) -> list[Holds]:
    """The rules of a node that are followed when an object is made, each as a function of its value."""
    found = (_compiled(*rule) for rule in _rules(rules) if rule[1] or not _OLD.search(rule[0]))
    return [partial(follows, old=MISSING) for follows in found if follows is not None]


def unfollowed(schema: Schema) -> Iterator[tuple[FieldPath, str]]:
    """The rules of a schema that are not, each with its node's path in the schema."""
    for path, node in nodes(schema):
        yield from ((path, rule[0]) for rule in _rules(node.get(VALIDATIONS)) if _compiled(*rule) is None)


def compared(rule: str) -> Iterator[tuple[str, str]]:
    """The fields that a rule compares with texts, by name, "" for the value itself, with each text."""
    for tree in _trees(rule):
        if tree[0] == "binary" and tree[1] in ("==", "!=", "in"):
            names = [name for name in map(_named, tree[2:]) if name is not None]
            yield from ((name, text) for name in names[:1] for text in _texts(tree))


def _texts(tree: Tree) -> Iterator[str]:
    """The texts on either side of a comparison, by themselves or in a list."""
    for side in tree[2:]:
        for part in side[1:] if side[0] == "list" else [side]:
            if part[0] == "value" and isinstance(part[1], str):
                yield part[1]


def keys(rule: str) -> Iterator[str]:
    """The texts that a rule compares the keys of a map with, or the items of a list: those of the value itself."""
    for tree in _trees(rule):
        if tree[0] == "macro" and tree[2] == ("name", "self"):
            variable = ("name", tree[3][0])
            for inner in _below(tree):
                if inner[0] == "binary" and inner[1] in ("==", "in") and variable in inner[2:]:
                    yield from _texts(inner)


def given(rule: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The fields that a rule gives to functions, by name, "" for the value itself: the function, and the texts in the
    rule, among which are those that it compares the function's results with.
    """
    trees = list(_trees(rule))
    texts = tuple(tree[1] for tree in trees if tree[0] == "value" and isinstance(tree[1], str))
    for tree in trees:
        if tree[0] == "call":
            for argument in tree[2:]:
                inner = argument[2] if argument[:2] == ("call", "string") else argument
                name = _named(inner)
                if name is not None:
                    yield name, tree[1], texts


def _trees(rule: str) -> Iterator[Tree]:
    try:
        tree = read(rule)
    except UnreadError:
        return
    yield from _below(tree)


def _below(tree: Tree) -> Iterator[Tree]:
    """A tree, and all that are in it."""
    waiting = [tree]
    while waiting:
        found = waiting.pop()
        waiting += [part for part in found if isinstance(part, tuple)]
        if found and isinstance(found[0], str):
            yield found


def _named(tree: Tree) -> str | None:
    """The field that a tree is, by its name."""
    if tree[0] in ("field", "maybe_field"):
        return str(tree[2])
    return "" if tree == ("name", "self") else None


@dataclass(frozen=True)
class Expressions:
    """The rules of a node, and of those below it that have any."""

    rules: tuple[Follows, ...] = ()
    fields: Mapping[str, Expressions] = field(default_factory=dict)
    items: Expressions | None = None
    values: Expressions | None = None

    def follows(self, value: Any, old: Any = MISSING) -> bool:
        """Whether a value keeps to all rules; ``old`` is what was there before."""
        if value is None:
            return True
        if not all(rule(value, old) for rule in self.rules):
            return False
        if isinstance(value, list):
            return self.items is None or all(self.items.follows(item) for item in value)
        return not isinstance(value, dict) or all(self._below(key, value, old) for key in value)

    def _below(self, key: str, value: dict[str, Any], old: Any) -> bool:
        below = self.fields.get(key, self.values)
        return below is None or below.follows(value[key], old.get(key, MISSING) if isinstance(old, dict) else MISSING)


def of_schema(schema: Schema) -> Expressions | None:
    """The rules of a schema, None if it has none that is followed."""
    rules = tuple(found for rule in _rules(schema.get(VALIDATIONS)) if (found := _compiled(*rule)) is not None)
    below = {key: of_schema(node) for key, node in properties(schema).items()}
    fields = {key: found for key, found in below.items() if found is not None}
    inner, values = (None if node is None else of_schema(node) for node in (items(schema), additional(schema)))
    return Expressions(rules, fields, inner, values) if rules or fields or inner or values else None


def _rules(rules: Any) -> list[tuple[str, bool]]:
    """The rules of a node, and of each whether ``oldSelf`` is a value that may not be there."""
    return [(str(rule.get("rule", "")), rule.get("optionalOldSelf") is True) for rule in rules or ()]


@cache
def _compiled(text: str, optional: bool) -> Follows | None:
    """A rule as a function; None if it is not followed."""
    try:
        run = judged(read(text))
    except UnreadError:
        return None
    updates = not optional and _OLD.search(text) is not None

    def follows(value: Any, old: Any) -> bool:
        if updates and old is MISSING:
            return True
        try:
            return run({"self": value, "oldSelf": Optional(old) if optional else old}) is True
        except FailedError:  # an error in a rule is a refusal
            return False
        except (UnreadError, RecursionError):
            return True

    return follows
