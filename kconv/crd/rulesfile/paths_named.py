"""A rule that names a field which no version has does nothing: a misspelt path is found before any object is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

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
    """The rules that name fields which neither version has, by the versions' schemas."""
    schemas = schemas_of(history)
    for older, newer in zip(history.versions, history.versions[1:], strict=False):
        names = older.api_version, newer.api_version
        yield from _of_pair(names, schemas[names[0]], schemas[names[1]], rules[names[1]])


def _of_pair(names: tuple[str, str], before: Schema, after: Schema, rules: Sequence[Written]) -> Iterator[Fault]:
    """The rules of one version, each held to the older schema as those before it leave it."""
    for at, written in enumerate(rules):
        if isinstance(written.rule, Inverse):
            continue  # its moves are those of the other direction
        own = of_sort(parts([written.rule]), Converts)
        later = [part for each in rules[at + 1 :] for part in of_sort(parts([each.rule]), Converts)]
        for index, part in enumerate(own):
            moves = moves_to_hub([*own[index + 1 :], *later])
            for path, side in _named(part):
                in_newer = any(has(after, each) for each in carried(path, moves))
                if not (has(before, path) if side == 0 else in_newer if side else has(before, path) or in_newer):
                    yield written.spot.fault(*_said(path, side, names, (before, after)))
            before = reshaped(before, [part], form.no_references)


def _named(part: Part[Converts]) -> Iterator[tuple[FieldPath, int | None]]:
    """The fields that a rule names: of the older version 0, of the newer 1, and of either None."""
    rule = part.rule
    old = {parse(spoke) for spoke, _ in rule.moves} | ({rule.path} if isinstance(rule, Gone) else set())
    new = {parse(hub) for _, hub in rule.moves} | {*rule.lacks}
    either = [path for path, _ in rule.changes if path and path not in old | new]
    for paths, side in ((old, 0), (new, 1), (either, None)):
        yield from ((path, side) for path in part.below(sorted(paths, key=show)) if path[0] not in _OF_EVERY_OBJECT)


_OF_EVERY_OBJECT = ("kind", "metadata")


def has(schema: Schema, path: FieldPath) -> bool:
    """Whether an object may have a field; what a schema leaves open has any."""
    node: Schema | None = schema
    for step in path:
        if node is None or node == form.ANYTHING or is_open(node):
            break
        node = form.at(node, (step,), form.no_references)
    return node is not None


def _said(path: FieldPath, side: int | None, names: tuple[str, str], schemas: tuple[Schema, Schema]) -> tuple[str, str]:
    where = " or of ".join(names) if side is None else names[side]
    searched = schemas if side is None else (schemas[side],)
    known = [show(in_object(each)) for schema in searched for each, _ in nodes(schema)]
    near = get_close_matches(show(path), known, n=1) or [each for each in known if parse(each)[-1:] == path[-1:]]
    if near[:1] == [show(path)]:
        return f"{show(path)} is no field of {where} any more", "a rule before this one moves it, or takes it away"
    return f"{show(path)} is not a field of {where}", f"is it {near[0]}?" if near else ""
