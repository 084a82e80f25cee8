"""Types that Kubernetes has and JSON does not, and the base of all models.

A model holds an object as it was written: nothing is coerced, filled in or dropped, so that dumping it gives the object
back. Times and quantities stay texts: 1Gi and 1024Mi are the same amount, but not the same manifest.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kconv.validation.formats import is_quantity


class Model(BaseModel):
    """A part of an object: strictly typed, unknown fields kept, dumped under Kubernetes' own names.

    ``model_dump(exclude_unset=True)`` is the object again, absent fields still absent.
    """

    model_config = ConfigDict(strict=True, extra="allow", serialize_by_alias=True, protected_namespaces=())


Int32: TypeAlias = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
"""An integer that Kubernetes holds in 32 bits."""

Int64: TypeAlias = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
"""An integer that Kubernetes holds in 64 bits."""

IntOrString: TypeAlias = Int32 | str
"""A number or a text, such as a port's number or name, or 25%."""


def _quantity(text: str) -> str:
    if not is_quantity(text):
        raise ValueError("must be a quantity such as 500m or 1Gi")
    return text


Quantity: TypeAlias = (
    Annotated[str, AfterValidator(_quantity), Field(json_schema_extra={"format": "quantity"})] | int | float
)
"""An amount such as 500m, 1Gi or 2 (k8s.io/apimachinery/pkg/api/resource)."""

_TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)$"
Time: TypeAlias = Annotated[str, Field(pattern=_TIME, json_schema_extra={"format": "date-time"})]
"""A point in time as RFC 3339 writes it, to the second."""

_MICRO_TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.,]\d{6}(Z|[+-]\d\d:\d\d)$"
MicroTime: TypeAlias = Annotated[str, Field(pattern=_MICRO_TIME, json_schema_extra={"format": "date-time"})]
"""The same to the microsecond, which takes six digits."""

Number: TypeAlias = int | float
JsonObject: TypeAlias = dict[str, Any]
