"""What a release serves, read from the catalog's table and not through kconv's code, so that the proof stands beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).parents[2] / "schemas" / "kinds.tsv"


@cache
def rows() -> tuple[dict[str, str], ...]:
    """The table's rows by column, with ``api_version`` as a manifest writes it."""
    header, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    found = [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]
    return tuple(row | {"api_version": f"{row['group']}/{row['version']}".lstrip("/")} for row in found)


@cache
def _releases() -> dict[tuple[str, str], tuple[int, int | None]]:
    """The first release that has a kind in a version, and the first that no longer has it; by (apiVersion, kind)."""
    return {
        (row["api_version"], row["kind"]): (_minor(row["introduced"]) or 0, _minor(row["removed"])) for row in rows()
    }


def _minor(release: str) -> int | None:
    return int(release.split(".")[-1]) if release else None


def is_builtin(api_version: str, kind: str) -> bool:
    """Whether any release ever had this kind in this version."""
    return (api_version, kind) in _releases()


def is_served(api_version: str, kind: str, release: str) -> bool:
    """Whether a release such as 1.32 has this kind in this version."""
    introduced, removed = _releases().get((api_version, kind), (0, 0))
    minor = _minor(release) or 0
    return introduced <= minor and (removed is None or minor < removed)
