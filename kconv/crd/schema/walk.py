"""A model's fields, one after the other, each with its text, default and marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.inner import Inner, inner
from kconv.crd.marks import Mark, Whole, class_marks
from kconv.crd.model import Model, Resource
from kconv.crd.schema.constraints import constrained, trimmed
from kconv.crd.schema.defaults import default_of
from kconv.crd.schema.refused import RefusedError
from kconv.crd.schema.types import plain
from kconv.crd.source import place, text_below, text_of
from kconv.crd.validations import Immutable, keeps, with_rule
from kconv.names import Release
from kconv.structural.vocabulary import PRESERVE, Schema

_OWN: Final = frozenset({"api_version", "kind", "metadata"})


class Walk:
    """The schemas of models, for servers of a release. ``warnings`` are what the API server will not check."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self._open: list[type] = []
        self._at = ""

    def root(self, cls: type[Resource]) -> Schema:
        """The schema of a version. Raises DeclarationError with all that it cannot have."""
        node = self.model(cls)
        if self.faults:
            raise DeclarationError(self.faults)
        return node

    def model(self, cls: type[BaseModel]) -> Schema:
        """The node of a class."""
        if cls in self._open:
            why = f"{cls.__name__} holds itself, and a definition has no references"
            raise RefusedError(why, "cut it at some depth with Annotated[dict[str, Any], PreserveUnknown]")
        self._open.append(cls)
        node: Schema = {"type": "object", "properties": {}, "required": []}
        if text := text_of(cls):
            node["description"] = text
        for name, info in cls.model_fields.items():
            if not (issubclass(cls, Resource) and name in _OWN):
                self._add(cls, name, info, node)
        self._open.pop()
        return self._whole(cls, node)

    def _whole(self, cls: type[BaseModel], node: Schema) -> Schema:
        """The node with what the class says of all its fields."""
        if cls.model_config.get("extra") == "allow":
            node[PRESERVE] = True
        for mark in class_marks(cls):
            node = self._marked(cls, "", mark, node)
        self.warnings += _unseen(cls)
        return {key: value for key, value in node.items() if value != [] and (key != "properties" or value)}

    def _add(self, cls: type[BaseModel], name: str, info: FieldInfo, node: Schema) -> None:
        """Add a field to its model's node, or a fault to the others."""
        depth, self._at = len(self._open), name
        try:
            field, json_name = self._field(cls, name, info), _json_name(info, name)
            if json_name in node["properties"]:
                raise RefusedError(f"two fields are called {json_name} in the object", "give one an alias")
        except RefusedError as error:
            del self._open[depth:]
            if error.place is None:
                error = RefusedError(error.why, error.advice, place(cls, name))
            self.faults.append(
                Fault(error.place or place(cls, name), f"{cls.__name__}.{name}", error.why, error.advice)
            )
            return
        node["properties"][json_name] = field
        if info.is_required():
            node["required"] = [*node["required"], json_name]
        elif (
            field.get("default") is None
            and Immutable in inner(info.annotation, tuple(info.metadata), optional=True).metadata
        ):
            node.update(with_rule(node, keeps(json_name)))

    def _field(self, cls: type[BaseModel], name: str, info: FieldInfo) -> Schema:
        found = inner(info.annotation, tuple(info.metadata), optional=True)
        node = self.node(found)
        if found.may_be_none and info.is_required():
            raise RefusedError(
                "a field that must be there and may be None: the server reads null as absence",
                "write `T | None = None` for a field that may be left out, Nullable[T] where null is a value",
            )
        said = text_below(cls, name) or info.description or found.description or node.get("description", "")
        node = {**node, **_words(info, said)}
        default = default_of(cls, name, info)
        return node if default is None else {**node, "default": default}

    def node(self, found: Inner) -> Schema:
        """The node of a type with its constraints and marks."""
        whole = next((each for each in reversed(found.metadata) if isinstance(each, Whole)), None)
        try:
            node = plain(found, self) if whole is None else whole.of(self.release)
            node = constrained(node, found.metadata, self._warn)
            for mark in found.metadata:
                node = mark.on(node) if isinstance(mark, Mark) else node
        except ValueError as error:
            raise RefusedError(str(error)) from None
        return trimmed(node)

    def _warn(self, why: str) -> None:
        cls, field = self._open[-1], self._at
        self.warnings.append(Fault(place(cls, field), f"{cls.__name__}.{field}", why, "say it with cel as well"))

    def _marked(self, cls: type[BaseModel], name: str, mark: Mark, node: Schema) -> Schema:
        try:
            return mark.on(node)
        except ValueError as error:
            self.faults.append(Fault(place(cls, name), cls.__name__, f"{type(mark).__name__}: {error}"))
            return node


def _json_name(info: FieldInfo, name: str) -> str:
    """The field's name in the object."""
    names = {info.serialization_alias, info.validation_alias, info.alias} - {None}
    if len(names) > 1:
        raise RefusedError(f"is read and written under different names: {names}", 'give it one: Field(alias="…")')
    return str(next(iter(names), name))


def _words(info: FieldInfo, said: str) -> Schema:
    """What a field says to its reader."""
    node: Schema = {}
    if info.title:
        node["title"] = info.title
    if info.deprecated:
        why = info.deprecated if isinstance(info.deprecated, str) else getattr(info.deprecated, "message", "")
        said = "\n\n".join(filter(None, (said, f"Deprecated: {why}" if why else "Deprecated.")))
    if said:
        node["description"] = said
    if info.examples:
        node["example"] = info.examples[0]
    return node


def _unseen(cls: type[BaseModel]) -> Iterator[Fault]:
    """What is checked in Python only."""
    found = cls.__pydantic_decorators__
    own = {*Model.__pydantic_decorators__.model_validators, *Resource.__pydantic_decorators__.model_validators}
    for name in [
        *found.field_validators,
        *found.validators,
        *(each for each in found.model_validators if each not in own),
    ]:
        yield Fault(place(cls), f"{cls.__name__}.{name}", "is not checked by the API server", "say it with cel as well")
