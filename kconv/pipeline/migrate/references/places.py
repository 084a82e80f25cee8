"""The places where an object names others, each with its edit or its note.

What is certain is changed: the apiVersion of a built-in kind becomes the one that a migration of that kind would
choose, and a right to a resource is also granted in the resource's new group. Anything else is reported with its path.
Nothing is ever taken away: RBAC's old group stays beside the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kconv.names import GroupVersionKind
from kconv.notes import Note
from kconv.objects.references import Reference, references
from kconv.paths import MISSING, FieldPath, expand, get, parse, show
from kconv.pipeline.migrate.identify import gvk_of
from kconv.pipeline.migrate.names import Names
from kconv.pipeline.migrate.references.edits import Edit, Updates, applied


class References:
    """Looks through objects. ``migrated`` returns the object that a manifest in a text becomes, or the same object, and
    what to report of it."""

    def __init__(self, names: Names, migrated: Callable[[Any], tuple[Any, str]]) -> None:
        self.names = names
        self.migrated = migrated

    def updates(self, obj: dict[str, Any], gvk: GroupVersionKind) -> Updates:
        """Look at every place where an object of the kind names others."""
        updates = Updates([], [], [])
        for place in references(gvk.group, gvk.kind):
            for path in expand(obj, parse(place.path)):
                value = get(obj, path)
                if value is not MISSING:
                    self._look(place, path, value, obj, updates)
        return updates

    def _look(self, place: Reference, path: FieldPath, value: Any, obj: dict[str, Any], updates: Updates) -> None:
        if place.how == "object":
            self._object(place, path, value, updates)
        elif place.how == "objects-in-text":
            self._objects_in_text(place, path, value, updates)
        elif place.how == "manifest-in-text":
            self._manifest_in_text(path, value, updates)
        elif place.how == "subjects":
            updates.looked_at.append((*path, "apiVersion"))
        elif place.how == "rights":
            if "aggregationRule" not in obj:  # whose rules a controller writes
                self._rights(path, value, updates)
        else:
            from kconv.pipeline.migrate.references import requests

            for at, message in requests.unmatched(place, value, self.names, obj):
                updates.notes.append(Note("reference", show((*path, *at)), f"{message}; {place.why}"))

    def _object(self, place: Reference, path: FieldPath, value: Any, updates: Updates) -> None:
        version, kind = get(value, ("apiVersion",)), get(value, ("kind",))
        if not isinstance(version, str) or not isinstance(kind, str):
            return
        gvk = gvk_of(version, kind)
        verdict = self.names.verdict(gvk)
        if verdict is None:
            return
        at: FieldPath = (*path, "apiVersion")
        updates.looked_at.append(at)
        if verdict.to is None or place.why:
            why = place.why or verdict.why
            message = f"names {gvk}, {self.names.fate(gvk)}: {why}"
        else:
            now = self.names.called(gvk, verdict.to)
            updates.edits.append(Edit(at, str(verdict.to), []))
            if now != kind:
                updates.edits.append(Edit((*path, "kind"), now, []))
            message = f"{version} → {verdict.to}, where {kind} is {'now' if now == kind else f'now {now}'}"
        updates.notes.append(Note("reference", show(at), message))

    def _objects_in_text(self, place: Reference, path: FieldPath, text: Any, updates: Updates) -> None:
        from kconv.manifests import json_text

        value = json_text.read(text)
        inside = Updates([], [], [])
        for pattern in place.inner:
            for at in expand(value, parse(pattern)):
                self._object(place, at, get(value, at), inside)
        if not inside.notes:
            return
        updates.looked_at.append(path)
        updates.notes.extend(Note("reference", show(path), f"{each.path}: {each.message}") for each in inside.notes)
        if inside.edits:
            updates.edits.append(Edit(path, json_text.write(applied(value, inside.edits), text), []))

    def _manifest_in_text(self, path: FieldPath, text: Any, updates: Updates) -> None:
        from kconv.manifests import json_text

        updates.looked_at.append(path)
        value = json_text.read(text)
        new, message = self.migrated(value)
        if message:
            updates.notes.append(Note("reference", show(path), message))
        if new is not value:
            updates.edits.append(Edit(path, json_text.write(new, text), []))

    def _rights(self, path: FieldPath, rules: Any, updates: Updates) -> None:
        from kconv.pipeline.migrate.references import rights

        new = rights.extended(rules, self.names)
        updates.notes.extend(Note("reference", show((*path, *at)), message) for at, message in new.messages)
        if new.rules is not rules:
            moves = [((*path, at), (*path, now)) for now, at in enumerate(new.origins) if at is not None]
            updates.edits.append(Edit(path, new.rules, moves))
