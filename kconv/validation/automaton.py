"""Go's regular expressions take time in proportion to the text. Python's `re` tries one way after the other, and takes
hours for a pattern such as `(.+)\\s(.+)\\s(.+)$` and a text that does not match.

So there is an automaton beside it. Python's own parser reads the pattern, its states are those of Thompson, and sets of
them are worked out as texts are read, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final, TypeAlias

from kconv.validation.pattern import expression

Ranges: TypeAlias = "tuple[tuple[int, int], ...]"
"""Characters, by the first and the last code point of each run."""
_LAST: Final = 0x10FFFF
_MOST: Final = 20_000
"""Places that an automaton may have. Go refuses a pattern that repeats something more than 1,000 times."""
_KEPT: Final = 10_000
"""Steps that are remembered."""
_START, _WORD, _OTHER, _END = range(4)
_MATCHED: Final = 0

_WORDS: Final[Ranges] = ((48, 57), (65, 90), (95, 95), (97, 122))
_CATEGORIES: Final[dict[Any, Ranges]] = {
    op.CATEGORY_DIGIT: ((48, 57),),
    op.CATEGORY_SPACE: ((9, 13), (32, 32)),
    op.CATEGORY_WORD: _WORDS,
}
_ANTONYMS: Final = {
    op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT,
    op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
    op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
}
_REPEATS: Final = (op.MAX_REPEAT, op.MIN_REPEAT)


class _UnreadableError(Exception):
    """A pattern has something that no automaton here has, or too much of it."""


class State(dict[str, "State"]):
    """Places in the pattern where a text may be, ``before`` what stands before them, ``ends`` whether it may end there
    once that is known; and by its character the state after one more."""

    __slots__ = ("before", "ends", "machine", "places")
    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__
    __ne__ = object.__ne__

    def __init__(self, machine: Automaton, places: frozenset[int], before: int) -> None:
        super().__init__()
        self.machine, self.places, self.before = machine, places, before
        self.ends: bool | None = None

    def __missing__(self, char: str) -> State:
        found = self[char] = self.machine.stepped(self, ord(char))
        return found


class Automaton:
    """The texts in which a pattern is found."""

    def __init__(self, pattern: str) -> None:
        parsed = parser.parse(pattern, op.SRE_FLAG_ASCII)
        self._chars: dict[int, tuple[Ranges, int]] = {}
        self._ways: dict[int, list[int]] = {}
        self._asserted: dict[int, tuple[Any, int]] = {}
        self._count = 1
        self._first = self._sequence(parsed, _MATCHED, parsed.state.flags)
        self.cuts = tuple(sorted({*_cuts(ranges for ranges, _ in self._chars.values()), *_cuts([_WORDS])}))
        self._states: dict[tuple[frozenset[int], int], State] = {}
        self._steps = 0
        self._matched = State(self, frozenset([_MATCHED]), _OTHER)

    @property
    def start(self) -> State:
        """Before the first character."""
        return self._state(frozenset([self._first]), _START)

    def step(self, state: State, char: str) -> State:
        """After one more character."""
        return state[char]

    def accepts(self, state: State) -> bool:
        """Whether a text may end here."""
        if state.ends is None:
            state.ends = state is self._matched or _MATCHED in self._closed(state, _END)
        return state.ends

    def found_in(self, text: str) -> bool:
        """Whether the pattern is found in a text."""
        state, matched = self.start, self._matched
        for char in text:
            state = state[char]
            if state is matched:
                return True
        return self.accepts(state)

    def stepped(self, state: State, char: int) -> State:
        """The state after one more character, of one that has not met it yet."""
        after = _WORD if _has(_WORDS, char) else _OTHER
        here = self._closed(state, after)
        if state is self._matched or _MATCHED in here:
            return self._matched
        there = {self._chars[at][1] for at in here if at in self._chars and _has(self._chars[at][0], char)}
        self._steps += 1
        if self._steps > _KEPT:
            self._steps, self._states = 0, {}
        return self._state(frozenset([*there, self._first]), after)

    def _state(self, places: frozenset[int], before: int) -> State:
        key = (places, before)
        if key not in self._states:
            self._states[key] = State(self, places, before)
        return self._states[key]

    def _closed(self, state: State, after: int) -> set[int]:
        """The places that are reached without a character, between what stands before and what comes after."""
        found, waiting = {*state.places}, [*state.places]
        while waiting:
            at = waiting.pop()
            said, then = self._asserted.get(at, (None, at))
            more = self._ways.get(at, []) if said is None else [then] * _HOLDS[said](state.before, after)
            waiting += [each for each in more if each not in found]
            found.update(more)
        return found

    def _new(self) -> int:
        self._count += 1
        if self._count > _MOST:
            raise _UnreadableError
        return self._count - 1

    def _sequence(self, items: Sequence[Any], then: int, flags: int) -> int:
        """Where a sequence begins that leads to ``then``."""
        for what, said in reversed([*items]):
            then = self._item(what, said, then, flags)
        return then

    def _item(self, what: Any, said: Any, then: int, flags: int) -> int:
        if what in _REPEATS:
            least, most, items = said
            return self._repeat((least, most), items, then, flags)
        if what is op.BRANCH:
            return self._any([self._sequence(each, then, flags) for each in said[1]])
        if what is op.SUBPATTERN:
            _, more, fewer, items = said
            return self._sequence(items, then, (flags | more) & ~fewer)
        place = self._new()
        if what is op.AT and said in _HOLDS and not flags & op.SRE_FLAG_MULTILINE:
            self._asserted[place] = (said, then)
        else:
            self._chars[place] = (_ranges(what, said, flags), then)
        return place

    def _repeat(self, times: tuple[int, Any], items: Sequence[Any], then: int, flags: int) -> int:
        least, most = times
        if most is op.MAXREPEAT:
            again = self._any([])
            self._ways[again] += [self._sequence(items, again, flags), then]
            then = again
        else:
            end = then
            for _ in range(most - least):
                then = self._any([self._sequence(items, then, flags), end])
        for _ in range(least):
            then = self._sequence(items, then, flags)
        return then

    def _any(self, ways: list[int]) -> int:
        place = self._new()
        self._ways[place] = ways
        return place


@lru_cache(maxsize=256)
def automaton(pattern: str) -> Automaton | None:
    """The automaton of a schema's pattern; None where Python cannot be trusted to read it as Go does."""
    translated = expression(pattern)
    try:
        return None if translated is None else Automaton(translated)
    except (_UnreadableError, RecursionError):
        return None


_HOLDS: Final[dict[Any, Callable[[int, int], bool]]] = {
    op.AT_BEGINNING: lambda before, _: before == _START,
    op.AT_BEGINNING_STRING: lambda before, _: before == _START,
    op.AT_END_STRING: lambda _, after: after == _END,
    op.AT_BOUNDARY: lambda before, after: (before == _WORD) != (after == _WORD),
    op.AT_NON_BOUNDARY: lambda before, after: (before == _WORD) == (after == _WORD),
}


def _ranges(what: Any, said: Any, flags: int) -> Ranges:
    """The characters that one item of a pattern stands for."""
    if what is op.LITERAL:
        return _folded(((said, said),), flags)
    if what is op.NOT_LITERAL:
        return _others(_folded(((said, said),), flags))
    if what is op.ANY:
        return ((0, _LAST),) if flags & op.SRE_FLAG_DOTALL else _others(((10, 10),))
    if what is not op.IN:
        raise _UnreadableError
    negated = said[0][0] is op.NEGATE
    found = _joined(each for part in said[negated:] for each in _of_set(*part))
    found = _folded(found, flags)
    return _others(found) if negated else found


def _of_set(what: Any, said: Any) -> Ranges:
    if what is op.LITERAL:
        return ((said, said),)
    if what is op.RANGE:
        return (said,)
    if said in _ANTONYMS:
        return _others(_CATEGORIES[_ANTONYMS[said]])
    return _CATEGORIES[said]


def _folded(ranges: Ranges, flags: int) -> Ranges:
    """The same in both cases, of letters that ASCII has. Raises _UnreadableError for others."""
    if not flags & op.SRE_FLAG_IGNORECASE:
        return ranges
    if any(last > 127 for _, last in ranges):
        raise _UnreadableError
    both = {
        ord(each)
        for first, last in ranges
        for at in range(first, last + 1)
        for each in (chr(at).lower(), chr(at).upper())
    }
    return _joined((each, each) for each in both)


def _joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _others(ranges: Ranges) -> Ranges:
    """All other characters; the ranges are in order."""
    ends = [-1, *(end for pair in ranges for end in pair), _LAST + 1]
    pairs = zip(ends[::2], ends[1::2], strict=True)
    return tuple((last + 1, first - 1) for last, first in pairs if last + 1 <= first - 1)


def _has(ranges: Ranges, char: int) -> bool:
    return any(first <= char <= last for first, last in ranges)


def _cuts(found: Iterable[Ranges]) -> Iterator[int]:
    """Where the characters change sides: all between two cuts are alike."""
    for ranges in found:
        for first, last in ranges:
            yield from (first, last + 1)
