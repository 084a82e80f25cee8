"""A reader or the rules of one kind may have a defect: it is reported as an error of the object that showed it, so that
it does not hide what is wrong with the others.
"""

from __future__ import annotations

from kconv.errors import ManifestError


def defect(error: Exception) -> ManifestError:
    """What to report of an exception that no reader and no rule raises on purpose."""
    return ManifestError(
        f"{type(error).__name__}: {error}", hint="this is a defect of kconv: please report it with the object"
    )
