"""One field of a kind over versions and releases: its path, its first release, its type, and its contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kconv.engine import Kind
from kconv.engine.moves import carried
from kconv.engine.route import route
from kconv.history import kind_schemas
from kconv.history.differences import type_of
from kconv.history.kind_schemas import Structure
from kconv.names import GroupVersion, Release
from kconv.paths import EACH, VALUES, FieldPath
from kconv.rules.schema import Node, Resolve, at, demands, opened

Schemas: TypeAlias = "Mapping[str, Node] | None"


@dataclass(frozen=True)
class Field:
    """A field in one version, as the newest release that has it says.

    ``path`` leads to it there, ``since`` is the first release that publishes it, None in a custom resource, ``until``
    the first that does not any more. ``below`` are the names and types of its own fields, or of those of its items.
    """

    version: GroupVersion
    path: FieldPath
    type: str
    required: bool
    since: Release | None
    until: Release | None
    default: Any
    values: tuple[str, ...]
    below: tuple[tuple[str, str], ...]


def field(kind: Kind, words: tuple[str, ...], declared: Schemas = None) -> list[Field]:
    """The field in every version that has it, there or where it moved; empty where none has it.

    ``words`` are the keys that lead to it; the items of lists need none. ``declared`` are the schemas of a custom
    resource by apiVersion.
    """
    structures = {version: kind_schemas.structures(kind, version, declared) for version in kind.versions}
    named = {version: found for version in kind.versions if (found := _named(version, words, structures[version]))}
    for version in kind.versions:
        if version not in named and (moved := _moved(kind, version, named, structures[version])) is not None:
            named[version] = moved
    return [named[version] for version in kind.versions if version in named]


def names_below(kind: Kind, words: tuple[str, ...], declared: Schemas = None) -> list[str]:
    """The names of the fields that the versions know at a place."""
    return list(dict.fromkeys(name for found in field(kind, words, declared) for name, _ in found.below))


def _named(version: GroupVersion, words: tuple[str, ...], structures: Sequence[Structure]) -> Field | None:
    """The field in one version, by its keys."""
    for each in reversed(structures):
        path = _path(each.node, words, each.resolve)
        if path is not None:
            return _described(version, path, structures)
    return None


def _moved(
    kind: Kind, version: GroupVersion, named: dict[GroupVersion, Field], structures: Sequence[Structure]
) -> Field | None:
    """The field in a version that has it in another place than those that were found."""
    for other, found in named.items():
        for path in carried(found.path, route(kind, other, version).moves):
            if path != found.path and (described := _described(version, path, structures)) is not None:
                return described
    return None


def _path(node: Node, words: tuple[str, ...], resolve: Resolve) -> FieldPath | None:
    """The path that keys lead along, through the items of lists, and the values of maps that have such a field."""
    path: FieldPath = ()
    for word in words:
        while "items" in opened(node, resolve):
            node, path = opened(node, resolve)["items"], (*path, EACH)
        values = opened(node, resolve).get("additionalProperties")
        if isinstance(values, dict) and word in _fields(values, resolve):
            node, path = values, (*path, VALUES)
        below = at(node, (word,), resolve)
        if below is None:
            return None
        node, path = below, (*path, word)
    return path


def _described(version: GroupVersion, path: FieldPath, structures: Sequence[Structure]) -> Field | None:
    having = [each for each in structures if at(each.node, path, each.resolve)]
    if not having:
        return None
    last, root, resolve = having[-1]
    node = opened(at(root, path, resolve) or {}, resolve)
    stays = last is None or last == kind_schemas.known()[-1]
    return Field(
        version,
        path,
        " of ".join(_types(node, resolve)),
        bool(path) and demands(root, path, resolve),
        having[0].release,
        None if last is None or stays else Release(last.minor + 1),
        node.get("default"),
        tuple(node.get("enum", ())),
        tuple((name, " of ".join(_types(below, resolve))) for name, below in _fields(node, resolve).items()),
    )


def _types(node: Node, resolve: Resolve) -> Iterator[str]:
    """The type, and the types of what a list or map holds."""
    node = opened(node, resolve)
    yield type_of(node)
    for inside in (node.get("items"), node.get("additionalProperties")):
        if isinstance(inside, dict):
            yield from _types(inside, resolve)


def _fields(node: Node, resolve: Resolve) -> dict[str, Node]:
    node = opened(node, resolve)
    for inside in (node.get("items"), node.get("additionalProperties")):
        if isinstance(inside, dict):
            return _fields(inside, resolve)
    found: dict[str, Node] = node.get("properties", {})
    return found
