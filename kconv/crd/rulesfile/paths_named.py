"""A rule that names a field which no version has does nothing: a misspelt path is found before any object is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple

from kconv.crd.faults import Fault
from kconv.crd.fields import is_open
from kconv.crd.history import History
from kconv.crd.jsonpaths import in_object
from kconv.crd.rulesfile.rules import Written
from kconv.crd.schemas import schemas_of
from kconv.engine.moves import carried, moves_to_hub
from kconv.paths import FieldPath, parse, show
from kconv.rules import Converts, Gone, Inverse, Part, of_sort, parts
from kconv.rules import schema as form
from kconv.rules.base import reshaped
from kconv.structural.vocabulary import Schema, nodes


def misnamed(history: History, rules: Mapping[str, Sequence[Written]]) -> Iterator[Fault]:
    """The rules that name fields which neither version has, by the versions' schemas, or which no rule can change."""
    schemas = schemas_of(history)
    for older, newer in pairwise(history.versions):
        pair = _Pair((older.api_version, newer.api_version), schemas[older.api_version], schemas[newer.api_version])
        yield from pair.faults(rules[newer.api_version])


class _Pair(NamedTuple):
    """Two neighbouring versions and their schemas."""

    names: tuple[str, str]
    older: Schema
    newer: Schema

    def faults(self, rules: Sequence[Written]) -> Iterator[Fault]:
        """What is wrong with rules, each held to the older schema as those before it leave it.

        What an inverse names is of the other direction: the fields that it leaves without a rule are reported instead.
        """
        before = self.older
        for at, written in enumerate(rules):
            later = [part for each in rules[at + 1 :] for part in _converting(each)]
            own = _converting(written)
            for index, part in enumerate(own):
                for path, side in () if isinstance(written.rule, Inverse) else _named(part):
                    there = carried(path, moves_to_hub([*own[index + 1 :], *later]))
                    if said := _fixed(path, side) or self._unknown(path, side, before, there):
                        yield written.spot.fault(*said)
                before = reshaped(before, [part], form.no_references)

    def _unknown(
        self, path: FieldPath, side: int | None, before: Schema, there: Sequence[FieldPath]
    ) -> tuple[str, str] | None:
        """What is said of a field that is not where the rule has it; None if it is there."""
        if path[0] == "metadata":
            return None
        found = side != NEWER and has(before, path)
        if found or (side != OLDER and any(has(self.newer, each) for each in there)):
            return None
        where = " or of ".join(self.names) if side is None else self.names[side]
        if side != NEWER and has(self.older, path):
            return f"{show(path)} is no field of {where} any more", "a rule before this one moves it, or takes it away"
        near = self._near(path, side)
        return f"{show(path)} is not a field of {where}", f"is it {near}?" if near else ""

    def _near(self, path: FieldPath, side: int | None) -> str:
        """The field that may be meant."""
        searched = (self.older, self.newer) if side is None else ((self.older, self.newer)[side],)
        known = [show(in_object(each)) for schema in searched for each, _ in nodes(schema) if each]
        near = get_close_matches(show(path), known, n=1)
        return next(iter([*near, *(each for each in known if parse(each)[-1:] == path[-1:])]), "")


OLDER, NEWER = 0, 1


def _converting(written: Written) -> Sequence[Part[Converts]]:
    return of_sort(parts([written.rule]), Converts)


def _named(part: Part[Converts]) -> Iterator[tuple[FieldPath, int | None]]:
    """The fields that a rule names: of the older version, of the newer, and of either."""
    rule = part.rule
    old = {parse(spoke) for spoke, _ in rule.moves} | ({rule.path} if isinstance(rule, Gone) else set())
    new = {parse(hub) for _, hub in rule.moves} | {*rule.lacks}
    either = {path for path, _ in rule.changes if path} - old - new
    for paths, side in ((old, OLDER), (new, NEWER), (either, None)):
        yield from ((path, side) for path in part.below(sorted(paths, key=show)))


def _fixed(path: FieldPath, side: int | None) -> tuple[str, str] | None:
    """What is said of a field that a conversion must not change."""
    if path[0] in ("apiVersion", "kind"):
        return f"{path[0]} is not a field to change", "a version whose kind has another name says so itself: kind"
    if path[0] == "metadata" and side is not None and path[1:2] not in (("labels",), ("annotations",)):
        why = f"{show(path)} stays what it is in every version"
        return why, "of the metadata, an API server lets a conversion change labels and annotations only"
    return None


def has(schema: Schema, path: FieldPath) -> bool:
    """Whether an object may have a field; what a schema leaves open has any."""
    node: Schema | None = schema
    for step in path:
        if node is None or node == form.ANYTHING or is_open(node):
            break
        node = form.at(node, (step,), form.no_references)
    return node is not None
