"""A base outlives the replica that wrote it: one of another release, with another hub and other versions, reads it.

So it says of which version it is, and what every version showed when it was written: a replica that does not know the
version can still see that nothing has changed. Any client may edit it: it is checked on reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

Json = Any
_FORMS: Final = "kconv.dev/forms"
_SEEN: Final = "kconv.dev/seen"


class Base(NamedTuple):
    """``forms`` has the object as it was handled, by apiVersion: in the hub's form, and in that of the version that was
    watched if the hub's does not lead back to it. ``seen`` has a digest of what each version showed."""

    forms: Mapping[str, Json]
    seen: Mapping[str, str]

    def encoded(self) -> Json:
        """What a storage of kopf's keeps in place of an essence."""
        return {_FORMS: self.forms, _SEEN: self.seen}


def decoded(value: Json) -> Base | None:
    """A base that was read; None for an essence that kopf itself wrote. What is damaged has no forms."""
    if isinstance(value, dict) and _FORMS in value:
        return Base(_forms(value[_FORMS]), _map(value.get(_SEEN)))
    return None if _is_form(value) else Base({}, {})


def _forms(value: Json) -> dict[str, Json]:
    return {version: form for version, form in _map(value).items() if _is_form(form)}


def _map(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _is_form(form: Json) -> bool:
    """Whether this can be an object. What else is in it is for the rules, which convert whatever they are given."""
    if not isinstance(form, dict) or not isinstance(form.get("metadata", {}), dict):
        return False
    return all(isinstance(form.get("metadata", {}).get(key, {}), dict) for key in ("labels", "annotations"))
