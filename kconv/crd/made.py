"""A rule that makes a value says itself what the value is: neither version's schema does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kconv.crd.values_known import values
from kconv.engine.moves import carried, moves_to_hub
from kconv.paths import EACH, FieldPath, parse
from kconv.rules import Converts, Function, Items, Keyed, Part, Split, Turn, Values, Wrap
from kconv.rules import schema as form
from kconv.rules.conditional import ConditionalChanges
from kconv.structural.vocabulary import Schema


def made(converting: Sequence[Part[Converts]], before: Schema) -> set[FieldPath]:
    """The fields whose values rules make, by their paths in the newer version.

    ``before`` is what they make of the older version's schema.
    """
    found: set[FieldPath] = set()
    for at, part in enumerate(converting):
        later = moves_to_hub(converting[at + 1 :])
        found |= {carried(path, later)[0] for path in _of_part(part, before)}
    return found


def _of_part(part: Part[Converts], before: Schema) -> Iterator[FieldPath]:
    rule = getattr(part.rule, "rule", part.rule)  # of one that only leads to the hub
    if isinstance(rule, ConditionalChanges):
        for governed in rule.governed:
            yield from _of_part(governed._replace(path=part.path + governed.path), before)
    elif isinstance(rule, Split):
        yield from part.below(rule.hub)
    elif isinstance(rule, Function):
        yield from part.below(parse(hub) for _, hub in rule.moves)
    elif isinstance(rule, Keyed):
        yield from part.below([rule.hub, (*rule.hub, EACH, rule.key)])
    elif isinstance(rule, Turn) and not isinstance(rule, (Items, Wrap)):
        yield from part.below([rule.hub])
    elif isinstance(rule, Values):
        yield from (each for each in part.below([rule.path]) if not _listed(before, each))


def _listed(schema: Schema, path: FieldPath) -> bool:
    return bool(values(form.at(schema, path, form.no_references) or form.ANYTHING))
