"""What a definition says of a field beyond its type: JSON schema has no word for the key of a list or a quantity.

A mark stands in ``Annotated[…]``. Each knows its own part of the structural schema; where it also limits values, the
model refuses what the API server would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kconv.structural.vocabulary import EMBEDDED, LIST_MAP_KEYS, LIST_TYPE, MAP_TYPE, PRESERVE
from kconv.structural.vocabulary import Schema as Node

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from kconv.names import Release


_Class = TypeVar("_Class", bound=type)
CLASS_MARKS: Final = "__kconv_marks__"
"""The attribute of a model that holds the marks of its decorators."""


class Mark:
    """A part of a field's schema."""

    def on(self, node: Node) -> Node:
        """The node with this mark. Raises ValueError, in words, where the type cannot have it."""
        raise NotImplementedError


class Whole:
    """The schema of a type, which takes the place of what the type itself says."""

    def of(self, release: Release) -> Node:
        """The node for a definition that is made for servers of a release. Raises ValueError if there is none."""
        raise NotImplementedError


class Checks:
    """What limits values."""

    def refused(self, value: Any) -> str:
        """Why a value does not fit, "" if it does."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(self._held, handler(source))

    def _held(self, value: Any) -> Any:
        if why := self.refused(value):
            raise ValueError(why)
        return value


class ClassMark(Mark):
    """A mark for a field, in ``Annotated[…]``, or for a class, as its decorator."""

    def __call__(self, cls: _Class) -> _Class:
        setattr(cls, CLASS_MARKS, (*cls.__dict__.get(CLASS_MARKS, ()), self))
        return cls


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
        keys = [tuple(_field(item, key) for key in self.keys) for item in value]
        twice = next((key for index, key in enumerate(keys) if key in keys[:index]), None)
        return f"two items have the same {', '.join(self.keys)}: {twice}" if twice else ""


class _Set(Checks, Mark):
    """A list in which no item occurs twice (x-kubernetes-list-type: set)."""

    def on(self, node: Node) -> Node:
        item = _list(node, "Set")
        if item.get("type") == "object" and item.get(MAP_TYPE) != "atomic":
            raise ValueError("Set: items that are objects must be Atomic, or the list a ListMap with their key")
        return {**node, LIST_TYPE: "set"}

    def refused(self, value: Any) -> str:
        twice = next((item for index, item in enumerate(value) if item in value[:index]), None)
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
            raise ValueError("Granular is for maps and objects; a list that is merged is a ListMap or a Set")
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


class Schema(Whole):
    """The schema of a type of one's own, to which JSON is held before the type reads it."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core.core_schema import no_info_before_validator_function

        from kconv.validation.checker import Checker

        check = Checker(lambda _: {}, custom=True).node(self.node)

        def fits(value: Any) -> Any:
            if type(value) in (str, int, float, bool, list, dict) and (found := check(value)):
                raise ValueError(str(found[0]))
            return value

        return no_info_before_validator_function(fits, handler(source))

    def of(self, release: Release) -> Node:  # noqa: ARG002
        return dict(self.node)


class Format(Checks, Mark):
    """A text in one of the formats that the API server checks, such as uri, hostname, cidr or email."""

    def __init__(self, name: str) -> None:
        from kconv.validation.custom_formats import CUSTOM

        self.name = name
        self._reads: Callable[[str], bool] | None = CUSTOM.get(name.replace("-", ""))
        if self._reads is None and name not in UNREAD_FORMATS:
            raise ValueError(f"Format({name!r}): the API server does not check it; {_known(CUSTOM)}; or give a pattern")

    def on(self, node: Node) -> Node:
        if node.get("type") != "string":
            raise ValueError(f"Format({self.name!r}) is for str")
        return {**node, "format": self.name}

    def refused(self, value: Any) -> str:
        return "" if self._reads is None or self._reads(value) else f"must be in the format {self.name}"


UNREAD_FORMATS: Final = frozenset({"creditcard", "isbn", "isbn10", "isbn13", "password", "rgbcolor"})
"""Formats that only the API server reads; a password is any text."""

Atomic: Final = _Atomic()
Embedded: Final = _Embedded()
Granular: Final = _Granular()
PreserveUnknown: Final = _PreserveUnknown()
Set: Final = _Set()


def camel(name: str) -> str:
    """The field of Kubernetes' objects that a name in Python stands for: max_size is maxSize, from_ is from."""
    first, *others = name.rstrip("_").split("_")
    return first + "".join(other[:1].upper() + other[1:] for other in others)


def class_marks(cls: type) -> list[Mark]:
    """The marks of a class and of those that it derives from, in the order in which they are written."""
    found = [mark for each in reversed(cls.__mro__) for mark in reversed(each.__dict__.get(CLASS_MARKS, ()))]
    return list(found)


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


def _known(formats: Iterable[str]) -> str:
    return f"it checks {', '.join(sorted({*formats, *UNREAD_FORMATS}))}"
