"""Single values: what Go's decoder takes into an int32, a Quantity or a []byte, and what JSON schema calls a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kconv.structural.vocabulary import INT_OR_STRING, Schema
from kconv.validation.finding import Check, Finding, mistyped, shortened
from kconv.validation.formats import is_base64, is_quantity, is_rfc3339, is_rfc3339_micro

_RANGES: Final = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_JSON: Final[dict[str, tuple[frozenset[type], str]]] = {
    "array": (frozenset({list}), "a list"),
    "boolean": (frozenset({bool}), "true or false"),
    "number": (frozenset({int, float}), "a number"),
    "object": (frozenset({dict}), "a map"),
    "string": (frozenset({str}), "a string"),
}


def go_scalar(schema: Schema) -> Check:
    """A value of a built-in kind; null is absence everywhere."""
    kind, form = schema.get("type"), schema.get("format", "")
    if schema.get(INT_OR_STRING) or form == "int-or-string":
        return _int_or_string("int32", nulls=True, floats=False)
    if form == "quantity":
        return _quantity
    if kind == "integer":
        return _integer(form, nulls=True, floats=False)
    if form == "byte":
        return _bytes
    if form == "date-time":
        return _string(is_rfc3339, "must be a time such as 2006-01-02T15:04:05Z", nulls=True)
    return _of_type(kind, nulls=True)


def micro_time() -> Check:
    """A meta.v1.MicroTime, whose schema is the same as a Time's; null is absence."""
    return _string(is_rfc3339_micro, "must be a time such as 2006-01-02T15:04:05.000000Z", nulls=True)


def custom_scalar(schema: Schema, *, nulls: bool) -> Check:
    """A value of a custom resource."""
    kind, form = schema.get("type"), schema.get("format") or ""
    if schema.get(INT_OR_STRING):
        return _int_or_string("int64", nulls=nulls, floats=True)
    if kind == "integer":
        return _integer(form, nulls=nulls, floats=True)
    reads = _reader(form) if kind == "string" and form else None
    return _string(reads, f"must be in the format {form}", nulls=nulls) if reads else _of_type(kind, nulls=nulls)


def _reader(form: str) -> Callable[[str], bool] | None:
    from kconv.validation.custom_formats import CUSTOM

    return CUSTOM.get(form.replace("-", ""))


def ANY_OBJECT(value: Any) -> list[Finding] | None:  # noqa: N802 - a check like those that the functions above return
    """A map of anything."""
    return None if type(value) is dict or value is None else mistyped(value, "a map")


def _of_type(kind: str | None, *, nulls: bool) -> Check:
    if kind is None or kind not in _JSON:
        return lambda _: None
    types, words = _JSON[kind]
    fits = types | {type(None)} if nulls else types

    def check(value: Any) -> list[Finding] | None:
        return None if type(value) in fits else mistyped(value, words)

    return check


def _integer(form: str, *, nulls: bool, floats: bool) -> Check:
    """An integer of its format's size; ``floats`` also takes 1.0, which is one to JSON schema and none to Go."""
    low, high = _RANGES.get(form, _RANGES["int64"])

    def check(value: Any) -> list[Finding] | None:
        if type(value) is int:
            return None if low <= value <= high else _too_large(value, low, high)
        if value is None and nulls:
            return None
        if floats and type(value) is float and value.is_integer():
            return None if low <= value <= high else _too_large(value, low, high)
        return mistyped(value, "an integer")

    return check


def _too_large(value: Any, low: int, high: int) -> list[Finding]:
    return [Finding((), "bounds", f"must be an integer from {low} to {high}, is {value}")]


def _int_or_string(form: str, *, nulls: bool, floats: bool) -> Check:
    integer = _integer(form, nulls=nulls, floats=floats)

    def check(value: Any) -> list[Finding] | None:
        found = None if type(value) is str else integer(value)
        return mistyped(value, "an integer or a string") if found and found[0].rule == "type" else found

    return check


def _quantity(value: Any) -> list[Finding] | None:
    if type(value) is str:
        if is_quantity(value):
            return None
        return [Finding((), "format", f"must be a quantity such as 500m or 1Gi, is {shortened(value)}")]
    return None if type(value) in (int, float) or value is None else mistyped(value, "a quantity such as 500m or 1Gi")


def _bytes(value: Any) -> list[Finding] | None:
    """Base64; Go's []byte also takes the bytes themselves, as numbers."""
    if type(value) is str:
        return None if is_base64(value) else [Finding((), "format", f"must be base64, is {shortened(value)}")]
    if value is None or (type(value) is list and all(_is_byte(each) for each in value)):
        return None
    return mistyped(value, "a string of base64")


def _is_byte(value: Any) -> bool:
    return value is None or (type(value) is int and 0 <= value <= 255)


def _string(reads: Callable[[str], bool], message: str, *, nulls: bool) -> Check:
    def check(value: Any) -> list[Finding] | None:
        if type(value) is str:
            return None if reads(value) else [Finding((), "format", f"{message}, is {shortened(value)}")]
        return None if value is None and nulls else mistyped(value, "a string")

    return check
