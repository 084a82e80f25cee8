"""The examples as tables with another hub, or with some of their versions, and objects drawn from their schemas."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from kconv.crd import CustomResource, Version
from kconv.crd.modules import resources_in
from kconv.engine import Kind, convert_kind, stash
from kconv.names import GroupVersion, Release
from kconv.paths import get
from kconv.structural.vocabulary import Schema
from kconv.testing.cases import completed, derived
from kconv.testing.draws import SeededDraw, Undrawable
from kconv.testing.shape import of_schemas
from kconv.testing.strategies.making import Maker, tree
from kconv.values import discarded

Json = Any
RELEASE = Release.parse("1.34")
DROPPED = ("spec", "verbose")
"""What no version but the oldest has, as the declaration says."""
VERSIONS = {
    "acme.backup": ("v1alpha1", "v1beta1", "v1"),
    "acme.backup_v2": ("v1alpha1", "v1beta1", "v1", "v2"),
    "acme.route": ("v1alpha1", "v1"),
    "acme.workerpool": ("v1alpha1", "v1"),
}


@cache
def declared(module: str, hub: str) -> CustomResource:
    """An example with one of its versions as the hub."""
    (found,) = resources_in(module)
    models = {version.declared.group_version.version: version.model for version in found.versions}
    versions = [Version(each.model, since=each.since, rules=each.rules) for each in found.versions]
    return CustomResource(*versions, hub=models[hub])


def named(resource: CustomResource) -> dict[str, str]:
    """The apiVersion of each version."""
    return {each.declared.group_version.version: each.api_version for each in resource.versions}


def convert(kind: Kind, obj: Json, to: str, **options: Any) -> Json:
    options = {"defaults": "none", **options}
    return convert_kind(kind, obj, GroupVersion.parse(to), release=RELEASE, **options).object


def without_stash(kind: Kind, obj: Json) -> Json:
    return stash.take(obj, kind.names, kind.hub)[0]


def drawn(resource: CustomResource, version: str, count: int) -> Iterator[Json]:
    """Objects of a version, the same each time, without what the declaration drops."""
    schemas = {name: small(schema) for name, schema in resource.whole_schemas.items()}
    api_version = named(resource)[version]
    kind = next(each.declared.kind for each in resource.versions if each.api_version == api_version)
    shape = of_schemas(kind, schemas)[api_version]
    draw = SeededDraw(derived(1, str(resource), version))
    makers = [Maker(shape, tree(()), dense=dense) for dense in (False, True)]
    left = count
    while left:
        with suppress(Undrawable):
            obj, _ = completed(draw, makers[left % 2].resource)
            left -= 1
            yield discarded(obj, DROPPED)


def small(schema: Schema) -> Schema:
    """A schema without the fields of a pod template, of which it has a thousand and no rule speaks."""
    spec = get(schema, ("properties", "spec"))
    fields = dict(spec["properties"])
    if "template" in fields:
        fields["template"] = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return {**schema, "properties": {**schema["properties"], "spec": {**spec, "properties": fields}}}
