"""The moves of a rule apply to a schema as well: a field that moves takes its node along, and the rest is unchanged.

Nodes are OpenAPI v3 on plain dicts, as ``kconv.catalog.schemas`` returns them, and never changed. A reference on the
path to a field is resolved: the definition takes its place, with its name as ``title``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from kconv.paths import EACH, VALUES, FieldPath

Node: TypeAlias = dict[str, Any]
Resolve: TypeAlias = Callable[[str], Node]

ANYTHING: Final[Node] = {}
"""The node of a value that a rule makes: its type is what the hub says it is."""


def no_references(name: str) -> Node:
    """The ``Resolve`` of a structural schema, which has no references."""
    raise LookupError(f"a structural schema has no references, such as {name}")


def opened(node: Node, resolve: Resolve) -> Node:
    """The definition that a node refers to, with the keywords beside the reference; any other node unchanged."""
    if "$ref" not in node:
        return node
    beside = {key: value for key, value in node.items() if key != "$ref"}
    return {**resolve(node["$ref"]), **beside, "title": node["$ref"]}


def at(node: Node, path: FieldPath, resolve: Resolve) -> Node | None:
    """The node at a path, None where the schema has no such field. A key of a map has the node of its values."""
    for part in path:
        below = _below(opened(node, resolve), part)
        if below is None:
            return None
        node = below
    return node


def put(node: Node, path: FieldPath, value: Node, resolve: Resolve) -> Node:
    """The schema with a node at a path, its parents made as needed.

    A map has no node for each key, nor has a value that a rule makes: these stay as they are.
    """
    if not path:
        return value
    if node == ANYTHING:
        return node
    node = opened(node, resolve)
    part, below = path[0], _below(node, path[0])
    if below is None:
        below = {"type": "array" if path[1:2] == (EACH,) else "object"}
    if part is EACH:
        return {"type": "array", **node, "items": put(below, path[1:], value, resolve)}
    if part is VALUES:
        return {"type": "object", **node, "additionalProperties": put(below, path[1:], value, resolve)}
    if _is_map(node):
        return node
    properties = {**node.get("properties", {}), part: put(below, path[1:], value, resolve)}
    return {"type": "object", **node, "properties": properties}


def without(node: Node, path: FieldPath, resolve: Resolve) -> Node:
    """The schema without the field at a path, and without parents that have no other field."""
    node = opened(node, resolve)
    part, below = path[0], _below(node, path[0])
    if below is None or (_is_map(node) and part is not VALUES):
        return node
    rest = without(below, path[1:], resolve) if len(path) > 1 else None
    if rest is not None and rest.get("properties") == {}:
        rest = None
    if part is EACH or part is VALUES:
        return {**node, "items" if part is EACH else "additionalProperties": rest or ANYTHING}
    properties = {key: value for key, value in node["properties"].items() if key != part}
    if rest is not None:
        return {**node, "properties": {**properties, part: rest}}
    required = [key for key in node.get("required", ()) if key != part]
    return {**node, "properties": properties, "required": required}


def demands(node: Node, path: FieldPath, resolve: Resolve) -> bool:
    """Whether the object that has the field at a path must have it."""
    holder = at(node, path[:-1], resolve)
    return holder is not None and path[-1] in opened(holder, resolve).get("required", ())


def demanding(node: Node, path: FieldPath, resolve: Resolve) -> Node:
    """The schema with the field at a path one that must be there."""
    holder = at(node, path[:-1], resolve)
    if holder is None:
        return node
    holder = opened(holder, resolve)
    required = [*(key for key in holder.get("required", ()) if key != path[-1]), path[-1]]
    return put(node, path[:-1], {**holder, "required": required}, resolve)


def optional(node: Node, path: FieldPath, resolve: Resolve) -> Node:
    """The schema with the field at a path one that may be left out."""
    if not demands(node, path, resolve):
        return node
    holder = opened(at(node, path[:-1], resolve) or ANYTHING, resolve)
    required = [key for key in holder["required"] if key != path[-1]]
    return put(node, path[:-1], {**holder, "required": required}, resolve)


def moved(node: Node, old: FieldPath, new: FieldPath, resolve: Resolve) -> Node:
    """The schema with the field at ``old`` standing at ``new``; unchanged where it has none.

    Out of a map comes a value that the hub types.
    """
    found = at(node, old, resolve)
    if found is None:
        return node
    out = put(node, new, ANYTHING if _in_map(node, old, resolve) else found, resolve)
    if demands(node, old, resolve):
        out = demanding(out, new, resolve)
    return without(out, old, resolve)


def _below(node: Node, part: Any) -> Node | None:
    if part is EACH:
        found: Node | None = node.get("items")
    elif part is VALUES:
        found = node.get("additionalProperties")
    else:
        found = node.get("properties", {}).get(part, node.get("additionalProperties"))
    return found if isinstance(found, dict) else None


def _is_map(node: Node) -> bool:
    return isinstance(node.get("additionalProperties"), dict)


def _in_map(node: Node, path: FieldPath, resolve: Resolve) -> bool:
    holder = at(node, path[:-1], resolve)
    return holder is not None and _is_map(opened(holder, resolve))
