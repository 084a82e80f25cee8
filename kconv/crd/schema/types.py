"""The types that a structural schema has, and for those that it has not, what to write instead."""

from __future__ import annotations

import collections.abc
import datetime
import decimal
import enum
import ipaddress
import pathlib
import types
import typing
import uuid
from typing import Any, Final, Literal, Protocol, get_args, get_origin

from pydantic import AnyUrl, BaseModel, JsonValue, RootModel, SecretBytes, SecretStr

from kconv.crd.builtin import METADATA
from kconv.crd.inner import Inner, inner
from kconv.crd.model import Model, ObjectMeta, Resource
from kconv.crd.schema.refused import RefusedError, shown
from kconv.structural.vocabulary import EMBEDDED, PRESERVE, Schema

ANYTHING: Final[Schema] = {PRESERVE: True, "nullable": True}
_PLAIN: Final[dict[Any, Schema]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "format": "int64"},
    float: {"type": "number"},
    str: {"type": "string"},
    datetime.datetime: {"type": "string", "format": "date-time"},
    datetime.date: {"type": "string", "format": "date"},
    uuid.UUID: {"type": "string", "format": "uuid"},
    ipaddress.IPv4Address: {"type": "string", "format": "ipv4"},
    ipaddress.IPv6Address: {"type": "string", "format": "ipv6"},
    Any: ANYTHING,
    JsonValue: ANYTHING,
}
_LIST = "write list[…]; Annotated[list[…], Set] if no item may be listed twice"
_ADVICE: Final[dict[Any, str]] = {
    datetime.timedelta: "write kconv.crd.Duration: Kubernetes writes 1h30m, JSON of pydantic PT1H30M",
    datetime.time: "write str with a pattern: the API server has no format for a time of day",
    decimal.Decimal: "write kconv.crd.Quantity, or Int64 in the smallest unit: JSON's numbers are not exact",
    bytes: "write kconv.crd.Base64Bytes",
    bytearray: "write kconv.crd.Base64Bytes",
    complex: "write a model with two fields",
    tuple: "write list[…], or a model with a field for each: a list has one type of items",
    set: _LIST,
    frozenset: _LIST,
    collections.abc.Sequence: _LIST,
    collections.abc.Mapping: "write dict[str, …]",
    collections.abc.Iterable: _LIST,
    collections.deque: _LIST,
    ipaddress.IPv4Network: 'write Annotated[str, Format("cidr")]',
    ipaddress.IPv6Network: 'write Annotated[str, Format("cidr")]',
    pathlib.Path: "write str",
    SecretStr: "refer to a Secret by its name: who may read the object reads the field",
    SecretBytes: "refer to a Secret by its name: who may read the object reads the field",
    AnyUrl: 'write Annotated[str, Format("uri")]: pydantic would rewrite the text',
    type(None): "leave the field out",
    dict: "write dict[str, …]; dict[str, Any] holds anything",
    list: "write list[…] with the type of its items",
}


class Nodes(Protocol):
    """What a type needs of the walk that it is a part of."""

    def node(self, inner: Inner) -> Schema: ...
    def model(self, cls: type[BaseModel]) -> Schema: ...


def plain(found: Inner, nodes: Nodes) -> Schema:
    """The node of a type by itself. Raises RefusedError for one that no structural schema has."""
    kind, origin, args = found.type, get_origin(found.type), get_args(found.type)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _enum([member.value for member in kind])
    if origin is Literal:
        return _enum(list(args))
    if origin is list and args:
        return {"type": "array", "items": nodes.node(inner(args[0]))}
    if origin is dict and args:
        return _map(args[0], args[1], nodes)
    if origin in (typing.Union, types.UnionType):
        return _union(args)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and origin is None:
        return _model(kind, nodes)
    try:
        return dict(_PLAIN[kind])
    except (KeyError, TypeError):
        raise _refusal(kind) from None


def _refusal(kind: Any) -> RefusedError:
    base = get_origin(kind) or kind
    ways = base.__mro__ if isinstance(base, type) and not issubclass(base, dict) else (base,)
    advice = next((_ADVICE[each] for each in ways if each in _ADVICE), "")
    if isinstance(kind, typing.TypeVar):
        advice = "give the model its type, such as Page[Item]"
    return RefusedError(
        f"{shown(kind)} has no structural schema",
        advice or "write a kconv.crd.Model, or give the schema: Annotated[…, kconv.crd.Schema({…})]",
    )


def _enum(values: list[Any]) -> Schema:
    kinds = {type(value) for value in values}
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    if kind not in (str, int, bool):
        raise RefusedError(
            f"an enum of {', '.join(sorted(each.__name__ for each in kinds))}",
            "use only strings or only integers; for None write Nullable[…] or `| None = None`",
        )
    return {**_PLAIN[kind], "enum": values}


def _map(key: Any, value: Any, nodes: Nodes) -> Schema:
    found = inner(key)
    if found.type is not str or found.metadata:
        raise RefusedError(
            f"the API server does not check the keys of a map, and these are {shown(key)}",
            "write dict[str, …], and cel('self.all(key, …)') to check the keys",
        )
    if inner(value) == Inner(Any):
        return {"type": "object", PRESERVE: True}
    return {"type": "object", "additionalProperties": nodes.node(inner(value))}


def _union(choices: tuple[Any, ...]) -> Schema:
    if type(None) in choices:
        raise RefusedError("None in a list or map", "write Nullable[…] if null is a value")
    if set(choices) == {int, str}:
        raise RefusedError("int | str", "write kconv.crd.IntOrString, or Quantity for an amount")
    why = f"a union of {', '.join(map(shown, choices))}: a structural schema has one type for each field"
    raise RefusedError(why, "write a model with an optional field for each, and @one_of(…)")


def _model(kind: type[BaseModel], nodes: Nodes) -> Schema:
    if kind is ObjectMeta:
        return METADATA
    if issubclass(kind, RootModel) or not issubclass(kind, Model):
        why = f"{kind.__name__} is not a kconv.crd.Model: its fields would keep their Python names"
        raise RefusedError(why, "derive it from kconv.crd.Model")
    node = nodes.model(kind)
    return {**node, EMBEDDED: True} if issubclass(kind, Resource) else node
