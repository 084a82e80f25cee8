"""What people do to an object between two conversions: change, remove and add fields, reorder lists, rename items.

An edit is data, so that a failure can show it, and a smaller object be tried with the same one. One whose place is not
there does nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kconv.paths import MISSING, FieldPath, get, same, show
from kconv.testing.draws import Draw, Undrawable, choice, shuffled
from kconv.testing.shape import Shape
from kconv.testing.strategies.making import plain
from kconv.testing.strategies.words import NAMES
from kconv.testing.subject import Json, clone
from kconv.values import put

_LEFT_ALONE = {("apiVersion",), ("kind",), ("metadata",), ("metadata", "annotations")}

_FIXED = {
    "name",
    "generateName",
    "namespace",
    "uid",
    "resourceVersion",
    "generation",
    "selfLink",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "managedFields",
}
"""Fields of metadata that no update changes: the server refuses one that does, or writes its own value
(``ValidateObjectMetaUpdate`` of apimachinery, ``rest.BeforeUpdate`` of the API server)."""

_TRIES = 4
"""Edits that are drawn for one that the schema takes."""

Action = Literal["change", "remove", "add", "reorder", "rename"]


@dataclass(frozen=True)
class Edit:
    """One edit. ``path`` is the field's or list's in the object, ``value`` the new one, or the new order of a list."""

    action: Action
    path: FieldPath
    value: Json = None

    def __str__(self) -> str:
        place = show(self.path)
        if self.action == "remove":
            return f"remove {place}"
        return f"{self.action} {place}: {json.dumps(self.value, ensure_ascii=False)}"

    def apply(self, obj: Json) -> Json:
        """The object with this edit; the object itself where it does not fit."""
        holder = get(obj, self.path[:-1])
        there = get(obj, self.path)
        if self.action == "add":
            fits = isinstance(holder, dict) and there is MISSING
            return put(obj, self.path[:-1], {**holder, self.path[-1]: clone(self.value)}) if fits else obj
        if there is MISSING:
            return obj
        if self.action == "remove":
            return put(obj, self.path[:-1], _without(holder, self.path[-1]))
        if self.action == "reorder":
            fits = isinstance(there, list) and sorted(self.value) == list(range(len(there)))
            return put(obj, self.path, [there[index] for index in self.value]) if fits else obj
        return put(obj, self.path, clone(self.value))


def changes(one: Json, other: Json) -> tuple[Edit, ...]:
    """The edits of single values that make one object another, but for what no update changes; none if they differ in
    more.
    """
    found = list(_changes(one, other, ()))
    return tuple(each for each in found if not _fixed(each.path)) if same(applied(one, found), other) else ()


def _changes(one: Json, other: Json, path: FieldPath) -> Iterator[Edit]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in (key for key in one if key in other):
            yield from _changes(one[key], other[key], (*path, key))
    elif isinstance(one, list) and isinstance(other, list):
        for index, (mine, theirs) in enumerate(zip(one, other, strict=False)):
            yield from _changes(mine, theirs, (*path, index))
    elif not same(one, other):
        yield Edit("change", path, other)


def applied(obj: Json, edits: Iterable[Edit]) -> Json:
    """The object with all edits, one after the other."""
    for edit in edits:
        obj = edit.apply(obj)
    return obj


def _without(holder: Json, part: Any) -> Json:
    if isinstance(holder, list):
        return [item for index, item in enumerate(holder) if index != part]
    return {key: value for key, value in holder.items() if key != part}


def drawn(draw: Draw, obj: Json, shape: Shape | None, own: Iterable[str]) -> tuple[Edit, ...]:
    """One to three edits of an object, as a user of that version may make them; ``own`` annotations are not touched.

    The server refuses an edit after which a custom resource is not what its schema takes, so none is made.
    """
    leave = _LEFT_ALONE | {("metadata", "annotations", key) for key in own}
    judge = shape if shape is not None and shape.custom and shape.accepts(obj) else None
    found: list[Edit] = []
    before = obj
    for _ in range(draw.number(1, 3)):
        places = [path for path in _places(obj, ()) if path not in leave and not _fixed(path)]
        for _ in range(_TRIES if places else 0):
            try:
                edit = _drawn(draw, obj, choice(draw, places), shape)
            except Undrawable:
                continue
            edited = edit.apply(obj)
            if judge is None or judge.accepts(edited, before):
                found.append(edit)
                obj = edited
                break
    return tuple(found)


def _drawn(draw: Draw, obj: Json, path: FieldPath, shape: Shape | None) -> Edit:
    value = get(obj, path)
    chosen: Action = choice(draw, _actions(value, path, shape))
    if chosen == "reorder":
        return Edit("reorder", path, shuffled(draw, range(len(value))))
    if chosen == "add":
        return _addition(draw, path, value, shape)
    if chosen == "rename" and shape is not None:
        key = shape.item_keys(path[:-1])[0]
        return Edit("rename", (*path, key), choice(draw, [*NAMES, "renamed"]))
    if chosen == "change":
        return Edit("change", path, _other(draw, path, value, shape))
    return Edit("remove", path)


def _actions(value: Json, path: FieldPath, shape: Shape | None) -> list[Action]:
    """What can be done to a value; a whole map or list is seldom written anew."""
    actions: list[Action] = ["remove"]
    if not isinstance(value, (dict, list)):
        actions += ["change", "change"]
    if isinstance(value, dict):
        actions += ["add"]
    if isinstance(value, list) and len(value) > 1:
        actions += ["reorder", "reorder"]
    names = shape.item_keys(path[:-1]) if shape and isinstance(path[-1], int) and isinstance(value, dict) else ()
    if names and isinstance(value.get(names[0]), str):
        actions += ["rename"]
    return actions


def _other(draw: Draw, path: FieldPath, value: Json, shape: Shape | None) -> Json:
    """Another value of the same type where the schema knows one, else a plain one."""
    if shape is not None and shape.at(path) is not None:
        return plain(shape).value(draw, path)
    if isinstance(value, bool):
        return not value
    return choice(draw, [7, 8]) if isinstance(value, int) else "edited"


def _addition(draw: Draw, path: FieldPath, value: dict[str, Json], shape: Shape | None) -> Edit:
    node = shape.at(path) if shape is not None else None
    absent = [key for key in (node or {}).get("properties") or {} if key not in value]
    if shape is None or not absent or path[:1] == ("metadata",):
        return Edit("add", (*path, "added"), "x")
    place = (*path, choice(draw, absent))
    return Edit("add", place, plain(shape).value(draw, place))


def _fixed(path: FieldPath) -> bool:
    return path[0] == "metadata" and len(path) > 1 and path[1] in _FIXED


def _places(value: Json, path: FieldPath) -> Iterator[FieldPath]:
    if path:
        yield path
    if isinstance(value, dict):
        for key in value:
            yield from _places(value[key], (*path, key))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from _places(value[index], (*path, index))
