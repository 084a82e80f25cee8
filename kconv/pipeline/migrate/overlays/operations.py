"""A JSON patch (RFC 6902) is a list of operations, each on a path that the object must have."""

from __future__ import annotations

import re
from typing import Any

from kconv.paths import MISSING, FieldPath, Segment, get, same
from kconv.values import put

_INDEX = re.compile("[0-9]{1,9}")


class Misfit(Exception):  # noqa: N818 - a result: the operation does not fit the object
    """The operation cannot be applied to the object."""


def applied(obj: Any, operation: Any) -> Any:
    """The object after one operation. Raises Misfit if the object has no such path or the operation is invalid."""
    if not isinstance(operation, dict):
        raise Misfit("not a map")
    word = operation.get("op")
    if word in ("move", "copy"):
        source = pointer(operation.get("from"), obj)
        value, rest = _there(obj, source), _removed(obj, source) if word == "move" else obj
        return _put(rest, pointer(operation.get("path"), rest), value, insert=True)
    path = pointer(operation.get("path"), obj)
    if word in ("add", "replace", "test"):
        return _with_value(obj, word, path, operation.get("value"))
    if word == "remove":
        return _removed(obj, path)
    raise Misfit(f"{word!r} is not an operation")


def _with_value(obj: Any, word: str, path: FieldPath, value: Any) -> Any:
    if word == "add":
        return _put(obj, path, value, insert=True)
    there = _there(obj, path)
    if word == "replace":
        return _put(obj, path, value, insert=False)
    if not same(there, value):
        raise Misfit("has another value")
    return obj


def pointer(text: Any, obj: Any) -> FieldPath:
    """A JSON pointer as a path into an object: in a list a number is an index, and ``-`` is its end."""
    if not isinstance(text, str) or (text and not text.startswith("/")):
        raise Misfit(f"{text!r} is not a path")
    path: list[Segment] = []
    for part in text.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        holder = get(obj, tuple(path))
        if isinstance(holder, list):
            if part != "-" and not _INDEX.fullmatch(part):
                raise Misfit(f"{part} is not an index of a list")
            path.append(len(holder) if part == "-" else int(part))
        else:
            path.append(part)
    return tuple(path)


def _there(obj: Any, path: FieldPath) -> Any:
    value = get(obj, path)
    if value is MISSING:
        raise Misfit("is not found")
    return value


def _put(obj: Any, path: FieldPath, value: Any, *, insert: bool) -> Any:
    if not path:
        return value
    holder, last = get(obj, path[:-1]), path[-1]
    if isinstance(holder, dict):
        return put(obj, path[:-1], {**holder, last: value})
    if not isinstance(holder, list) or not isinstance(last, int) or last > len(holder) - (not insert):
        raise Misfit("is not found")
    return put(obj, path[:-1], [*holder[:last], value, *holder[last if insert else last + 1 :]])


def _removed(obj: Any, path: FieldPath) -> Any:
    _there(obj, path)
    if not path:
        raise Misfit("is the whole object")
    holder, last = get(obj, path[:-1]), path[-1]
    if isinstance(holder, dict):
        rest: Any = {key: value for key, value in holder.items() if key != last}
    else:
        rest = [value for index, value in enumerate(holder) if index != last]
    return put(obj, path[:-1], rest)
