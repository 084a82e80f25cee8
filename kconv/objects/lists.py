"""Lists: `kubectl get -o yaml` prints a v1 List of whole objects, and an API server's own DeploymentList leaves
apiVersion and kind out of its items. Each item is an object of its own and is converted on its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kconv.errors import UnknownKindError
from kconv.kinds.registry import Kinds
from kconv.names import GroupVersion, GroupVersionKind

Json = Any


def is_list(obj: Json) -> bool:
    """Whether an object is a list of objects, typed or not."""
    return isinstance(obj, dict) and "items" in obj and str(obj.get("kind", "")).endswith("List")


def whole_item(holder: dict[str, Json], item: Json) -> Json:
    """An item with the apiVersion and kind that a typed list leaves out; anything else unchanged."""
    kind, version = holder.get("kind"), holder.get("apiVersion")
    if kind == "List" or not isinstance(item, dict) or not isinstance(kind, str) or not isinstance(version, str):
        return item
    return {"apiVersion": version, "kind": kind.removesuffix("List"), **item}


def bare_item(item: dict[str, Json], original: dict[str, Json]) -> dict[str, Json]:
    """A converted item without what its original left out."""
    return {key: value for key, value in item.items() if key in original or key not in ("apiVersion", "kind")}


def convert_items(
    holder: dict[str, Json], to: GroupVersion, convert: Callable[[dict[str, Json]], dict[str, Json]], kinds: Kinds
) -> dict[str, Json]:
    """The list with each item converted that has such a version; the others are unchanged.

    Raises UnknownKindError for a typed list whose kind has no such version.
    """
    out = dict(holder)
    if holder["kind"] != "List":
        gvk = _gvk(whole_item(holder, {}))
        if gvk is None or not _has(gvk, to, kinds):
            raise UnknownKindError(f"{holder['kind']} has no version {to}", gvk=gvk)
        out |= {"apiVersion": str(to), "kind": f"{kinds.named(gvk, to).kind}List"}
    if isinstance(holder["items"], list):
        out["items"] = [_convert_item(holder, item, to, convert, kinds) for item in holder["items"]]
    return out


def _convert_item(
    holder: dict[str, Json],
    item: Json,
    to: GroupVersion,
    convert: Callable[[dict[str, Json]], dict[str, Json]],
    kinds: Kinds,
) -> Json:
    whole = whole_item(holder, item)
    if is_list(whole):
        return convert_items(whole, to, convert, kinds)
    gvk = _gvk(whole)
    return bare_item(convert(whole), item) if gvk and _has(gvk, to, kinds) else item


def _gvk(obj: Json) -> GroupVersionKind | None:
    if not isinstance(obj, dict):
        return None
    version, kind = obj.get("apiVersion"), obj.get("kind")
    return GroupVersion.parse(version).kind(kind) if isinstance(version, str) and isinstance(kind, str) else None


def _has(gvk: GroupVersionKind, to: GroupVersion, kinds: Kinds) -> bool:
    kind = kinds.find(gvk)
    return kind is not None and to in kind.versions
