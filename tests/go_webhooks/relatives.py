"""The conversion that does nothing, and its near relatives: right ones, but for one field or one level of lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kconv.paths import EACH, VALUES, FieldPath

Json = Any
Converter = Callable[[Json, str], Json]


def schemas(crd: Json) -> dict[str, Json]:
    """The schemas of the served versions, by apiVersion."""
    served = [each for each in crd["spec"]["versions"] if each["served"]]
    return {f"{crd['spec']['group']}/{each['name']}": each["schema"]["openAPIV3Schema"] for each in served}


def only_in(one: Json, other: Json, path: FieldPath = ()) -> Iterator[FieldPath]:
    """The highest fields that one schema has, and for which another has no place."""
    if other.get("x-kubernetes-preserve-unknown-fields") and not other.get("properties"):
        return  # there they are kept as they are
    there = other.get("properties") or {}
    for key, node in (one.get("properties") or {}).items():
        if key not in there:
            yield (*path, key)
        elif path or key not in ("apiVersion", "kind", "metadata"):
            yield from only_in(node or {}, there[key] or {}, (*path, key))
    for part, keyword in ((EACH, "items"), (VALUES, "additionalProperties")):
        if isinstance(one.get(keyword), dict) and isinstance(other.get(keyword), dict):
            yield from only_in(one[keyword], other[keyword], (*path, part))


def nothing(obj: Json, to: str) -> Json:
    """Does nothing."""
    return {**obj, "apiVersion": to}


def nothing_to(right: Converter, fields: dict[str, Iterable[FieldPath]]) -> Converter:
    """Does nothing for some fields of each version, and what is right for all others."""

    def convert(obj: Json, to: str) -> Json:
        return _mapped(right(obj, to), fields.get(to, ()), obj)

    convert.between = right.between  # type: ignore[attr-defined]
    return convert


def nothing_to_list(right: Converter, lists: dict[str, Iterable[FieldPath]]) -> Converter:
    """Copies the items of some lists of each version as they are, and does what is right to all else."""

    def convert(obj: Json, to: str) -> Json:
        out = right(obj, to)
        for place in lists.get(obj["apiVersion"], ()):
            out = _mapped(out, [place], obj)
        return out

    convert.between = right.between  # type: ignore[attr-defined]
    return convert


def _mapped(value: Json, places: Iterable[FieldPath], of: Json) -> Json:
    """A value with what stands at places in another object; without it, if there is none."""
    for place in places:
        value = _put(value, place, of)
    return value


def _put(value: Json, place: FieldPath, of: Json) -> Json:
    part, rest = place[0], place[1:]
    if part is EACH:
        items, others = (each if isinstance(each, list) else [] for each in (value, of))
        if of is None:
            return [_put(item, rest, None) for item in items] if isinstance(value, list) else value
        pairs = zip(items, others, strict=False)
        return [*(_put(item, rest, other) for item, other in pairs), *items[len(others) :]] if items else value
    if not isinstance(value, dict):
        return value
    if part is VALUES:
        held = of if isinstance(of, dict) else {}
        return {key: _put(item, rest, held.get(key)) for key, item in value.items()}
    held = of.get(part) if isinstance(of, dict) else None
    if not rest:
        kept = {key: item for key, item in value.items() if key != part}
        return kept if held is None else {**kept, part: held}
    if part not in value and held is None:
        return value
    return {**value, part: _put(value.get(part, [] if rest[0] is EACH else {}), rest, held)}
