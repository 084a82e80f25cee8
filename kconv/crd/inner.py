"""A type without its wrappings: ``Annotated``, aliases, and the None of an optional field."""

from __future__ import annotations

import typing
from functools import reduce
from operator import or_
from types import NoneType, UnionType
from typing import Any, Final, NamedTuple, NewType, Union, get_args, get_origin

from pydantic import JsonValue
from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

from kconv.crd.types import is_nullable

_NAMED: Final = (TypeAliasType, getattr(typing, "TypeAliasType", TypeAliasType), NewType)
"""From Python 3.12 on, `type X = …` makes a class of typing's own."""


class Inner(NamedTuple):
    """A type and what its annotations say; ``may_be_none`` if None stands for a field that is left out."""

    type: Any
    metadata: tuple[Any, ...] = ()
    may_be_none: bool = False
    description: str = ""


def inner(annotation: Any, metadata: tuple[Any, ...] = (), *, optional: bool = False) -> Inner:
    """The type in an annotation. With ``optional``, None may be one of its choices."""
    while isinstance(annotation, _NAMED) and annotation is not JsonValue:
        annotation = annotation.__supertype__ if isinstance(annotation, NewType) else annotation.__value__
    found = FieldInfo.from_annotation(annotation)
    metadata = (*found.metadata, *metadata)
    kind, choices = found.annotation, get_args(found.annotation)
    if get_origin(kind) in (Union, UnionType) and NoneType in choices and (optional or is_nullable(metadata)):
        rest: Any = reduce(or_, (each for each in choices if each is not NoneType))
        below = inner(rest, metadata, optional=optional)
        return below._replace(
            may_be_none=not is_nullable(below.metadata), description=found.description or below.description
        )
    if isinstance(kind, _NAMED) and kind is not JsonValue:
        return inner(kind, metadata, optional=optional)
    return Inner(kind, metadata, description=found.description or "")
