"""Go's types do not keep every text of a value: zero fields with `omitempty` are left out, times are written in UTC,
quantities and durations in their own form.

The schema of a version says what those types are, as far as controller-gen writes it. A zero that the schema can tell
from absence still counts: where the field has another default, and where it is nullable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from kconv.paths import EACH, MISSING, VALUES, FieldPath, same
from kconv.structural.default import default
from kconv.structural.vocabulary import EMBEDDED, INT_OR_STRING, PRESERVE, Schema, additional, items, properties
from kconv.testing.go_texts import nanoseconds, quantity

Json = Any
_ZEROS: Final[Mapping[str, Json]] = {
    "string": "",
    "integer": 0,
    "number": 0,
    "boolean": False,
    "object": {},
    "array": [],
}


def read(obj: Json, schema: Schema) -> Json:
    """A custom resource as the Go types of its version read it."""
    if not isinstance(obj, dict):
        return obj
    own = {key: obj[key] for key in ("apiVersion", "kind") if key in obj}
    rest = {key: value for key, value in obj.items() if key not in ("apiVersion", "kind", "metadata")}
    metadata = _without_empty(obj.get("metadata"))
    return own | ({"metadata": metadata} if metadata else {}) | _fields(rest, schema)


def unseen(node: Schema, path: FieldPath = ()) -> Iterator[FieldPath]:
    """The fields whose zero the schema cannot tell from absence: the type may be a pointer, or not."""
    for key, child in properties(node).items():
        at = (*path, key)
        zero = _ZEROS.get(child.get("type") or "", MISSING)
        scalar = zero is not MISSING and not isinstance(zero, (dict, list))
        if path and scalar and key not in (node.get("required") or ()) and not _counts(zero, child) and _takes(child):
            yield at
        if path or key != "metadata":
            yield from unseen(child, at)
    for step, below in ((EACH, items(node)), (VALUES, additional(node))):
        yield from unseen(below, (*path, step)) if below is not None else ()


def _takes(node: Schema) -> bool:
    """Whether a zero is a value of the field at all."""
    least = node.get("minLength", 0) if node.get("type") == "string" else node.get("minimum", 0)
    return least <= 0 and (not node.get("enum") or _ZEROS[node["type"]] in node["enum"])


def _without_empty(value: Json) -> Json:
    """Metadata, whose fields all say `omitempty`."""
    if not isinstance(value, dict):
        return value
    kept = {key: _without_empty(item) for key, item in value.items()} if not _is_texts(value) else value
    return {key: item for key, item in kept.items() if item not in (None, {}, [])}


def _is_texts(value: dict[str, Json]) -> bool:
    return all(isinstance(item, str) for item in value.values())


def _field(value: Json, node: Schema) -> Json:
    """A field's value, MISSING where the type cannot tell it from absence."""
    got = _value(value, node)
    if got is MISSING or _counts(got, node) or not (node.get("type") or node.get(INT_OR_STRING)):
        return got
    if got in ("", [], {}) or (got == "0" and _is_quantity(node)):
        return MISSING
    zero = type(got) in (bool, int, float) and not got and not node.get(INT_OR_STRING)
    return MISSING if zero else got


def _counts(value: Json, node: Schema) -> bool:
    """Whether a zero is something else than absence: that has a default, or null has a meaning."""
    other = node.get("default")
    return (other is not None and not same(other, value)) or (bool(node.get("nullable")) and value is not None)


def _value(value: Json, node: Schema) -> Json:
    if value is None:
        return None if node.get("nullable") and node.get("default") is not None else MISSING
    if isinstance(value, dict):
        return _fields(value, node)
    if isinstance(value, list):
        return [_item(entry, items(node) or {}) for entry in value]
    return _text(value, node)


def _fields(value: dict[str, Json], node: Schema) -> dict[str, Json]:
    fields, values = properties(node), additional(node)
    if not fields and values is None and not node.get(EMBEDDED):
        return value
    out = {}
    for key, entry in value.items():
        if key in fields:
            entry = _field(entry, fields[key])
        elif values is not None:
            entry = _item(entry, values)
        elif node.get(EMBEDDED) and key == "metadata":
            entry = _without_empty(entry) or MISSING
        if entry is not MISSING:
            out[key] = entry
    for key, entry in _implied(node).items():
        out.setdefault(key, entry)
    return out


_known: dict[int, tuple[Schema, dict[str, Json]]] = {}


def _implied(node: Schema) -> dict[str, Json]:
    """The structs of an object with what defaults they have: one that is no pointer is written as {}, if it is not set,
    and a server fills in the rest.
    """
    known = _known.get(id(node))
    if known is None or known[0] is not node:
        structs = ((key, field) for key, field in properties(node).items() if properties(field))
        read = ((key, _fields(default({}, field), field)) for key, field in structs if not _counts({}, field))
        known = _known[id(node)] = (node, {key: value for key, value in read if value})
    return known[1]


def _item(value: Json, node: Schema) -> Json:
    """An item of a list or a map: it stays whatever it is, and null is the zero of its type."""
    got = _value(value, node)
    return _ZEROS.get(node.get("type") or "") if got is MISSING else got


def _text(value: Json, node: Schema) -> Json:
    if node.get(INT_OR_STRING):
        return _quantity(value) if _is_quantity(node) else value
    if not isinstance(value, str) or node.get("enum") or node.get(PRESERVE):
        return value
    if node.get("format") == "date-time":
        return _time(value)
    duration = nanoseconds(value)
    return value if duration is None else f"{duration}ns"


def _is_quantity(node: Schema) -> bool:
    """Whether a field is a resource.Quantity: controller-gen writes the pattern of one."""
    return bool(node.get(INT_OR_STRING)) and "KMGTPE" in (node.get("pattern") or "")


def _quantity(value: Json) -> Json:
    """`1`, `"1"` and `1000m` are the same number."""
    found = None if isinstance(value, bool) else quantity(str(value))
    return value if found is None else str(found)


def _time(text: str) -> str:
    """UTC, to the second: as metav1.Time writes it."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return text
