"""A loss that is known and accepted must not hide the next one: it is named by its place, with the reason.

An exemption that no object needs any more is an error, as an unused suppression is to a linter: either the loss is
mended, or the place is misspelt and something else is exempt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kconv.errors import UsageError
from kconv.paths import EACH, VALUES, FieldPath, same
from kconv.testing.places import place, written

_HINT = 'write lossy=["spec.x: why", …], with [] for any item of a list and {} for any key of a map'


class Lossy:
    """Places whose losses are known, with the reason of each, and those that some object needed."""

    def __init__(self, reasons: Mapping[FieldPath, str]) -> None:
        self.reasons = dict(reasons)
        self.used: set[FieldPath] = set()

    @property
    def places(self) -> tuple[str, ...]:
        """The places as they are written."""
        return tuple(map(written, self.reasons))

    @property
    def unused(self) -> tuple[str, ...]:
        """The places at which nothing was lost."""
        return tuple(written(path) for path in self.reasons if path not in self.used)

    def covers(self, path: FieldPath) -> bool:
        """Whether the place of a path in an object is exempt, by itself or with what holds it."""
        found = [place for place in self.reasons if _holds(place, path)]
        self.used.update(found)
        return bool(found)

    def in_object(self, obj: Any) -> list[list[FieldPath]]:
        """The places that an object has: each by itself, then all together."""
        found = [path for path in self.reasons if _without(obj, path) is not obj]
        return [*([path] for path in found), *([found] if len(found) > 1 else [])]

    def without(self, obj: Any, places: Iterable[FieldPath]) -> Any:
        """An object without what stands at some places."""
        for path in places:
            obj = _without(obj, path)
        return obj

    def excused(self, wanted: Any, got: Any) -> tuple[Any, Any]:
        """Two objects without the places that are exempt."""
        for path in self.reasons:
            one, other = _without(wanted, path), _without(got, path)
            # What is the same on both sides was not lost there.
            if not same(_at(wanted, path), _at(got, path)):
                self.used.add(path)
            wanted, got = one, other
        return wanted, got


def read(given: Any) -> Lossy:
    """The exemptions of an argument: a dict of reasons, or a list of places with them. Raises UsageError."""
    entries = given if isinstance(given, (list, tuple, set, frozenset)) else [given]
    found: dict[FieldPath, str] = {}
    for path, reason in (pair for entry in entries for pair in _pairs(entry)):
        try:
            found[place(path)] = reason
        except ValueError as error:
            raise UsageError(f"lossy has {path!r}, which is not a path", hint=_HINT) from error
    return Lossy(found)


def read_file(file: Path) -> Lossy:
    """The exemptions in a YAML file: a map of reasons, or a list of places with them. Raises UsageError."""
    import yaml

    try:
        return read(yaml.safe_load(file.read_bytes()) or [])
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", file=str(file)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise UsageError(f"it is not YAML: {getattr(error, 'problem', error)}", file=str(file), line=line) from error
    except UsageError as error:
        raise error.at(str(file)) from error.__cause__


def _pairs(entry: Any) -> Iterator[tuple[str, str]]:
    if isinstance(entry, str) and entry.strip():
        path, _, reason = entry.partition(": ")
        if not reason.strip():
            raise UsageError(f"lossy has {entry!r} without a reason", hint=f'write "{entry.strip()}: why"')
        yield path.strip(), reason.strip()
    elif isinstance(entry, Mapping) and all(isinstance(key, str) for key in entry):
        for path, reason in entry.items():
            if not isinstance(reason, str) or not reason.strip():
                raise UsageError(f"lossy has {path!r} with {reason!r}, which is not a reason", hint=_HINT)
            yield path, reason
    else:
        raise UsageError(f"lossy has {entry!r}, which is not a path", hint=_HINT)


def _holds(place: FieldPath, path: FieldPath) -> bool:
    return len(place) <= len(path) and all(
        part == step or (part is EACH and isinstance(step, int)) or (part is VALUES and isinstance(step, str))
        for part, step in zip(place, path, strict=False)
    )


def _children(value: Any, part: Any) -> list[Any]:
    if part is EACH:
        return list(range(len(value))) if isinstance(value, list) else []
    if not isinstance(value, dict):
        return []
    return list(value) if part is VALUES else [part] if part in value else []


def _at(value: Any, path: FieldPath) -> list[Any]:
    """Everything that stands at a place, with where it stands."""
    if not path:
        return [value]
    return [[key, found] for key in _children(value, path[0]) for found in _at(value[key], path[1:])]


def _without(value: Any, path: FieldPath) -> Any:
    """The value without what stands at a place, nor what held that alone. The value itself if nothing does."""
    gone, kept = [], {}
    for key in _children(value, path[0]):
        rest = _without(value[key], path[1:]) if len(path) > 1 else None
        if len(path) == 1 or (rest in ({}, []) and type(rest) is type(value[key])):
            gone.append(key)
        elif rest is not value[key]:
            kept[key] = rest
    if not gone and not kept:
        return value
    if isinstance(value, list):
        return [kept.get(index, item) for index, item in enumerate(value) if index not in gone]
    return {key: kept.get(key, item) for key, item in value.items() if key not in gone}
