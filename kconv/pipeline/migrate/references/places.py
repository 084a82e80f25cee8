"""What an object names follows the migration of what is named.

What is certain is changed: the apiVersion of a built-in kind becomes the one that a migration of that kind would
choose, and a right to a resource is also given where the resource went. All else is told, with its path. Nothing is
ever taken away: RBAC's old group stays beside the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from kconv.kinds.references import Place, places
from kconv.names import GroupVersionKind
from kconv.notes import Note
from kconv.paths import MISSING, FieldPath, expand, get, parse, show
from kconv.pipeline.migrate.identify import gvk_of
from kconv.pipeline.migrate.names import Names
from kconv.pipeline.migrate.references import requests, rights

if TYPE_CHECKING:
    from kconv.engine.conversion import Moves


class Edit(NamedTuple):
    """A new value for a field that is there, and which of its items stand elsewhere now."""

    path: FieldPath
    value: Any
    moves: Moves


class Followed(NamedTuple):
    """What an object names: the edits that follow, what to tell of all, and the paths that were looked at."""

    edits: list[Edit]
    notes: list[Note]
    seen: list[FieldPath]

    @property
    def moves(self) -> Moves:
        """The pairs (path before, path now) of what stands elsewhere."""
        return [move for edit in self.edits for move in edit.moves]


class References:
    """Looks through objects. ``migrated`` gives the object that a manifest in a text becomes, or the very same, and
    what to tell of it."""

    def __init__(self, names: Names, migrated: Callable[[Any], tuple[Any, str]]) -> None:
        self.names = names
        self.migrated = migrated

    def follow(self, obj: dict[str, Any], gvk: GroupVersionKind) -> Followed:
        """Look at every place where an object of the kind names others."""
        followed = Followed([], [], [])
        for place in places(gvk.group, gvk.kind):
            for path in expand(obj, parse(place.path)):
                value = get(obj, path)
                if value is not MISSING:
                    self._look(place, path, value, obj, followed)
        return followed

    def _look(self, place: Place, path: FieldPath, value: Any, obj: dict[str, Any], followed: Followed) -> None:
        if place.how == "object":
            self._object(place, path, value, followed)
        elif place.how == "objects-in-text":
            self._objects_in_text(place, path, value, followed)
        elif place.how == "manifest-in-text":
            self._manifest_in_text(path, value, followed)
        elif place.how == "subjects":
            followed.seen.append((*path, "apiVersion"))
        elif place.how == "rights":
            if "aggregationRule" not in obj:  # whose rules a controller writes
                self._rights(path, value, followed)
        else:
            for at, message in requests.told(place, value, self.names, obj):
                followed.notes.append(Note("reference", show((*path, *at)), f"{message}; {place.why}"))

    def _object(self, place: Place, path: FieldPath, value: Any, followed: Followed) -> None:
        version, kind = get(value, ("apiVersion",)), get(value, ("kind",))
        if not isinstance(version, str) or not isinstance(kind, str):
            return
        gvk = gvk_of(version, kind)
        verdict = self.names.verdict(gvk)
        if verdict is None:
            return
        at: FieldPath = (*path, "apiVersion")
        followed.seen.append(at)
        if verdict.to is None or place.why:
            why = place.why or verdict.why
            message = f"names {gvk}, {self.names.fate(gvk)}: {why}"
        else:
            followed.edits.append(Edit(at, str(verdict.to), []))
            message = f"{version} → {verdict.to}, where {kind} is now"
        followed.notes.append(Note("reference", show(at), message))

    def _objects_in_text(self, place: Place, path: FieldPath, text: Any, followed: Followed) -> None:
        from kconv.manifests import json_text

        value = json_text.read(text)
        inside = Followed([], [], [])
        for pattern in place.inner:
            for at in expand(value, parse(pattern)):
                self._object(place, at, get(value, at), inside)
        if not inside.notes:
            return
        followed.seen.append(path)
        followed.notes.extend(Note("reference", show(path), f"{each.path}: {each.message}") for each in inside.notes)
        if inside.edits:
            followed.edits.append(Edit(path, json_text.write(applied(value, inside.edits), text), []))

    def _manifest_in_text(self, path: FieldPath, text: Any, followed: Followed) -> None:
        from kconv.manifests import json_text

        followed.seen.append(path)
        value = json_text.read(text)
        if value is MISSING:
            return
        new, message = self.migrated(value)
        if message:
            followed.notes.append(Note("reference", show(path), message))
        if new is not value:
            followed.edits.append(Edit(path, json_text.write(new, text), []))

    def _rights(self, path: FieldPath, rules: Any, followed: Followed) -> None:
        new = rights.follow(rules, self.names)
        followed.notes.extend(Note("reference", show((*path, *at)), message) for at, message in new.told)
        if new.rules is not rules:
            stay = len(new.rules) == len(rules)
            moves = [((*path, at), (*path, now)) for now, at in enumerate(new.origins) if at is not None and not stay]
            followed.edits.append(Edit(path, new.rules, moves))


def applied(value: Any, edits: list[Edit]) -> Any:
    """The value with the edits in it; what they do not touch is shared."""
    for edit in edits:
        value = replaced(value, edit.path, edit.value)
    return value


def replaced(value: Any, path: FieldPath, new: Any) -> Any:
    """A copy of ``value`` with ``new`` at ``path``; what is not on the way is shared."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy
