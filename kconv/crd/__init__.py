"""Custom resources that evolve: their versions as pydantic models, and from these their CustomResourceDefinition.

A version is a class with the decorator ``api_version``; ``CustomResource`` is the table of a resource's versions. Needs
`pip install 'kconv[crd]'`; only what is used is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.crd.builtin import BuiltIn
    from kconv.crd.client_config import Webhook
    from kconv.crd.custom_resource import CustomResource
    from kconv.crd.declaring import api_version
    from kconv.crd.durations import duration_text, go_duration
    from kconv.crd.faults import DeclarationError
    from kconv.crd.generated import generate
    from kconv.crd.history import SchemaFile, Version
    from kconv.crd.marks import Schema
    from kconv.crd.model import Model, ObjectMeta, OwnerReference, Resource
    from kconv.crd.structure import Atomic, Embedded, Granular, ListMap, PreserveUnknown, Properties, Set
    from kconv.crd.texts import Format, Pattern
    from kconv.crd.types import Base64Bytes, Duration, Int32, Int64, IntOrString, Nullable, Quantity
    from kconv.crd.validations import Immutable, at_least_one_of, at_most_one_of, cel, one_of
    from kconv.crd.version_facts import Column, Name, Scale

__all__ = [
    "Atomic",
    "Base64Bytes",
    "BuiltIn",
    "Column",
    "CustomResource",
    "DeclarationError",
    "Duration",
    "Embedded",
    "Format",
    "Granular",
    "Immutable",
    "Int32",
    "Int64",
    "IntOrString",
    "ListMap",
    "Model",
    "Name",
    "Nullable",
    "ObjectMeta",
    "OwnerReference",
    "Pattern",
    "PreserveUnknown",
    "Properties",
    "Quantity",
    "Resource",
    "Scale",
    "Schema",
    "SchemaFile",
    "Set",
    "Version",
    "Webhook",
    "api_version",
    "at_least_one_of",
    "at_most_one_of",
    "cel",
    "duration_text",
    "generate",
    "go_duration",
    "one_of",
]
_PLACES = {
    "Atomic": "structure",
    "Base64Bytes": "types",
    "BuiltIn": "builtin",
    "Column": "version_facts",
    "CustomResource": "custom_resource",
    "DeclarationError": "faults",
    "Duration": "types",
    "Embedded": "structure",
    "Format": "texts",
    "Granular": "structure",
    "Immutable": "validations",
    "Int32": "types",
    "Int64": "types",
    "IntOrString": "types",
    "ListMap": "structure",
    "Model": "model",
    "Name": "version_facts",
    "Nullable": "types",
    "ObjectMeta": "model",
    "OwnerReference": "model",
    "Pattern": "texts",
    "PreserveUnknown": "structure",
    "Properties": "structure",
    "Quantity": "types",
    "Resource": "model",
    "Scale": "version_facts",
    "Schema": "marks",
    "SchemaFile": "history",
    "Set": "structure",
    "Version": "history",
    "Webhook": "client_config",
    "api_version": "declaring",
    "at_least_one_of": "validations",
    "at_most_one_of": "validations",
    "cel": "validations",
    "duration_text": "durations",
    "generate": "generated",
    "go_duration": "durations",
    "one_of": "validations",
}


def __getattr__(name: str) -> object:
    from kconv.exports import exported

    return exported(__name__, _PLACES, name)
