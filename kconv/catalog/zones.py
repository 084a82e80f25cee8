"""The time zones that an API server knows: it carries Go's copy of the IANA database, whatever its machine has."""

from __future__ import annotations

from functools import cache

from kconv.catalog.tables import rows


@cache
def zones() -> frozenset[str]:
    """Their names, such as ``Europe/Berlin``."""
    return frozenset(
        f"{folder}/{name}" if folder else name for folder, names in rows("zones") for name in names.split()
    )
