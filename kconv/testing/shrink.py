"""An object that shows a failure, made smaller until nothing can go from it.

Oracles answer in batches, so that each round asks of all candidates at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kconv.paths import FieldPath, get
from kconv.values import put

Json = dict[str, Any]
Verdicts = Callable[[list[Json]], list[bool]]
"""Of each candidate, whether it still shows the failure."""

_IDENTITY = {("apiVersion",), ("kind",)}


def shrink(obj: Json, fails: Verdicts) -> Json:
    """The smallest object found that still fails."""
    for step in (_without, _simpler, _shorter):
        while (smaller := _round(obj, step, fails)) is not None:
            obj = smaller
    return obj


Step = Callable[[Any, FieldPath], Any]


def _round(obj: Json, step: Step, fails: Verdicts) -> Json | None:
    """Every single change, and of those that work as many as work together. None if none does."""
    paths = [path for path in _paths(obj, ()) if path not in _IDENTITY]
    single = [(path, changed) for path in paths if (changed := step(obj, path)) is not None]
    works = [path for (path, _), failed in zip(single, fails([one for _, one in single]), strict=True) if failed]
    if not works:
        return None
    works = _outermost(works)
    # Later list items first, so that the indices of the others stay.
    together = [obj]
    for path in sorted(works, key=_order, reverse=True):
        together.append(step(together[-1], path) or together[-1])
    # A conversion that answers otherwise each time may fail for none of them now, the object itself included.
    best = max((index for index, still in enumerate(fails(together)) if still), default=0)
    return together[best] if best else step(obj, works[0])


def _order(path: FieldPath) -> list[tuple[bool, str, int]]:
    return [(isinstance(part, int), str(part), part if isinstance(part, int) else 0) for part in path]


def _outermost(paths: list[FieldPath]) -> list[FieldPath]:
    kept: set[FieldPath] = set()
    for path in sorted(paths, key=len):
        if not any(path[:length] in kept for length in range(len(path))):
            kept.add(path)
    return list(kept)


def _paths(value: Any, path: FieldPath) -> Iterator[FieldPath]:
    if path:
        yield path
    if isinstance(value, dict):
        for key in value:
            yield from _paths(value[key], (*path, key))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from _paths(value[index], (*path, index))


def _changed(value: Any, path: FieldPath, change: Callable[[Any, Any], bool]) -> Any:
    """A copy in which ``change(container, key)`` was done at the path; None if it did nothing."""
    container = get(value, path[:-1]).copy()
    return put(value, path[:-1], container) if change(container, path[-1]) else None


def _without(value: Any, path: FieldPath) -> Any:
    def remove(container: Any, key: Any) -> bool:
        del container[key]
        return True

    return _changed(value, path, remove)


def _simpler(value: Any, path: FieldPath) -> Any:
    def simplify(container: Any, key: Any) -> bool:
        old = container[key]
        new = "a" if isinstance(old, str) else 1 if type(old) is int else old
        container[key] = new
        return bool(new != old)

    return _changed(value, path, simplify)


def _shorter(value: Any, path: FieldPath) -> Any:
    """Another short text where `a` did not do, as when something else is called that."""

    def shorten(container: Any, key: Any) -> bool:
        long = isinstance(container[key], str) and len(container[key]) > 1
        if long:
            container[key] = "b"
        return long

    return _changed(value, path, shorten)
