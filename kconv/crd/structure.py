"""How lists, maps and objects are merged, told apart and kept: what server-side apply and pruning know of a field."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Final

from kconv.crd.marks import Checks, ClassMark, Mark, camel
from kconv.structural.vocabulary import EMBEDDED, LIST_MAP_KEYS, LIST_TYPE, MAP_TYPE, PRESERVE
from kconv.structural.vocabulary import Schema as Node


class ListMap(Checks, Mark):
    """A list whose items are told apart by one or several of their fields (x-kubernetes-list-type: map).

    Server-side apply merges such lists item by item, and the server refuses two items with the same keys.
    """

    def __init__(self, *keys: str) -> None:
        if not keys:
            raise ValueError('ListMap(): name the fields that identify an item, such as ListMap("name")')
        self.keys = keys

    def on(self, node: Node) -> Node:
        fields = _list(node, f"ListMap{self.keys!r}").get("properties") or {}
        found = [key if key in fields else camel(key) for key in self.keys]
        if missing := [key for key in found if key not in fields]:
            raise ValueError(f"ListMap: the items have no field {', '.join(missing)}; they have {', '.join(fields)}")
        return {**node, LIST_TYPE: "map", LIST_MAP_KEYS: found}

    def refused(self, value: Any) -> str:
        twice = _twice(tuple(_field(item, key) for key in self.keys) for item in value)
        return "" if twice is None else f"two items have the same {', '.join(self.keys)}: {twice}"


class _Set(Checks, Mark):
    """A list in which no item occurs twice (x-kubernetes-list-type: set)."""

    def on(self, node: Node) -> Node:
        item = _list(node, "Set")
        if item.get("type") == "object" and item.get(MAP_TYPE) != "atomic":
            raise ValueError("Set: objects in a set must be Atomic; or make the list a ListMap")
        return {**node, LIST_TYPE: "set"}

    def refused(self, value: Any) -> str:
        twice = _twice(value)
        return "" if twice is None else f"{twice!r} is listed twice"


class _Atomic(ClassMark):
    """A list, map or object that server-side apply replaces as a whole."""

    def on(self, node: Node) -> Node:
        if node.get("type") == "array":
            return {**node, LIST_TYPE: "atomic"}
        if node.get("type") == "object":
            return {**node, MAP_TYPE: "atomic"}
        raise ValueError("Atomic is for lists, maps and objects")


class _Granular(ClassMark):
    """A map or object that server-side apply merges field by field, as it does without any mark."""

    def on(self, node: Node) -> Node:
        if node.get("type") != "object":
            raise ValueError("Granular is for maps and objects; for a list use ListMap or Set")
        return {**node, MAP_TYPE: "granular"}


class _PreserveUnknown(Mark):
    """An object in which the server keeps fields that the schema does not name."""

    def on(self, node: Node) -> Node:
        if node.get("type") not in (None, "object"):
            raise ValueError("PreserveUnknown is for objects")
        rest = {key: value for key, value in node.items() if key != "additionalProperties"}
        return {**rest, PRESERVE: True}


class _Embedded(Checks, Mark):
    """A whole object with apiVersion, kind and metadata inside of this one (x-kubernetes-embedded-resource)."""

    def on(self, node: Node) -> Node:
        if node.get("type") != "object" or node.get("additionalProperties") is not None:
            raise ValueError("Embedded is for dict[str, Any], or a model with the fields of the object")
        return {**node, EMBEDDED: True}

    def refused(self, value: Any) -> str:
        own = [value.get(key) for key in ("apiVersion", "kind")] if isinstance(value, dict) else []
        return "" if all(isinstance(each, str) and each for each in own) else "must have an apiVersion and a kind"


class Properties(Checks, ClassMark):
    """How many fields an object of a class may have (minProperties, maxProperties)."""

    def __init__(self, *, least: int | None = None, most: int | None = None) -> None:
        self.least, self.most = least, most

    def on(self, node: Node) -> Node:
        if node.get("type") != "object":
            raise ValueError("Properties is for objects")
        said = {"minProperties": self.least, "maxProperties": self.most}
        return {**node, **{key: value for key, value in said.items() if value is not None}}

    def refused(self, model: Any) -> str:
        """Why an instance of the class does not fit, "" if it does."""
        count = sum(value is not None for value in vars(model).values())
        if self.least is not None and count < self.least:
            return f"must have at least {self.least} of its fields"
        return f"must have at most {self.most} of its fields" if self.most is not None and count > self.most else ""


Atomic: Final = _Atomic()
Embedded: Final = _Embedded()
Granular: Final = _Granular()
PreserveUnknown: Final = _PreserveUnknown()
Set: Final = _Set()


def _list(node: Node, mark: str) -> Node:
    if node.get("type") != "array":
        raise ValueError(f"{mark} is for lists")
    item: Node = node["items"]
    return item


def _field(item: Any, key: str) -> Any:
    """A field of an item by its name in Python or in Kubernetes."""
    if isinstance(item, dict):
        return item.get(key, item.get(camel(key)))
    if hasattr(item, key):
        return getattr(item, key)
    fields = type(item).model_fields
    return next((getattr(item, name) for name, field in fields.items() if field.alias == key), None)


def _twice(values: Iterable[Any]) -> Any:
    """The first value that was there before, None if there is none."""
    seen = set()
    for value in values:
        key = value if isinstance(value, Hashable) else repr(value)
        if key in seen:
            return value
        seen.add(key)
    return None
