"""A rule gets an object that its caller keeps, so values are replaced at a path without changing anything in place.

A result shares with its input all that is unchanged, and is the input itself if nothing changed: a conversion costs
only what its rules touch, and a change is detected by identity.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any, TypeAlias

from kconv.paths import EACH, MISSING, VALUES, FieldPath, get

Json: TypeAlias = Any


def update(obj: Json, path: FieldPath, change: Callable[[Json], Json], at: int = 0) -> Json:
    """The object with ``change`` applied to every value that is there at a path; the same object if none changed."""
    if at == len(path):
        return change(obj)
    part = path[at]
    if part is EACH or part is VALUES:
        there = isinstance(obj, list if part is EACH else dict)
        return update_each(obj, lambda _, value: update(value, path, change, at + 1)) if there else obj
    if isinstance(part, int):
        if not isinstance(obj, list) or part >= len(obj):
            return obj
    elif not isinstance(obj, dict) or part not in obj:
        return obj
    child = obj[part]
    new = update(child, path, change, at + 1)
    if new is child:
        return obj
    out = obj.copy()
    out[part] = new
    return out


def update_each(holder: Json, change: Callable[[Any, Json], Json]) -> Json:
    """A list or a map with ``change`` applied to each index or key with its value; the same one if none differs."""
    out = holder
    for key, value in enumerate(holder) if isinstance(holder, list) else holder.items():
        new = change(key, value)
        if new is not value:
            out = holder.copy() if out is holder else out
            out[key] = new
    return out


def put(obj: Json, place: FieldPath, value: Json) -> Json:
    """The object with another value at a path without EACH; the same object where the path leads to nothing."""
    there = get(obj, place)
    return obj if there is MISSING or there is value else nested(obj, place, value)


def discarded(obj: Json, path: FieldPath) -> Json:
    """The object without the fields at a path; a parent stays, if only as an empty map."""
    *above, last = path

    def rest(holder: Json) -> Json:
        there = isinstance(holder, dict) and last in holder
        return {key: value for key, value in holder.items() if key != last} if there else holder

    return update(obj, tuple(above), rest)


def nested(into: Json, path: FieldPath, value: Json) -> Json:
    """``value`` at a path without EACH inside a copy of ``into``, missing parents made as maps."""
    if not path:
        return value
    step: Any = path[0]
    if isinstance(step, int):
        out = into.copy()
        out[step] = nested(into[step], path[1:], value)
        return out
    out = into.copy() if isinstance(into, dict) else {}
    out[step] = nested(out.get(step), path[1:], value) if len(path) > 1 else value
    return out


def own(value: Json) -> Json:
    """A deep copy for one object: a rule's value goes into every object, and each may be edited afterwards."""
    if isinstance(value, dict):
        return {key: own(item) if isinstance(item, (dict, list)) else item for key, item in value.items()}
    return [own(item) for item in value] if isinstance(value, list) else value


def is_json(value: object) -> bool:
    """Whether a value is one that JSON has, down to its leaves: a number is finite, a key is a text."""
    if value is None or isinstance(value, (str, int)):
        return True
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, list):
        return all(map(is_json, value))
    return isinstance(value, dict) and all(isinstance(key, str) and is_json(item) for key, item in value.items())


def is_json_beside(old: object, new: object) -> bool:
    """The same of a value that was made of another one that JSON has: what they share is not looked at again."""
    if new is old:
        return True
    if not (isinstance(new, dict) and isinstance(old, dict)):
        return is_json(new)
    return all(isinstance(key, str) and is_json_beside(old.get(key, MISSING), item) for key, item in new.items())
