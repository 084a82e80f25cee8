"""Types that several resources and versions have in common. A published one is not changed: a new one is made."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from kconv.crd import Int64, ListMap, Model


class SecretKeyRef(Model):
    """One key of a Secret in the same namespace."""

    name: Annotated[str, Field(min_length=1, max_length=253)]
    """The Secret's name."""

    key: str = "token"
    """The key in it."""


class Condition(Model):
    """One aspect of the state, as metav1.Condition."""

    type: Annotated[
        str,
        Field(
            max_length=316,
            pattern=r"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$",
        ),
    ]
    status: Literal["True", "False", "Unknown"]
    reason: Annotated[str, Field(min_length=1, max_length=1024, pattern=r"^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")]
    message: Annotated[str, Field(max_length=32768)]
    last_transition_time: datetime
    observed_generation: Annotated[Int64, Field(ge=0)] | None = None


Conditions = Annotated[list[Condition], ListMap("type")]
