"""The objects of a document whose value is known, whatever may be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kconv.names import GroupVersion, GroupVersionKind
from kconv.paths import FieldPath
from kconv.records import NamedTuple


class Item(NamedTuple):
    """An object in a document. ``gvk`` is the kind that it or its typed list says, None if it does not say both parts.

    A list of objects is an object too (``list``), without its items, which follow by themselves. An item that is not a
    map is in ``misfit``, and its value is an empty map.
    """

    path: FieldPath
    gvk: GroupVersionKind | None
    value: dict[str, Any]
    list: bool = False
    misfit: tuple[Any, ...] = ()

    @property
    def says(self) -> tuple[str, str]:
        """Its apiVersion and kind, "" for a part that it does not say."""
        if self.gvk:
            return self.gvk.api_version, self.gvk.kind
        return str(self.value.get("apiVersion") or ""), str(self.value.get("kind") or "")


def objects(value: Any, path: FieldPath = (), given: GroupVersionKind | None = None) -> Iterator[Item]:
    """The object, or a list of objects and its items; also a list in a list.

    ``given`` is the apiVersion and kind that a typed list implies for its items.
    """
    if not isinstance(value, dict):
        return
    api_version, kind = value.get("apiVersion"), value.get("kind")
    if not isinstance(api_version, str) or not isinstance(kind, str):
        if given is not None or _looks_like_object(value):
            yield Item(path, given if api_version is None and kind is None else None, value)
        return
    gvk = GroupVersion.split(api_version).kind(kind)
    items = value.get("items")
    if not kind.endswith("List") or not isinstance(items, list):
        yield Item(path, gvk, value)
        return
    yield Item(path, gvk, {**value, "items": []}, list=True)
    inner = None if kind == "List" else gvk._replace(kind=kind.removesuffix("List"))
    for index, item in enumerate(items):
        place: FieldPath = (*path, "items", index)
        if isinstance(item, dict):
            yield from list(objects(item, place, inner)) or [Item(place, None, item)]
        else:
            yield Item(place, None, {}, misfit=(item,))


def _looks_like_object(value: dict[str, Any]) -> bool:
    """Whether a map without a string for its apiVersion or kind was meant to be an object: it has both of another
    type, or half of its name and metadata.
    """
    if "apiVersion" in value and "kind" in value:
        return True
    named = [key for key in value if isinstance(key, str) and key.lower() in ("apiversion", "kind")]
    return bool(named) and isinstance(value.get("metadata"), dict)
