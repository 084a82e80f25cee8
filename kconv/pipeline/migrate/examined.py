"""A document that had to be parsed: every object in turn, then the text with those that could move.

The items of a List are objects of their own; those of a typed list share one apiVersion, and move together or not at
all. What fails or waits for a person stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from kconv.errors import ManifestError
from kconv.manifests.scan import Glance
from kconv.manifests.split import RawDocument
from kconv.names import GroupVersion, GroupVersionKind, name_of
from kconv.notes import Note
from kconv.paths import FieldPath
from kconv.pipeline import reading
from kconv.pipeline.migrate import wait as waiting
from kconv.pipeline.migrate.identify import Found, identify, is_kustomization, item_kind, kustomization
from kconv.pipeline.migrate.outcomes import DocumentOutcome
from kconv.pipeline.migrate.verdicts import Goal, Verdict
from kconv.pipeline.visitor import Place
from kconv.placeholders import has_placeholder

if TYPE_CHECKING:
    from kconv.engine.conversion import Conversion, Moves
    from kconv.manifests.tree import Document
    from kconv.pipeline.migrate.references.places import Followed

_VERSION = re.compile(rb"^apiVersion[ \t]*:", re.MULTILINE)
# Of an object that says no apiVersion, as a kustomization may: the line on which it starts.
_FIRST = re.compile(rb"^(?!---)[^\s#%]", re.MULTILINE)


class Result(NamedTuple):
    """What became of a document; ``text`` is its new text, None where it stays as it was."""

    outcomes: list[DocumentOutcome]
    text: str | None = None
    start: int = 0


class Examined:
    """A document that had to be parsed."""

    def __init__(self, raw: RawDocument, glance: Glance, place: Place, goal: Goal, dry: bool) -> None:
        self.raw, self.glance, self.place, self.goal, self.dry = raw, glance, place, goal, dry
        self._read: tuple[Document, int] | None = None
        self.original = self._quickly() if dry else self.document.value
        self.value = self.original
        self.moves: Moves = []
        self.outcomes: list[DocumentOutcome] = []
        self._overlaid_places: list[FieldPath] = []

    @property
    def document(self) -> Document:
        """The tree, which who only tells can mostly do without."""
        if self._read is None:
            self._read = reading.tree(self.raw, self.place.file)
        return self._read[0]

    def _quickly(self) -> Any:
        from kconv.manifests.values import Rare

        try:
            return reading.value(self.raw, self.place.file)
        except Rare:
            return self.document.value

    def result(self) -> Result:
        """Every object in turn, then the text."""
        any_object = False
        for found in self._objects(self.value, ()):
            any_object = True
            if self._verdict(found).what == "keep":
                self._current(found)
            else:
                self._object(found)
            filled_in = has_placeholder(found.gvk.api_version)
            for path, value in self._parts(found):
                self._inside(value, path, self._seen(found), root=filled_in)
        if not any_object:
            self._inside(self.original, (), (), root=True)
        if self.dry or self.value is self.original:
            return Result(self.outcomes)
        return self._written()

    def _written(self) -> Result:
        from kconv.manifests import edit

        try:
            rewritten = edit.rewrite(self.document, self.value, self.moves)
        except ManifestError as error:
            for outcome in self.outcomes:
                if outcome.status in ("migrated", "fragment"):
                    outcome.status, outcome.hint = "error", error.hint
                    outcome.notes = [Note("info", error.path, error.reason)]
            return Result(self.outcomes)
        first = next(each for each in self.outcomes if each.status in ("migrated", "fragment"))
        first.notes += rewritten.notes
        return Result(self.outcomes, rewritten.text, self._read[1] if self._read else 0)

    def _objects(self, value: Any, path: FieldPath) -> Iterator[Found]:
        """The object itself, or the items of a list of objects; a list in a list too."""
        if not isinstance(value, dict):
            return
        gvk = identify(value) or (kustomization(value, self.place.file) if not path else None)
        if gvk is None:
            return
        items = value.get("items")
        if not gvk.kind.endswith("List") or (not isinstance(items, list) and items is not None):
            yield self._found(path, gvk, value)
        elif gvk.kind == "List":
            for index, item in enumerate(items or ()):
                yield from self._objects(item, (*path, "items", index))
        elif self.goal.verdict(item_kind(gvk)).what != "keep":
            yield self._found(path, gvk, value)
        else:
            from kconv.kinds.lists import whole_item

            for index, item in enumerate(items or ()):
                yield from self._objects(whole_item(value, item), (*path, "items", index))

    def _found(self, path: FieldPath, gvk: GroupVersionKind, value: dict[str, Any]) -> Found:
        return Found(path, gvk, value, name_of(value), 0 if path else self.glance.line, typed=gvk.kind.endswith("List"))

    def _outcome(self, found: Found, verdict: Verdict) -> DocumentOutcome:
        """The outcome as far as the verdict alone decides it; only now a line is looked for that bytes did not tell."""
        if not found.line:
            found = found._replace(line=self._line(found.path))
        return found.outcome(self.place.file, self.raw.index, verdict)

    def _line(self, path: FieldPath) -> int:
        data = self.raw.data
        plain = not path and self._read is None
        first = _VERSION.search(data) or (b"apiVersion" not in data and _FIRST.search(data)) if plain else None
        if not first:
            return self.document.line_of((*path, "apiVersion"))
        return self.raw.line + data.count(b"\n", 0, first.start())

    def _verdict(self, found: Found) -> Verdict:
        return self.goal.verdict(item_kind(found.gvk) if found.typed else found.gvk)

    def _current(self, found: Found) -> None:
        """An object that needs nothing itself: what it names may."""
        if not found.path and is_kustomization(self.place.file):
            self._overlaid()
        followed = self._follow(found.value, found.gvk)
        if not followed.notes and not followed.edits:
            return
        outcome = self._outcome(found, Verdict("keep"))
        outcome.notes = followed.notes
        if followed.edits:
            outcome.status = "fragment" if self.place.patch else "migrated"
            outcome.target = outcome.source
            if not self._waits(found, outcome) and not self.dry:
                for edit in followed.edits:
                    self._put((*found.path, *edit.path), edit.value, [])
                self.moves += _below(found.path, followed.moves)
        self.outcomes.append(outcome)

    def _follow(self, value: dict[str, Any], gvk: GroupVersionKind) -> Followed:
        from kconv.pipeline.migrate.references.update import follow

        return follow(value, gvk, self.goal, dry=self.dry)

    @staticmethod
    def _parts(found: Found) -> list[tuple[FieldPath, Any]]:
        """The objects in whose fields others may stand: an object itself, or the items of a typed list."""
        items = found.value.get("items")
        if not found.typed or not isinstance(items, list):
            return [(found.path, found.value)]
        return [((*found.path, "items", index), item) for index, item in enumerate(items)]

    def _seen(self, found: Found) -> list[FieldPath]:
        """Where an object names others, in the document, which is reported as such."""
        if self.goal.names is None or not self.glance.names:
            return []
        return [(*found.path, *path) for path in self._follow(found.value, found.gvk).seen]

    def _inside(self, value: Any, path: FieldPath, seen: Collection[FieldPath], *, root: bool = False) -> None:
        """Report what is old inside of an object, or of a document without one, but for what is reported already."""
        if not self.goal.looks_inside or not (root or self.glance.names):
            return
        from kconv.pipeline.migrate import embedded

        seen = {*seen, *self._overlaid_places}
        for each in embedded.Search(self.goal).inside(value, path, root=root):
            if not any((*each.path, each.key)[: len(place)] == place for place in seen):
                outcome = embedded.outcome(each, self.document, self.place.file, self.raw.index, self.goal)
                self.outcomes.append(outcome)

    def _overlaid(self) -> None:
        """Report what a kustomization lays over old objects that no longer fits once they move."""
        for place, outcome in waiting.misfits(self.goal, self.place.file, self.raw.index):
            self._overlaid_places.append(place)
            self.outcomes.append(outcome)

    def _waits(self, found: Found, outcome: DocumentOutcome) -> bool:
        return waiting.waits(self.goal, outcome, found.path)

    def _object(self, found: Found) -> None:
        verdict = self._verdict(found)
        outcome = self._outcome(found, verdict)
        if found.typed:
            self._typed_list(found, outcome, verdict)
            return
        self.outcomes.append(outcome)
        if verdict.way is None or self.dry:
            if outcome.status == "migrated" and not self._waits(found, outcome):
                outcome.notes += self._follow(found.value, found.gvk).notes
            return
        conversion = self._convert(found.value, verdict.way, outcome)
        if conversion is not None and outcome.status != "decision" and not self._waits(found, outcome):
            self._put(found.path, *self._followed(found, conversion, outcome))

    def _followed(self, found: Found, conversion: Conversion, outcome: DocumentOutcome) -> tuple[dict[str, Any], Moves]:
        """A converted object with what it names moved too, and all moves."""
        if self.goal.names is None:
            return conversion.object, conversion.moves
        from kconv.pipeline.migrate.references.places import applied

        followed = self._follow(conversion.object, found.gvk)
        outcome.notes = [each for each in outcome.notes if each.kind != "reference"]  # which says only what is old
        outcome.notes += followed.notes
        return applied(conversion.object, followed.edits), [*conversion.moves, *followed.moves]

    def _typed_list(self, found: Found, own: DocumentOutcome, verdict: Verdict) -> None:
        """One apiVersion holds for all items: they move together or not at all, each with its own outcome."""
        items = list(found.value.get("items") or ())
        outcomes: list[DocumentOutcome] = []
        moves: Moves = []
        for index, item in enumerate(items):
            if isinstance(item, dict):
                path: FieldPath = (*found.path, "items", index)
                gvk = item_kind(found.gvk)
                inner = Found(path, gvk, item, name_of(item), self.document.line_of(path))
                outcomes.append(inner.outcome(self.place.file, self.raw.index, verdict))
                if verdict.way is not None and not self._waits(inner, outcomes[-1]) and not self.dry:
                    items[index] = self._typed_item(inner, verdict.way, outcomes[-1], moves)
        self.outcomes += outcomes or [own]
        if _held_back(outcomes) or verdict.way is None or self.dry:
            return
        new = dict(found.value, apiVersion=str(verdict.way))
        if items:
            new["items"] = items
        self._put(found.path, new, [])
        self.moves += moves

    def _typed_item(self, inner: Found, to: GroupVersion, outcome: DocumentOutcome, moves: Moves) -> dict[str, Any]:
        whole = {"apiVersion": inner.gvk.api_version, "kind": inner.gvk.kind} | inner.value
        conversion = self._convert(whole, to, outcome)
        if conversion is None:
            return inner.value
        from kconv.kinds.lists import bare_item

        new, moved = self._followed(inner, conversion, outcome)
        moves += _below(inner.path, moved)
        return bare_item(new, inner.value)

    def _convert(self, obj: dict[str, Any], to: GroupVersion, outcome: DocumentOutcome) -> Conversion | None:
        """Convert one object and say so in its outcome. None if that failed."""
        from kconv.pipeline.migrate.convert import converted

        done = converted(obj, to, self.goal, patch=self.place.patch)
        outcome.status, outcome.hint = done.status, done.hint
        outcome.notes = [*outcome.notes, *done.notes] if done.conversion else done.notes
        return done.conversion

    def _put(self, path: FieldPath, new: Any, moves: Moves) -> None:
        from kconv.pipeline.migrate.references.places import replaced

        self.value = replaced(self.value, path, new)
        self.moves += _below(path, moves)


def _held_back(outcomes: list[DocumentOutcome]) -> bool:
    """Whether an item keeps its list from moving; the others are then told so."""
    held = next((each.status for each in outcomes if each.status in ("decision", "error", "waits")), None)
    for each in outcomes:
        if held and each.status in ("migrated", "fragment"):
            each.status = "waits" if held == "waits" else "decision"
            each.hint = "another item of the same list holds it back"
    return held is not None


def _below(path: FieldPath, moves: Moves) -> Moves:
    return [((*path, *source), (*path, *target)) for source, target in moves]
