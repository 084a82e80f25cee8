"""The releases kconv can migrate to.

1.16 is the first that took widely used versions away; the newest is the last whose API the sources of the catalog know.
"""

from __future__ import annotations

from functools import cache

from kconv.catalog.tables import rows
from kconv.errors import UsageError
from kconv.names import Release


@cache
def releases() -> tuple[Release, ...]:
    """Every release that may be a target, oldest first."""
    return tuple(sorted(Release(int(minor)) for (minor,) in rows("releases")))


def latest() -> Release:
    """The newest release that the catalog knows."""
    return releases()[-1]


def parse_release(text: str) -> Release:
    """Read "1.32", "v1.32.3" or "latest". Raises UsageError, with the range, for anything else."""
    if text.strip() == "latest":
        return latest()
    release = Release.parse(text)
    if release not in releases():
        known = f"{releases()[0]} to {latest()}"
        raise UsageError(f"release {release} is not one that kconv knows", hint=f"it knows {known}, and latest")
    return release
