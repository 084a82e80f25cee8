"""A default is written out whole: the API server checks rules in CEL before it fills in the defaults inside of one."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticSerializationError

from kconv.crd.model import with_nulls
from kconv.crd.schema.refused import RefusedError
from kconv.crd.values import whole


def default_of(cls: type[BaseModel], name: str, info: FieldInfo) -> Any:
    """The default of a field as it stands in an object. None if it has none, or None for one."""
    value = _value(info)
    if value is None:
        return None
    holder = cls.model_construct(**{name: value})
    try:
        made = holder.model_dump(mode="json", by_alias=True, exclude_none=True, include={name}, warnings="error")
    except (PydanticSerializationError, ValueError, TypeError, AttributeError):
        raise RefusedError(f"the default {value!r} does not have the type of the field") from None
    return next((stored(with_nulls(value, each)) for each in made.values()), None)


def _value(info: FieldInfo) -> Any:
    if info.is_required():
        return None
    if info.default_factory is None:
        return info.default
    if info.default_factory_takes_validated_data:
        raise RefusedError("the default depends on other fields", "let the controller set it, or give a constant")
    first, second = (info.get_default(call_default_factory=True, validated_data={}) for _ in range(2))
    if first != second:
        raise RefusedError("the default is different each time", "let the controller set it, or give a constant")
    return first


def stored(value: Any) -> Any:
    """A value as the API server stores it: with 1 for 1.0."""
    if isinstance(value, dict):
        return {key: stored(each) for key, each in value.items()}
    return [*map(stored, value)] if isinstance(value, list) else whole(value)
