"""How the API server converts between a definition's versions: through a webhook, or not at all where they are one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kconv.crd.client_config import Webhook, conversion
from kconv.crd.custom_resource import CustomResource
from kconv.crd.definition import Definition, definitions_of
from kconv.crd.faults import Fault
from kconv.pipeline.validate.definitions import Definition as Described
from kconv.structural.vocabulary import Schema


def strategy(
    definition: Definition, schemas: Mapping[str, Schema], webhook: Webhook | None
) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The conversion of a definition, None for one version, and what is missing to say it."""
    if len(definition.versions) == 1:
        return None, []
    if same_throughout(definition, schemas):
        return {"strategy": "None"}, []
    if webhook is None:
        there = (definition.shipped or {"spec": {}})["spec"].get("conversion") or {}
        return (there, []) if there.get("strategy") == "Webhook" else (None, [_unsaid(definition)])
    return conversion(webhook.client_config()), []


def converted(resource: CustomResource) -> list[str]:
    """The names of the definitions of a custom resource that a webhook converts.

    One with a single version is among them: before it gets its second version, it is to have its webhook.
    """
    definitions = definitions_of(resource)
    schemas = resource.schemas if any(len(each.versions) > 1 for each in definitions) else {}
    return [each.name for each in definitions if len(each.versions) == 1 or not same_throughout(each, schemas)]


def _unsaid(definition: Definition) -> Fault:
    names = ", ".join(version.declared.group_version.version for version in definition.versions)
    why = f"the versions {names} differ, and the API server needs a webhook to convert between them"
    advice = "give its address: --webhook-service NAMESPACE/NAME[:PORT] or --webhook-url https://…"
    return Fault(definition.versions[0].place, definition.name, why, advice)


def same_throughout(definition: Definition, schemas: Mapping[str, Schema]) -> bool:
    """Whether all versions are provably the same: no rule between them, and schemas that differ in their texts only."""
    models = {version.model for version in definition.versions}
    if any(version.rules for version in definition.versions if version.since in models):
        return False
    newest, *others = (_described(schemas[each.api_version]) for each in definition.versions)
    return all(other.asks_the_same(newest) for other in others)


def _described(schema: Schema) -> Described:
    return Described({"openAPIV3Schema": schema}, keeps=False, status=False, served=True)
