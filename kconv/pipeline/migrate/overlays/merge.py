"""Kustomize applies a strategic merge patch by the schema of the object's version, and ships those of Kubernetes 1.21.

For any other version it does not know the keys of lists: a list in a patch then replaces the object's list, whereas
with a schema its items are merged by key.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from kconv.catalog import schemas
from kconv.names import GroupVersionKind, Release

SHIPPED = Release(21)
"""The release whose schemas kustomize 4.3 to 5 ship (kyaml/openapi)."""
_DIRECTIVE = "$patch"
Node = dict[str, Any]


def merged(obj: Any, patch: Any, gvk: GroupVersionKind) -> Any:
    """The object with a patch applied; neither argument is changed."""
    name = schemas.of(gvk, SHIPPED)
    return _value(obj, patch, {"$ref": name} if name else {})


def _value(old: Any, patch: Any, node: Node) -> Any:
    if isinstance(patch, dict):
        return _map(old if isinstance(old, dict) else {}, patch, _opened(node))
    if isinstance(patch, list):
        keys = _keys(node)
        return _items(old if isinstance(old, list) else [], patch, keys, _opened(node).get("items") or {})
    return patch


def _map(old: dict[str, Any], patch: dict[str, Any], node: Node) -> dict[str, Any]:
    if patch.get(_DIRECTIVE) == "replace":
        return {key: value for key, value in patch.items() if key != _DIRECTIVE}
    out = dict(old)
    fields = node.get("properties") or {}
    for key, value in patch.items():
        if key == _DIRECTIVE:
            continue
        if value is None or (isinstance(value, dict) and value.get(_DIRECTIVE) == "delete"):
            out.pop(key, None)
            continue
        below = fields.get(key)
        out[key] = _value(out.get(key), value, below if isinstance(below, dict) else {})
    return out


def _items(old: list[Any], patch: list[Any], keys: Sequence[str], item: Node) -> list[Any]:
    """Merge a list that has keys item by item, appending new items; replace any other list."""
    if not keys or not all(isinstance(each, dict) for each in patch):
        return _without_directives(patch)
    if any(each.get(_DIRECTIVE) == "replace" for each in patch):
        return _without_directives([each for each in patch if each.get(_DIRECTIVE) != "replace" or len(each) > 1])
    out = list(old)
    for each in patch:
        named = [key for key in keys if key in each]
        at = next((index for index, there in enumerate(out) if _is(there, each, named)), None)
        if each.get(_DIRECTIVE) == "delete":
            out = [there for there in out if not _is(there, each, named)]
        elif at is None:
            out.append(_value({}, each, item))
        else:
            out[at] = _value(out[at], each, item)
    return out


def _is(there: Any, patch: dict[str, Any], named: Sequence[str]) -> bool:
    return bool(named) and isinstance(there, dict) and all(there.get(key) == patch[key] for key in named)


def _without_directives(patch: list[Any]) -> list[Any]:
    return [
        {key: value for key, value in each.items() if key != _DIRECTIVE} if isinstance(each, dict) else each
        for each in patch
    ]


def _keys(node: Node) -> tuple[str, ...]:
    if "merge" not in str(node.get("x-kubernetes-patch-strategy", "")):
        return ()
    listed = node.get("x-kubernetes-list-map-keys")
    if listed:
        return tuple(listed)
    key = node.get("x-kubernetes-patch-merge-key")
    return (key,) if key else ()


def _opened(node: Node) -> Node:
    while "$ref" in node:
        node = _definition(node["$ref"])
    return node


@cache
def _definition(name: str) -> Node:
    return schemas.definition(name, SHIPPED)
