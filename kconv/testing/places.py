"""A loss is a place in a schema, not in one object: `pools[3].size` and `pools[7].size` are lost for one reason.

A written place is a path with ``[]`` for any item of a list and ``{}`` for any key of a map: ``spec.pools{}.size``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

from kconv.paths import EACH, MISSING, VALUES, FieldPath, Segment, parse, same, show
from kconv.rules.schema import Node, opened
from kconv.structural.vocabulary import LIST_MAP_KEYS, LIST_TYPE, PRESERVE, additional
from kconv.testing.shape import Shape

What = Literal["gone", "added", "changed", "reordered"]


def place(text: str) -> FieldPath:
    """Read a written place. Raises ValueError if it is not one."""
    return parse(text)


def written(path: FieldPath) -> str:
    """Write a place; the inverse of ``place``."""
    return show(path) or "the object"


def general(shape: Shape | None, path: FieldPath) -> FieldPath:
    """The place of a path in an object. What a schema leaves open, such as a template of another API, is one place, and
    so are all fields that it keeps without naming them.
    """
    node: Node | None = shape.root if shape is not None else None
    found: list[Segment] = []
    for part in path:
        node = opened(node, shape.resolve) if node is not None and shape is not None else None
        if node is not None and _is_open(node):
            break
        if node is not None and _keeps(node, part):
            found.append(VALUES)
            break
        step, node = _step(node, part, path)
        found.append(step)
    return tuple(found)


def _is_open(node: Node) -> bool:
    return not node.get("properties") and not isinstance(node.get("items"), dict) and additional(node) is None


def _keeps(node: Node, part: Segment) -> bool:
    """Whether a schema that names some fields keeps one that it does not name."""
    named = isinstance(part, str) and part in (node.get("properties") or {})
    return bool(node.get(PRESERVE)) and isinstance(part, str) and not named and additional(node) is None


def _step(node: Node | None, part: Segment, path: FieldPath) -> tuple[Segment, Node | None]:
    if part is VALUES:
        return VALUES, additional(node or {})
    if not isinstance(part, str):
        return EACH, (node or {}).get("items")
    named = ((node or {}).get("properties") or {}).get(part)
    values = additional(node) if node is not None else None
    if named is not None or values is None:
        return part, named
    # A converter's own annotation is a place of its own: its name says whose it is.
    own = path[:2] == ("metadata", "annotations") and "/" in part
    return (part if own else VALUES), values


def differences(wanted: Any, got: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, What]]:
    """Where two values differ, to the last field. A list of another length differs as a whole, for its items have no
    other name than their place.
    """
    if same(wanted, got):
        return
    there = wanted if got is MISSING else got if wanted is MISSING else None
    if there is not None or wanted is MISSING or got is MISSING:
        yield from _all(there, path, "gone" if got is MISSING else "added")
    elif isinstance(wanted, dict) and isinstance(got, dict):
        for key in (*wanted, *(key for key in got if key not in wanted)):
            yield from differences(wanted.get(key, MISSING), got.get(key, MISSING), (*path, key))
    elif isinstance(wanted, list) and isinstance(got, list):
        yield from _items(wanted, got, path)
    else:
        yield path, "changed"


def _items(wanted: list[Any], got: list[Any], path: FieldPath) -> Iterator[tuple[FieldPath, What]]:
    if sorted(map(_text, wanted)) == sorted(map(_text, got)):
        yield path, "reordered"
    elif len(wanted) == len(got):
        for index, (one, other) in enumerate(zip(wanted, got, strict=True)):
            yield from differences(one, other, (*path, index))
    else:
        yield (*path, EACH), "gone" if len(wanted) > len(got) else "added"


def _all(value: Any, path: FieldPath, what: What) -> Iterator[tuple[FieldPath, What]]:
    """Every field below a value that is there or not as a whole."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [found for key, item in entries for found in _all(item, (*path, key), what)]
    yield from below or [(path, what)]


def below(value: Any) -> Iterator[FieldPath]:
    """The paths of a value's fields that hold no others, () for a value without fields."""
    return (path for path, _ in _all(value, (), "gone"))


def leaves(obj: Any, shape: Shape) -> Iterator[FieldPath]:
    """The places of an object's fields that hold no others, metadata aside."""
    for path, _ in _all(obj, (), "gone"):
        if path[:1] not in (("apiVersion",), ("kind",), ("metadata",)):
            yield general(shape, path)


def unordered(value: Any, node: Node | None, shape: Shape) -> Any:
    """The value with the items of each list of type map in one order: to Kubernetes theirs means nothing."""
    node = opened(node, shape.resolve) if node is not None else {}
    if isinstance(value, dict):
        return {key: unordered(item, _step(node, key, ())[1], shape) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [unordered(item, node.get("items"), shape) for item in value]
    if node.get(LIST_TYPE) != "map":
        return items
    keys = node.get(LIST_MAP_KEYS) or ()
    return sorted(items, key=lambda item: _text([item.get(key) for key in keys] if _keyed(item, keys) else item))


def _keyed(item: Any, keys: Any) -> bool:
    return bool(keys) and isinstance(item, dict)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
