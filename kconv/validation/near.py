"""A field that is in the wrong place mostly has a right one near by: a letter, or an indentation, away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kconv.paths import FieldPath, show
from kconv.records import NamedTuple
from kconv.structural.vocabulary import Schema, additional, items

_SURE, _LIKELY = 0.8, 0.6


class Stop(NamedTuple):
    """A node on the way to a value: its schema, the name of its definition ("" if it is inline), and its path."""

    schema: Schema
    definition: str
    path: FieldPath


def along(schema: Schema, path: FieldPath, resolve: Callable[[str], Schema]) -> list[Stop]:
    """The nodes from the root to ``path``, as far as the schema describes it.

    A node with alternatives is followed by the one that continues the path, a map or a list.
    """
    stops = [_stop(schema, (), resolve)]
    for part in (*path, ""):
        if choices := stops[-1].schema.get("oneOf"):
            meant = [each for each in choices if (each.get("type") == "array") == isinstance(part, int)]
            stops += [_stop(each, stops[-1].path, resolve) for each in meant[:1]]
        below = _below(stops[-1].schema, part) if len(stops[-1].path) < len(path) else None
        if below is None:
            break
        stops.append(_stop(below, (*stops[-1].path, part), resolve))
    return stops


def nearest(name: str, stops: list[Stop], resolve: Callable[[str], Schema]) -> str:
    """The field that may be meant by one that the last node does not have; "" if none is similar."""
    from difflib import get_close_matches

    fields = stops[-1].schema.get("properties") or {}
    close = _same_letters(name, fields) or get_close_matches(name, fields, cutoff=_SURE)
    if close:
        return f"did you mean {close[0]}?"
    for stop in (*reversed(stops), *_children(stops[-1], resolve)):
        if name in (stop.schema.get("properties") or {}):
            return f"it is a field of {show(stop.path) or 'the object itself'}: check the indentation"
    close = get_close_matches(name, fields, cutoff=_LIKELY)
    return f"did you mean {close[0]}?" if close else ""


def _same_letters(name: str, fields: dict[str, Schema]) -> list[str]:
    return [field for field in fields if field.lower() == name.lower().replace("_", "").replace("-", "")]


def _children(stop: Stop, resolve: Callable[[str], Schema]) -> Iterator[Stop]:
    for name, node in (stop.schema.get("properties") or {}).items():
        yield _stop(node or {}, (*stop.path, name), resolve)


def _stop(schema: Schema, path: FieldPath, resolve: Callable[[str], Schema]) -> Stop:
    name = schema.get("$ref", "")
    return Stop(resolve(name) if name else schema, name, path)


def _below(schema: Schema, part: object) -> Schema | None:
    if isinstance(part, int):
        return items(schema)
    fields = schema.get("properties") or {}
    return (fields[part] or {}) if part in fields else additional(schema)
