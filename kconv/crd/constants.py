"""A value that stands in a rule is written into objects as it is, and no API server validates what a webhook answers.

A client in Go decodes a list into its types, so one object with a text where a number belongs fails the list for all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from kconv.crd.required import placed
from kconv.crd.said import Said
from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.paths import MISSING, FieldPath, meet
from kconv.rules import Converts, Move, Part
from kconv.rules import schema as form
from kconv.structural.vocabulary import Schema
from kconv.validation.checker import Checker


def unacceptable(
    names: tuple[str, str], old: Schema, after: Schema, converting: Sequence[Part[Converts]]
) -> Iterator[Said]:
    """The values in rules that the schema of the version which they are written in refuses.

    ``names`` are the two versions, the older one first. What another rule goes on with is that rule's to judge.
    """
    checker = Checker(form.no_references, custom=True)
    for at, part in enumerate(converting):
        to_newer, to_older = moves_to_hub(converting[at + 1 :]), turned(moves_to_hub(converting[:at]))
        for path, value, newer in part.rule.writes():
            (place,) = part.below([path])
            if value is None or _goes_on(carried(place, to_newer)[0], at, converting):
                continue
            moves, schema = (to_newer, after) if newer else (to_older, old)
            for own in carried(place, moves):
                if _apart(place, own, moves):
                    continue
                if value is MISSING:
                    if _must_be_there(schema, own):
                        yield Said(own, f"a rule leaves it out, which {names[newer]} requires", _ADVICE)
                    continue
                node = form.at(schema, own, form.no_references)
                for finding in (checker.node(node)(value) if node else None) or ():
                    written = json.dumps(value, ensure_ascii=False)
                    yield Said(own, f"a rule writes {written}, which {names[newer]} refuses: {finding}", _ADVICE)


_ADVICE: Final = "write a value that its schema accepts"


def _must_be_there(schema: Schema, place: FieldPath) -> bool:
    """Whether an object without a field is refused: the field has no default, and each object around it must be there,
    or is an item."""
    node = form.at(schema, place, form.no_references)
    if node is None or node.get("default") is not None:
        return False
    inner = max((end for end, step in enumerate(place, 1) if not isinstance(step, str)), default=0)
    return all(form.demands(schema, place[:end], form.no_references) for end in range(inner + 1, len(place) + 1))


def _apart(place: FieldPath, own: FieldPath, moves: Sequence[tuple[FieldPath, FieldPath]]) -> bool:
    """Whether a part of a value leaves it on the way from one place to the other, or joins it."""
    return any(
        len(path) > len(whole) and meet(path, whole)
        for ends in moves
        for path, whole in zip(ends, (place, own), strict=True)
    )


def _goes_on(place: FieldPath, at: int, converting: Sequence[Part[Converts]]) -> bool:
    """Whether another rule changes a value, too; ``place`` is where the newer version has it."""
    return any(
        meet(place, path)
        for other, part in enumerate(converting)
        if other != at and not isinstance(part.rule, Move)
        for path in placed(converting, other)
    )
