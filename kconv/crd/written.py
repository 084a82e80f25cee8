"""A rule with a table writes values that stand in it: what it writes must be a value that the version accepts.

A field that is left out is one, too: a version that requires the field does not accept that. Values of an enum are held
to it by ``kconv.testing``, which knows what they may be meant to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from kconv.crd.said import Said
from kconv.crd.values_known import among
from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.paths import MISSING, FieldPath, meet
from kconv.rules import SAME, Cases, Converts, Implied, KnowsOnly, Move, Part, Values
from kconv.rules import schema as form
from kconv.structural.vocabulary import Schema
from kconv.validation.checker import Checker


def written(names: tuple[str, str], old: Schema, after: Schema, converting: Sequence[Part[Converts]]) -> Iterator[Said]:
    """The values in tables that the older schema does not accept, or the newer one ``after``."""
    older, newer = names
    for at, part in enumerate(converting):
        others = [*converting[:at], *converting[at + 1 :]]
        back, forth = turned(moves_to_hub(converting[:at])), moves_to_hub(converting[at + 1 :])
        for version, schema, pairs, to_hub in ((older, old, back, False), (newer, after, forth, True)):
            for path, values in _columns(part.rule, to_hub=to_hub):
                if not _touched(part.path + path, others):
                    place = carried(part.path + path, pairs)[0]
                    told = not isinstance(part.rule, KnowsOnly)
                    yield from _refused(version, schema, place, values, told=told)


def _columns(rule: Converts, *, to_hub: bool) -> Iterator[tuple[FieldPath, list[Any]]]:
    if isinstance(rule, Values):
        yield rule.path, [*_first(rule.pairs, to_hub=to_hub)]
    elif isinstance(rule, Cases):
        rows = [*_first(rule.table, to_hub=to_hub)]
        for index, path in enumerate(rule.hub if to_hub else rule.spoke):
            yield path, [row[index] for row in rows]
    elif isinstance(rule, KnowsOnly) and not to_hub and rule.instead is not MISSING:
        yield rule.path, [rule.instead]
    elif isinstance(rule, Implied) and to_hub:
        yield rule.hub, [follows for _, _, follows in rule.rows if follows is not SAME]


def _first(rows: Sequence[tuple[Any, Any]], *, to_hub: bool) -> Iterator[Any]:
    """What rows write; only the first one of those that read the same counts."""
    seen: list[str] = []
    for row in rows:
        reads, writes = row[not to_hub], row[to_hub]
        if repr(reads) not in seen:
            seen.append(repr(reads))
            yield writes


def _touched(path: FieldPath, others: Sequence[Part[Converts]]) -> bool:
    """Whether another rule may change the value at a path before it is written, or after."""
    changing = [part for part in others if not isinstance(part.rule, Move)]
    return any(meet(path, place) for part in changing for place in part.below(path for path, _ in part.rule.changes))


def _refused(version: str, schema: Schema, path: FieldPath, values: Sequence[Any], *, told: bool) -> Iterator[Said]:
    """What a schema does not accept at a path; with ``told``, values that an enum does not have are told elsewhere."""
    node = form.at(schema, path, form.no_references)
    if node is None or node == form.ANYTHING:
        return
    needed = form.demands(schema, path, form.no_references) and node.get("default") is None
    check = Checker(lambda _: {}, custom=True).node(node)
    for value in values:
        if value is MISSING and needed:
            yield Said(path, f"{version} requires it, and a rule leaves it out", _ADVICE)
        elif value is not MISSING and (among(value, node) or not told) and (found := check(value)):
            yield Said(path, f"{version} does not accept what a rule writes: it {found[0].message}", _ADVICE)


_ADVICE: Final = "fix the table of the rule"
