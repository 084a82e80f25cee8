"""The schema of one version: a built-in kind's from the catalog, a custom resource's from its definition.

Both are OpenAPI v3 nodes on plain dicts and mean different things: Kubernetes decodes built-in kinds into Go types, for
which null is absence; a custom resource stays JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from kconv.names import GroupVersion
from kconv.paths import EACH, MISSING, FieldPath
from kconv.rules.schema import Node, Resolve, opened
from kconv.structural.vocabulary import LIST_MAP_KEYS, LIST_TYPE, Schema
from kconv.testing.expressions import Expressions, of_schema
from kconv.validation.checker import Checker
from kconv.validation.finding import Check, Finding

METADATA = "meta.v1.ObjectMeta"
_MERGE_KEY, _STRATEGY = "x-kubernetes-patch-merge-key", "x-kubernetes-patch-strategy"


class Shape:
    """What an object of one version and kind may look like."""

    def __init__(self, api_version: str, kind: str, node: Schema, resolve: Resolve, *, custom: bool) -> None:
        self.api_version, self.kind, self.node, self.resolve, self.custom = api_version, kind, node, resolve, custom

    @cached_property
    def _check(self) -> Check:
        if not self.custom:
            return Checker(self.resolve).node(self.node)
        metadata = Checker(self.resolve).definition(METADATA)
        return Checker(self.resolve, custom=True, metadata=metadata).resource(self.node)

    def valid(self, obj: Any) -> bool:
        """Whether the schema takes an object, expressions in CEL aside."""
        return self._check(obj) is None

    def accepts(self, obj: Any, old: Any = MISSING) -> bool:
        """Whether a server takes an object: the schema, and of its expressions in CEL those that are followed.

        ``old`` is the object that it takes the place of.
        """
        return self.valid(obj) and (self._expressions is None or self._expressions.follows(obj, old))

    @cached_property
    def _expressions(self) -> Expressions | None:
        return of_schema(self.node) if self.custom else None

    def findings(self, obj: Any) -> list[Finding]:
        """What the schema does not accept of an object, expressions in CEL aside."""
        return self._check(obj) or []

    def unwritable(self, obj: Any) -> list[Finding]:
        """What a server does not accept of a stored object even if it is written back unchanged: a field of the object
        itself that is missing, or the key of a list's item. (Anything else that is unchanged, it accepts.)
        """
        missing = [each for each in self.findings(obj) if each.rule == "required"]
        return [each for each in missing if len(each.path) == 1 or each.path[-1] in self.item_keys(each.path[:-2])]

    @cached_property
    def root(self) -> Node:
        """The node of the object itself, with the metadata that every object has."""
        node = opened(self.node, self.resolve)
        if not self.custom:
            return node
        return {**node, "properties": {**(node.get("properties") or {}), "metadata": {"$ref": METADATA}}}

    def fields(self, depth: int = 12) -> Iterator[FieldPath]:
        """The path of every field, ``[]`` for a list's items, to a depth; a definition is not entered in itself."""
        yield from self._below(self.root, (), (), depth)

    def _below(self, node: Node, path: FieldPath, inside: tuple[str, ...], depth: int) -> Iterator[FieldPath]:
        name = node.get("$ref", "")
        if name in inside or not depth:
            return
        node = opened(node, self.resolve)
        inside = (*inside, name) if name else inside
        for key, child in (node.get("properties") or {}).items():
            yield (*path, key)
            yield from self._below(child or {}, (*path, key), inside, depth - 1)
        if isinstance(node.get("items"), dict):
            yield from self._below(node["items"], (*path, EACH), inside, depth - 1)

    def at(self, path: FieldPath) -> Node | None:
        """The node at a path, concrete or with ``[]``; None where the schema has none."""
        node: Node | None = self.root
        for part in path:
            node = None if node is None else _step(opened(node, self.resolve), part)
        return None if node is None else opened(node, self.resolve)

    def item_keys(self, path: FieldPath) -> tuple[str, ...]:
        """The fields that identify an item of the list at a path: its list-map keys, else a built-in kind's patch merge
        key, which means nothing in a custom resource.
        """
        node = self.at(path) or {}
        if node.get(LIST_TYPE) == "map":
            return tuple(node.get(LIST_MAP_KEYS) or ())
        if not self.custom and "merge" in str(node.get(_STRATEGY, "")) and node.get(_MERGE_KEY):
            return (node[_MERGE_KEY],)
        return ()


def _step(node: Node, part: Any) -> Node | None:
    if part is EACH or isinstance(part, int):
        found = node.get("items")
    else:
        found = (node.get("properties") or {}).get(part, node.get("additionalProperties"))
    return found if isinstance(found, dict) else None


def no_reference(name: str) -> Node:
    """A structural schema has no references, but for the metadata that kconv puts there."""
    from kconv.catalog import latest, schemas

    return schemas.definition(name, latest())


def of_schemas(
    kind: str, schemas: Mapping[str, Schema], names: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Shape]:
    """The shapes of a custom resource, by apiVersion, from structural schemas. ``names`` says in which versions the
    kind has another name.
    """
    return {
        version: Shape(version, names.get(version, kind), schema, no_reference, custom=True)
        for version, schema in schemas.items()
    }


def of_builtin(kind: Any) -> dict[str, Shape]:
    """The shapes of a built-in kind's versions, each as the newest release that has it."""
    from kconv.history import kind_schemas

    found = {}
    for version in kind.versions:
        releases = kind_schemas.published(kind, version)
        if releases:
            resolve, node = kind_schemas.resolver(releases[-1]), kind_schemas.schema(kind, version, releases[-1])
            found[str(version)] = Shape(str(version), kind.name, node, resolve, custom=False)
    return found


def api_version(text: str) -> str:
    """An apiVersion that is one. Raises UsageError for another text."""
    return str(GroupVersion.parse(text))
