"""The schemas of a custom resource's versions: walked off the models, or read from a file where the model is gone."""

from __future__ import annotations

from typing import Any

from kconv.catalog import latest
from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.history import Defined, History, SchemaFile, Version
from kconv.crd.source import Place
from kconv.errors import KconvError
from kconv.names import Release
from kconv.structural.vocabulary import META_FIELDS, Schema, properties


def schemas_of(history: History, release: Release | None = None) -> dict[str, Schema]:
    """The schema of each version by apiVersion, the newest first. Raises DeclarationError with all that is wrong."""
    return described(history, release or latest())[0]


def described(history: History, release: Release) -> tuple[dict[str, Schema], list[Fault]]:
    """The schemas, and what of the models the API server will not check. Raises DeclarationError."""
    found: dict[str, Schema] = {}
    faults: list[Fault] = []
    warnings: list[Fault] = []
    for version in history.newest_first:
        try:
            found[version.api_version] = _schema(version, release, warnings)
        except DeclarationError as error:
            faults += error.faults
    if faults:
        raise DeclarationError(faults)
    return found, list(dict.fromkeys(warnings))


def _schema(version: Version, release: Release, warnings: list[Fault]) -> Schema:
    if isinstance(version.model, SchemaFile):
        return _read(version.model)
    if isinstance(version.model, Defined):
        return _own(version.model.schema)
    from kconv.crd.schema.walk import Walk  # only models need pydantic

    walk = Walk(release)
    try:
        schema = walk.root(version.model)
    finally:
        warnings += walk.warnings
    name = version.declared.name
    if name is None:
        return schema
    words = {"minLength": name.min_length, "maxLength": name.max_length, "pattern": name.pattern}
    node = {"type": "string", **{key: value for key, value in words.items() if value is not None}}
    metadata = {"type": "object", "properties": {"name": node}}
    return {**schema, "properties": {"metadata": metadata, **schema.get("properties", {})}}


def _read(file: SchemaFile) -> Schema:
    """The schema in a file, without the fields that every object has."""
    from kconv.pipeline import reading
    from kconv.pipeline.validate.definitions import versions

    wanted = file.declared.group_version.kind(file.declared.kind)
    try:
        documents: list[Any] = [*reading.values(file.path)]
    except (KconvError, OSError) as error:
        raise DeclarationError([Fault(Place(str(file.path)), str(wanted), f"cannot be read: {error}")]) from error
    for value in documents:
        if isinstance(value, dict) and "type" in value:
            return _own(value)
        for gvk, definition in versions(value) if isinstance(value, dict) else ():
            schema = definition.schema()
            if gvk == wanted and schema is not None:
                return _own(schema)
    why = f"has no schema of {wanted}: it is neither a schema nor a CustomResourceDefinition with that version"
    raise DeclarationError([Fault(Place(str(file.path)), "", why)])


def _own(schema: Schema) -> Schema:
    """A schema without the fields that every object has: other tools write them out."""
    named = (properties(schema).get("metadata") or {}).get("properties")  # restrictions of metadata.name
    common = {"apiVersion", "kind"} if named else META_FIELDS
    fields = {name: node for name, node in properties(schema).items() if name not in common}
    required = [name for name in schema.get("required") or () if name not in common]
    rest = {key: value for key, value in schema.items() if key not in ("properties", "required")}
    return {**rest, **({"required": required} if required else {}), "properties": fields}
