"""The classes that a custom resource is written with: Python's names in the program, Kubernetes' in the object.

A model reads an object and fills in the defaults, as the API server does. ``to_object`` gives the object again.
Fields that the model does not have are left out, as the server prunes them.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, JsonValue, model_validator
from pydantic_core import CoreSchema

from kconv.crd.inner import inner
from kconv.crd.marks import Whole, camel, class_marks
from kconv.crd.structure import Properties
from kconv.crd.types import is_nullable
from kconv.crd.validations import Union
from kconv.crd.values import strict
from kconv.crd.version_facts import declared


class Model(BaseModel):
    """A part of a custom resource.

    ``max_size`` is maxSize in the object, and so is what ``Field(alias="…")`` says. The docstring of a field, the
    string below it, is its description. ``model_config = ConfigDict(extra="allow")`` keeps unknown fields.
    """

    model_config = ConfigDict(
        alias_generator=camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        protected_namespaces=(),
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        return strict(handler(source), cls, handler.resolve_ref_schema)

    @model_validator(mode="before")
    @classmethod
    def _absent(cls, value: Any) -> Any:
        """Null is absence to the API server, which then fills in the default, unless a field is Nullable."""
        if isinstance(value, dict) and None in value.values():
            gone = _never_null(cls)
            return {key: each for key, each in value.items() if each is not None or key not in gone}
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for mark in class_marks(type(self)):
            if isinstance(mark, (Union, Properties)) and (why := mark.refused(self)):
                raise ValueError(why)
        return self


@lru_cache(maxsize=1024)
def _never_null(cls: type[Model]) -> frozenset[str]:
    """The names of the fields for which null means absent."""
    found = set[str]()
    for name, info in cls.model_fields.items():
        kind = inner(info.annotation, tuple(info.metadata), optional=True)
        anything = kind.type in (Any, JsonValue) and not any(isinstance(each, Whole) for each in kind.metadata)
        if not anything and not is_nullable(kind.metadata):
            found |= {name, info.alias or name}
    return frozenset(found)


class OwnerReference(Model):
    """An object that this one belongs to, as metav1.OwnerReference."""

    api_version: str
    kind: str
    name: str
    uid: str
    controller: bool | None = None
    block_owner_deletion: bool | None = None


class ObjectMeta(Model):
    """What every object has, as metav1.ObjectMeta. Fields that are not here are kept."""

    model_config = ConfigDict(extra="allow")

    name: str | None = None
    generate_name: str | None = None
    namespace: str | None = None
    labels: dict[str, str] = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)
    finalizers: list[str] = Field(default_factory=list)
    owner_references: list[OwnerReference] = Field(default_factory=list)
    uid: str | None = None
    resource_version: str | None = None
    generation: int | None = None
    creation_timestamp: datetime | None = None
    deletion_timestamp: datetime | None = None


class Resource(Model):
    """A version of a custom resource: its ``spec``, and its ``status`` if a controller reports one.

    A field called ``status`` makes it a subresource. The decorator ``kconv.crd.api_version`` says group and version.
    """

    api_version: str = ""
    kind: str = ""
    metadata: ObjectMeta = Field(default_factory=ObjectMeta)

    @model_validator(mode="after")
    def _name(self) -> Self:
        said = declared(type(self))
        if said and said.name and self.metadata.name is not None and (why := said.name.refused(self.metadata.name)):
            raise ValueError(why)
        return self

    def to_object(self) -> dict[str, Any]:
        """The Kubernetes object: JSON under Kubernetes' names.

        None is left out where it stands for absence, and so is what is empty in the metadata.
        """
        made: dict[str, Any] = with_nulls(self, self.model_dump(mode="json", exclude_none=True))
        made["metadata"] = {key: value for key, value in made["metadata"].items() if value not in ({}, [])}
        return made


def with_nulls(value: Any, dumped: Any) -> Any:
    """What was dumped without any None, with the nulls that are values: those of Nullable fields."""
    if isinstance(value, Model):
        # The fields as they are kept: to ask for a deprecated one would warn.
        gone, made, fields = _never_null(type(value)), dict(dumped), vars(value)
        for name, info in type(value).model_fields.items():
            key, held = info.alias or name, fields.get(name)
            if key in dumped:
                made[key] = with_nulls(held, dumped[key])
            elif held is None and name not in gone and info.get_default() is not None:
                made[key] = None
        return made
    if isinstance(value, dict) and isinstance(dumped, dict):
        return {key: with_nulls(value.get(key), each) for key, each in dumped.items()}
    if isinstance(value, list) and isinstance(dumped, list):
        return [*map(with_nulls, value, dumped)]
    return dumped
