"""Rules of some sorts read only values of a form, and write nothing for any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.paths import FieldPath, parse
from kconv.rules import ByType, Cases, Converts, Function, Part, Split, Turn


class Reading(NamedTuple):
    """A rule's name, the fields that it reads in one version, and those that it writes in the other.

    ``splits`` are all rules of the version that split a text, ``back`` that the way leads to the older version.
    """

    name: str
    sources: tuple[FieldPath, ...]
    targets: tuple[FieldPath, ...]
    splits: tuple[Split, ...]
    back: bool


def readings(converting: Sequence[Part[Converts]], *, back: bool) -> Iterator[Reading]:
    """What the rules of a version read, on the way to it or ``back``."""
    splits = tuple(part.rule for part in converting if isinstance(part.rule, Split))
    for at, part in enumerate(converting):
        before, after = turned(moves_to_hub(converting[:at])), moves_to_hub(converting[at + 1 :])
        for spoke, hub in _fields(part.rule):
            old = [place for path in part.below(spoke) for place in carried(path, before)]
            new = [place for path in part.below(hub) for place in carried(path, after)]
            sources, targets = (new, old) if back else (old, new)
            yield Reading(type(part.rule).__name__, (*dict.fromkeys(sources),), (*targets,), splits, back)


def _fields(rule: Converts) -> Iterator[tuple[list[FieldPath], list[FieldPath]]]:
    """What rules that read values read and write, of rules that may not read all of them."""
    if isinstance(rule, (Split, ByType)):
        hub = rule.hub if isinstance(rule, Split) else rule.hub.values()
        yield [rule.spoke], [*hub]
    elif isinstance(rule, Turn):
        yield [rule.spoke], [rule.hub]
    elif isinstance(rule, Cases):
        yield [*rule.spoke], [*rule.hub]
    elif isinstance(rule, Function) and rule.moves:
        yield [parse(spoke) for spoke, _ in rule.moves], [parse(hub) for _, hub in rule.moves]
