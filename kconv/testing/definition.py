"""The schemas of a custom resource, given by themselves or in its CustomResourceDefinition.

One that the API server refuses describes no object that could ever be: it is reported here, before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from kconv.errors import UsageError
from kconv.structural.check import check
from kconv.structural.decode import misshapen
from kconv.structural.violation import Violation
from kconv.structural.vocabulary import nodes
from kconv.testing.arguments import names
from kconv.testing.shape import api_version
from kconv.validation.pattern import malformed

Schemas: TypeAlias = dict[str, Any]
"""By apiVersion, None for a version of a definition that has none."""

_DEFINITION: Final = "CustomResourceDefinition"


def described(kind: str, schemas: Any, crd: Any) -> Schemas:
    """The schemas of a kind's versions, empty if neither is given. Raises UsageError."""
    if schemas is not None and crd is not None:
        raise UsageError("schemas and crd cannot be used together", hint="give one of them")
    if schemas is not None:
        return _by_version(schemas)
    return {} if crd is None else _defined(kind, crd)


def serving(crd: Any) -> tuple[set[str], str | None]:
    """The versions of a definition that are not served, and the one in which objects are stored."""
    definition = _read(Path(crd)) if isinstance(crd, (str, Path)) else crd if isinstance(crd, Mapping) else {}
    spec = definition.get("spec") or {}
    known = [(f"{spec.get('group')}/{each.get('name')}", each) for each in spec.get("versions") or ()]
    stored = next((version for version, each in known if each.get("storage")), None)
    return {version for version, each in known if each.get("served") is False}, stored


def _by_version(schemas: Any) -> Schemas:
    if not isinstance(schemas, Mapping):
        raise UsageError("schemas is a dict of schemas", hint='write schemas={"example.com/v1": {…}, …}')
    names("schemas", schemas.keys())
    return {api_version(version): _judged(version, schema) for version, schema in schemas.items()}


def _defined(kind: str, crd: Any) -> Schemas:
    if isinstance(crd, (str, Path)):
        try:
            return _of(kind, _read(Path(crd)))
        except UsageError as error:
            raise error.at(str(crd)) from error.__cause__
    if not isinstance(crd, Mapping):
        hint = "give the definition as a dict, or the path of its file"
        raise UsageError(f"crd is {type(crd).__name__}, neither a path nor a dict", hint=hint)
    return _of(kind, dict(crd))


def _read(file: Path) -> dict[str, Any]:
    """The definition in a file of one or several documents."""
    from kconv.pipeline import reading

    for value in reading.values(file):
        if isinstance(value, dict) and value.get("kind") == _DEFINITION:
            return value
    raise UsageError(f"no {_DEFINITION} is in it", file=str(file))


def _of(kind: str, definition: dict[str, Any]) -> Schemas:
    from kconv.pipeline.validate.definitions import versions

    found = {gvk: _written(each.holder) for gvk, each in versions(definition)}
    if not found:
        raise UsageError(_no_definition(definition), hint=f"give the {_DEFINITION} of {kind}, complete")
    own = next(iter(found)).kind
    if own != kind:
        raise UsageError(
            f"the definition is of kind {own}, not {kind}", hint=f"write kind={own!r}, or give another crd"
        )
    if all(schema is None for schema in found.values()):
        hint = "write schema.openAPIV3Schema for each of spec.versions"
        raise UsageError(f"no version of the {_DEFINITION} has a schema", hint=hint)
    # The API server took any schema that it could decode in v1beta1.
    structural = definition["apiVersion"].endswith("/v1")
    return {
        gvk.api_version: None if schema is None else _judged(gvk.api_version, schema, structural=structural)
        for gvk, schema in found.items()
    }


def _no_definition(definition: dict[str, Any]) -> str:
    kind = definition.get("kind")
    if kind != _DEFINITION:
        return f"crd is not a {_DEFINITION}: its kind is {kind!r}"
    return f"the {_DEFINITION} lacks its apiVersion, spec.names.kind or spec.versions"


def _written(holder: Any) -> Any:
    return holder.get("openAPIV3Schema") if isinstance(holder, dict) else None


def _judged(version: str, schema: Any, *, structural: bool = True) -> Any:
    """A schema that the API server takes. Raises UsageError with everything that is wrong with it."""
    if schema is None:
        raise UsageError(f"the schema of {version} is None", hint='give its openAPIV3Schema, {"type": "object", …}')
    found = check(schema) if structural else misshapen(schema)
    if isinstance(schema, dict) and not misshapen(schema):
        found += _patterns(schema)
    if found:
        why = "; ".join(map(str, found))
        raise UsageError(f"the API server refuses the schema of {version}: {why}", hint="fix the schema first")
    return schema


def _patterns(schema: dict[str, Any]) -> Iterator[Violation]:
    for path, node in nodes(schema):
        if why := malformed(node.get("pattern") or ""):
            yield Violation((*path, "pattern"), f"must be a valid regular expression: {why}", len(path))
