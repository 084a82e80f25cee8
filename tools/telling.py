"""What the packages do not tell of a field, added to its node: enums and defaults.

Enums of 1.24 and later stand in field-enums.tsv; 1.23 is the one release whose enums the packages have, and before it
nobody tells them. The oracles tell defaults of 1.17, 1.28, 1.33 and 1.37. A default was never changed within a version:
a release goes by the next that tells the field's, else by the one before.
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
    """One field's node over the releases with the enums that are known."""
    out = {release: node if release == PUBLISHED_ENUMS else _without_enum(node) for release, node in history.items()}
    for (where, release), values in _enums().get(name, {}).items():
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
