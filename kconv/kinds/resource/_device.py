"""A device of a slice: v1alpha3 and v1beta1 have all that describes it under `basic`, the only sort there ever was."""

from __future__ import annotations

from kconv.kinds.resource._nesting import gather, spread
from kconv.rules import At, Function, Json, Lacks, Rule

FIELDS = (
    "attributes",
    "capacity",
    "consumesCounters",
    "nodeName",
    "nodeSelector",
    "allNodes",
    "taints",
    "bindsToNode",
    "bindingConditions",
    "bindingFailureConditions",
    "allowMultipleAllocations",
    "nodeAllocatableResources",
    "nodeAllocatableResourceMappings",
)
_LISTS = {"ints", "bools", "strings", "versions"}


def _to_basic(device: Json) -> Json:
    """A device of v1beta1 without `basic` is of no sort, and its server refuses it."""
    out = gather(device, FIELDS, "basic")
    return out if "basic" in out else {**out, "basic": {}}


BASIC = Function(
    lambda device: spread(device, FIELDS, "basic"),
    _to_basic,
    moves=[(f"basic.{field}", field) for field in FIELDS],
    says=["the fields of basic are beside name in the hub version"],
)


def _each(device: Json, field: str, change: dict[str, Json]) -> Json:
    return {**device, field: {**device[field], **change}} if change else device


def _to_value(device: Json) -> Json:
    amounts = device.get("capacity")
    bare = amounts.items() if isinstance(amounts, dict) else ()
    return _each(
        device, "capacity", {key: {"value": it} for key, it in bare if it is not None and not isinstance(it, dict)}
    )


def _from_value(device: Json) -> Json:
    amounts = device.get("capacity")
    held = amounts.items() if isinstance(amounts, dict) else ()
    return _each(device, "capacity", {key: it.get("value", "0") for key, it in held if isinstance(it, dict)})


def _without_lists(device: Json) -> Json:
    attributes = device.get("attributes")
    held = attributes.items() if isinstance(attributes, dict) else ()
    listed = {key: it for key, it in held if isinstance(it, dict) and not _LISTS.isdisjoint(it)}
    single = {name: {key: it for key, it in one.items() if key not in _LISTS} for name, one in listed.items()}
    return _each(device, "attributes", single)


ALPHA: list[Rule] = [
    BASIC,
    Function(
        _to_value,
        _from_value,
        makes=["capacity"],
        says=["each quantity of capacity is its value in the hub version"],
    ),
    Function(
        lambda device: device,
        _without_lists,
        says=["ints, bools, strings and versions of an attribute cannot be represented"],
    ),
    Lacks(
        "bindsToNode",
        "bindingConditions",
        "bindingFailureConditions",
        "allowMultipleAllocations",
        "nodeAllocatableResources",
        "nodeAllocatableResourceMappings",
    ),
    At("consumesCounters[]", [Lacks("compatibilityGroups")]),
]
"""How v1alpha3 differs from the hub: it ended with 1.33."""
