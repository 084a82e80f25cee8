"""Most schemas of apiextensions v1beta1 are not structural, and most of those lack only a word.

Kubernetes requires a structural schema since apiextensions v1 (KEP 20180415-crds-to-ga). What can be expressed
structurally with the same meaning is repaired here; the rest is left for ``check`` to report and the user to decide.
"""

from __future__ import annotations

from typing import Final

from kconv.paths import FieldPath
from kconv.structural.decode import misshapen
from kconv.structural.invariants import metadata_restrictions
from kconv.structural.lift import describe_outside, hoist_type, int_or_string, strip
from kconv.structural.object_meta import names_only
from kconv.structural.violation import Repair
from kconv.structural.vocabulary import (
    EMBEDDED,
    INT_OR_STRING,
    META_FIELDS,
    PRESERVE,
    Schema,
    has_validations,
    is_plain,
    properties,
    structure,
)


def repair(schema: Schema) -> tuple[Schema, list[Repair]]:
    """The schema, structural as far as that is mechanical, and the repairs; the same object if there are none.

    A schema that cannot be decoded is returned unchanged. No valid value becomes invalid, except one that does not have
    the type that its schema's properties or items imply.
    """
    if not isinstance(schema, dict) or misshapen(schema):
        return schema, []
    repairs: list[Repair] = []
    mended = _once(schema, repairs)
    # One mend can make room for another: an item schema taken out of its list can be described.
    while mended is not schema:
        schema, mended = mended, _once(mended, repairs)
    return mended, repairs


def _once(schema: Schema, repairs: list[Repair]) -> Schema:
    return _node(describe_outside(_root(schema, repairs), repairs), (), repairs)


def _root(schema: Schema, repairs: list[Repair]) -> Schema:
    new = schema
    if not any(new.get(key) for key in ("type", PRESERVE, INT_OR_STRING)):
        repairs.append(Repair(("type",), "set to object, as every resource is one"))
        new = {"type": "object", **{key: value for key, value in new.items() if key != "type"}}
    if new.get("nullable"):
        repairs.append(Repair(("nullable",), "removed: a resource is never null"))
        new = _without(new, "nullable")
    if new.get("additionalProperties") in (True, {}):
        repairs.append(Repair(("additionalProperties",), f"written as {PRESERVE}"))
        new = {**_without(new, "additionalProperties"), PRESERVE: True}
    metadata = properties(new).get("metadata")
    return new if metadata is None else _metadata(new, metadata, repairs)


def _metadata(root: Schema, metadata: Schema, repairs: list[Repair]) -> Schema:
    """The root without a description of its metadata: the server has its own and allows no other."""
    mended = names_only(metadata) if metadata_restrictions(metadata) else None
    if mended is None:
        return root
    repairs.append(Repair(("properties", "metadata"), "reduced to its type: metadata has the server's own schema"))
    return {**root, "properties": {**root["properties"], "metadata": mended}}


def _node(node: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    if is_plain(node):
        return _children(node, path, repairs)
    for mend in _PLAIN_MENDS if not has_validations(node) else _MENDS:
        node = mend(node, path, repairs)
    return node


def _children(node: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    new = node
    for step, child in structure(node):
        if step[-1] in META_FIELDS and (not path or node.get(EMBEDDED)):
            mended = _meta_type(child, str(step[-1]), path + step, repairs)
        else:
            mended = child
        mended = _node(mended, path + step, repairs)
        if mended is not child:
            new = _put(new, step, mended)
    return new


def _put(node: Schema, step: FieldPath, child: Schema) -> Schema:
    if step[0] == "properties":
        return {**node, "properties": {**node["properties"], step[1]: child}}
    return {**node, str(step[0]): child}


def _without(node: Schema, *keys: str) -> Schema:
    return {key: value for key, value in node.items() if key not in keys}


def _meta_type(node: Schema, name: str, path: FieldPath, repairs: list[Repair]) -> Schema:
    if node.get("type"):
        return node
    kind = "object" if name == "metadata" else "string"
    repairs.append(Repair((*path, "type"), f"set to {kind}"))
    return {"type": kind, **_without(node, "type")}


def _idle_words(node: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    """The node without words that mean nothing and that a v1 server refuses; a lone item schema out of its list."""
    gone = [key for key in ("id", "$schema") if node.get(key)]
    if node.get(PRESERVE) is False:
        gone.append(PRESERVE)
    if gone:
        repairs += [Repair((*path, key), "removed: it has no effect") for key in gone]
        node = _without(node, *gone)
    if isinstance(node.get("items"), list) and len(node["items"]) == 1:
        repairs.append(Repair((*path, "items"), "written as one schema, not as a list of one"))
        (item,) = node["items"]
        node = {**node, "items": item or {}}
    return node


def _embedded(node: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    if not node.get(EMBEDDED):
        return node
    if not node.get("type"):
        repairs.append(Repair((*path, "type"), "set to object, as an embedded resource is one"))
        node = {"type": "object", **_without(node, "type")}
    if not node.get(PRESERVE) and not node.get("properties"):
        repairs.append(Repair((*path, PRESERVE), "set, as no field of the embedded resource is described"))
        node = {**node, PRESERVE: True}
    return node


def _type(node: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    if node.get("type") or node.get(INT_OR_STRING) or node.get(PRESERVE):
        return node
    kind, because = _implied(node)
    if kind:
        repairs.append(Repair((*path, "type"), f"set to {kind}, as {because} says"))
        return {"type": kind, **_without(node, "type")}
    repairs.append(Repair((*path, PRESERVE), "set, because nothing defines the type"))
    return {**_without(node, "type"), PRESERVE: True}


def _implied(node: Schema) -> tuple[str, str]:
    for key, kind in (("properties", "object"), ("additionalProperties", "object"), ("items", "array")):
        if node.get(key) is not None:
            return kind, key
    values = node.get("enum") or []
    if values and all(isinstance(value, str) for value in values):
        return "string", "enum"
    if values and all(isinstance(value, bool) for value in values):
        return "boolean", "enum"
    if values and all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return "integer", "enum"
    return "", ""


def _items(node: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    if node.get("type") != "array" or node.get("items"):
        return node
    repairs.append(Repair((*path, "items"), "described as anything"))
    return {**node, "items": {PRESERVE: True}}


_PLAIN_MENDS: Final = (_idle_words, _embedded, _type, _items, _children)
_MENDS: Final = (_idle_words, int_or_string, hoist_type, _embedded, _type, _items, _children, strip)
