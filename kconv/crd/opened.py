"""A version may keep fields that its schema does not name, or any value at all, where the other says what there is."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kconv.crd.fields import is_open
from kconv.crd.said import Said, advice, type_of
from kconv.paths import FieldPath
from kconv.structural.vocabulary import Schema

_TURN = "Turn(…)"


def opened(
    names: tuple[str, str], path: FieldPath, nodes: tuple[Schema, Schema], made: Collection[FieldPath]
) -> Iterator[Said]:
    """What one of two versions leaves open at a path; ``made`` are fields whose values rules make."""
    for free, closed in ((0, 1), (1, 0)):
        if is_open(nodes[free]):
            yield from _of_open((names[free], names[closed]), path, nodes[free], nodes[closed], made)


def _of_open(
    names: tuple[str, str], path: FieldPath, one: Schema, other: Schema, made: Collection[FieldPath]
) -> Iterator[Said]:
    """What the first version leaves open."""
    free, closed = names
    if type_of(one) != type_of(other):
        yield _any_value(names, path, other)
    elif not is_open(other):
        why = f"{free} keeps fields that {closed} does not name"
        yield Said(path, why, f"{advice(path, _TURN)}, or PreserveUnknown in {closed}")
    else:
        fields = other.get("properties") or {}
        for name in fields:
            if name not in (one.get("properties") or {}) and (*path, name) not in made:
                yield _any_value(names, (*path, name), fields[name])


def _any_value(names: tuple[str, str], path: FieldPath, node: Schema) -> Said:
    why = f"may be any value in {names[0]}, and in {names[1]} is {type_of(node) or 'limited'}"
    return Said(path, why, advice(path, _TURN))
