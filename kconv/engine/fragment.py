"""Whether an object is only a part of one, for which defaults do not hold: a kustomize patch names a field or two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from kconv.engine.kind import Kind
from kconv.paths import EACH, MISSING, FieldPath, expand, get, parse
from kconv.rules import Json


def is_fragment(kind: Kind, obj: Json, *, sure: bool = False) -> bool:
    """Whether the object is only a part of one.

    An explicit null or empty list counts as present: Go writes one if a program left the list out. ``sure`` checks only
    fields that Go never leaves out.
    """
    for lacks in _demands(kind, sure):  # noqa: SIM110 - a third of the time of any()
        if lacks(obj):
            return True
    return False


@lru_cache(maxsize=2048)
def _demands(kind: Kind, sure: bool) -> tuple[Callable[[Json], bool], ...]:
    return tuple(_lacks(path.removesuffix("?")) for path in kind.whole if not (sure and path.endswith("?")))


def _lacks(path: str) -> Callable[[Json], bool]:
    """Whether an object lacks a field that a path of ``whole`` requires."""
    first, *others = path.split("|")
    *holder, last = parse(first)
    choices = ((last,), *map(parse, others))
    if EACH not in holder:
        return _lacks_all([(*holder, *choice) for choice in choices])
    at = holder.index(EACH)
    return _in_items(tuple(holder[:at]), tuple(holder[at + 1 :]), _lacks_all(choices))


def _lacks_all(choices: Sequence[FieldPath]) -> Callable[[Json], bool]:
    def lacks_one(obj: Json) -> bool:
        for key in only:
            if not isinstance(obj, dict) or key not in obj:
                return True
            obj = obj[key]
        return False

    def lacks(obj: Json) -> bool:
        for choice in choices:  # noqa: SIM110 - a third of the time of all()
            if get(obj, choice) is not MISSING:
                return False
        return True

    if len(choices) > 1:
        return lacks
    (only,) = choices
    return lacks_one


def _in_items(listed: FieldPath, inside: FieldPath, lacks: Callable[[Json], bool]) -> Callable[[Json], bool]:
    def one_lacks(obj: Json) -> bool:
        items = get(obj, listed)
        if items is MISSING:
            return True
        if not isinstance(items, list):
            return False
        if not inside:
            return any(map(lacks, items))
        return any(lacks(get(item, place)) for item in items for place in expand(item, inside))

    return one_lacks
