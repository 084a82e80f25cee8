"""A rule that makes a value says itself what the value is: neither version's schema does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kconv.engine.moves import carried, moves_to_hub
from kconv.paths import EACH, FieldPath, parse
from kconv.rules import Converts, Function, Items, Keyed, Part, Split, Turn, Wrap
from kconv.rules.conditional import ConditionalChanges


def made(converting: Sequence[Part[Converts]]) -> set[FieldPath]:
    """The fields whose values rules make, by their paths in the newer version."""
    found: set[FieldPath] = set()
    for at, part in enumerate(converting):
        later = moves_to_hub(converting[at + 1 :])
        found |= {carried(path, later)[0] for path in _of_part(part)}
    return found


def _of_part(part: Part[Converts]) -> Iterator[FieldPath]:
    rule = getattr(part.rule, "rule", part.rule)  # of one that only leads to the hub
    if isinstance(rule, ConditionalChanges):
        for governed in rule.governed:
            yield from _of_part(governed._replace(path=part.path + governed.path))
    elif isinstance(rule, Split):
        yield from part.below(rule.hub)
    elif isinstance(rule, Function):
        yield from part.below(parse(hub) for _, hub in rule.moves)
    elif isinstance(rule, Keyed):
        yield from part.below([rule.hub, (*rule.hub, EACH, rule.key)])
    elif isinstance(rule, Turn) and not isinstance(rule, (Items, Wrap)):
        yield from part.below([rule.hub])
