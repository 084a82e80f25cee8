"""Bounds, lengths and patterns of pydantic's, in the words of a structural schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import annotated_types
from pydantic import functional_serializers, functional_validators
from pydantic import types as pydantic_types

from kconv.crd.marks import Mark, Whole
from kconv.crd.schema.refused import RefusedError
from kconv.crd.values import whole
from kconv.structural.pattern import refused
from kconv.structural.vocabulary import Schema
from kconv.validation.pattern import malformed

_SIZES: Final = {"string": "Length", "array": "Items", "object": "Properties"}
_RANGES: Final = {"int32": 2**31, "int64": 2**63}
_VALIDATORS: Final = (
    functional_validators.AfterValidator,
    functional_validators.BeforeValidator,
    functional_validators.PlainValidator,
    functional_validators.WrapValidator,
)
_SERIALIZERS: Final = (functional_serializers.PlainSerializer, functional_serializers.WrapSerializer)
_HARMLESS: Final = frozenset({"strict", "allow_inf_nan", "fail_fast", "union_mode", "repr"})
"""Settings of pydantic's that refuse nothing that the API server takes: JSON has neither 1 for true nor infinity."""


def constrained(node: Schema, metadata: tuple[Any, ...], warn: Callable[[str], None]) -> Schema:
    """The node with all constraints of an annotation. Raises RefusedError for one that no schema has."""
    node = dict(node)
    for each in metadata:
        if isinstance(each, _VALIDATORS):
            warn(f"{type(each).__name__} is not checked by the API server")
            continue
        for name, value in _words(each):
            _constrain(node, name, whole(value))
    return node


def _words(each: Any) -> Iterator[tuple[str, Any]]:
    """What a piece of metadata says, by the names of Field's arguments."""
    if each is None or isinstance(each, (Mark, Whole, pydantic_types.Strict, pydantic_types.AllowInfNan)):
        return
    if isinstance(each, annotated_types.GroupedMetadata):
        for part in each:
            yield from _words(part)
        return
    if isinstance(each, _SERIALIZERS):
        raise RefusedError(f"{type(each).__name__} writes values of another type than the annotation", _OWN)
    if not isinstance(each, annotated_types.BaseMetadata):
        raise RefusedError(
            f"{each!r} in Annotated[…] has no meaning in a definition", "use Field(…), or a mark of kconv.crd"
        )
    fields = getattr(each, "__slots__", None) or each.__dict__
    for name in fields:
        value = getattr(each, name)
        if value is not None and name not in _HARMLESS:
            yield name, value


_OWN = "give its schema: Annotated[…, kconv.crd.Schema({…})]"


def _constrain(node: Schema, name: str, value: Any) -> None:
    kind = node.get("type")
    if name in _BOUNDS and kind in ("integer", "number"):
        _bound(node, name, value)
    elif name == "multiple_of" and kind in ("integer", "number"):
        if not isinstance(value, int):
            why = f"multiple_of={value}: the API server would refuse every whole number"
            raise RefusedError(why, "count in the smaller unit, as an integer")
        node["multipleOf"] = value
    elif name in ("min_length", "max_length") and kind in _SIZES and "properties" not in node:
        word = name[:3] + _SIZES[kind]
        stricter = max if name == "min_length" else min
        node[word] = stricter(node.get(word, value), value)
    elif name == "pattern" and kind == "string":
        _pattern(node, value)
    else:
        advice = "write the mark Pattern(…)" if name == "pattern" else "write the mark Properties(…) above the class"
        advice = advice if name == "pattern" or "properties" in node else "write it as a rule with cel(…)"
        raise RefusedError(f"{name}={value!r} of {kind or 'this type'} is not in a structural schema", advice)


_BOUNDS: Final = {"ge": "minimum", "gt": "minimum", "le": "maximum", "lt": "maximum"}


def _bound(node: Schema, name: str, value: Any) -> None:
    """The stricter of two bounds; an exclusive one is marked beside it."""
    word, strict = _BOUNDS[name], name in ("gt", "lt")
    exclusive = "exclusive" + word.capitalize()
    old = node.get(word)
    if old is None or (value > old if word == "minimum" else value < old):
        node[word] = value
        node.pop(exclusive, None)
    if node[word] == value and strict:
        node[exclusive] = True


def _pattern(node: Schema, value: Any) -> None:
    text = value if isinstance(value, str) else getattr(value, "pattern", str(value))
    if why := refused(text) or malformed(text):
        raise RefusedError(
            f"the API server cannot read the pattern {text}: {why}", "write it as a Go regular expression (RE2)"
        )
    if "pattern" in node:
        node["allOf"] = [*node.get("allOf", ()), {"pattern": text}]
    else:
        node["pattern"] = text


def trimmed(node: Schema) -> Schema:
    """The node without bounds that its format has anyway."""
    most = _RANGES.get(node.get("format", ""))
    if most is not None and node.get("minimum") == -most:
        del node["minimum"]
    if most is not None and node.get("maximum") == most - 1:
        del node["maximum"]
    return node
