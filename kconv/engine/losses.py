"""What the target version cannot represent is kept in the stash, discarded, or lost: the user is to know which.

What would be lost requires a decision. Everything else is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kconv.engine import stash
from kconv.engine.conversion import Misfit, Noted
from kconv.engine.difference import difference
from kconv.engine.entries import Entry
from kconv.engine.given_up import GivenUp
from kconv.engine.kind import Kind
from kconv.engine.route import Route, shown
from kconv.engine.together import is_guard
from kconv.errors import Question
from kconv.notes import Note
from kconv.paths import MISSING, FieldPath, get, meet, pattern, show
from kconv.rules import Decision, Dropped, Json

LOSS = Decision(
    "loss",
    "A field that the target version cannot represent, if `--stash` does not keep it in an annotation.",
    {"drop": "The field is left out."},
)
"""The only question that the engine asks, for every kind."""

ANNOTATION_PATH = show(("metadata", "annotations", stash.ANNOTATION))


class Losses:
    """The notes and questions of one conversion on what has no place in the target version."""

    __slots__ = ("decisions", "kind", "noted", "questions", "way")

    def __init__(
        self, kind: Kind, way: Route, decisions: Mapping[str, str], noted: list[Noted], questions: list[Question]
    ) -> None:
        self.kind = kind
        self.way = way
        self.decisions = decisions
        self.noted = noted
        self.questions = questions

    def hidden(self, new: stash.Stash, result: Json) -> None:
        """Ask whether what only a stash would hold may be lost, where a user would see it."""
        places = [hub for _, hub in self.way.target.moves]
        for entry in new.hidden:
            if is_visible(entry, result):
                self._lose(entry, places)

    def _lose(self, entry: Entry, places: Sequence[FieldPath]) -> None:
        """Ask whether what an entry has may be lost; ``places`` are those whose fields are elsewhere in the target."""
        path = pattern(entry["p"])
        if _is_bare(entry["is"], path, places):
            why = f"it was empty, and {self.way.target.api_version} has its fields elsewhere"
            self.noted.append(Note("dropped", show(path), why))
        else:
            self._ask(shown(self.kind, path))

    def _ask(self, path: str) -> None:
        why = f"{self.way.target.api_version} cannot represent it"
        if LOSS.answered(self.decisions):
            self.noted.append(Note("dropped", path, why))
        else:
            self.questions.append(LOSS.question(path, f"{why}; --stash keeps it in an annotation"))

    def gone(self, obj: Json, gone: Sequence[GivenUp], keep: bool) -> None:
        """Report the fields that are gone: what is discarded, and what is lost without a stash."""
        for field in gone:
            if not field.is_in(obj):
                continue
            if isinstance(field.rule, Dropped):
                self.noted.append(_discarded(field.place, field.rule.why))
            elif not keep:
                self._ask(show(field.place))
            else:
                self.noted.append(_kept(show(field.place), self.way.target.api_version))

    def unread(self, misfits: Sequence[Misfit], keep: bool) -> None:
        """Report the values of the source that no rule could read; those of the hub are told with what is hidden."""
        for misfit in misfits:
            if misfit.version != self.way.source.api_version or misfit.version == self.kind.hub:
                continue
            if keep:
                self.noted.append(Note("stash", misfit.path, f"{misfit.rule} cannot read it; kept in the stash"))
            else:
                self._ask(misfit.path)

    def newer(self, start: Json, hub: Json) -> None:
        """Report what a version that is newer than the hub says and the hub has no form for."""
        source = self.way.source
        told = {field.place for field in source.gone}
        for entry in difference(source.from_hub(hub), start, self.kind.list_keys):
            path = pattern(entry["p"])
            newer = any(meet(path, place) for place in source.inverted)
            if newer and path not in told and is_visible(entry, hub):
                self._lose(entry, [spoke for spoke, _ in source.moves])

    def kept(self, new: stash.Stash, size: int) -> None:
        """Report what the stash keeps, and its size where little room is left."""
        version = self.way.target.api_version
        self.noted += [
            _kept(shown(self.kind, pattern(entry["p"])), version) for entry in new.hidden if not is_guard(entry)
        ]
        if size > stash.WARN:
            self.noted.append(Note("stash", ANNOTATION_PATH, f"the annotations take {size:,} of {stash.LIMIT:,} bytes"))


@lru_cache(maxsize=4096)
def _kept(path: str, version: str) -> Note:
    return Note("stash", path, f"{version} cannot represent it; kept in the stash")


@lru_cache(maxsize=4096)
def _discarded(place: FieldPath, why: str) -> Note:
    return Note("dropped", show(place), f"discarded: {why}")


def is_visible(entry: dict[str, Json], result: Json) -> bool:
    """Whether losing an entry of the stash matters.

    One without a value only records what the way back would add, such as a 0 that the target requires; an empty map or
    list does not matter if the target has the field with more in it.
    """
    if "is" not in entry:
        return False
    if entry["is"] not in ({}, []):
        return True
    path = tuple(step for step in entry["p"] if isinstance(step, str))
    return len(path) < len(entry["p"]) or get(result, path) in (MISSING, None, {}, [])


def _is_bare(value: Json, path: FieldPath, places: Sequence[FieldPath]) -> bool:
    """Whether a value has nothing but maps for the fields at some places, and none of these: it says no more than if it
    were left out."""
    if isinstance(value, dict) and value:
        return all(_is_bare(inner, (*path, key), places) for key, inner in value.items())
    return value in (None, {}, []) and any(len(place) > len(path) and meet(place, path) for place in places)
