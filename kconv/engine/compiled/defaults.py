"""What absent fields mean in the source version, expressed in the target version: computed once per pair of versions.

Most defaults are at paths where no conversion moves anything: filling them in before or after gives the same, and the
object need not be converted a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from kconv.engine.compiled.defaults_to_write import writer
from kconv.engine.kind import Kind
from kconv.engine.preserve import filler
from kconv.engine.route import Route
from kconv.names import Release
from kconv.paths import FieldPath, meet, parse
from kconv.rules import Fills, Json, Part
from kconv.rules.base import Change


class Meaning:
    """The two versions' defaults, as far as they can differ. ``apart``: no conversion touches the source's.

    ``written`` makes of a converted object what keeps its behaviour, where no comparison is necessary.
    """

    __slots__ = ("alike", "apart", "source", "target", "way", "written")

    def __init__(self, kind: Kind, way: Route, release: Release) -> None:
        changes = [
            (part.path + path, len(part.path) + depth)
            for leg in (way.source, way.target)
            for part in leg.converting
            for path, depth in part.rule.changes
        ]
        firm = _firm(kind, changes)
        source, target = way.source_fills, way.target_fills
        self.way = way
        self.apart = _are_apart(source, [("apiVersion",), *_places(changes, firm)])
        if self.apart:
            source, target = _opposed(source, target, firm)
        self.source, self.target = filler(source, release), filler(target, release)
        # To fill in twice is to fill in once.
        self.alike = not source or (self.apart and source == target)
        self.written = writer(source, target, release, partial(_joined, firm=firm)) if self.apart else None

    def meant(self, obj: Json, result: Json) -> Json:
        """``result``, which is ``obj`` in the target's shape, with the source's defaults; itself if they add none."""
        if self.apart:
            return self.source(result)
        full = self.source(obj)
        return result if full is obj else self.way.target.from_hub(self.way.source.to_hub(full))


@lru_cache(maxsize=4096)
def meaning(kind: Kind, way: Route, release: Release) -> Meaning:
    """The defaults of a route's two versions in a release."""
    return Meaning(kind, way, release)


def _firm(kind: Kind, changes: Sequence[Change]) -> list[FieldPath]:
    """What every object that is not a fragment has, in both versions and at the same path."""
    sure = [parse(path) for path in kind.whole if "|" not in path and "?" not in path]
    return [path for path in sure if not any(meet(path, changed) for changed, _ in changes)]


def _places(changes: Sequence[Change], firm: Sequence[FieldPath]) -> Iterator[FieldPath]:
    """The highest places that come or go. An object stays that has something else which no rule touches: ``firm`` has
    no place at or below a path."""
    for path, depth in changes:
        while any(other[:depth] == path[:depth] for other in firm):
            depth += 1
        yield path[:depth]


def _reads(part: Part[Fills]) -> list[FieldPath] | None:
    """What a rule's defaults read and write in the whole object, None where that is not known."""
    return None if part.rule.reads is None else part.below(part.rule.reads)


def _are_apart(parts: Sequence[Part[Fills]], places: Sequence[FieldPath]) -> bool:
    """Whether the rules' defaults neither read nor write where a conversion does."""
    return all(
        paths is not None and not any(meet(path, place) for path in paths for place in places)
        for paths in map(_reads, parts)
    )


def _opposed(
    source: Sequence[Part[Fills]], target: Sequence[Part[Fills]], firm: Sequence[FieldPath]
) -> tuple[tuple[Part[Fills], ...], tuple[Part[Fills], ...]]:
    """The rules that can make a difference: not those that both versions have and no other depends on, nor those of the
    target that are unrelated to the source's.
    """
    joined = partial(_joined, firm=firm)
    both = [part for part in source if part in target]
    lone = [part for part in both if not any(joined(part, other) for other in (*source, *target))]
    ours = tuple(part for part in source if part not in lone)
    met: list[Part[Fills]] = []
    while more := [
        part for part in target if part not in (*met, *lone) and any(joined(part, other) for other in (*ours, *met))
    ]:
        met += more
    return ours, tuple(part for part in target if part in met)


def _joined(one: Part[Fills], other: Part[Fills], firm: Sequence[FieldPath]) -> bool:
    """Whether one rule may see what the other fills in: a field, or a parent that exists only for it."""
    if one == other:
        return False
    mine, theirs = _reads(one), _reads(other)
    if mine is None or theirs is None:
        return True
    return any(meet(path, place) or _share(path, place, firm) for path in mine for place in theirs)


def _share(one: FieldPath, other: FieldPath, firm: Sequence[FieldPath]) -> bool:
    """Whether two fields have a parent in common that not every object has."""
    common = next(at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs)
    return common > 0 and not any(len(path) > common and path[:common] == one[:common] for path in firm)
