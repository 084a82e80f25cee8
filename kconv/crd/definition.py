"""The CustomResourceDefinition of a custom resource: what apiextensions.k8s.io/v1 calls what the declaration says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kconv.crd.custom_resource import CustomResource, Names
from kconv.crd.history import Version
from kconv.crd.order import ordered
from kconv.crd.version_facts import Column, Scale
from kconv.structural.vocabulary import Schema

Json = dict[str, Any]


class Definition(NamedTuple):
    """The versions that one definition has, the newest first: those of one group and kind.

    A kind or group that was renamed is two definitions, between which no webhook converts.
    """

    resource: CustomResource
    group: str
    kind: str
    versions: tuple[Version, ...]

    @property
    def names(self) -> Names:
        """The names of the kind."""
        return self.resource.names_of(self.group, self.kind)

    @property
    def name(self) -> str:
        """The name of the definition."""
        return f"{self.names.plural}.{self.group}"

    @property
    def shipped(self) -> Json | None:
        """The definition that there is already, None for one that is made of the versions."""
        return self.resource.shipped.get((self.group, self.kind))

    @property
    def storage(self) -> Version | None:
        """The version in which the objects are stored. None if several could be."""
        said = [version for version in self.versions if version.storage]
        if len(said) == 1 or len(self.versions) == 1:
            return (said or list(self.versions))[0]
        return self.resource.hub if not said and self.resource.hub in self.versions else None


def definitions_of(resource: CustomResource) -> list[Definition]:
    """The definitions of a custom resource: one, unless its kind or group was renamed."""
    found: dict[tuple[str, str], list[Version]] = {}
    for version in resource.versions:
        found.setdefault((version.declared.group_version.group, version.declared.kind), []).append(version)
    return [Definition(resource, group, kind, tuple(versions)) for (group, kind), versions in found.items()]


def manifest(
    definition: Definition, schemas: Mapping[str, Schema], conversion: Json | None = None, longest: int | None = None
) -> Json:
    """The object to apply. ``longest`` is that of ``ordered``."""
    group, resource = definition.group, definition.resource
    if definition.shipped is not None:
        return _converted(definition.shipped, conversion, longest)
    metadata = {"name": definition.name, "labels": resource.labels, "annotations": resource.annotations}
    spec: Json = {
        "group": group,
        "names": _names(definition),
        "scope": resource.scope,
        "conversion": conversion,
        "versions": [
            _version(each, definition.storage is each, ordered(schemas[each.api_version], longest))
            for each in definition.versions
        ],
    }
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": _said(metadata),
        "spec": _said(spec),
    }


def _converted(shipped: Json, conversion: Json | None, longest: int | None) -> Json:
    """A definition as it is shipped, with a conversion."""
    spec: Json = {}
    for key, value in shipped["spec"].items():
        if key == "versions" and conversion is not None:
            spec["conversion"] = conversion
        if key != "conversion":
            spec[key] = value
    if longest is not None:
        spec["versions"] = [_shortened(each, longest) for each in spec["versions"]]
    return {**shipped, "spec": spec}


def _shortened(version: Json, longest: int) -> Json:
    schema = version["schema"]
    return {**version, "schema": {**schema, "openAPIV3Schema": ordered(schema["openAPIV3Schema"], longest)}}


def _names(definition: Definition) -> Json:
    plural, singular, short, categories = definition.names
    kind = definition.kind
    names = {"kind": kind, "listKind": f"{kind}List", "plural": plural, "singular": singular}
    return _said({**names, "shortNames": [*short], "categories": [*categories]})


def _version(version: Version, storage: bool, schema: Schema) -> Json:
    said = version.declared
    warning = version.deprecated if isinstance(version.deprecated, str) else None
    return {
        "name": said.group_version.version,
        "served": version.served,
        "storage": storage,
        **_said({"deprecated": bool(version.deprecated), "deprecationWarning": warning}),
        "schema": {"openAPIV3Schema": schema},
        **_said(
            {
                "subresources": _subresources(schema, said.scale),
                "selectableFields": [{"jsonPath": path} for path in said.selectable],
                "additionalPrinterColumns": _columns(said.columns),
            }
        ),
    }


def _subresources(schema: Schema, scale: Scale | None) -> Json:
    found: Json = {"status": {}} if "status" in (schema.get("properties") or {}) else {}
    if scale is not None:
        found["scale"] = _said(
            {
                "specReplicasPath": scale.spec,
                "statusReplicasPath": scale.status,
                "labelSelectorPath": scale.selector,
            }
        )
    return found


def _columns(columns: Sequence[Column]) -> list[Json]:
    return [
        {
            "name": each.name,
            "type": each.type,
            **_said({"format": each.format, "description": each.description, "priority": each.priority}),
            "jsonPath": each.path,
        }
        for each in columns
    ]


def _said(words: Json) -> Json:
    """The entries that say anything."""
    return {key: value for key, value in words.items() if value}
