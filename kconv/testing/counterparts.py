"""A text that is split may have any value between its separators, and a table has only its rows: a value that has no
counterpart in the other version never arrives there, and the annotation hides that from every trip there and back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kconv.engine.moves import carried, moves_to_hub
from kconv.paths import FieldPath, meet, same, show
from kconv.rules import Cases, Move, Split
from kconv.rules.base import Converts, Part
from kconv.rules.schema import Node, at, opened
from kconv.testing.form import Form


def without_counterpart(converting: Sequence[Part[Converts]], index: int, spoke: Form, hub: Form) -> Iterator[str]:
    """The values that one of several rules has no counterpart for, though the schemas have them."""
    part, later = converting[index], converting[index + 1 :]
    rule = part.rule
    if isinstance(rule, Split):
        for field in rule.hub:
            if not _changed_again(part.path + field, later):
                place = carried(part.path + field, moves_to_hub(later))[0]
                texts = _node(spoke, part.path + rule.spoke)
                yield from _unfit(rule, field, texts, place, hub)
    elif isinstance(rule, Cases):
        yield from _rowless(rule, [(spoke, part.path + path) for path in rule.spoke], back=False)
        places = [carried(part.path + path, moves_to_hub(later))[0] for path in rule.hub]
        changed = any(_changed_again(part.path + path, later) for path in rule.hub)
        yield from _rowless(rule, [(hub, place) for place in places if not changed], back=True)


def _changed_again(path: FieldPath, later: Sequence[Part[Converts]]) -> bool:
    """Whether a later rule changes the value that a rule leaves at a path."""
    for part in later:
        if isinstance(part.rule, Move):
            path = carried(path, moves_to_hub([part]))[0]
        elif any(meet(part.path + changed, path) for changed, _ in part.rule.changes):
            return True
    return False


def _unfit(rule: Split, field: tuple[str, ...], text: Node, place: FieldPath, hub: Form) -> Iterator[str]:
    """Why a field of the hub does not take what a text has in its place."""
    node, version = _node(hub, place), hub.shape.api_version
    kind, known, texts = node.get("type"), node.get("enum"), text.get("enum") or ()
    if kind not in (None, "string"):
        yield (
            f"{show(place)} of {version} is of type {kind}, and what is split off a text is a string: put a Turn of "
            f"{show(place)} behind it"
        )
    elif known:
        others = [each for each in texts if (rule.fields_of(each) or {}).get(field, known[0]) not in known]
        if others or not (texts or text.get("pattern")):
            some = f"{others[0]!r} has" if others else "the text may have"
            yield (
                f"{show(place)} of {version} is one of {', '.join(map(str, known))}, and {some} another value there: "
                "put a Turn behind it that returns None for such a value, or give the text a pattern in its schema"
            )


def _rowless(rule: Cases, columns: Sequence[tuple[Form, FieldPath]], *, back: bool) -> Iterator[str]:
    """The values of an enum, or of a boolean, that are in no row of a table."""
    for number, (form, path) in enumerate(columns):
        column = [row[back][number] for row in rule.table]
        lacking = [each for each in _values(form, path) if not any(same(each, value) for value in column)]
        if lacking:
            some, version = ", ".join(map(repr, lacking)), form.shape.api_version
            yield (
                f"no row has {some} of {show(path)} in {version}: add a row, with MISSING in the other version's place "
                "if it has nothing for the value, behind the rows that are to be read first"
            )


def _values(form: Form, path: FieldPath) -> list[Any]:
    node = _node(form, path)
    return list(node.get("enum") or ([True, False] if node.get("type") == "boolean" else ()))


def _node(form: Form, path: FieldPath) -> Node:
    return opened(at(form.node, path, form.shape.resolve) or {}, form.shape.resolve)
