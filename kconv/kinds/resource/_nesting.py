"""Fields that are side by side in one version are nested under a name in another.

v1beta1 had a device's properties under `basic` and what a request requires in the request itself; v1beta2 reversed
both. The fields are named, because an unknown one belongs where its author put it.
"""

from __future__ import annotations

from collections.abc import Collection

from kconv.rules import Json


def gather(obj: Json, fields: Collection[str], under: str) -> Json:
    """The object with those of ``fields`` that it has standing under a name; unchanged where another thing has it."""
    inner = obj.get(under, {})
    if not isinstance(inner, dict):
        return obj
    moving = {key: value for key, value in obj.items() if key in fields and key not in inner}
    if not moving:
        return obj
    out: dict[str, Json] = {}
    for key, value in obj.items():
        if key == under or key in moving:
            out.setdefault(under, {**inner, **moving})
        else:
            out[key] = value
    return out


def spread(obj: Json, fields: Collection[str], under: str) -> Json:
    """The inverse of ``gather``. What is left under the name is unknown, and stays; nothing and null go with it."""
    inner = obj.get(under)
    if under not in obj or not (inner is None or isinstance(inner, dict)):
        return obj
    moving = {key: value for key, value in (inner or {}).items() if key in fields and key not in obj}
    left = {key: value for key, value in (inner or {}).items() if key not in moving}
    if left and not moving:
        return obj
    out: dict[str, Json] = {}
    for key, value in obj.items():
        if key != under:
            out[key] = value
            continue
        if left:
            out[under] = left
        out |= moving
    return out
