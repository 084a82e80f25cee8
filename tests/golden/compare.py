"""A strict comparison with Kubernetes' answers that looks past what Go's JSON cannot say.

Go's types write an absent list, an empty one and null alike, so members that are null, {}, [] or "" are dropped on both
sides; 0 and false count, and so does "" in a map of strings, where a label without a value is a label. Three things that conversion makes out of nothing are no content either: the stash, a zero
status, and the annotation that carries the template generation of a DaemonSet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kconv.engine.stash import ANNOTATION
from kconv.paths import MISSING, FieldPath, show

_STRINGS = frozenset(
    {
        "labels",
        "annotations",
        "matchLabels",
        "nodeSelector",
        "selector",
        "unverifiedUserAnnotations",
        "volumeAttributes",
    }
)
"""Maps whose keys are the user's."""
TEMPLATE_GENERATION = "deprecated.daemonset.template.generation"


class Difference(NamedTuple):
    """One place where kconv and Kubernetes disagree; MISSING where one of them has nothing."""

    path: FieldPath
    expected: Any
    got: Any

    def __str__(self) -> str:
        where = show(self.path) or "(whole object)"
        return f"{where}: Kubernetes {_shown(self.expected)}, kconv {_shown(self.got)}"


def _shown(value: Any) -> str:
    return "nothing" if value is MISSING else f"{value!r:.300}"


def differences(source: dict[str, Any], expected: Any, got: Any) -> list[Difference]:
    """Every path at which the two results of converting ``source`` differ, empty members aside."""
    return list(_compare(_content(source, expected), _content(source, got), ()))


def _content(source: dict[str, Any], result: Any) -> Any:
    if not isinstance(result, dict):
        return result
    result = dict(result)
    if _without_empty(source.get("status")) is None and _all_zero(result.get("status")):
        result.pop("status", None)
    metadata = result.get("metadata")
    if isinstance(metadata, dict) and isinstance(metadata.get("annotations"), dict):
        had = (source.get("metadata") or {}).get("annotations") or {}
        result["metadata"] = metadata | {"annotations": _annotations(had, metadata["annotations"])}
    tidy = _without_empty(result)
    return {} if tidy is None else tidy


def _annotations(had: dict[str, Any], annotations: dict[str, Any]) -> dict[str, Any]:
    made_up = {ANNOTATION} - had.keys()
    if TEMPLATE_GENERATION not in had and annotations.get(TEMPLATE_GENERATION) == "0":
        made_up.add(TEMPLATE_GENERATION)
    return {key: value for key, value in annotations.items() if key not in made_up}


def _all_zero(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_all_zero, value.values()))
    return not value


def _without_empty(value: Any, *, strings: bool = False) -> Any:
    """The value without empty members; None where nothing is left of it. In a map of strings "" is none of these."""
    if isinstance(value, dict):
        members = {
            key: item if strings and item == "" else _without_empty(item, strings=key in _STRINGS)
            for key, item in value.items()
        }
        return {key: item for key, item in members.items() if item is not None} or None
    if isinstance(value, list):
        return [_item(item) for item in value] or None
    return None if value == "" else value


def _item(item: Any) -> Any:
    """List items keep their place, empty or not; only what is in them is tidied."""
    if isinstance(item, (dict, list)):
        return _without_empty(item) or type(item)()
    return item


def _maps(expected: Any, got: Any) -> bool:
    sides = [side for side in (expected, got) if side is not MISSING]
    return bool(sides) and all(isinstance(side, dict) for side in sides)


def _compare(expected: Any, got: Any, path: FieldPath) -> Iterator[Difference]:
    if _maps(expected, got):
        # An empty map is no content, so where one side has none at all each of the other's members is a difference.
        one, other = ({} if side is MISSING else side for side in (expected, got))
        for key in dict.fromkeys([*one, *other]):
            yield from _compare(one.get(key, MISSING), other.get(key, MISSING), (*path, key))
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for index, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from _compare(one, other, (*path, index))
    elif type(expected) is not type(got) or expected != got:
        yield Difference(path, expected, got)
