"""Pydantic classes from schemas: one for each definition, with Kubernetes' own name for it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, ForwardRef, Literal

from pydantic import Field, create_model

from kconv.engine import Kind
from kconv.history import kind_schemas
from kconv.models import types
from kconv.models.types import Model
from kconv.names import Release
from kconv.records import NamedTuple
from kconv.rules.schema import Node, opened


class Typed(NamedTuple):
    """A type, and how it is written; in the text ``{…}`` holds the key of a model."""

    type: Any
    text: str


class Attribute(NamedTuple):
    """One field of a model: its name in Python and in Kubernetes."""

    name: str
    alias: str
    typed: Typed
    required: bool


@dataclass(frozen=True)
class Built:
    """A model, the name of the definition it was built from, and its fields in the order of the schema."""

    model: type[Model]
    definition: str
    attributes: tuple[Attribute, ...]


_ANY: Final = Typed(Any, "Any")
_SCALARS: Final = {
    "string": Typed(str, "str"),
    "int32": Typed(types.Int32, "Int32"),
    "int64": Typed(types.Int64, "Int64"),
    "integer": Typed(int, "int"),
    "number": Typed(types.Number, "Number"),
    "boolean": Typed(bool, "bool"),
    "object": Typed(types.JsonObject, "JsonObject"),
    "array": Typed(list[Any], "list[Any]"),
}
_NAMED: Final = {
    "intstr.IntOrString": Typed(types.IntOrString, "IntOrString"),
    "resource.Quantity": Typed(types.Quantity, "Quantity"),
    "meta.v1.Time": Typed(types.Time, "Time"),
    "meta.v1.MicroTime": Typed(types.MicroTime, "MicroTime"),
}
_TYPES: Final = {"bool", "dict", "float", "int", "list", "str"}


class Builder:
    """Builds the models of one release's definitions, each once, whichever kinds have it."""

    def __init__(self, release: Release) -> None:
        self.built: dict[str, Built] = {}
        self._release = release
        self._resolve = kind_schemas.resolver(release)
        self._open: set[str] = set()

    def root(self, kind: Kind) -> Built:
        """The model of a kind's hub, which knows its apiVersion and kind."""
        node = opened(kind_schemas.hub(kind), self._resolve)
        own = {"apiVersion": kind.hub, "kind": kind.name}
        return self._build(f"{kind.hub} {kind.name} {self._release}", node, own)

    def _build(self, key: str, node: Node, own: dict[str, str] | None = None) -> Built:
        """The model of an object's node. ``own`` gives the only value of fields that must be there."""
        if key in self.built:
            return self.built[key]
        definition = node.get("title") or key
        name = definition.rpartition(".")[2]
        self._open.add(key)
        attributes = tuple(self._attributes(key, node, own or {}))
        self._open.discard(key)
        fields: dict[str, Any] = {each.name: (each.typed.type, _field(each)) for each in attributes}
        said = f"{definition} of Kubernetes {self._release}."
        model = create_model(name, __base__=Model, __module__=Model.__module__, __doc__=said, **fields)
        self.built[key] = Built(model, definition, attributes)
        if not self._open:
            self._close()
        return self.built[key]

    def _close(self) -> None:
        """Give definitions that contain themselves the models that they were waiting for."""
        names = {_forward(key): built.model for key, built in self.built.items()}
        for built in self.built.values():
            if not built.model.__pydantic_complete__:
                built.model.model_rebuild(_types_namespace=names)

    def _attributes(self, key: str, node: Node, own: dict[str, str]) -> Iterator[Attribute]:
        required = node.get("required", ())
        for field, inner in node["properties"].items():
            if field in own:
                typed = Typed(Literal[own[field]], f'Literal["{own[field]}"]')
                yield Attribute(attribute_name(field), field, typed, True)
                continue
            typed, must = self._typed(f"{key}.{field}", inner), field in required
            bare = must and not self._null_in_go(inner)
            yield Attribute(attribute_name(field), field, typed if bare else _or_none(typed), must)

    def _held(self, key: str, node: Node) -> Typed:
        """The type of what a list or map holds."""
        typed = self._typed(key, node)
        return _or_none(typed) if self._null_in_go(node) else typed

    def _null_in_go(self, node: Node) -> bool:
        """Whether Go writes null for an empty value, also where there must be one: a list, map, time or union."""
        node = opened(node, self._resolve)
        listed = node.get("type") == "array" or "additionalProperties" in node
        return listed or node.get("format") == "date-time" or ("oneOf" in node and "format" not in node)

    def _typed(self, key: str, node: Node) -> Typed:
        if node.get("$ref") in _NAMED:
            return _NAMED[node["$ref"]]
        if "$ref" in node:
            key, node = f"{node['$ref']} {self._release}", opened(node, self._resolve)
        if "properties" in node:
            return self._model(key, node)
        if "oneOf" in node:
            return _union([self._typed(key, each) for each in node["oneOf"]])
        if "enum" in node:
            return _enum(node["enum"])
        if "items" in node:
            inner = self._held(f"{key}[]", node["items"])
            return Typed(list[inner.type], f"list[{inner.text}]")  # type: ignore[name-defined]
        if isinstance(node.get("additionalProperties"), dict):
            inner = self._held(f"{key}.*", node["additionalProperties"])
            return Typed(dict[str, inner.type], f"dict[str, {inner.text}]")  # type: ignore[name-defined]
        kind = node.get("type", "")
        sized = str(node.get("format", kind)) if kind == "integer" else kind
        return _SCALARS.get(sized, _ANY)

    def _model(self, key: str, node: Node) -> Typed:
        text = f"{{{key}}}"
        if key in self._open:
            return Typed(ForwardRef(_forward(key)), text)
        return Typed(self._build(key, node).model, text)


@cache
def builder(release: Release) -> Builder:
    """The one builder of a release, so that two kinds share their PodSpec."""
    return Builder(release)


def build(kind: Kind) -> Built:
    """The model of a kind's hub. Raises UnknownKindError if no release has a schema of the hub version."""
    return builder(kind_schemas.hub_release(kind)).root(kind)


def attribute_name(field: str) -> str:
    """The name in Python: `$ref` is ref, `from` is from_, and so are pydantic's own names and those of types."""
    name = re.sub(r"\W", "_", field).lstrip("_")
    return f"{name}_" if keyword.iskeyword(name) or name in _TYPES or hasattr(Model, name) else name


def _forward(key: str) -> str:
    return re.sub(r"\W", "_", key)


def _field(attribute: Attribute) -> Any:
    alias = {} if attribute.alias == attribute.name else {"alias": attribute.alias}
    return Field(... if attribute.required else None, **alias)  # type: ignore[call-overload]


def _or_none(typed: Typed) -> Typed:
    return typed if typed is _ANY else Typed(typed.type | None, f"{typed.text} | None")


def _union(alternatives: list[Typed]) -> Typed:
    found = alternatives[0]
    for each in alternatives[1:]:
        found = Typed(found.type | each.type, f"{found.text} | {each.text}")
    return found


def _enum(values: list[str]) -> Typed:
    """The values that the release knows; other releases may know more."""
    text = ", ".join(f'"{value}"' for value in values)
    return Typed(Literal[tuple(values)] | str, f"Literal[{text}] | str")
