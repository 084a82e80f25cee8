"""Fields may take effect only by a migration: the old version never had them, so servers dropped them.

``spec.behavior`` in an autoscaling/v2beta1 manifest does nothing until its apiVersion is autoscaling/v2. Nothing in the
text shows this, so it is reported. If such a field conflicts with an effective one, like ``spec.defaultBackend`` with
``spec.backend``, only the user knows which of the two is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any

from kconv import kinds
from kconv.catalog import schemas
from kconv.engine.conversion import Conversion
from kconv.engine.moves import carried, indexed
from kconv.errors import ConversionError
from kconv.history import kind_schemas
from kconv.kinds.registry import BUILT_IN, Kinds
from kconv.names import GroupVersion, GroupVersionKind, Release
from kconv.notes import Note
from kconv.paths import EACH, MISSING, FieldPath, expand, get, pattern, show
from kconv.rules.schema import Node, Resolve, at, no_references, opened
from kconv.structural.vocabulary import PRESERVE

_ANNOTATIONS = ("metadata", "annotations")


def effects(old: dict[str, Any], conversion: Conversion, release: Release, known: Kinds = BUILT_IN) -> list[Note]:
    """A note for each field of a converted object that ``release`` knows in its new version and not in its old one, and
    for each one of a custom resource that only the new version has a default for.

    The old version knows what it has in the newest release that serves it, one of a custom resource what its schema
    has. Raises ConversionError for a field of a third version in the place of one that the new version demands.
    """
    new = conversion.object
    source, target = kinds.identify(old), kinds.identify(new)
    if (schema := known.schema(source)) is not None:
        from kconv.pipeline.migrate.new_defaults import new_defaults

        newer = known.schema(target) or {}
        dropped = dict.fromkeys(_unknown(old, _whole(schema), no_references, ()))
        unknown = dict.fromkeys(_unknown(new, _whole(newer), no_references, ()))
        notes = _took_effect(source, conversion, dropped, unknown)
        return notes if conversion.fragment else [*notes, *new_defaults(old, conversion, schema, newer)]
    dropped = _unknown_to(old, source, _newest(source))
    if not dropped:
        return []
    _refuse_mixed(old, dropped, conversion, release)
    return _took_effect(source, conversion, dropped, _unknown_to(new, target, release))


def _took_effect(
    source: GroupVersionKind, conversion: Conversion, dropped: Iterable[FieldPath], unknown: Collection[FieldPath]
) -> list[Note]:
    new = conversion.object
    places = dict.fromkeys(place for path in dropped for place in carried(path, conversion.pairs))
    why = f"{source.api_version} has no such field, and servers dropped it; in {new['apiVersion']} it takes effect"
    return [Note("effect", show(place), why) for place in places if place not in unknown and _is_set(new, place)]


def _refuse_mixed(old: dict[str, Any], dropped: Iterable[FieldPath], conversion: Conversion, release: Release) -> None:
    """Raise ConversionError where a field that servers left out says, in a version that has it, what is missing now."""
    source, target = kinds.identify(old), kinds.identify(conversion.object)
    kind = kinds.find(source)
    for version in kind.versions if kind else ():
        if version in (source.group_version, target.group_version):
            continue
        for place in (
            place
            for path in dropped
            if _has(version.kind(source.kind), path)
            for place in expand(old, path)
            if _is_set(old, place)
        ):
            said = _meant(old, place, version, conversion, release)
            if said:
                raise _mixed(source, place, version, said)


def _meant(
    old: dict[str, Any], place: FieldPath, version: GroupVersion, conversion: Conversion, release: Release
) -> dict[FieldPath, Any]:
    """The fields that the converted object lacks beside a path, with their values if the object had another version.
    Empty if nothing is missing, or if that version does not have them either.
    """
    new, target = conversion.object, kinds.identify(conversion.object)
    holder = carried(pattern(place[:-1]), conversion.pairs)[0]
    there = indexed(holder, place)
    lacking = [(*there, key) for key in _required(target, holder, release) if not _is_set(new, (*there, key))]
    read = {**old, "apiVersion": str(version)}
    other = BUILT_IN.convert(read, target.group_version, defaults="none", release=release).object if lacking else {}
    return {path: get(other, path) for path in lacking if _is_set(other, path)}


def _mixed(
    source: GroupVersionKind, place: FieldPath, version: GroupVersion, said: dict[FieldPath, Any]
) -> ConversionError:
    import json

    text = ", ".join(f"{show(path[-1:])}: {json.dumps(value, ensure_ascii=False)}" for path, value in said.items())
    return ConversionError(
        f"is a field of {version}; {source.api_version} has no such field, servers dropped it and require "
        f"{' and '.join(map(show, said))}",
        gvk=source,
        path=show(place),
        hint=f"write `{text}` in its place, or `apiVersion: {version}` if the whole object is meant for that version",
    )


def _has(gvk: GroupVersionKind, path: FieldPath) -> bool:
    """Whether a version has a field, in the newest release that serves it."""
    release = _newest(gvk)
    name = schemas.of(gvk, release) if release else None
    return bool(release and name) and at({"$ref": name}, path, kind_schemas.resolver(release)) is not None


def _required(gvk: GroupVersionKind, holder: FieldPath, release: Release) -> list[str]:
    """The fields that a release demands of the map at a place."""
    name, resolve = schemas.of(gvk, release), kind_schemas.resolver(release)
    node = at({"$ref": name}, holder, resolve) if name else None
    required: list[str] = opened(node, resolve).get("required", []) if node else []
    return required


def refuse_taken(old: dict[str, Any], conversion: Conversion) -> None:
    """Raise ConversionError for a field that did not move because another one was in its new place already.

    That is one which the version does not have: its own fields move themselves, as where two change places.
    """
    new = conversion.object
    unread = {misfit.path for misfit in conversion.misfits}
    sources = [source for source, _ in conversion.pairs]
    for source, target in conversion.pairs:
        if _ANNOTATIONS in (source[:2], target[:2]) or source.count(EACH) != target.count(EACH):
            continue
        for place in expand(new, source):
            there = _taken(old, indexed(target, place))
            own = any(pattern(there)[: len(each)] == each for each in sources)
            if there and not own and (get(new, place) is not MISSING or show(place) in unread):
                raise ConversionError(
                    f"is where {show(place)} moves in {new['apiVersion']}, and is not a field of {old['apiVersion']}",
                    gvk=kinds.identify(old),
                    path=show(there),
                    hint="remove the one of the two that is not meant",
                )


def _taken(obj: Any, place: FieldPath) -> FieldPath:
    """The value at a path, or one above it that is not a map; empty if there is none."""
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
    return max(kind_schemas.published(kind, gvk.group_version), default=None) if kind else None


def _is_set(obj: Any, place: FieldPath) -> bool:
    return any(get(obj, path) not in (MISSING, None) for path in expand(obj, place))


def _unknown_to(obj: dict[str, Any], gvk: GroupVersionKind, release: Release | None) -> dict[FieldPath, None]:
    """The fields that a kind does not have in a release, in order; the same field of all items of a list is one."""
    name = schemas.of(gvk, release) if release else None
    return dict.fromkeys(_unknown(obj, {"$ref": name}, kind_schemas.resolver(release), ()) if release and name else ())


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


def _whole(schema: Node) -> Node:
    """The schema of a custom resource with the fields that every object has."""
    return {**schema, "properties": {**schema.get("properties", {}), "apiVersion": {}, "kind": {}, "metadata": {}}}
