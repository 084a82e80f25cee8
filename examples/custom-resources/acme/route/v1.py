"""net.acme.io/v1."""

from datetime import timedelta
from ipaddress import IPv4Address
from typing import Annotated, Literal

from pydantic import Field

from acme.shared import SecretKeyRef
from kconv.crd import (
    Duration,
    Immutable,
    Int32,
    ListMap,
    Model,
    Resource,
    api_version,
    cel,
    duration_text,
    go_duration,
    one_of,
)
from kconv.rules import At, Keyed, Move, Rule, Turn


class Redirect(Model):
    to: str
    code: Literal[301, 302, 307, 308] = 302


class Forward(Model):
    path: str = "/"


@one_of("redirect", "forward")
class Action(Model):
    """What happens to a request."""

    redirect: Redirect | None = None
    forward: Forward | None = None


class Match(Model):
    from_: Annotated[str, Field(max_length=64)]
    """A field that Python cannot name."""

    method: Literal["GET", "POST"] | None = None


class Backend(Model):
    name: Annotated[str, Field(max_length=63)]
    address: IPv4Address
    port: Annotated[Int32, Field(ge=1, le=65535)] = 80
    token: SecretKeyRef | None = None


@cel("self.backends.exists(b, b.name == self.primary)", "primary must be one of the backends")
class RouteSpec(Model):
    host: Annotated[str, Field(max_length=253), Immutable]
    primary: Annotated[str, Field(max_length=63)]
    matches: Annotated[list[Match], Field(max_length=16)] = []
    action: Action
    backends: Annotated[list[Backend], ListMap("name"), Field(max_length=64)]
    timeout: Duration = timedelta(seconds=15)


@api_version("net.acme.io/v1")
class Route(Resource):
    spec: RouteSpec


def to_text(seconds: int) -> str | None:
    return duration_text(timedelta(seconds=seconds)) if type(seconds) is int and abs(seconds) < 2**31 else None


def to_seconds(text: str) -> int | None:
    """Whole seconds, as many as v1alpha1 accepts."""
    made = go_duration(text) if isinstance(text, str) else None
    seconds = made // timedelta(seconds=1) if made is not None else 0
    return seconds if made == timedelta(seconds=seconds) and 1 <= seconds < 2**31 else None


RULES: list[Rule] = [  # since v1alpha1
    Keyed("spec.backends", "spec.backends", "name"),
    At("spec.backends[]", [Move("ip", "address")]),
    At("spec.matches[]", [Move("source", "from")]),
    Move("spec.redirectTo", "spec.action.redirect.to"),
    Move("spec.forwardPath", "spec.action.forward.path"),
    Turn(
        "spec.timeoutSeconds",
        "spec.timeout",
        to_text,
        to_seconds,
        says="timeoutSeconds: 10 is timeout: 10s",
        node={"type": "string"},
    ),
]
