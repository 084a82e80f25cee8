"""Which texts a schema accepts is said by patterns and lengths: whether all of them fit those of another one can be
decided, and if not, a text shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kconv.structural.vocabulary import Schema, branches
from kconv.validation.automaton import automaton
from kconv.validation.languages import Language, Lengths, UndecidedError, some, witness

_TRIED = 8
"""Texts of a pattern that are enough to show what it accepts."""


def all_match(one: Schema, other: Schema) -> bool:
    """Whether it is known that every text that a node accepts has the pattern and the length of another one."""
    if one.get("pattern") == other.get("pattern") and not _has_length(other):
        return True
    outside = languages(other)
    try:
        return outside is not None and all(witness(known(one), each) is None for each in outside)
    except UndecidedError:
        return False


def languages(node: Schema) -> list[Language] | None:
    """The texts of a node's own pattern and of its lengths; None if its pattern cannot be read."""
    found: list[Language] = [Lengths(node.get("minLength") or 0, node.get("maxLength"))] if _has_length(node) else []
    for pattern in _patterns(node):
        machine = automaton(pattern)
        if machine is None:
            return None
        found.append(machine)
    return found


def known(node: Schema) -> list[Language]:
    """The same of what can be read: a node may accept fewer texts than these say."""
    of_each = [languages({"pattern": pattern}) or [] for pattern in _patterns(node)]
    return [Lengths(node.get("minLength") or 0, node.get("maxLength")), *(each for one in of_each for each in one)]


def texts(node: Schema) -> list[str]:
    """Some texts that have a node's patterns and lengths, the shortest of their sort."""
    return some(known(node), _TRIED)


def _has_length(node: Schema) -> bool:
    return node.get("minLength") is not None or node.get("maxLength") is not None


def _patterns(node: Schema) -> Iterator[str]:
    for each in (node, *branches(node, "allOf")):
        if each.get("pattern"):
            yield each["pattern"]
