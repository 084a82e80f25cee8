"""Nobody can say by reading which of two patterns accepts more, and a machine can: it looks for a text that only one of
them accepts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final, Protocol

_MOST: Final = 4_000
"""States that are looked at before the question counts as undecided."""
_SHOWN: Final = "a0A-/:. _"
"""Characters that a reader would rather see in an example than others of the same sort."""


class Language(Protocol):
    """Texts, told by a machine that reads them; at the code points ``cuts`` the sort of characters changes."""

    @property
    def cuts(self) -> Sequence[int]: ...

    @property
    def start(self) -> Any: ...

    def step(self, state: Any, char: str) -> Any: ...

    def accepts(self, state: Any) -> bool: ...


class Lengths:
    """Texts of some length."""

    cuts: Sequence[int] = ()
    start = 0

    def __init__(self, least: int, most: int | None) -> None:
        self.least, self.most = least, most
        self._end = least if most is None else most + 1

    def step(self, state: int, char: str) -> int:  # noqa: ARG002
        return min(state + 1, self._end)

    def accepts(self, state: int) -> bool:
        return self.least <= state and (self.most is None or state <= self.most)


class UndecidedError(Exception):
    """There are too many states."""


def texts(inside: Sequence[Language], outside: Language | None = None) -> Iterator[str]:
    """The shortest texts that all of some languages have, and another one has not; of characters that are of one sort
    to all of them, only one is tried. Raises UndecidedError."""
    every = [*inside, *([outside] if outside else [])]
    chars = _representatives(every)
    first = tuple(each.start for each in every)
    waiting, seen = deque([("", first)]), {first}
    while waiting:
        text, states = waiting.popleft()
        verdicts = [each.accepts(state) for each, state in zip(every, states, strict=True)]
        if all(verdicts[: len(inside)]) and not (outside and verdicts[-1]):
            yield text
        for char in chars:
            there = tuple(each.step(state, char) for each, state in zip(every, states, strict=True))
            if there not in seen:
                seen.add(there)
                waiting.append((text + char, there))
        if len(seen) > _MOST:
            raise UndecidedError


def witness(inside: Sequence[Language], outside: Language) -> str | None:
    """A text that all of some languages have, and another one has not; None if there is none. Raises UndecidedError."""
    return next(iter(texts(inside, outside)), None)


def some(inside: Sequence[Language], count: int) -> list[str]:
    """A few of the texts that all languages have."""
    found: list[str] = []
    try:
        for text in islice(texts(inside), count):
            found.append(text)  # noqa: PERF402 - what was found before it was too much
    except UndecidedError:
        pass
    return found


def _representatives(languages: Sequence[Language]) -> list[str]:
    """A character of each sort."""
    cuts = sorted({0, *(cut for each in languages for cut in each.cuts)})
    ends = [*cuts[1:], 0x110000]
    found = [_of(first, end) for first, end in zip(cuts, ends, strict=True) if first < 0x110000]
    return sorted(found, key=lambda char: _SHOWN.index(char) if char in _SHOWN else len(_SHOWN))


def _of(first: int, end: int) -> str:
    shown = [char for char in _SHOWN if first <= ord(char) < end]
    printable = range(max(first, 33), min(end, 127))
    return shown[0] if shown else chr(printable[0]) if printable else chr(first)
