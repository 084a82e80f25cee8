"""A text that is split at separators is read wrongly if a part holds one, or is empty: whether a schema accepts such
texts can be decided where it has a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kconv.crd.matched import known
from kconv.rules import Split
from kconv.structural.vocabulary import Schema
from kconv.validation.automaton import Automaton
from kconv.validation.languages import Language, UndecidedError, some, witness


def misread_texts(split: Split, node: Schema, *, of_part: bool) -> Iterator[str]:
    """Texts of a node that may be read wrongly: parts that hold a separator, or texts of the form, and of another."""
    if node.get("type") != "string":
        return
    inside: list[Language] = known(node)
    if not of_part:
        yield from split.texts
        yield from _others(inside, split)
        return
    for separator in sorted(split.separators, key=len):
        yield f"a{separator}a"
        yield from some([*inside, Automaton(re.escape(separator))], 2)


def _others(inside: list[Language], split: Split) -> Iterator[str]:
    try:
        other = witness(inside, Automaton(split.expression))
    except UndecidedError:
        return
    if other is not None:
        yield other
