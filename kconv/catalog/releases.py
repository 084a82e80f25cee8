"""The releases kconv can migrate to.

1.16 is the first that took widely used versions away; 1.37 is the newest whose API the sources of the catalog know.
"""

from __future__ import annotations

from kconv.errors import UsageError
from kconv.names import Release

_FIRST, _LATEST = 16, 37
_NEWEST = Release(_LATEST)


def releases() -> tuple[Release, ...]:
    """Every release that may be a target, oldest first."""
    return tuple(Release(minor) for minor in range(_FIRST, _LATEST + 1))


def latest() -> Release:
    """The newest release that the catalog knows."""
    return _NEWEST


def parse_release(text: str) -> Release:
    """Read "1.32", "v1.32.3" or "latest". Raises UsageError, with the range, for anything else."""
    if text.strip() == "latest":
        return latest()
    release = Release.parse(text)
    if not _FIRST <= release.minor <= _LATEST:
        known = f"{Release(_FIRST)} to {latest()}"
        raise UsageError(f"release {release} is not one that kconv knows", hint=f"it knows {known}, and latest")
    return release
