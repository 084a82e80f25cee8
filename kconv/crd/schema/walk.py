"""A model's fields, one after the other, each with its text, default and marks."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, PydanticUndefinedAnnotation
from pydantic.fields import FieldInfo

from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.inner import Inner, inner
from kconv.crd.marks import Mark, Whole, class_marks
from kconv.crd.model import Resource
from kconv.crd.schema.classes import refused_of, unseen, unseen_of
from kconv.crd.schema.constraints import constrained, trimmed
from kconv.crd.schema.defaults import default_of
from kconv.crd.schema.fields import json_name, words
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
        self._open: list[tuple[type[BaseModel], str]] = []

    def root(self, cls: type[Resource]) -> Schema:
        """The schema of a version. Raises DeclarationError with all that it cannot have."""
        node = self.model(cls)
        if self.faults:
            raise DeclarationError(self.faults)
        return node

    def model(self, cls: type[BaseModel]) -> Schema:
        """The node of a class. Raises RefusedError for one that contains itself."""
        if any(cls is each for each, _ in self._open):
            why = f"{cls.__name__} contains itself, and a definition cannot have references"
            raise RefusedError(why, "end it at some depth with Annotated[dict[str, Any], PreserveUnknown]")
        if not cls.__pydantic_complete__:
            self._complete(cls)
        node: Schema = {"type": "object", "properties": {}, "required": []}
        if text := text_of(cls):
            node["description"] = text
        for name, info in cls.model_fields.items():
            if not (issubclass(cls, Resource) and name in _OWN):
                self._open.append((cls, name))
                self._add(cls, name, info, node)
                self._open.pop()
        return self._whole(cls, node)

    def _complete(self, cls: type[BaseModel]) -> None:
        """Let a class find those that are defined below it. Raises DeclarationError if one is not defined."""
        try:
            cls.model_rebuild()
        except PydanticUndefinedAnnotation as error:
            fault = Fault(
                place(cls),
                cls.__name__,
                f"the name {error.name} is not defined",
                "define it, or import it outside of TYPE_CHECKING",
            )
            raise DeclarationError([fault]) from None

    def _whole(self, cls: type[BaseModel], node: Schema) -> Schema:
        """The node with what the class says of all its fields."""
        self.faults += refused_of(cls)
        self.warnings += unseen_of(cls)
        if cls.model_config.get("extra") == "allow":
            node[PRESERVE] = True
        for mark in class_marks(cls):
            try:
                node = mark.on(node)
            except ValueError as error:
                self.faults.append(Fault(place(cls), cls.__name__, f"{type(mark).__name__}: {error}"))
        return {key: value for key, value in node.items() if value != [] and (key != "properties" or value)}

    def _add(self, cls: type[BaseModel], name: str, info: FieldInfo, node: Schema) -> None:
        """Add a field to its model's node, or a fault to the others."""
        depth = len(self._open)
        try:
            found, key = inner(info.annotation, tuple(info.metadata), optional=True), json_name(info, name)
            if key in node["properties"]:
                raise RefusedError(f"two fields have the name {key} in the object", "give one of them an alias")
            node["properties"][key] = field = self._field(cls, name, info, found)
        except RefusedError as error:
            del self._open[depth:]
            self.faults.append(Fault(place(cls, name), f"{cls.__name__}.{name}", error.why, error.advice))
            return
        if info.is_required():
            node["required"].append(key)
        elif field.get("default") is None and Immutable in found.metadata:
            node.update(with_rule(node, keeps(key)))

    def _field(self, cls: type[BaseModel], name: str, info: FieldInfo, found: Inner) -> Schema:
        node = self.node(found)
        if found.may_be_none and info.is_required():
            raise RefusedError(
                "the field is required and may be None, but the API server reads null as absent",
                "write `T | None = None` for an optional field, or Nullable[T] if null is a value",
            )
        said = text_below(cls, name) or info.description or found.description or node.get("description", "")
        default = default_of(cls, name, info)
        return {**node, **words(info, said), **({} if default is None else {"default": default})}

    def node(self, found: Inner) -> Schema:
        """The node of a type with its constraints and marks. Raises RefusedError."""
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
        self.warnings.append(unseen(*self._open[-1], why))
