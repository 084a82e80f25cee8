"""Kubernetes' own types: JSON has one number and one string, and a CustomResourceDefinition tells more apart."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import timedelta
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from kconv.crd.builtin import INT_OR_STRING, QUANTITY
from kconv.crd.durations import PATTERN, duration_text, go_duration
from kconv.crd.marks import Checks, Mark, Whole
from kconv.names import Release
from kconv.structural.vocabulary import Schema

T = TypeVar("T")


class _Sized(Mark):
    """An integer of 32 or 64 bits."""

    def __init__(self, name: str) -> None:
        self.name = name

    def on(self, node: Schema) -> Schema:
        return {**node, "format": self.name}


class _IntOrString(Whole):
    """An integer or a text: the one union that a structural schema can have."""

    node: Schema = INT_OR_STRING

    def of(self, release: Release) -> Schema:  # noqa: ARG002
        return dict(self.node)


class _Quantity(Checks, _IntOrString):
    """An amount."""

    node: Schema = QUANTITY

    def refused(self, value: Any) -> str:
        fits = not isinstance(value, str) or re.fullmatch(QUANTITY["pattern"], value)
        return "" if fits else "must be a quantity such as 500m or 1Gi"


class _Duration(Whole):
    """A duration, as Go writes it."""

    def of(self, release: Release) -> Schema:  # noqa: ARG002
        return {"type": "string", "format": "duration", "pattern": PATTERN}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _duration, serialization=core_schema.plain_serializer_function_ser_schema(duration_text)
        )


def _duration(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    made = go_duration(value) if isinstance(value, str) else None
    if made is None:
        raise ValueError("must be a duration such as 1h30m, not finer than a microsecond")
    return made


class _Base64(Whole):
    """Bytes, in base64."""

    def of(self, release: Release) -> Schema:  # noqa: ARG002
        return {"type": "string", "format": "byte"}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _bytes, serialization=core_schema.plain_serializer_function_ser_schema(_base64)
        )


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        if isinstance(value, str) and value:
            return base64.b64decode(value, validate=True)
    except binascii.Error:
        pass
    raise ValueError("must be base64 and not empty")


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


class _Null(Mark):
    """A field whose null is a value of its own."""

    def on(self, node: Schema) -> Schema:
        if "enum" not in node:
            return {**node, "nullable": True}
        # The API server takes no null under an enum, not even one that is listed; it looks into allOf for other values.
        rest = {key: value for key, value in node.items() if key != "enum"}
        return {**rest, "nullable": True, "allOf": [*node.get("allOf", ()), {"enum": node["enum"]}]}


def is_nullable(metadata: tuple[Any, ...]) -> bool:
    """Whether null is a value of its own for a field with these marks."""
    return any(isinstance(each, _Null) for each in metadata)


Int32: TypeAlias = Annotated[int, Field(ge=-(2**31), le=2**31 - 1), _Sized("int32")]
"""An integer of 32 bits."""

Int64: TypeAlias = Annotated[int, Field(ge=-(2**63), le=2**63 - 1), _Sized("int64")]
"""An integer of 64 bits; what a plain int is too."""

IntOrString: TypeAlias = Annotated[int | str, _IntOrString()]
"""A number or a text, such as a port's number or name, or 25%."""

Quantity: TypeAlias = Annotated[int | str, _Quantity()]
"""An amount such as 500m, 1Gi or 2 (k8s.io/apimachinery/pkg/api/resource)."""

Duration: TypeAlias = Annotated[timedelta, _Duration()]
"""A duration such as 1h30m (metav1.Duration)."""

Base64Bytes: TypeAlias = Annotated[bytes, _Base64()]
"""Bytes, in base64 in the object ([]byte in Go)."""

Nullable: TypeAlias = Annotated[T | None, _Null()]
"""``Nullable[int]``: a field whose null the server keeps. Elsewhere it reads null as absence."""
