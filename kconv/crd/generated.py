"""From a declaration to its files, all checks made: what is wrong is reported before a definition reaches a cluster."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from kconv.catalog import latest
from kconv.crd import check
from kconv.crd.client_config import Webhook
from kconv.crd.conversion import strategy
from kconv.crd.custom_resource import CustomResource
from kconv.crd.definition import Definition, definitions_of, manifest
from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.misread import misread
from kconv.crd.pairs import pairs_of
from kconv.crd.schemas import described
from kconv.crd.unarmed_guard import guard, since
from kconv.crd.weaker import weaker
from kconv.names import Release

_ALONE: Final = {"strategy": "Webhook"}
"""A definition of one version is guarded, too: its second version may come sooner than the policies that it needs."""


class Generated(NamedTuple):
    """The definitions of a custom resource, and what to know of them."""

    manifests: list[dict[str, Any]]
    warnings: list[Fault]
    notes: list[Fault]
    guards: dict[str, list[dict[str, Any]]]
    """What is to be in the cluster before a definition that is not armed, by its name."""


def generate(
    resource: CustomResource,
    *,
    release: Release | None = None,
    webhook: Webhook | None = None,
    max_description: int | None = None,
    unarmed: bool = False,
) -> Generated:
    """The CustomResourceDefinitions of a custom resource: one, unless its kind or group was renamed.

    ``release`` is the oldest one whose servers are to take them, the latest known by default. ``webhook`` is where the
    versions are converted; with ``unarmed`` the definitions leave that to the webhook, and to policies that guard them
    until it is there. Raises DeclarationError with everything that the API server would refuse.
    """
    release = release or latest()
    schemas, warnings = described(resource.history, release)
    manifests, faults = [], []
    guards: dict[str, list[dict[str, Any]]] = {}
    for definition in definitions_of(resource):
        conversion, unsaid = strategy(definition, schemas, webhook)
        if unarmed and webhook and (conversion or _ALONE)["strategy"] == "Webhook":
            guards[definition.name] = guard(definition.name, definition.group, definition.names.plural, webhook)
            faults += _unguarded(definition, release)
            conversion = None
        crd = manifest(definition, schemas, conversion, max_description)
        faults += [*unsaid, *check.faults(definition, crd, release)]
        warnings += [*check.warnings(definition, crd), *weaker(definition, schemas)]
        manifests.append(crd)
    pairs = pairs_of(resource.history, schemas)
    faults += [fault for pair in pairs for fault in pair.faults()] or _unruly(resource)
    if faults:
        raise DeclarationError(faults)
    warnings += [fault for pair in pairs for fault in pair.warnings()]
    warnings += misread(resource.kind, resource.history.versions, schemas) if len(pairs) else ()
    notes = [note for pair in pairs for note in pair.notes()]
    return Generated(manifests, list(dict.fromkeys(warnings)), notes, guards)


def _unguarded(definition: Definition, release: Release) -> list[Fault]:
    """A release whose servers do not have the policies."""
    if release >= since():
        return []
    why = f"release {release} has no policy that guards a definition without spec.conversion: it came with {since()}"
    advice = "leave out --unarmed: the definition then names the webhook without a caBundle, which is as safe"
    return [Fault(definition.versions[0].place, definition.name, why, advice)]


def _unruly(resource: CustomResource) -> list[Fault]:
    """Rules that the engine does not take between versions."""
    try:
        _ = resource.kind
    except DeclarationError as error:
        return [*error.faults]
    return []
