"""The sole reader of schemas/, which lies beside the package in a checkout and inside it in a wheel.

Every command needs the catalog before it can distinguish an old apiVersion from a new one, so the tables are
tab-separated lines that a split reads: about a millisecond for all of them. The structure of kinds is JSON, a file a
group's version.
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


def structure(place: str) -> dict[str, Any] | None:
    """The content of schemas/structure/PLACE.json, such as ``apps.v1``; None if there is no such file.

    A group comes from a manifest, so it is looked up among the names of files and never becomes a path.
    """
    path = _structures().get(place)
    return _loaded(path) if path else None


def structures() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every file of schemas/structure/ by name, with its content."""
    for place, path in _structures().items():
        yield place, _loaded(path)


@cache
def _structures() -> dict[str, str]:
    """Name → path of each file in schemas/structure/, sorted. Raises KconvError if there is none."""
    import os

    for folder in _PLACES:
        with suppress(FileNotFoundError):
            names = sorted(os.listdir(f"{folder}/structure"))  # noqa: PTH208 - as above
            return {name.removesuffix(".json"): f"{folder}/structure/{name}" for name in names}
    raise KconvError("the catalog's structure/ is missing", hint="install kconv again")


@cache
def _loaded(path: str) -> dict[str, Any]:
    import json

    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - as above
        content: dict[str, Any] = json.load(file)
        return content
