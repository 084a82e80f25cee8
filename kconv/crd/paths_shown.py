"""Columns, selectable fields and the scale subresource of a version, held to its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kconv.crd.faults import Fault
from kconv.crd.history import Version
from kconv.crd.jsonpaths import ITEM, missing, node_at, steps
from kconv.structural.vocabulary import INT_OR_STRING, PRESERVE, Schema

_MOST_SELECTABLE: Final = 8
_TEXTUAL: Final = {"date-time", "date"}


def faults_of_paths(version: Version, schema: Schema) -> Iterator[Fault]:
    """Every path that leads to no field, or to one of another type than it is used as."""
    said = version.declared
    for column in said.columns:
        yield from _column(version, schema, f"column {column.name}", column.path, column.type)
    for path in said.selectable:
        yield from _selectable(version, schema, path)
    if len(said.selectable) > _MOST_SELECTABLE:
        yield _fault(version, "selectable", f"has more than {_MOST_SELECTABLE} fields", "")
    if said.scale is not None:
        yield from _scale(version, schema, "scale.spec", said.scale.spec, ".spec.", "integer")
        yield from _scale(version, schema, "scale.status", said.scale.status, ".status.", "integer")
        if said.scale.selector is not None:
            yield from _scale(version, schema, "scale.selector", said.scale.selector, ".s", "string")


def _fault(version: Version, what: str, why: str, advice: str = "") -> Fault:
    return Fault(version.place, f"{version}: {what}", why, advice)


def _column(version: Version, schema: Schema, what: str, path: str, kind: str) -> Iterator[Fault]:
    found = steps(path) if path.startswith(".") else None
    if not path.startswith("."):
        yield _fault(version, what, f"the path {path} must begin with a dot", f"write .{path}")
    elif found is None:
        return  # a filter or a wildcard: any JSON path is allowed here
    elif why := missing(schema, found):
        yield _fault(version, what, f"{path}: {why}")
    elif (wrong := _mistyped(node_at(schema, found) or {}, kind)) and found[0] != "metadata":
        yield _fault(version, what, f"{path} is {wrong}, and the column {kind}", "the column would stay empty")


def _mistyped(node: Schema, kind: str) -> str:
    """The type of a field that a column of a type cannot show, "" if it can. A text shows any scalar."""
    own = node.get("type", "")
    if not own or node.get(PRESERVE) or node.get(INT_OR_STRING) or kind == own:
        return ""
    if kind == "date":
        return "" if own == "string" and node.get("format") in _TEXTUAL else str(own)
    if kind == "string" or (kind == "number" and own == "integer"):
        return ""
    return str(own)


def _selectable(version: Version, schema: Schema, path: str) -> Iterator[Fault]:
    what, found = f"selectable {path}", steps(path) if path.startswith(".") else None
    if found is None or ITEM in found:
        yield _fault(
            version, what, "is not the path of a single field", "write fields with dots, such as .spec.nodeName"
        )
    elif found[0] == "metadata":
        yield _fault(
            version, what, "only metadata.name and metadata.namespace can be used of the metadata, and always can"
        )
    elif why := missing(schema, found):
        yield _fault(version, what, why)
    elif (node_at(schema, found) or {}).get("type") not in ("string", "integer", "boolean"):
        yield _fault(version, what, "only strings, integers and booleans can be selected by")


def _scale(version: Version, schema: Schema, what: str, path: str, below: str, kind: str) -> Iterator[Fault]:
    found = steps(path)
    if found is None or ITEM in found or not path.startswith(below):
        yield _fault(version, what, f"{path} is not the path of a field below {below.rstrip('.')}")
    elif why := missing(schema, found):
        yield _fault(version, what, f"{path}: {why}", "give the paths: Scale(spec=…, status=…)")
    elif (node_at(schema, found) or {}).get("type") not in (kind, None):
        yield _fault(version, what, f"{path} must be a{'n' if kind == 'integer' else ''} {kind}")
