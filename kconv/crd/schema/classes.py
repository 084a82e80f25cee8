"""What a class says of all its fields in Python's words only: the API server would read or check them otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from kconv.crd.faults import Fault
from kconv.crd.model import Model, Resource
from kconv.crd.source import place

_CONFIG: Final = {
    "str_strip_whitespace": "the server keeps the whitespace: give a pattern",
    "str_to_lower": "the server keeps the letters: give a pattern",
    "str_to_upper": "the server keeps the letters: give a pattern",
    "str_min_length": "give each field its Field(min_length=…)",
    "str_max_length": "give each field its Field(max_length=…)",
    "coerce_numbers_to_str": "the server takes no number for a text",
    "ser_json_timedelta": "write kconv.crd.Duration",
    "ser_json_bytes": "write kconv.crd.Base64Bytes",
    "val_json_bytes": "write kconv.crd.Base64Bytes",
}
"""Settings by which a model reads or writes other values than its schema says, and what to do instead."""


def refused_of(cls: type[BaseModel]) -> Iterator[Fault]:
    """What no schema can say of a class."""
    where, name = place(cls), cls.__name__
    for setting, advice in _CONFIG.items():
        if cls.model_config.get(setting):
            yield Fault(where, name, f"{setting} in model_config is not in a structural schema", advice)
    for computed in cls.model_computed_fields:
        yield Fault(where, f"{name}.{computed}", "is computed, and the API server would prune it", "make it a property")
    found = cls.__pydantic_decorators__
    for serializer in (*found.field_serializers, *found.model_serializers):
        why = "writes values that the schema does not describe"
        yield Fault(where, f"{name}.{serializer}", why, "give the field's schema: Annotated[…, kconv.crd.Schema({…})]")


def unseen_of(cls: type[BaseModel]) -> Iterator[Fault]:
    """What is checked in Python only."""
    found = cls.__pydantic_decorators__
    own = {*Model.__pydantic_decorators__.model_validators, *Resource.__pydantic_decorators__.model_validators}
    validators = (each for each in found.model_validators if each not in own)
    for name in (*found.field_validators, *found.validators, *validators):
        yield unseen(cls, name, "is not checked by the API server")


def unseen(cls: type[BaseModel], name: str, why: str) -> Fault:
    """A warning that the API server takes more than the model."""
    return Fault(place(cls, name), f"{cls.__name__}.{name}", why, "write the rule with cel as well")
