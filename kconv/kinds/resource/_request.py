"""The requests of a claim: v1beta2 put a request's own fields under `exactly`, beside the `firstAvailable` of 1.33."""

from __future__ import annotations

from kconv.kinds.resource._nesting import gather, spread
from kconv.paths import MISSING, same
from kconv.rules import At, Default, Derived, Function, Json, Lacks, Rule, When

FIELDS = (
    "deviceClassName",
    "selectors",
    "allocationMode",
    "count",
    "adminAccess",
    "tolerations",
    "capacity",
    "derivedAttributes",
)
_ZERO = {"deviceClassName": "", "allocationMode": "", "count": 0}


def _asks(request: Json) -> bool:
    """Whether Kubernetes sees a field of the request itself; one that is not a pointer cannot be both empty and
    present."""
    values = ((field, request[field]) for field in FIELDS if field in request)
    return any(value or not (value is None or same(value, _ZERO.get(field))) for field, value in values)


def _to_exactly(request: Json) -> Json:
    if _asks(request):
        return gather(request, FIELDS, "exactly")
    kept = {key: value for key, value in request.items() if key not in FIELDS}
    return request if len(kept) == len(request) else kept


EXACTLY = Function(
    _to_exactly,
    lambda request: spread(request, FIELDS, "exactly"),
    moves=[(field, f"exactly.{field}") for field in FIELDS],
    says=[f"{', '.join(FIELDS)} are under exactly in the hub version"],
)
TOLERATION = Default("tolerations[].operator", "Equal")


def _mode(request: Json) -> Json:
    return "ExactCount" if request.get("deviceClassName") else MISSING


def _count(request: Json) -> Json:
    return 1 if request.get("deviceClassName") and request.get("allocationMode") == "ExactCount" else MISSING


_COUNTED: list[Rule] = [
    Default("allocationMode", "ExactCount"),
    When("allocationMode", ["ExactCount"], [Default("count", 1, zero=True)]),
    TOLERATION,
]
BESIDE: list[Rule] = [At("firstAvailable[]", _COUNTED)]
"""Defaults that all versions have."""
NESTED: list[Rule] = [At("exactly", _COUNTED)]
"""Those of v1beta2 and v1."""
FLAT: list[Rule] = [
    EXACTLY,
    Derived("allocationMode", _mode, says="ExactCount, for a deviceClassName,", empty=True),
    Derived("count", _count, says="1 for ExactCount", empty=True),
    TOLERATION,
]
"""How v1alpha3 and v1beta1 differ from the hub, and their defaults."""
SINCE_1_34: list[Rule] = [
    Lacks("exactly.capacity", "exactly.derivedAttributes"),
    At("firstAvailable[]", [Lacks("capacity", "derivedAttributes")]),
]
"""What came after v1alpha3."""
CONSTRAINT_SINCE_1_34: list[Rule] = [Lacks("distinctAttribute")]
