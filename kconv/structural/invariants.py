"""What makes a schema structural: every value has one described structure, and validations only narrow it.

The invariants of apiextensions-apiserver 1.37 (pkg/apiserver/schema ``ValidateStructural``): a type on each node,
nothing but validations inside allOf, anyOf, oneOf and not, and no way to restrict an object's metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kconv.paths import FieldPath, show
from kconv.structural.pattern import refused
from kconv.structural.violation import Violation
from kconv.structural.vocabulary import (
    EMBEDDED,
    INT_OR_STRING,
    INT_OR_STRING_BRANCHES,
    LIST_MAP_KEYS,
    LIST_TYPE,
    MAP_TYPE,
    PRESERVE,
    VALIDATIONS,
    Schema,
    branches,
    is_plain,
    is_said,
    items,
    properties,
    structure,
    validations,
)

_FORBIDDEN_INSIDE: Final = {
    "type": "must be empty to be structural",
    "default": "must be undefined to be structural",
    "title": "must be empty to be structural",
    "description": "must be empty to be structural",
    "nullable": "must be false to be structural",
    PRESERVE: "must be false to be structural",
    EMBEDDED: "must be false to be structural",
    INT_OR_STRING: "must be false to be structural",
    LIST_MAP_KEYS: "must be empty to be structural",
    LIST_TYPE: "must be undefined to be structural",
    MAP_TYPE: "must be undefined to be structural",
}
_EVEN_EMPTY: Final = frozenset({"default", LIST_TYPE, MAP_TYPE})


def structural_violations(schema: Schema) -> Iterator[Violation]:
    """Every breach of structurality in a decoded schema."""
    yield from _invariants(schema, (), "must not be empty at the root")
    # Only what the root's own validations speak of: the API server does not look at those of the fields below.
    yield from _completeness(schema, schema, (), ())


def _invariants(node: Schema, path: FieldPath, no_type: str) -> Iterator[Violation]:
    if not (path and is_plain(node)):
        yield from _breaches(node, path, no_type)
    for step, child in structure(node):
        where = "array items" if step == ("items",) else "object fields"
        yield from _invariants(child, path + step, f"must not be empty for specified {where}")


def _breaches(node: Schema, path: FieldPath, no_type: str) -> Iterator[Violation]:
    """A node's own breaches."""
    at = len(path)
    for family in (_structure, _extensions, _metadata):
        for step, message in family(node, not path):
            yield Violation(path + step, message, at)
    if not (node.get("type") or node.get(EMBEDDED) or node.get(INT_OR_STRING) or node.get(PRESERVE)):
        yield Violation((*path, "type"), no_type, at)
    for step, message in _validations(node, int_or_string_places(node)):
        yield Violation(path + step, message, at)


_Found = Iterator[tuple[FieldPath, str]]


def _structure(node: Schema, root: bool) -> _Found:
    kind = node.get("type") or ""
    if kind == "array" and items(node) is None:
        yield ("items",), "must be specified"
    if root and kind and kind != "object":
        yield ("type",), "must be object at the root"
    if root and node.get("additionalProperties") is not None:
        yield ("additionalProperties",), "must not be used at the root"


def _extensions(node: Schema, root: bool) -> _Found:  # noqa: ARG001 (one signature for every family)
    if node.get(INT_OR_STRING):
        for key in (PRESERVE, EMBEDDED):
            if node.get(key):
                yield (key,), f"must be false if {INT_OR_STRING} is true"
    if not node.get(EMBEDDED):
        return
    if node.get("type") != "object":
        yield ("type",), f"must be object if {EMBEDDED} is true"
    if node.get("additionalProperties") is not None:
        yield ("additionalProperties",), f"must not be used if {EMBEDDED} is set"
    if not node.get(PRESERVE) and not node.get("properties"):
        yield ("properties",), f"must not be empty if {EMBEDDED} is true without {PRESERVE}"


def _metadata(node: Schema, root: bool) -> _Found:
    if not root and not node.get(EMBEDDED):
        return
    fields = properties(node)
    for name, kind in (("kind", "string"), ("apiVersion", "string"), ("metadata", "object")):
        if name in fields and fields[name].get("type") != kind:
            yield ("properties", name, "type"), f"must be {kind}"
    if root and "metadata" in fields and metadata_restrictions(fields["metadata"]):
        reason = "must not specify anything other than name and generateName, but metadata is implicitly specified"
        yield ("properties", "metadata"), reason


def metadata_restrictions(metadata: Schema) -> list[str]:
    """The keywords of a root's ``metadata`` that say more than its type and restrictions on name and generateName."""
    allowed = {"type", "default"}
    if set(properties(metadata)) <= {"name", "generateName"}:
        allowed.add("properties")
    even_empty = {"required", LIST_MAP_KEYS, VALIDATIONS}
    return [
        key
        for key, value in metadata.items()
        if key not in allowed and (is_said(key, value) or (value is not None and key in even_empty))
    ]


def int_or_string_places(node: Schema) -> frozenset[FieldPath]:
    """The paths at which a node's ``anyOf`` may name types: only integer, then string, and nothing else."""
    found: list[FieldPath] = []
    if _names_int_or_string(node):
        found.append(("anyOf",))
    if _names_int_or_string((branches(node, "allOf") or [{}])[0]):
        found.append(("allOf", 0, "anyOf"))
    return frozenset(found)


def _names_int_or_string(node: Schema) -> bool:
    said = [{key: value for key, value in branch.items() if is_said(key, value)} for branch in branches(node, "anyOf")]
    return said == INT_OR_STRING_BRANCHES


def _validations(node: Schema, typed: frozenset[FieldPath]) -> _Found:
    """Violations under a node's junctors; those at the ``typed`` paths may name integer and string."""
    for step, branch in validations(node):
        if step[:1] not in typed:
            inner = frozenset(path[2:] for path in typed if path[:2] == step)
            yield from ((step + below, message) for below, message in _inside(branch, inner))
    pattern = node.get("pattern")
    if pattern and (reason := refused(pattern)):
        yield ("pattern",), f"must be a valid regular expression: {reason}"


def _inside(node: Schema, typed: frozenset[FieldPath] = frozenset()) -> _Found:
    """Breaches in one value validation and below it."""
    yield from _validations(node, typed)
    for key, message in _FORBIDDEN_INSIDE.items():
        value = node.get(key)
        if value or (value is not None and key in _EVEN_EMPTY):
            yield (key,), message
    if node.get(VALIDATIONS):
        yield (VALIDATIONS,), "must be empty to be structural"
    if node.get("additionalProperties") not in (None, False):
        yield ("additionalProperties",), "must be undefined to be structural"
    if "metadata" in properties(node):
        yield ("properties", "metadata"), "must not be specified in a nested context"
    for step, child in structure(node):
        if step != ("additionalProperties",):
            yield from ((step + below, message) for below, message in _inside(child))


def _completeness(inside: Schema, outside: Schema, path: FieldPath, where: FieldPath) -> Iterator[Violation]:
    """Whatever a value validation speaks of must be described outside of it.

    ``path`` leads to ``outside``, the described structure, and ``where`` to ``inside``, which speaks of it.
    """
    for step, branch in validations(inside):
        yield from _complete(branch, outside, path, where + step)


def _complete(inside: Schema, outside: Schema, path: FieldPath, where: FieldPath) -> Iterator[Violation]:
    yield from _completeness(inside, outside, path, where)
    described = dict(structure(outside))
    for step, child in structure(inside):
        if step == ("additionalProperties",):
            continue
        if step in described:
            yield from _complete(child, described[step], path + step, where + step)
        else:
            cause = where + step
            yield Violation(path + step, f"because it is defined in {show(cause)}", 0, cause)
