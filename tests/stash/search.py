"""The smallest object that one version cannot hold for another, found among Kubernetes' own and what is made of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any, NamedTuple

from kconv.engine import Kind
from kconv.engine.moves import moves_to_hub
from kconv.engine.route import leg, route
from kconv.engine.stash import ANNOTATION
from kconv.errors import ConversionError
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.paths import EACH, FieldPath, get
from kconv.testing.shrink import shrink
from tests.laws.objects import minimal, pool, several_versions

Json = dict[str, Any]


class Pair(NamedTuple):
    """One way from a version to another."""

    kind: Kind
    source: GroupVersion
    target: GroupVersion

    def __str__(self) -> str:
        return f"{self.kind.name}:{self.source}-to-{self.target}"


def pairs() -> list[Pair]:
    """Every way on which something may be stashed: on any other the rules are sure to be walked back."""
    every = (Pair(kind, *ways) for kind in several_versions() for ways in permutations(kind.versions, 2))
    return [pair for pair in every if not (route(*pair).source.exact and route(*pair).target.exact)]


Wanted = Callable[[Json], bool]
"""Whether a stash, read as JSON, has what a fixture is looked for."""

PARTS: dict[str, Wanted] = {part: lambda data, part=part: part in data for part in ("hidden", "said")}  # type: ignore[misc]
"""What a stash may hold on each way."""


def _steps(data: Json) -> Iterator[Any]:
    return (step for entry in entries(data) for step in entry["p"])


FEATURES: dict[str, Wanted] = {
    "an item by its key": lambda data: any("key" in step for step in _steps(data) if isinstance(step, dict)),
    "an item by its content": lambda data: any("like" in step for step in _steps(data) if isinstance(step, dict)),
    "one of several items alike": lambda data: any(
        step.get("of", 1) > 1 for step in _steps(data) if isinstance(step, dict)
    ),
    "what was visible": lambda data: any("was" in entry for entry in entries(data)),
    "a digest of what was visible": lambda data: any("was#" in entry for entry in entries(data)),
    "something where nothing was": lambda data: any(entry.keys() == {"p", "is"} for entry in entries(data)),
    "nothing where something was": lambda data: any("is" not in entry for entry in entries(data)),
    "no metadata before": lambda data: data.get("frame") == {},
    "metadata that was null or empty": lambda data: "metadata" in data.get("frame", {}),
    "annotations that were null or empty": lambda data: "annotations" in data.get("frame", {}),
}
"""What the format has, each at least once."""


def entries(data: Json) -> list[Json]:
    """All entries of a stash."""
    return [*data.get("hidden", []), *(entry for said in data.get("said", {}).values() for entry in said)]


def stash_of(obj: Json) -> Json | None:
    """The stash in an object's annotation, as JSON; None without one."""
    annotations = get(obj, ("metadata", "annotations"))
    text = annotations.get(ANNOTATION) if isinstance(annotations, dict) else None
    return None if text is None else json.loads(text)  # type: ignore[no-any-return]


def stashed(obj: Json, target: GroupVersion) -> Json | None:
    """The object in the target version if it carries a stash there, None otherwise."""
    try:
        there: Json = BUILT_IN.convert(obj, target, defaults="none").object
    except ConversionError:
        return None
    return None if stash_of(there) is None else there


def shows(obj: Json, target: GroupVersion, wanted: Wanted, *, named: bool = True) -> bool:
    """Whether the object is stashed as wanted; ``named`` asks for a name, so that the usual frame is in most fixtures."""
    if named and not isinstance(get(obj, ("metadata", "name")), str):
        return False
    there = stashed(obj, target)
    return there is not None and wanted(stash_of(there) or {})


def first(pair: Pair, wanted: Wanted, *, named: bool = True) -> Json | None:
    """The first object of the source version that is stashed as wanted, None where none was found."""
    return next((obj for obj in candidates(pair) if shows(obj, pair.target, wanted, named=named)), None)


def smallest(pair: Pair, wanted: Wanted, *, named: bool = True) -> Json | None:
    """The same, made as small as it can be."""
    found = first(pair, wanted, named=named)
    if found is None:
        return None
    return shrink(found, lambda objs: [shows(obj, pair.target, wanted, named=named) for obj in objs])


def candidates(pair: Pair) -> Iterator[Json]:
    """Every object to try, and the first that is stashed with other metadata."""
    found = None
    for obj in _plain(pair):
        yield obj
        found = found or (obj if stashed(obj, pair.target) else None)
    if found:
        yield {key: value for key, value in found.items() if key != "metadata"}
        yield from ({**found, "metadata": metadata} for metadata in _METADATA)


_METADATA: tuple[Any, ...] = (None, {}, {"name": "x", "annotations": None}, {"name": "x", "annotations": {}})


def _plain(pair: Pair) -> Iterator[Json]:
    """Kubernetes' own objects, then fields in places where only another version has them, then fields of odd values."""
    own = pool(pair.kind, pair.source)
    yield from own
    for version in pair.kind.versions:
        for places in moves_to_hub(leg(pair.kind, version).converting):
            for place in places:
                for value in ("7", 0, {"x": 1}, {}, [], None):
                    yield _with(minimal(pair.kind, pair.source), place, value)
    for obj in own:
        yield from _changed(obj, ())


def _with(holder: Any, place: FieldPath, value: Any) -> Any:
    """The object with a value at a path, one item in each list on the way."""
    if not place:
        return value
    part, *below = place
    if part is EACH:
        return [_with({}, tuple(below), value)]
    inner = holder.get(part) if isinstance(holder, dict) else None
    return {**(holder or {}), part: _with(inner or {}, tuple(below), value)}


def _changed(value: Any, path: FieldPath) -> Iterator[Any]:
    """The object with one of its fields left out, null or empty, or a list's first item once more."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if path or key not in ("apiVersion", "kind", "metadata"):
                yield {name: part for name, part in value.items() if name != key}
                yield {**value, key: None}
                yield {**value, key: type(inner)() if inner is not None else {}}
                yield from ({**value, key: new} for new in _changed(inner, (*path, key)))
    elif isinstance(value, list):
        if value:
            yield [*value, value[0]]
        for index, item in enumerate(value):
            yield from ([*value[:index], new, *value[index + 1 :]] for new in _changed(item, (*path, index)))
