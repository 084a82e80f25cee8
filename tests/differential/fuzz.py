"""Fresh objects, converted by both sides; what differs, as small as it can be.

A pair is asked of the newest release that has it. One that no release has is composed of two, where one release knows
the old version and a later one the new: ``batch/v2alpha1`` to ``v1`` goes by ``v1beta1``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from kconv.errors import KconvError
from kconv.names import GroupVersion
from kconv.testing.shrink import shrink
from tests.differential.oracles import Filled, Json, Oracle, Question, Versions
from tests.golden.compare import Difference, differences
from tests.golden.known import Known, known, unexplained
from tests.golden.rates import convert
from tests.golden.registered import has_both
from tests.golden.vectors import Answer, Pair

MODES = {"none": "plain", "all": "defaulted"}
BATCH = 500
"""Objects that an oracle is asked of at once where it has not answered by itself."""


class Way(NamedTuple):
    """Who answers for a pair: one release, or a second one from ``through`` on."""

    first: Oracle
    through: str = ""
    second: Oracle | None = None

    @property
    def downwards(self) -> bool:
        """Whether the second is the older release, which drops what it does not know: it must fill the objects."""
        return self.second is not None and self.second.age > self.first.age


def ways(oracles: Sequence[Oracle]) -> dict[Versions, Way]:
    """Every pair that Kubernetes converts and who answers for it; ``oracles`` from the newest on."""
    found: dict[Versions, Way] = {}
    for oracle in oracles:
        for pair in oracle.pairs:
            found.setdefault(pair, Way(oracle))
    direct = dict(found)
    for pair, way in direct.items():
        for onward, other in direct.items():
            whole = Versions(pair.kind, pair.source, onward.target)
            if onward[:2] == (pair.kind, pair.target) and whole not in direct and pair.source != onward.target:
                found.setdefault(whole, Way(way.first, pair.target, other.first))
    return found


@dataclass
class Miss:
    """An object on which the two sides disagree, or at which kconv raised."""

    pair: Pair
    way: Way
    id: str
    source: Json
    expected: Json
    reasons: list[str]

    def smallest(self) -> Miss:
        """The same failure on the smallest object that shows it."""
        source = shrink(self.source, lambda candidates: _still(self, candidates))
        (expected,) = answers(self.way, self.pair, [source])
        return Miss(self.pair, self.way, self.id, source, expected or {}, _reasons(self.pair, source, expected or {}))


@dataclass
class Tally:
    """What was compared: answers and misses by pair, and the rows of the table of differences that were needed."""

    answers: dict[Pair, int]
    misses: list[Miss]
    used: set[Known]


def run(oracles: Sequence[Oracle], seed: int, objects: int, kinds: frozenset[str] = frozenset()) -> Tally:
    """Compare ``objects`` fresh objects of every pair, half of them filled in the hub, half in their own version."""
    tally = Tally({}, [], set())
    by_oracle: dict[Oracle, _Wanted] = {}
    for versions, way in sorted(ways(oracles).items()):
        if has_both(Pair(*versions, "none")) and (not kinds or versions.kind in kinds):
            filler, version = (way.second, way.through) if way.downwards else (way.first, versions.source)
            assert filler is not None
            by_oracle.setdefault(filler, {}).setdefault(f"{version}/{versions.kind}", []).append((versions, way))
    for oracle, wanted in by_oracle.items():
        for of_hub in (True, False):
            filled = oracle.fill(seed, max(objects // 2, 1), wanted, of_hub=of_hub)
            while batch := list(islice(filled, BATCH)):
                _compare_all(batch, wanted, tally)
    return tally


_Wanted = dict[str, list[tuple[Versions, Way]]]
"""The pairs that are to be seen on objects of a version and kind, as ``apps/v1/Deployment``."""


def _compare_all(batch: list[Filled], wanted: _Wanted, tally: Tally) -> None:
    chained: dict[tuple[Way, Pair], list[Filled]] = {}
    for filled in batch:
        for pair, way in _asked(filled, wanted):
            if way.second is not None:
                chained.setdefault((way, pair), []).append(filled)
                continue
            expected = filled.answers.get(pair.target, {}).get(MODES[pair.mode])
            if expected is not None:
                _compare(pair, way, filled, expected, tally)
    for (way, pair), several in chained.items():
        if way.downwards:
            several = _upwards(several, way, pair)
        for filled, expected in zip(several, answers(way, pair, [one.obj for one in several]), strict=True):
            if expected is not None:
                _compare(pair, way, filled, expected, tally)


def _asked(filled: Filled, wanted: _Wanted) -> Iterator[tuple[Pair, Way]]:
    """What an object may be asked of. One that never was in the hub comes out of it with zeros that no server shows."""
    for versions, way in wanted[f"{filled.obj['apiVersion']}/{filled.obj['kind']}"]:
        if filled.of_hub:
            yield Pair(*versions, "none"), way
        if filled.of_hub or not way.downwards:
            yield Pair(*versions, "all"), way


def _upwards(several: list[Filled], way: Way, pair: Pair) -> list[Filled]:
    """Objects of the older release in the version that the pair starts from."""
    objects = way.first.convert([Question(one.obj, pair.source, False) for one in several])
    return [one._replace(obj=obj) for one, obj in zip(several, objects, strict=True) if obj is not None]


def _compare(pair: Pair, way: Way, filled: Filled, expected: Json, tally: Tally) -> None:
    tally.answers[pair] = tally.answers.get(pair, 0) + 1
    found = _found(pair, filled.obj, expected)
    if isinstance(found, Exception) or unexplained(pair, found):
        tally.misses.append(Miss(pair, way, filled.id, filled.obj, expected, _reasons(pair, filled.obj, expected)))
    else:
        tally.used |= {row for row in known() if row.concerns(pair) and any(map(row.covers, found))}


def _found(pair: Pair, source: Json, expected: Json) -> list[Difference] | Exception:
    try:
        return differences(source, expected, convert(Answer("", source, expected), pair))
    except Exception as error:
        return error


def _reasons(pair: Pair, source: Json, expected: Json) -> list[str]:
    found = _found(pair, source, expected)
    if isinstance(found, Exception):
        return [f"raised {type(found).__name__}: {found}"]
    return [str(one) for one in unexplained(pair, found)]


def answers(way: Way, pair: Pair, objects: list[Json]) -> list[Json | None]:
    """What Kubernetes makes of the objects; on the second leg no defaults are filled in, as on no way out of the hub."""
    defaults = pair.mode == "all"
    if way.second is None:
        return way.first.convert([Question(obj, pair.target, defaults) for obj in objects])
    first = way.first.convert([Question(obj, way.through, defaults) for obj in objects])
    onward = way.second.convert([Question(obj, pair.target, False) for obj in first if obj is not None])
    rest = iter(onward)
    return [None if obj is None else next(rest) for obj in first]


def _still(miss: Miss, candidates: list[Json]) -> list[bool]:
    """Whether each candidate fails as well, and is an object that a server could hold where the first one was."""
    expected = answers(miss.way, miss.pair, candidates)
    held: list[Any] = [None] * len(candidates)
    if miss.pair.mode == "none":
        held = miss.way.first.convert([Question(obj, miss.pair.source, False) for obj in candidates])
    return [
        answer is not None
        and not (miss.pair.mode == "none" and (own is None or differences(obj, obj, own)))
        and not (miss.pair.mode == "all" and _is_fragment(obj, miss.pair))
        and _is_wrong(miss.pair, obj, answer)
        for obj, answer, own in zip(candidates, expected, held, strict=True)
    ]


def _is_fragment(obj: Json, pair: Pair) -> bool:
    """Whether kconv takes it for a part of an object, into which it fills no defaults."""
    from kconv.kinds.registry import BUILT_IN

    try:
        return BUILT_IN.convert(obj, GroupVersion.parse(pair.target), defaults="all").fragment
    except KconvError:
        return False


def _is_wrong(pair: Pair, source: Json, expected: Json) -> bool:
    found = _found(pair, source, expected)
    return isinstance(found, Exception) or bool(unexplained(pair, found))
