"""What every schema of a CustomResourceDefinition must keep to, structural or not.

The rules of apiextensions-apiserver 1.37 for a v1 object (pkg/apis/apiextensions/validation,
``ValidateCustomResourceDefinitionOpenAPISchema``), without the CEL expressions themselves. The schema must have been
decoded (``decode.misshapen``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kconv.paths import FieldPath
from kconv.structural.violation import Violation
from kconv.structural.vocabulary import (
    EMBEDDED,
    LIST_MAP_KEYS,
    LIST_TYPE,
    MAP_TYPE,
    META_FIELDS,
    PRESERVE,
    TYPES,
    VALIDATIONS,
    Schema,
    additional,
    is_plain,
    is_said,
    items,
    properties,
    validations,
)

_Found = Iterator[tuple[FieldPath, str]]

_UNSUPPORTED: Final = ("additionalItems", "dependencies", "$ref")
_UNSUPPORTED_UNLESS_EMPTY: Final = ("id", "$schema", "patternProperties", "definitions")
_STATUS_ROOT: Final = frozenset(
    {"description", "type", "format", "title", "required", "items", "properties", "externalDocs", "example"}
    | {"maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern"}
    | {"maxItems", "minItems", "uniqueItems", "multipleOf", PRESERVE, VALIDATIONS}
)


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a node: inside apiVersion, kind or metadata other rules hold."""

    root: bool
    in_meta: bool = False
    no_defaults: str = ""


def openapi_violations(schema: Schema, *, status: bool = False) -> Iterator[Violation]:
    """Every breach of the general rules; ``status``: the version has the status subresource."""
    yield from (Violation(path, message) for path, message in _root(schema, status))
    yield from _node(schema, (), 0, _Place(root=True))


def _root(schema: Schema, status: bool) -> _Found:
    if schema.get("nullable"):
        yield ("nullable",), "nullable cannot be true at the root"
    if status:
        if schema.get("type") not in (None, "", "object"):
            yield ("type",), "must be object at the root of the schema if the status subresource is enabled"
        for key, value in schema.items():
            if key not in _STATUS_ROOT and (is_said(key, value) or isinstance(value, list | dict)):
                yield (key,), "is not allowed at the root of the schema if the status subresource is enabled"


def _node(node: Schema, path: FieldPath, at: int, place: _Place) -> Iterator[Violation]:
    """A node's own breaches and those below it; ``at`` is the length of the path to the structural node."""
    if not is_plain(node):
        yield from _breaches(node, path, at, place)
    for step, child, below in _below(node, place):
        structural = at == len(path) and step[0] in ("properties", "items", "additionalProperties")
        yield from _node(child, path + step, at + len(step) if structural else at, below)


def _breaches(node: Schema, path: FieldPath, at: int, place: _Place) -> Iterator[Violation]:
    for family, cause in _FAMILIES:
        for step, message in family(node):
            yield Violation(path + step, message, at, (*path, cause) if cause else ())
    if place.no_defaults and node.get("default") is not None:
        yield Violation((*path, "default"), f"must not be set {place.no_defaults}", at)
    if place.in_meta and node.get(EMBEDDED):
        yield Violation((*path, EMBEDDED), "must not be used inside of resource meta", at)


def _below(node: Schema, place: _Place) -> Iterator[tuple[FieldPath, Schema, _Place]]:
    here = replace(place, root=False) if place.root else place
    values = additional(node)
    if values is not None:
        reason = "inside additionalProperties applying to object metadata"
        yield ("additionalProperties",), values, replace(here, no_defaults=reason) if place.in_meta else here
    for name, child in properties(node).items():
        below = here
        if name in META_FIELDS and (place.root or node.get(EMBEDDED)):
            reason = f"in top-level {name}" if place.root else here.no_defaults
            below = replace(here, in_meta=True, no_defaults=reason)
        yield ("properties", name), child, below
    for step, child in (*validations(node), *_unsupported_below(node)):
        yield step, child, here
    item = items(node)
    if item is not None:
        yield ("items",), item, here


def _unsupported_below(node: Schema) -> Iterator[tuple[FieldPath, Schema]]:
    for key in ("definitions", "dependencies"):
        for name, child in (node.get(key) or {}).items():
            if isinstance(child, dict):
                yield (key, name), child
    if isinstance(node.get("items"), list):
        for index, child in enumerate(node["items"]):
            yield ("items", index), child or {}


def _keywords(node: Schema) -> _Found:
    kind = node.get("type")
    if kind and kind not in TYPES:
        yield ("type",), f"{kind!r} is not supported: must be one of {', '.join(TYPES)}"
    if kind == "null":
        yield ("type",), "type cannot be set to null, use nullable as an alternative"
    for key in _UNSUPPORTED:
        if node.get(key) is not None:
            yield (key,), f"{key} is not supported"
    for key in _UNSUPPORTED_UNLESS_EMPTY:
        if node.get(key):
            yield (key,), f"{key} is not supported"
    if isinstance(node.get("items"), list) and node["items"]:
        yield ("items",), "items must be a schema object and not an array"
    if node.get("uniqueItems"):
        reason = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"
        yield ("uniqueItems",), reason
    if node.get(PRESERVE) is False:
        yield (PRESERVE,), "must be true or undefined"


def _maps(node: Schema) -> _Found:
    if node.get("properties") and node.get("additionalProperties") not in (None, True):
        yield ("additionalProperties",), "additionalProperties and properties are mutual exclusive"


def _map_type(node: Schema) -> _Found:
    found = node.get(MAP_TYPE)
    if found is None:
        return
    if node.get("type") != "object":
        yield ("type",), f"must be object if {MAP_TYPE} is specified"
    if found not in ("atomic", "granular"):
        yield (MAP_TYPE,), f"{found!r} is not supported: must be one of atomic, granular"


def _lists(node: Schema) -> _Found:
    found, item = node.get(LIST_TYPE), items(node)
    if found is None:
        if node.get(LIST_MAP_KEYS):
            yield (LIST_TYPE,), f"must be map if {LIST_MAP_KEYS} is non-empty"
        return
    if node.get("type") != "array":
        yield ("type",), f"must be array if {LIST_TYPE} is specified"
    elif found == "set" and item is not None:
        yield from _set_items(item)
    if found not in ("atomic", "set", "map"):
        yield (LIST_TYPE,), f"{found!r} is not supported: must be one of atomic, set, map"
    if found != "map" and node.get(LIST_MAP_KEYS):
        yield (LIST_TYPE,), f"must be map if {LIST_MAP_KEYS} is non-empty"
    if found in ("set", "map") and item is not None and item.get("nullable"):
        yield ("items", "nullable"), f"cannot be nullable when {LIST_TYPE} is {found}"


def _set_items(item: Schema) -> _Found:
    reason = f"must be atomic as item of a list with {LIST_TYPE}=set"
    if item.get("type") == "array" and item.get(LIST_TYPE) not in (None, "atomic"):
        yield ("items", LIST_TYPE), reason
    if item.get("type") == "object" and item.get(MAP_TYPE) != "atomic":
        yield ("items", MAP_TYPE), reason


def _list_map(node: Schema) -> _Found:
    if node.get(LIST_TYPE) != "map":
        return
    keys = node.get(LIST_MAP_KEYS) or []
    if not keys:
        yield (LIST_MAP_KEYS,), f"must not be empty if {LIST_TYPE} is map"
    if node.get("items") is None:
        yield ("items",), f"must have a schema if {LIST_TYPE} is map"
        return
    item = items(node)
    if item is None:
        yield ("items",), f"must only have a single schema if {LIST_TYPE} is map"
        return
    if item.get("type") != "object":
        yield ("items", "type"), f"must be object if parent array's {LIST_TYPE} is map"
    else:
        yield from _list_map_keys(keys, item)
    yield from _list_map_values(keys, item)


def _list_map_keys(keys: list[str], item: Schema) -> _Found:
    fields = properties(item)
    for index, key in enumerate(keys):
        if key not in fields:
            yield (LIST_MAP_KEYS,), "entries must all be names of item properties"
        elif fields[key].get("type") in ("array", "object"):
            where = ("items", "properties", key, "type")
            yield where, f"must be a scalar type if parent array's {LIST_TYPE} is map"
        if key in keys[:index]:
            yield (LIST_MAP_KEYS,), "must not contain duplicate entries"


def _list_map_values(keys: list[str], item: Schema) -> _Found:
    fields = properties(item)
    for key in keys:
        field = fields.get(key)
        if field is None:
            continue
        where = ("items", "properties", key)
        if key not in (item.get("required") or ()) and field.get("default") is None:
            reason = f"this property is in {LIST_MAP_KEYS}, so it must have a default or be a required property"
            yield (*where, "default"), reason
        if field.get("nullable"):
            yield (*where, "nullable"), f"this property is in {LIST_MAP_KEYS}, so it cannot be nullable"


def _rules(node: Schema) -> _Found:
    for index, rule in enumerate(node.get(VALIDATIONS) or ()):
        text, message = str(rule.get("rule") or "").strip(), str(rule.get("message") or "")
        where = (VALIDATIONS, index)
        if not text:
            yield (*where, "rule"), "rule is not specified"
        elif message and not message.strip():
            yield (*where, "message"), "must be non-empty if specified"
        elif _lines(message.strip()):
            yield (*where, "message"), "must not contain line breaks"
        elif _lines(text) and not message.strip():
            yield (*where, "message"), "message must be specified if rule contains line breaks"


def _lines(text: str) -> bool:
    return "\n" in text or "\r" in text


_FAMILIES: Final = (
    (_keywords, ""),
    (_maps, ""),
    (_map_type, MAP_TYPE),
    (_lists, LIST_TYPE),
    (_list_map, LIST_TYPE),
    (_rules, ""),
)
"""The rules by what they are about, each with the keyword that would have to go where it is not the one that is named:
a list type demands something of the items, and without it they may stay as they are."""
