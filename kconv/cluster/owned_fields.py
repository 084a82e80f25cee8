"""managedFields names the fields that a manager owns by their paths in the version that it wrote in.

A set of fields is a tree (FieldsV1, structured-merge-diff's fieldpath.Set): `f:` before a field's name, `k:` before the
keys of an item of a keyed list, `v:` before an item of a set, `.` for the value itself. Nothing below a leaf is owned
apart from it: an atomic list, a scalar, an empty map.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from kconv.structural.vocabulary import LIST_MAP_KEYS, LIST_TYPE, Schema, additional, items, properties

Fields = dict[str, Any]
ITSELF: Final = "."
_MAP_TYPE: Final = "x-kubernetes-map-type"
_ABSENT: Final = object()


def owned(fields: Fields, value: Any) -> Any:
    """The part of a value that a set of fields names."""
    steps = [step for step in fields if step != ITSELF]
    if not steps:
        return value
    if isinstance(value, dict):
        found = ((step[2:], fields[step]) for step in steps if step.startswith("f:") and step[2:] in value)
        return {name: owned(below, value[name]) for name, below in found}
    if isinstance(value, list):
        parts = ((step, _item(step, value)) for step in steps)
        return [_with_keys(step, owned(fields[step], item)) for step, item in parts if item is not _ABSENT]
    return value


def present(fields: Fields, value: Any) -> Fields:
    """The set without the fields that a value does not have."""
    found: Fields = {}
    for step, below in fields.items():
        child = value if step == ITSELF else _child(step, value)
        if child is not _ABSENT and (not below or (rest := present(below, child))):
            found[step] = rest if below else {}
    return found


def fields_of(value: Any, schema: Schema | None) -> Fields:
    """The set of all fields of a value, as its schema divides them."""
    node = schema or {}
    if isinstance(value, dict) and node.get(_MAP_TYPE) != "atomic":
        known = properties(node)
        return {f"f:{key}": fields_of(each, known.get(key, additional(node))) for key, each in value.items()}
    if isinstance(value, list) and node.get(LIST_TYPE) in ("map", "set"):
        return dict(_items_of(value, node))
    return {}


def union(one: Fields, other: Fields) -> Fields:
    """The fields of both sets."""
    both = {step: union(one[step], other[step]) for step in one if step in other}
    return {**one, **other, **both}


def count(fields: Fields) -> int:
    """The number of leaves."""
    return sum(count(below) or 1 for step, below in fields.items() if step != ITSELF)


def _items_of(value: list[Any], node: Schema) -> Iterator[tuple[str, Fields]]:
    keys = node.get(LIST_MAP_KEYS) or ()
    for item in value:
        if node[LIST_TYPE] == "set":
            yield f"v:{_canonical(item)}", {}
        elif isinstance(item, dict):
            named = {key: item[key] for key in keys if key in item}
            yield f"k:{_canonical(named)}", {ITSELF: {}, **fields_of(item, items(node))}


def _child(step: str, value: Any) -> Any:
    if step.startswith("f:"):
        return value.get(step[2:], _ABSENT) if isinstance(value, dict) else _ABSENT
    return _item(step, value) if isinstance(value, list) else _ABSENT


def _item(step: str, value: list[Any]) -> Any:
    """The item of a list that a step names."""
    try:
        wanted = json.loads(step[2:])
    except ValueError:
        return _ABSENT
    if step.startswith("v:"):
        return wanted if wanted in value else _ABSENT
    if step.startswith("k:") and isinstance(wanted, dict):
        maps = (item for item in value if isinstance(item, dict))
        return next((item for item in maps if wanted.items() <= item.items()), _ABSENT)
    return _ABSENT


def _with_keys(step: str, item: Any) -> Any:
    """An item with its keys, which a set of fields need not name."""
    return {**json.loads(step[2:]), **item} if step.startswith("k:") and isinstance(item, dict) else item


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
