"""Value validations must not describe structure; what they describe is moved out if that means the same.

JSON schemas written for apiextensions v1beta1 name types inside ``oneOf`` and ``allOf``. A type that holds in every
case belongs outside, one that is also outside is redundant, and a description has no meaning inside.
"""

from __future__ import annotations

from typing import Final

from kconv.paths import FieldPath
from kconv.structural.violation import Repair
from kconv.structural.vocabulary import (
    EMBEDDED,
    INT_OR_STRING,
    INT_OR_STRING_BRANCHES,
    JUNCTORS,
    PRESERVE,
    Schema,
    branches,
    is_said,
    properties,
)

_INTEGER_WORDS: Final = frozenset(
    {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"}
)
_STRING_WORDS: Final = frozenset({"minLength", "maxLength", "pattern", "format"})
_IDLE: Final = ("description", "title", "default", PRESERVE, EMBEDDED)
"""Keywords that validate nothing in a value validation."""


def int_or_string(node: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    """A node whose two types are integer and string, in the form that Kubernetes uses."""
    if node.get("type") or node.get(PRESERVE) or node.get(EMBEDDED):
        return node
    for key in ("anyOf", "oneOf"):
        extra = _int_or_string_extra([_bare(branch) for branch in branches(node, key)])
        if extra is None or (key == "oneOf" and node.get("anyOf")):
            continue
        new = {word: value for word, value in node.items() if word != key}
        if is_exactly_int_or_string(node):
            new = dict(node)
        elif extra:
            # A bound on numbers says nothing of strings, nor a pattern of numbers, so both may hold at once.
            new["allOf"] = [*branches(node, "allOf"), *extra]
        new.setdefault("anyOf", [dict(branch) for branch in INT_OR_STRING_BRANCHES])
        new[INT_OR_STRING] = True
        if not node.get(INT_OR_STRING) or new["anyOf"] != node.get("anyOf"):
            repairs.append(Repair((*path, INT_OR_STRING), f"set, as {key} names integer and string"))
            return new
    return node


def is_exactly_int_or_string(node: Schema) -> bool:
    """Whether ``anyOf`` has the one form in which types may be named."""
    return bool(node.get("anyOf") == INT_OR_STRING_BRANCHES)


def _bare(branch: Schema) -> Schema:
    return {key: value for key, value in branch.items() if key not in _IDLE and is_said(key, value)}


def _int_or_string_extra(found: list[Schema]) -> list[Schema] | None:
    """What two branches say beyond their types, or None where they are not an integer's and a string's."""
    by_type = {branch.get("type"): branch for branch in found}
    if len(found) != 2 or by_type.keys() != {"integer", "string"}:
        return None
    extra = []
    for kind, words in (("integer", _INTEGER_WORDS), ("string", _STRING_WORDS)):
        rest = {key: value for key, value in by_type[kind].items() if key != "type"}
        if not rest.keys() <= words:
            return None
        extra += [rest] if rest else []
    return extra


def hoist_type(node: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    """The type that every branch of a junctor names, or one of allOf, on the node itself."""
    if node.get("type") or node.get(INT_OR_STRING):
        return node
    for key in JUNCTORS:
        found = branches(node, key)
        kinds = {branch.get("type") for branch in found if branch.get("type") or key != "allOf"}
        if found and len(kinds) == 1 and None not in kinds and not any(branch.get("nullable") for branch in found):
            repairs.append(Repair((*path, "type"), f"set to {next(iter(kinds))}, as {key} says"))
            return {"type": next(iter(kinds)), **node}
    return node


def strip(node: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    """The node without the parts of its value validations that describe structure without effect."""
    return _strip_below(node, node, path, repairs, typed=is_exactly_int_or_string(node))


def _strip_below(
    inside: Schema, outside: Schema | None, path: FieldPath, repairs: list[Repair], *, typed: bool
) -> Schema:
    new = inside
    for key in JUNCTORS:
        old = branches(inside, key)
        if typed and key == "anyOf":
            continue
        mended = [_strip(branch, outside, (*path, key, index), repairs) for index, branch in enumerate(old)]
        if any(now is not was for now, was in zip(mended, old, strict=True)):
            new = {**new, key: mended}
    if isinstance(inside.get("not"), dict):
        mended_not = _strip(inside["not"], outside, (*path, "not"), repairs)
        if mended_not is not inside["not"]:
            new = {**new, "not": mended_not}
    return new


def _strip(inside: Schema, outside: Schema | None, path: FieldPath, repairs: list[Repair]) -> Schema:
    typed = is_exactly_int_or_string(inside) and path[-2:] == ("allOf", 0)
    new = _strip_below(inside, outside, path, repairs, typed=typed)
    gone = [key for key in _IDLE if new.get(key)]
    kind = new.get("type")
    if kind and outside and outside.get("type") == kind and bool(outside.get("nullable")) <= bool(new.get("nullable")):
        gone.append("type")
    if new.get("nullable") and (not kind or "type" in gone):
        gone.append("nullable")
    if new.get("additionalProperties") in (True, {}):
        gone.append("additionalProperties")
    if gone:
        repairs += [Repair((*path, key), "removed: it has no effect there") for key in gone]
        new = {key: value for key, value in new.items() if key not in gone}
    return _strip_fields(new, outside or {}, path, repairs)


def _strip_fields(inside: Schema, outside: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    fields = properties(inside)
    described = properties(outside)
    mended = {
        name: _strip(field, described.get(name), (*path, "properties", name), repairs) for name, field in fields.items()
    }
    if any(mended[name] is not field for name, field in fields.items()):
        inside = {**inside, "properties": mended}
    item = inside.get("items")
    if isinstance(item, dict):
        below = outside.get("items")
        mended_item = _strip(item, below if isinstance(below, dict) else None, (*path, "items"), repairs)
        if mended_item is not item:
            inside = {**inside, "items": mended_item}
    return inside


def describe_outside(root: Schema, repairs: list[Repair]) -> Schema:
    """The root with a node for every field that its value validations mention."""
    wanted: Schema = {}
    for key in JUNCTORS:
        for branch in branches(root, key):
            _collect(branch, wanted, sure=key == "allOf")
    if isinstance(root.get("not"), dict):
        _collect(root["not"], wanted, sure=False)
    return _graft(root, wanted, (), repairs)


def _collect(inside: Schema, wanted: Schema, *, sure: bool) -> None:
    """Collect in ``wanted`` the tree of fields and items that a validation mentions, with the types that are
    certain."""
    for key in JUNCTORS:
        for branch in branches(inside, key):
            _collect(branch, wanted, sure=sure and key == "allOf")
    if isinstance(inside.get("not"), dict):
        _collect(inside["not"], wanted, sure=False)
    for name, field in properties(inside).items():
        below = wanted.setdefault("properties", {}).setdefault(name, {})
        _note_type(field, below, sure=sure)
        _collect(field, below, sure=sure)
    if isinstance(inside.get("items"), dict):
        below = wanted.setdefault("items", {})
        _note_type(inside["items"], below, sure=sure)
        _collect(inside["items"], below, sure=sure)


def _note_type(inside: Schema, wanted: Schema, *, sure: bool) -> None:
    if sure and inside.get("type") and not inside.get("nullable"):
        wanted.setdefault("type", inside["type"])


def _graft(node: Schema, wanted: Schema, path: FieldPath, repairs: list[Repair]) -> Schema:
    """The node with what is wanted of it, unless it describes that itself."""
    if wanted.get("type") and not node.get("type") and not node.get(INT_OR_STRING):
        repairs.append(Repair((*path, "type"), f"set to {wanted['type']}, as allOf says"))
        node = {"type": wanted["type"], **node}
    closed = node.get("additionalProperties") not in (None, True)
    fields = properties(node)
    for name, below in (wanted.get("properties") or {}).items():
        if (closed and name not in fields) or (name == "metadata" and not path):
            continue
        if name not in fields:
            repairs.append(Repair((*path, "properties", name), "described, as a value validation speaks of it"))
        old = fields.get(name, {})
        new = _graft(old, below, (*path, "properties", name), repairs)
        if new is not old or name not in fields:
            fields[name] = new
            node = {**node, "properties": dict(fields)}
    if "items" in wanted and not isinstance(node.get("items"), list):
        old = node.get("items") or {}
        new = _graft(old, wanted["items"], (*path, "items"), repairs)
        if new is not old or node.get("items") is None:
            node = {**node, "items": new}
    return node
