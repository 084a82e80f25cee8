"""Values that a schema accepts, of every sort that it accepts, to see what a rule makes of them: what a function reads
can only be found out by calling it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import reduce
from itertools import islice
from typing import Any, Final

from kconv.crd.matched import texts
from kconv.crd.values_known import values
from kconv.paths import EACH, VALUES, FieldPath
from kconv.structural.vocabulary import INT_OR_STRING, Schema, additional, items, properties
from kconv.validation.checker import Checker
from kconv.values import nested

Json = Any
_MOST: Final = 24
"""Values of one field."""
_KEY: Final = "a"
"""A key of a map."""
_TEXTS: Final = (
    "a", "", "x/y", "1", "-1", "1.5s", "10s", "1Gi", "25%", "ftp://x/y", "a.example.com", "a@example.com", "10.0.0.1",
    "fd00::1", "10.0.0.0/8", "2026-01-02T03:04:05Z", "2026-01-02", "YQ==", "123e4567-e89b-42d3-a456-426614174000",
    "aaaaaaaa", "a b", "ä",
)  # fmt: skip
"""Texts of many forms."""
_NUMBERS: Final = (1, 0, -1, 7, 1.5, 2**31, 10**6)


def candidates(node: Schema, more: Sequence[Json] = ()) -> list[Json]:
    """Values that a node accepts, the plainest first, and then ``more``."""
    accepts = _accepts(node)
    accepted = filter(accepts, _drawn(node))
    return [*islice(accepted, 1), *filter(accepts, more), *islice(accepted, _MOST)]


def _accepts(node: Schema) -> Callable[[Json], bool]:
    refused = Checker(lambda _: {}, custom=True).node(node)
    return lambda value: not refused(value)


def _plain(node: Schema) -> list[Json]:
    """The plainest value that a node accepts, if one is known."""
    return [*islice(filter(_accepts(node), _drawn(node)), 1)]


def _drawn(node: Schema) -> Iterator[Json]:
    kind = node.get("type")
    yield from values(node)
    if kind == "object":
        yield from _objects(node)
    elif kind == "array":
        yield from _lists(node)
    elif kind == "boolean":
        yield from (True, False)
    elif kind in ("integer", "number"):
        yield from _numbers(node)
    elif kind == "string":
        yield from texts(node) if node.get("pattern") else ()
        yield from _TEXTS
        yield from texts(node)
    elif node.get(INT_OR_STRING):
        yield from (*_numbers(node), *_TEXTS)
    else:
        yield from ("a", 1, True, {}, [])
    if node.get("nullable"):
        yield None


def _numbers(node: Schema) -> Iterator[Json]:
    limits = [node[key] for key in ("minimum", "maximum") if node.get(key) is not None]
    yield from _NUMBERS
    yield from (limit + step for limit in limits for step in (0, 1, -1))
    if node.get("multipleOf"):
        yield node["multipleOf"]


def _lists(node: Schema) -> Iterator[Json]:
    least = node.get("minItems") or 1
    yield from ([one] * least for one in _plain(items(node) or {}))
    some = candidates(items(node) or {})
    yield from ([one] * least for one in some[1:])
    yield []
    yield some[:2]
    yield some[:1] * 2
    yield some[: max(least, 3)]


def _objects(node: Schema) -> Iterator[Json]:
    below = additional(node)
    if below is not None and not properties(node):
        yield from ({_KEY: value} for value in _plain(below))
        yield from ({_KEY: value} for value in candidates(below)[1:])
        yield {}
        return
    least = smallest(node)
    yield least
    for name, field in properties(node).items():
        yield from ({**least, name: value} for value in candidates(field)[:3])


def smallest(node: Schema, paths: Collection[FieldPath] = ()) -> Json:
    """An object with what it must have, and with the objects that lead to some paths, one item in each list."""
    wanted = {path[0] for path in paths if path and isinstance(path[0], str)} | {*(node.get("required") or ())}
    made = {name: _value(field, _below(paths, name)) for name, field in properties(node).items() if name in wanted}
    return {name: value for name, value in made.items() if value is not _NONE}


_NONE: Final = object()


def _value(node: Schema, paths: Collection[FieldPath]) -> Json:
    """A plain value; nothing for what a path leads to."""
    inner, item, value = [path for path in paths if path], items(node), additional(node)
    if not inner:
        return _NONE if paths else next(iter(_plain(node)), None)
    if item is not None and any(path[0] is EACH for path in inner):
        return [_value(item, _below(inner, EACH))]
    if value is not None and any(path[0] is VALUES for path in inner):
        return {_KEY: _value(value, _below(inner, VALUES))}
    return smallest(node, inner)


def _below(paths: Collection[FieldPath], step: Any) -> list[FieldPath]:
    return [path[1:] for path in paths if path and path[0] == step]


def placed(obj: Json, path: FieldPath, value: Json) -> Json:
    """The object with a value at a path, in the first item of each list and under the one key of each map."""
    steps: list[Any] = [0 if step is EACH else _KEY if step is VALUES else step for step in path]
    return nested(obj, tuple(steps), value)


def all_placed(obj: Json, found: Collection[tuple[FieldPath, Json]]) -> Json:
    """The same for several."""
    return reduce(lambda made, each: placed(made, *each), found, obj)
