"""Several fields of one version may be one text in another. Whoever edits the text there has edited all of them: a
field that was hidden and no longer goes with the text does not come back.

Which fields these are, only a declared rule says. Of any other converter it shows in what it makes of the object: with
the hidden field beside the edit, the other version would not say what the edit says.
"""

from __future__ import annotations

from kconv.paths import EACH, MISSING, FieldPath, get, same
from kconv.testing.places import differences
from kconv.testing.subject import Json, RefusedError, Subject
from kconv.values import discarded, nested


class Edited:
    """An edit in another version: what it changed in an object ``before``, and made of it ``after``."""

    def __init__(self, subject: Subject, version: str, before: Json, after: Json) -> None:
        self._subject, self._version, self._after = subject, version, subject.seen(after, version)
        found = differences(subject.seen(before, version), self._after)
        self._places = list(dict.fromkeys(_concrete(path) for path, _ in found))

    def without_contradictions(self, expected: Json, got: Json) -> Json:
        """The expected object, with what came back in place of each field that contradicts the edit."""
        if not self._shown(got):
            return expected
        for path, _ in [*differences(expected, got)]:
            place = _concrete(path)
            if not self._shown(_with(got, place, get(expected, place))):
                expected = _with(expected, place, get(got, place))
        return expected

    def _shown(self, obj: Json) -> bool:
        """Whether an object says what the edit says, once it is converted; one that is refused says nothing else."""
        try:
            there = self._subject.seen(self._subject.to(obj, self._version), self._version)
        except RefusedError:
            return True
        return all(same(get(there, place), get(self._after, place)) for place in self._places)


def _concrete(path: FieldPath) -> FieldPath:
    """The list itself, where lists differ in length."""
    return path[:-1] if path and path[-1] is EACH else path


def _with(obj: Json, path: FieldPath, value: Json) -> Json:
    """The object with a value at a path; the object itself where the path leads through an item that it lacks."""
    if value is MISSING:
        return discarded(obj, path)
    items = [at for at, part in enumerate(path) if isinstance(part, int)]
    there = not items or get(obj, path[: items[-1] + 1]) is not MISSING
    return nested(obj, path, value) if there else obj
