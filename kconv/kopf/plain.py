"""kopf's own storages keep an essence without its version. Which one it was has to be seen from the fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kconv.kopf.essence import as_object
from kconv.kopf.views import Views

Json = Any


def version_of(essence: Json, views: Views, body: Mapping[str, Json], watched: str) -> str:
    """The version that has all fields of an essence, the watched one before others; the watched one if none has."""
    order = [watched, *views.versions]
    fitting = (each for each in order if views.names_all(as_object(essence, body, each, views.kinds[each])))
    return next(fitting, watched)
