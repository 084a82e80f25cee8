"""A schema accepts a text by a pattern, and anybody may have written both: no pair of them may stop kconv.

Python's `re` is the fastest for nearly all. What could take it long is left to the automaton, which never does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from math import inf, log2
from typing import Any, Final, NamedTuple

from kconv.validation.pattern import compiled, expression

_BITS: Final = 20
"""The logarithm of the steps that `re` may take for one text: a million of them take some milliseconds."""


_OTHERWISE: Final = re.compile(r"\\B|\(\?[a-z]*i")
"""What Python reads otherwise than Go: `\\B` in an empty text, and which letters are the same in another case."""


@lru_cache(maxsize=1024)
def finder(pattern: str) -> Callable[[str], bool] | None:
    """Whether a pattern is found in a text; None where Python cannot be trusted to read it as Go does."""
    plain = compiled(pattern)
    if plain is None:
        return None
    if _OTHERWISE.search(pattern):
        return _by_automaton(pattern)
    cost = _cost(expression(pattern) or "")

    def found(text: str) -> bool:
        if cost.bits(len(text)) <= _BITS:
            return plain.search(text) is not None
        slow = _by_automaton(pattern)
        return slow is None or slow(text)

    return found


@lru_cache(maxsize=256)
def _by_automaton(pattern: str) -> Callable[[str], bool] | None:
    """The same by an automaton. What would take it long counts as found: the server is left to judge it."""
    from kconv.validation.automaton import TooLongError, automaton  # few texts need it

    machine = automaton(pattern)
    if machine is None:
        return None

    def found(text: str) -> bool:
        try:
            return machine.found_in(text)
        except TooLongError:
            return True

    return found


class _Cost(NamedTuple):
    """How many steps `re` may take at most: a power of the text's length, times two to the power of ``ways``."""

    power: float = 0
    ways: float = 0

    def bits(self, length: int) -> float:
        """The logarithm of the steps."""
        return self.power * log2(length or 1) + self.ways


def _cost(pattern: str) -> _Cost:
    from re import _constants as op  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]

    found = parser.parse(pattern)
    anchored = bool(found) and found[0] in ((op.AT, op.AT_BEGINNING), (op.AT, op.AT_BEGINNING_STRING))
    power, ways = _of_items(found, op)
    return _Cost(power + (not anchored), ways)


def _of_items(items: Iterable[Any], op: Any) -> _Cost:
    powers, ways = zip((0, 0), *(_of_item(what, said, op) for what, said in items), strict=True)
    return _Cost(sum(powers), sum(ways))


def _of_item(what: Any, said: Any, op: Any) -> _Cost:
    if what is op.BRANCH:
        powers, ways = zip(*(_of_items(each, op) for each in said[1]), strict=True)
        return _Cost(max(powers), max(ways) + log2(len(said[1])))
    if what is op.SUBPATTERN:
        return _of_items(said[3], op)
    if what not in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _Cost()
    least, most, items = said
    inner = _of_items(items, op)
    if most is op.MAXREPEAT:
        return _Cost(1) if inner == (0, 0) else _Cost(ways=inf)
    return _Cost(inner.power * most, inner.ways * most + log2(most - least + 1))
