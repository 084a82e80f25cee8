"""The sole reader of schemas/, which lies beside the package in a checkout and inside it in a wheel.

Every command needs the catalog before it can tell an old apiVersion from a new one, so the tables are tab-separated
lines that a split reads: about a millisecond for all of them. The structure of kinds is JSON, a file a group's version.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from kconv.errors import KconvError

_HERE = __file__.rpartition("/")[0] or "."
_PLACES = (f"{_HERE}/schemas", f"{_HERE}/../../schemas")


@cache
def rows(table: str) -> tuple[list[str], ...]:
    """The rows of schemas/TABLE.tsv without the header, each a list of cells. Raises KconvError if it is not there."""
    for place in _PLACES:
        try:
            with open(f"{place}/{table}.tsv", encoding="utf-8") as file:  # noqa: PTH123 - pathlib doubles the start-up
                text = file.read()
        except FileNotFoundError:
            continue
        return tuple(line.split("\t") for line in text.splitlines()[1:])
    raise KconvError(f"the catalog's table {table}.tsv is missing", hint="install kconv again")


@cache
def structure(place: str) -> dict[str, Any] | None:
    """What schemas/structure/PLACE.json tells, such as ``apps.v1``; None if there is no such file."""
    import json

    if "/" in place:  # a group comes from a manifest, and must not lead out of the folder
        return None
    for folder in _PLACES:
        try:
            with open(f"{folder}/structure/{place}.json", encoding="utf-8") as file:  # noqa: PTH123 - as above
                told: dict[str, Any] = json.load(file)
                return told
        except FileNotFoundError:
            continue
    return None


def structures() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every file of schemas/structure/ by name, with what it tells. Raises KconvError if there are none."""
    import os

    names: list[str] = []
    for folder in _PLACES:
        with suppress(FileNotFoundError):
            names += os.listdir(f"{folder}/structure")  # noqa: PTH208 - as above
    if not names:
        raise KconvError("the catalog's structure/ is missing", hint="install kconv again")
    for place in sorted(name.removesuffix(".json") for name in names):
        if told := structure(place):
            yield place, told
