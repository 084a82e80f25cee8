"""What only some releases tell of a field, spread over those between: enums and defaults.

Kubernetes' generated code tells enums of 1.28, 1.33 and 1.37 and the packages those of 1.23; the oracles tell defaults
of 1.17, 1.28, 1.33 and 1.37. An enum holds between two releases that tell the same, since values are added with time:
a release between two that differ has none. A default was never changed within a version: a release goes by the next
that tells the field's, else by the one before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

Node = dict[str, Any]
Name = tuple[str, str]

DATA = Path(__file__).parent / "data"
PUBLISHED_ENUMS = 23
BELOW = ("items", "additionalProperties")


def with_enums(name: Name, history: dict[int, Node]) -> dict[int, Node]:
    """One field's node over the releases with the enums that are known."""
    out = {release: _without_enum(node) for release, node in history.items()}
    for where in ("", *BELOW):
        told = dict(_enums().get((*name, where), {}))
        if found := _enum(history.get(PUBLISHED_ENUMS, {}), where):
            told[PUBLISHED_ENUMS] = found
        for release, values in _between(told):
            if release in out and where:
                out[release] = {**out[release], where: {**out[release][where], "enum": values}}
            elif release in out:
                out[release] = {**out[release], "enum": values}
    return out


def with_defaults(name: Name, history: dict[int, Node]) -> dict[int, Node]:
    """One field's node over the releases with its defaults."""
    told = _defaults().get(name, {})
    out = {}
    for release, node in history.items():
        anchor = min((each for each in told if each >= release), default=max(told, default=None))
        known = anchor is not None and told[anchor] is not NOTHING
        out[release] = {**node, "default": told[anchor]} if anchor is not None and known else node
    return out


NOTHING = object()


def _between(told: dict[int, list[str]]) -> Iterator[tuple[int, list[str]]]:
    anchors = sorted({PUBLISHED_ENUMS, *_enum_releases()})
    for first, last in pairwise(anchors):
        if first in told and told[first] == told.get(last):
            yield from ((release, told[first]) for release in range(first, last))
    yield from told.items()


def _without_enum(node: Node) -> Node:
    kept = {key: value for key, value in node.items() if key != "enum"}
    return {**kept, **{key: _without_enum(kept[key]) for key in BELOW if key in kept}}


def _enum(node: Node, where: str) -> list[str] | None:
    found: list[str] | None = (node.get(where, {}) if where else node).get("enum")
    return found


@cache
def _enums() -> dict[tuple[str, str, str], dict[int, list[str]]]:
    found: dict[tuple[str, str, str], dict[int, list[str]]] = defaultdict(dict)
    for definition, field, where, release, values in _rows("field-enums.tsv"):
        found[definition, field, where][int(release)] = json.loads(values)
    return found


@cache
def _enum_releases() -> frozenset[int]:
    return frozenset(int(row[3]) for row in _rows("field-enums.tsv"))


@cache
def _defaults() -> dict[Name, dict[int, Any]]:
    found: dict[Name, dict[int, Any]] = defaultdict(dict)
    for definition, field, release, value in _rows("field-defaults.tsv"):
        found[definition, field][int(release)] = json.loads(value) if value else NOTHING
    return found


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines()[1:]]
