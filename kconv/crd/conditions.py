"""`When` rules for each value of a field move another one in every case: then the newer version need not have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kconv.crd.values_known import values
from kconv.paths import MISSING, FieldPath, parse, same
from kconv.rules import PRESENT, Converts, Part
from kconv.rules import schema as form
from kconv.rules.conditional import ConditionalChanges
from kconv.structural.vocabulary import Schema


def always_moved(node: Schema, converting: Sequence[Part[Converts]]) -> Iterator[FieldPath]:
    """The fields that are moved whatever the field has that their conditions are about; ``node`` has both."""
    asked: dict[tuple[FieldPath, FieldPath], list[Any]] = {}
    for part in converting:
        if isinstance(part.rule, ConditionalChanges):
            asked_of = part.rule.condition
            for path in dict.fromkeys(parse(spoke) for spoke, _ in part.rule.moves):
                asked.setdefault((part.path + path, part.path + asked_of.path), []).extend(asked_of.values)
    for (moved, condition), said in asked.items():
        if _all_cases(node, condition, said):
            yield moved


def _all_cases(node: Schema, path: FieldPath, said: Sequence[Any]) -> bool:
    found = form.at(node, path, form.no_references)
    if found is None:
        return False
    cases: Iterable[Any] = values(found) or ((True, False) if found.get("type") == "boolean" else (PRESENT,))
    if not form.demands(node, path, form.no_references) and found.get("default") is None:
        cases = (*cases, MISSING)
    if found.get("nullable"):
        cases = (*cases, None)
    return all(any(same(case, each) or (each is PRESENT and case is not MISSING) for each in said) for case in cases)
