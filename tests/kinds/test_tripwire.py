"""Every field of every version in every release goes through the rules to a field of the hub, or is named here.

When a release's data is added, what this test prints is what the rules do not know yet: a field that a version got or
that took another name or type. It goes into the kind's rules (Move, Lacks …), or below with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from kconv import kinds
from kconv.catalog import schemas
from kconv.engine import Kind
from kconv.engine.moves import moves_to_hub
from kconv.errors import UnknownKindError
from kconv.history import kind_schemas
from kconv.history.differences import Comparison
from kconv.names import GroupVersion, Release
from kconv.paths import show
from kconv.rules import Converts, of_sort
from kconv.rules.schema import Node, Resolve, at

LEFT = {
    "core.v1.EphemeralVolumeSource.readOnly": "left all versions with 1.21, an alpha field",
    "core.v1.EventSeries.state": "left all versions with 1.19, when the deprecated field was not used any more",
    "core.v1.PersistentVolumeClaimStatus.resizeStatus": "left all versions with 1.28, an alpha field of the status",
    "core.v1.PodResourceClaim.source": "left all versions with 1.31, an alpha field whose content stands beside the name",
    "core.v1.PodSpec.workloadRef": "left all versions with 1.36, an alpha field",
    "core.v1.ResourceRequirements.claims": "left the claims of volumes with 1.29, which never had any use for it",
    "events.v1beta1.EventSeries.state": "left all versions with 1.19, when the deprecated field was not used any more",
    "meta.v1.ManagedFieldsEntry.fields": "left all versions with 1.16, an alpha field that only servers write",
    "meta.v1.ObjectMeta.clusterName": "left all versions with 1.25; no server ever took it",
    "meta.v1.ObjectMeta.initializers": "left all versions with 1.16, an alpha field",
    "networking.v1.NetworkPolicy.status": "left networking.k8s.io/v1 with 1.28, the only version that had it",
    "networking.v1alpha1.ParentReference.uid": "left v1alpha1 with 1.29, before there was another version",
    "resource.v1.Device.nodeAllocatableResourceMappings": "left all versions with 1.37, an alpha field",
    "resource.v1beta1.Device.nodeAllocatableResourceMappings": "left all versions with 1.37, an alpha field",
    "resource.v1beta2.Device.nodeAllocatableResourceMappings": "left all versions with 1.37, an alpha field",
    "resource.v1alpha3.DeviceTaintSelector.deviceClassName": "left v1alpha3 with 1.35; devicetaintrule.selector asks",
    "resource.v1alpha3.DeviceTaintSelector.selectors": "left v1alpha3 with 1.35; devicetaintrule.selector asks",
}
"""Fields without a counterpart, by definition and field, each with the reason."""

NEVER_PUBLISHED = {"JobTemplate"}
"""Kinds that Kubernetes' code converts and no release's OpenAPI document has."""


@cache
def published() -> list[tuple[Kind, GroupVersion]]:
    """Every version of every registered kind that a release publishes."""
    pairs = [(kind, version) for kind in kinds.registered() for version in kind.versions]
    return [(kind, version) for kind, version in pairs if kind_schemas.published(kind, version)]


def gaps(
    kind: Kind, version: GroupVersion, release: Release, known: dict[tuple[Resolve, Resolve], Comparison]
) -> Iterator[tuple[str, str]]:
    """Each field of a version that no rule brings to a field of the hub of its type, and what is wrong with it."""
    yield from gaps_of(
        kind, version, kind_schemas.schema(kind, version, release), kind_schemas.resolver(release), known
    )


def gaps_of(
    kind: Kind,
    version: GroupVersion,
    node: Node,
    resolve: Resolve,
    known: dict[tuple[Resolve, Resolve], Comparison],
) -> Iterator[tuple[str, str]]:
    hub = kind_schemas.resolver(kind_schemas.hub_release(kind))
    comparison = known.setdefault((resolve, hub), Comparison(resolve, hub))
    for found in comparison.differences(kind_schemas.in_hub(kind, version, node, resolve), kind_schemas.hub(kind)):
        if found.what == "gone":
            yield found.field, f"{show(found.path)} of {version} {kind.name} has no place in the hub"
        elif found.what == "type":
            said = f"{show(found.path)} of {version} {kind.name} is a {found.old}, in the hub a {found.new}"
            yield found.field, said


def test_every_field_of_every_release_has_its_place_in_the_hub() -> None:
    known: dict[tuple[Resolve, Resolve], Comparison] = {}
    found: dict[str, dict[str, Release]] = {}
    for kind, version in published():
        for release in kind_schemas.published(kind, version):
            for field, said in gaps(kind, version, release, known):
                found.setdefault(field, {}).setdefault(said, release)
    unexplained = [
        f"{field}: {said} ({release})" for field in found.keys() - LEFT.keys() for said, release in found[field].items()
    ]
    assert not unexplained, "\n".join(sorted(unexplained))
    assert not LEFT.keys() - found.keys()


def test_only_these_kinds_were_never_published() -> None:
    assert {kind.name for kind in kinds.registered()} - {kind.name for kind, _ in published()} == NEVER_PUBLISHED
    for name in NEVER_PUBLISHED:
        kind = next(kind for kind in kinds.registered() if kind.name == name)
        with pytest.raises(UnknownKindError, match="no release has a schema"):
            kind_schemas.hub(kind)


def reached(node: Node, resolve: Resolve) -> set[str]:
    """The names of all definitions below a node."""
    found: set[str] = set()
    todo = list(schemas.references(node))
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += schemas.references(resolve(name))
    return found


def changed(resolve: Resolve, change: Callable[[str, Node], Node]) -> Resolve:
    return lambda name: change(name, resolve(name))


def with_new_field(_: str, node: Node) -> Node:
    return (
        {**node, "properties": {**node["properties"], "newName": {"type": "string"}}} if "properties" in node else node
    )


@pytest.mark.parametrize("one", published(), ids=lambda one: f"{one[0].name} {one[1]}")
def test_a_field_of_any_definition_that_gets_a_new_name_is_named(one: tuple[Kind, GroupVersion]) -> None:
    kind, version = one
    release = kind_schemas.published(kind, version)[-1]
    root, resolve = kind_schemas.schema(kind, version, release), kind_schemas.resolver(release)
    named = {field for field, _ in gaps_of(kind, version, root, changed(resolve, with_new_field), {})}
    definitions = {name for name in reached(root, resolve) if "properties" in resolve(name)}
    for name in definitions:
        if f"{name}.newName" not in named:
            # What holds only fields that move away (RuntimeClass' spec) is then left over itself.
            alone = changed(resolve, lambda at, node, name=name: with_new_field(at, node) if at == name else node)
            assert {field for field, _ in gaps_of(kind, version, root, alone, {})} - LEFT.keys(), name


def renamed(definition: str, old: str, new: str) -> Callable[[str, Node], Node]:
    def change(name: str, node: Node) -> Node:
        if name != definition:
            return node
        return {**node, "properties": {new if key == old else key: value for key, value in node["properties"].items()}}

    return change


def retyped(definition: str, field: str, now: Node) -> Callable[[str, Node], Node]:
    def change(name: str, node: Node) -> Node:
        return node if name != definition else {**node, "properties": {**node["properties"], field: now}}

    return change


CHANGES = {
    "a field is renamed": (
        renamed("extensions.v1beta1.DeploymentSpec", "replicas", "count"),
        (
            "extensions.v1beta1.DeploymentSpec.count",
            "spec.count of extensions/v1beta1 Deployment has no place in the hub",
        ),
    ),
    "a number becomes a number or string": (
        retyped("extensions.v1beta1.DeploymentSpec", "replicas", {"$ref": "intstr.IntOrString"}),
        (
            "extensions.v1beta1.DeploymentSpec.replicas",
            "spec.replicas of extensions/v1beta1 Deployment is a number or string, in the hub a integer",
        ),
    ),
    "a list becomes a map": (
        retyped("core.v1.Container", "env", {"type": "object", "additionalProperties": {"type": "string"}}),
        (
            "core.v1.Container.env",
            "spec.template.spec.containers[].env of extensions/v1beta1 Deployment is a map, in the hub a list",
        ),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_data_of_a_new_release_without_a_rule_for_it_is_named(name: str) -> None:
    change, expected = CHANGES[name]
    version = GroupVersion.parse("extensions/v1beta1")
    kind = next(kind for kind, one in published() if kind.name == "Deployment" and one == version)
    release = kind_schemas.published(kind, version)[-1]
    resolve = changed(kind_schemas.resolver(release), change)
    assert expected in set(gaps_of(kind, version, kind_schemas.schema(kind, version, release), resolve, {}))


@pytest.mark.parametrize("pair", published(), ids=lambda at: f"{at[0].name} {at[1]}")
def test_what_a_rule_moves_or_says_to_be_lacking_is_a_field_of_the_hub(pair: tuple[Kind, GroupVersion]) -> None:
    kind, version = pair
    resolve = kind_schemas.resolver(kind_schemas.hub_release(kind))
    converting = of_sort(kind.parts(version), Converts)
    paths = [hub for _, hub in moves_to_hub(converting)]
    paths += [path for part in converting for path in part.below(part.rule.lacks)]
    left = {name.rpartition(".")[2] for name in LEFT}
    nowhere = [path for path in paths if at(kind_schemas.hub(kind), path, resolve) is None]
    assert [show(path) for path in nowhere if path[-1] not in left] == []
