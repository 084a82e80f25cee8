"""The packages do not contain the enums and defaults of fields, which are added to the nodes here.

The enums of 1.24 and later are in field-enums.tsv. The packages have those of 1.23, and enums of earlier releases are
not known. The oracles give the defaults of their own releases (tests/oracle/mods). A release between two of them has
the defaults on which both agree; a release before the first or after the last one has the defaults of that oracle.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

Node = dict[str, Any]
Name = tuple[str, str]

DATA = Path(__file__).parent / "data"
PUBLISHED_ENUMS = 23
BELOW = ("items", "additionalProperties")


def with_enums(name: Name, history: dict[int, Node]) -> dict[int, Node]:
    """The node of a field over the releases, with the known enums."""
    out = {release: node if release == PUBLISHED_ENUMS else _without_enum(node) for release, node in history.items()}
    for (where, release), values in _enums().get(name, {}).items():
        if release in out and where:
            out[release] = {**out[release], where: {**out[release][where], "enum": values}}
        elif release in out:
            out[release] = {**out[release], "enum": values}
    return out


def with_defaults(name: Name, history: dict[int, Node]) -> dict[int, Node]:
    """The node of a field over the releases, with its defaults."""
    told = _defaults().get(name, {})
    found = {release: _default(told, release) for release in history}
    return {
        release: node if found[release] is NOTHING else {**node, "default": found[release]}
        for release, node in history.items()
    }


NOTHING = object()


def _default(told: dict[int, Any], release: int) -> Any:
    before = max((each for each in told if each <= release), default=None)
    after = min((each for each in told if each >= release), default=None)
    around = [told[each] for each in (before, after) if each is not None]
    return _common(around[0], around[-1]) if around else NOTHING


def _common(one: Any, other: Any) -> Any:
    """What two defaults have in common: for structs, the same fields, some of which came with a later release."""
    if isinstance(one, dict) and isinstance(other, dict):
        both = {key: _common(one[key], other[key]) for key in one if key in other}
        return {key: value for key, value in both.items() if value is not NOTHING}
    return one if one == other and type(one) is type(other) else NOTHING


def _without_enum(node: Node) -> Node:
    kept = {key: value for key, value in node.items() if key != "enum"}
    return {**kept, **{key: _without_enum(kept[key]) for key in BELOW if key in kept}}


@cache
def _enums() -> dict[Name, dict[tuple[str, int], list[str]]]:
    found: dict[Name, dict[tuple[str, int], list[str]]] = defaultdict(dict)
    for definition, field, where, values, releases in _rows("field-enums.tsv"):
        for each in releases.split():
            first, _, last = each.partition("-")
            for release in range(int(first), int(last or first) + 1):
                found[definition, field][where, release] = json.loads(values)
    return found


@cache
def _defaults() -> dict[Name, dict[int, Any]]:
    found: dict[Name, dict[int, Any]] = defaultdict(dict)
    for definition, field, release, value in _rows("field-defaults.tsv"):
        found[definition, field][int(release)] = json.loads(value) if value else NOTHING
    return found


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines()[1:]]
