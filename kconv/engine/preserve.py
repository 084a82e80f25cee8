"""Writes down what the source's version meant by leaving a field out, where the target's version means another.

An extensions/v1beta1 DaemonSet without updateStrategy is OnDelete; in apps/v1 it would be RollingUpdate. So the object
is converted twice, with and without the source's defaults, both are given the target's defaults, and what then
differs is written: exactly that, and nothing on which the two versions agree.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from kconv.names import Release
from kconv.paths import MISSING, FieldPath, same
from kconv.records import NamedTuple
from kconv.rules import Fills, Json, Part
from kconv.rules.base import of_part
from kconv.rules.fills import walk

_BULKY = frozenset({"template", "jobTemplate", "backend"})

Write = Callable[[FieldPath, Json], bool]


@lru_cache(maxsize=2048)
def filler(parts: tuple[Part[Fills], ...], release: Release) -> Callable[[Json], Json]:
    """The function that fills in what the rules say, one after the other, as ``release`` knows the fields."""
    return walk([each for part in parts for each in of_part(part, release)])


class Compared(NamedTuple):
    """What was overlaid: notes are only made of it when they are read."""

    plain: Json
    bare: Json
    full: Json

    def written(self) -> list[tuple[FieldPath, Json]]:
        """The defaults that came to be written, each with its place."""
        found: list[tuple[FieldPath, Json]] = []

        def record(path: FieldPath, value: Json) -> bool:
            found.append((path, value))
            return True

        overlay(self.plain, self.bare, self.full, record)
        return found


class Written(NamedTuple):
    """Defaults that were written without a comparison, which is only made when the notes are read."""

    plain: Json
    source: Callable[[Json], Json]
    target: Callable[[Json], Json]

    def written(self) -> list[tuple[FieldPath, Json]]:
        """The defaults that came to be written, each with its place."""
        bare, full = self.target(self.plain), self.target(self.source(self.plain))
        return Compared(self.plain, bare, full).written()


def overlay(plain: Json, bare: Json, full: Json, wanted: Write | None = None, path: FieldPath = ()) -> Json:
    """``plain`` with every value in which ``full`` differs from ``bare``, only those that ``wanted`` accepts if it is
    given."""
    if full is bare:
        return plain
    if isinstance(full, dict) and isinstance(bare, dict) and isinstance(plain, dict):
        return _overlay_fields(plain, bare, full, wanted, path)
    if isinstance(full, list) and isinstance(bare, list) and isinstance(plain, list) and len(full) == len(plain):
        out = plain
        for index, item in enumerate(plain):
            new = overlay(item, bare[index], full[index], wanted, (*path, index)) if index < len(bare) else item
            if new is not item:
                out = out.copy() if out is plain else out
                out[index] = new
        return out
    return plain if same(full, bare) or (wanted and not wanted(path, full)) else full


def _overlay_fields(
    plain: dict[str, Json], bare: dict[str, Json], full: dict[str, Json], wanted: Write | None, path: FieldPath
) -> Json:
    changed: dict[str, Json] = {}
    for key, value in full.items():
        base = bare.get(key, MISSING)
        if value is base:
            continue
        old = plain.get(key, MISSING)
        if isinstance(value, dict) and value and (old is MISSING or old is None):
            new = overlay({}, base if isinstance(base, dict) else {}, value, wanted, (*path, key)) or old
        else:
            new = overlay(old, base, value, wanted, (*path, key))
        if new is not old:
            changed[key] = new
    return placed(plain, changed) if changed else plain


def placed(obj: dict[str, Json], changed: dict[str, Json]) -> dict[str, Json]:
    """A copy with these fields; new ones come before a bulky one, where a reader looks for them, unless the bulky one
    comes first.
    """
    if _BULKY.isdisjoint(obj) or (len(obj) > 1 and next(iter(obj)) in _BULKY):
        return {**obj, **changed}
    fresh = {key: value for key, value in changed.items() if key not in obj}
    out: dict[str, Json] = {}
    for name, old in obj.items():
        if name in _BULKY:
            out.update(fresh)
        out[name] = changed.get(name, old)
    return out
