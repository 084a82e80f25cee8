"""An item of a pattern stands for characters, such as `[^a-z]` for all but 26: they are runs of code points.

Python's own parser says which they are, of a pattern in Python's words with the flag ASCII.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any, Final, TypeAlias

Ranges: TypeAlias = "tuple[tuple[int, int], ...]"
"""Characters, by the first and the last code point of each run."""
LAST: Final = 0x10FFFF
WORDS: Final[Ranges] = ((48, 57), (65, 90), (95, 95), (97, 122))
_CATEGORIES: Final[dict[Any, Ranges]] = {
    op.CATEGORY_DIGIT: ((48, 57),),
    op.CATEGORY_SPACE: ((9, 13), (32, 32)),
    op.CATEGORY_WORD: WORDS,
}
_ANTONYMS: Final = {
    op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT,
    op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
    op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
}


class UnreadableError(Exception):
    """A pattern has something that no automaton here has, or too much of it."""


def ranges(what: Any, said: Any, flags: int) -> Ranges:
    """The characters that one item of a pattern stands for."""
    if what is op.LITERAL:
        return _folded(((said, said),), flags)
    if what is op.NOT_LITERAL:
        return _others(_folded(((said, said),), flags))
    if what is op.ANY:
        return ((0, LAST),) if flags & op.SRE_FLAG_DOTALL else _others(((10, 10),))
    if what is not op.IN:
        raise UnreadableError
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
    """The same in both cases, of letters that ASCII has. Raises UnreadableError for others.

    Two letters that it does not have are others of `s` and `k`: the long s, and the sign of the kelvin.
    """
    if not flags & op.SRE_FLAG_IGNORECASE:
        return ranges
    if any(last > 127 for _, last in ranges):
        raise UnreadableError
    both = {
        ord(each)
        for first, last in ranges
        for at in range(first, last + 1)
        for each in (chr(at).lower(), chr(at).upper(), *_OTHER_CASES.get(chr(at).lower(), ""))
    }
    return _joined((each, each) for each in both)


_OTHER_CASES: Final = {"s": "\u017f", "k": "\u212a"}


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
    ends = [-1, *(end for pair in ranges for end in pair), LAST + 1]
    pairs = zip(ends[::2], ends[1::2], strict=True)
    return tuple((last + 1, first - 1) for last, first in pairs if last + 1 <= first - 1)


def has(ranges: Ranges, char: int) -> bool:
    return any(first <= char <= last for first, last in ranges)


def cuts(found: Iterable[Ranges]) -> Iterator[int]:
    """Where the characters change sides: all between two cuts are alike."""
    for ranges in found:
        for first, last in ranges:
            yield from (first, last + 1)
