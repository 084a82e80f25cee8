"""An API server refuses the whole answer of a webhook if one label in it is not a valid one.

So what a rule makes a label or an annotation of, and is none, is set aside like any value that a rule cannot read
(`apimachinery/pkg/apis/meta/v1/validation.ValidateLabels`, `apimachinery/pkg/api/validation.ValidateAnnotations`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from kconv.engine.stash import LIMIT, annotations_size
from kconv.rules import Json

_NAME: Final = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]")
_PREFIX: Final = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


def valid(obj: Json, before: Json) -> Json:
    """The object without labels and annotations that no server takes, apart from those that ``before`` has."""
    metadata, own = obj.get("metadata"), before.get("metadata")
    if metadata is own or not isinstance(metadata, dict):
        return obj
    own = own if isinstance(own, dict) else {}
    for field, fits in _FITTING.items():
        held = _valid(metadata.get(field), own.get(field), fits)
        if held is not metadata.get(field):
            metadata = {
                **{key: value for key, value in metadata.items() if key != field},
                **({field: held} if held else {}),
            }
    return obj if metadata is obj["metadata"] else {**obj, "metadata": metadata}


def _valid(held: Json, own: Json, fits: Callable[[str, Json], bool]) -> Json:
    if held is own or held is None:
        return held
    if not isinstance(held, dict):
        return own
    own = own if isinstance(own, dict) else {}
    new = [key for key, value in held.items() if not (key in own and own[key] == value)]
    if not new:
        return held
    bad = [key for key in new if not fits(key, held[key])]
    if fits is _is_annotation and annotations_size(held) > LIMIT:
        bad = new
    return {key: value for key, value in held.items() if key not in bad} if bad else held


def _is_key(key: str) -> bool:
    prefix, slash, name = key.rpartition("/")
    named = _NAME.fullmatch(name) is not None
    return named and (not slash or (len(prefix) <= 253 and _PREFIX.fullmatch(prefix) is not None))


def _is_label(key: str, value: Json) -> bool:
    return _is_key(key) and isinstance(value, str) and (not value or _NAME.fullmatch(value) is not None)


def _is_annotation(key: str, value: Json) -> bool:
    return _is_key(key.lower()) and isinstance(value, str)


_FITTING: Final[dict[str, Callable[[str, Json], bool]]] = {"labels": _is_label, "annotations": _is_annotation}
