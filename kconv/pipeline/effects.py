"""What takes effect by a migration: fields that the old version never knew, so that servers left them out.

``spec.behavior`` in an autoscaling/v2beta1 manifest does nothing until the manifest says autoscaling/v2. Nothing in the
text shows it, so a person must be told. Where such a field stands in the place of one that acted,
``spec.defaultBackend`` beside ``spec.backend``, only a person can say which of the two is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kconv import kinds
from kconv.catalog import schemas
from kconv.engine.conversion import Conversion, Note
from kconv.engine.moves import carried
from kconv.errors import ConversionError
from kconv.kinds import shapes
from kconv.names import GroupVersionKind, Release
from kconv.paths import EACH, MISSING, FieldPath, expand, get, show
from kconv.rules.shape import Node, Resolve
from kconv.structural.vocabulary import PRESERVE

_ANNOTATIONS = ("metadata", "annotations")


def effects(old: dict[str, Any], conversion: Conversion, release: Release) -> list[Note]:
    """A note for each field of a converted object that ``release`` knows in its new version and not in its old one.

    The old version knows what it has in the newest release that serves it.
    """
    new = conversion.object
    source, target = kinds.identify(old), kinds.identify(new)
    dropped = _unknown_to(old, source, _newest(source))
    if not dropped:
        return []
    unknown = _unknown_to(new, target, release)
    places = dict.fromkeys(place for path in dropped for place in carried(path, conversion.pairs))
    why = f"{source.api_version} has no such field, servers left it out; in {target.api_version} it takes effect"
    return [Note("effect", show(place), why) for place in places if place not in unknown and _is_set(new, place)]


def refuse_taken(old: dict[str, Any], conversion: Conversion) -> None:
    """Raise ConversionError where a field did not move, as another one stood in its new place already."""
    new = conversion.object
    for source, target in conversion.pairs:
        if _ANNOTATIONS in (source[:2], target[:2]) or source.count(EACH) != target.count(EACH):
            continue
        for place in expand(new, source):
            there = _taken(old, _inside(target, place))
            if there and get(new, place) is not MISSING:
                raise ConversionError(
                    f"stands where {show(place)} goes in {new['apiVersion']}, and is no field of {old['apiVersion']}",
                    gvk=kinds.identify(old),
                    path=show(there),
                    hint="take out the one of the two that is not meant",
                )


def _inside(target: FieldPath, place: FieldPath) -> FieldPath:
    """A pattern's place in the items that another place goes through."""
    indices = (part for part in place if isinstance(part, int))
    return tuple(next(indices) if part is EACH else part for part in target)


def _taken(obj: Any, place: FieldPath) -> FieldPath:
    """What stands at a place, or above it and is no map; empty where nothing does."""
    for end in range(len(place)):
        above = get(obj, place[:end])
        if above is MISSING:
            return ()
        if not isinstance(above, (dict, list)):
            return place[:end]
    return () if get(obj, place) is MISSING else place


@lru_cache(maxsize=512)
def _newest(gvk: GroupVersionKind) -> Release | None:
    kind = kinds.find(gvk)
    return max(shapes.published(kind, gvk.group_version), default=None) if kind else None


def _is_set(obj: Any, place: FieldPath) -> bool:
    return any(get(obj, path) not in (MISSING, None) for path in expand(obj, place))


def _unknown_to(obj: dict[str, Any], gvk: GroupVersionKind, release: Release | None) -> dict[FieldPath, None]:
    """The fields that a kind does not have in a release, in order; the same field of all items of a list is one."""
    name = schemas.of(gvk, release) if release else None
    return dict.fromkeys(_unknown(obj, {"$ref": name}, shapes.resolver(release), ()) if release and name else ())


def _unknown(value: Any, node: Node, resolve: Resolve, path: FieldPath) -> Iterator[FieldPath]:
    while "$ref" in node:
        node = resolve(node["$ref"])
    if isinstance(value, list) and "items" in node:
        for item in value:
            yield from _unknown(item, node["items"], resolve, (*path, EACH))
    elif isinstance(value, dict) and not node.get(PRESERVE):
        fields, others = node.get("properties"), node.get("additionalProperties")
        for key, entry in value.items():
            below = fields.get(key) if fields else others
            if isinstance(below, dict):
                yield from _unknown(entry, below, resolve, (*path, key))
            elif fields:
                yield (*path, key)
