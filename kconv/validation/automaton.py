"""Go's regular expressions take time in proportion to the text. Python's `re` tries one way after the other, and takes
hours for a pattern such as `(.+)\\s(.+)\\s(.+)$` and a text that does not match.

So there is an automaton beside it. Python's own parser reads the pattern, its states are those of Thompson, and sets of
them are worked out as texts are read, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

from kconv.validation.characters import WORDS, Ranges, UnreadableError, cuts, has, ranges
from kconv.validation.pattern import compiled, expression

_MOST: Final = 20_000
"""Places that an automaton may have. Go refuses a pattern that repeats something more than 1,000 times."""
_KEPT: Final = 200_000
"""Places of states that are remembered, each state counted as ten more."""
_WORK: Final = 500_000
"""Places that may be looked at for one text, which takes about a second."""
_START, _WORD, _OTHER, _END = range(4)
_MATCHED: Final = 0

_REPEATS: Final = (op.MAX_REPEAT, op.MIN_REPEAT)


class TooLongError(Exception):
    """A pattern that counts far can make each step of a long text take long."""


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
        self.cuts = tuple(sorted({*cuts(each for each, _ in self._chars.values()), *cuts([WORDS])}))
        self._states: dict[tuple[frozenset[int], int], State] = {}
        self._kept = self._work = 0
        self._matched = State(self, frozenset([_MATCHED]), _OTHER)

    @property
    def start(self) -> State:
        """Before the first character."""
        return self._state(frozenset([self._first]), _START)

    def step(self, state: State, char: str) -> State:
        """After one more character."""
        self._work = 0
        return state[char]

    def accepts(self, state: State) -> bool:
        """Whether a text may end here."""
        if state.ends is None:
            state.ends = state is self._matched or _MATCHED in self._closed(state, _END)
        return state.ends

    def found_in(self, text: str) -> bool:
        """Whether the pattern is found in a text. Raises TooLongError if that takes too long to find out."""
        self._work = 0
        state, matched = self.start, self._matched
        for char in text:
            state = state[char]
            if state is matched:
                return True
        return self.accepts(state)

    def stepped(self, state: State, char: int) -> State:
        """The state after one more character, of one that has not met it yet."""
        after = _WORD if has(WORDS, char) else _OTHER
        here = self._closed(state, after)
        self._work += len(here)
        if self._work > _WORK:
            raise TooLongError
        if state is self._matched or _MATCHED in here:
            return self._matched
        there = {self._chars[at][1] for at in here if at in self._chars and has(self._chars[at][0], char)}
        self._kept += len(there) + 10
        if self._kept > _KEPT:
            self._kept, self._states = 0, {}
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
            raise UnreadableError
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
            self._chars[place] = (ranges(what, said, flags), then)
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
    if compiled(pattern) is None:
        return None
    try:
        return Automaton(expression(pattern) or "")
    except (UnreadableError, RecursionError):
        return None


_HOLDS: Final[dict[Any, Callable[[int, int], bool]]] = {
    op.AT_BEGINNING: lambda before, _: before == _START,
    op.AT_BEGINNING_STRING: lambda before, _: before == _START,
    op.AT_END_STRING: lambda _, after: after == _END,
    op.AT_BOUNDARY: lambda before, after: (before == _WORD) != (after == _WORD),
    op.AT_NON_BOUNDARY: lambda before, after: (before == _WORD) == (after == _WORD),
}
