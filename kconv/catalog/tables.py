"""The sole reader of schemas/, which lies beside the package in a checkout and inside it in a wheel.

Every command needs the catalog before it can tell an old apiVersion from a new one, so the tables are tab-separated
lines that a split reads: about a millisecond for all of them.
"""

from __future__ import annotations

from functools import cache

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
