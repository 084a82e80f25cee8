"""One field over a kind's versions, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kconv.paths import show
from kconv.report.table import table

if TYPE_CHECKING:
    from kconv.engine import Kind
    from kconv.history.field import Field

_HEADER = ("APIVERSION", "FIELD", "TYPE", "REQUIRED", "SINCE", "UNTIL", "DEFAULT")
_RELEASES = slice(4, 6)
"""The columns that say which releases have a field; a custom resource's has none."""


def text(kind: Kind, fields: Sequence[Field]) -> Iterator[str]:
    """A row for each version, then the values and the fields below that the first of them knows."""
    yield f"{kind.name}\n\n"
    rows: list[tuple[str, ...]] = [_HEADER, *map(_row, fields)]
    if all(one.since is None for one in fields):
        rows = [(*row[: _RELEASES.start], *row[_RELEASES.stop :]) for row in rows]
    yield from table(rows[0], rows[1:])
    newest = fields[0]
    if newest.values:
        yield f"\nvalues in {newest.version}: {', '.join(newest.values)}\n"
    if newest.below:
        yield f"\nfields in {newest.version}:\n"
        yield from (f"  {name}, {type_}\n" for name, type_ in newest.below)


def as_json(kind: Kind, fields: Sequence[Field]) -> dict[str, Any]:
    """The same; null where a version still has the field, for no default, and for the releases of a custom resource."""
    return {
        "kind": kind.name,
        "versions": [
            {
                "apiVersion": str(one.version),
                "path": show(one.path),
                "type": one.type,
                "required": one.required,
                "since": str(one.since) if one.since else None,
                "until": str(one.until) if one.until else None,
                "default": one.default,
                "enum": list(one.values),
                "fields": [{"name": name, "type": type_} for name, type_ in one.below],
            }
            for one in fields
        ],
    }


def _row(one: Field) -> tuple[str, ...]:
    import json

    from kconv.history.kind_schemas import known

    return (
        str(one.version),
        show(one.path),
        one.type,
        "yes" if one.required else "no",
        f"{one.since} or before" if one.since == known()[0] else str(one.since or ""),
        str(one.until or ""),
        "" if one.default is None else json.dumps(one.default),
    )
