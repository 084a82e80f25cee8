"""A custom resource as operators have them: three versions, with every shape of field that conversions get wrong.

v1 is the hub. A Site's fields were renamed (hosts, domains), moved (schedule, timing.schedule), split (image), split by
type (targetPort, target), spelled otherwise (tcp, TCP) and given another default (drainSeconds); v1 alone has a budget
and a few fields inside lists, v1alpha1 alone has debug.
"""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

KIND: Final = "Site"
V1: Final = "web.example.com/v1"
V1BETA1: Final = "web.example.com/v1beta1"
V1ALPHA1: Final = "web.example.com/v1alpha1"
VERSIONS: Final = (V1, V1BETA1, V1ALPHA1)
DRAIN: Final = {V1ALPHA1: 30, V1BETA1: 30, V1: 10}
"""What spec.drainSeconds is in each version when it is left out."""

TEXT: Final[Schema] = {"type": "string"}
INT32: Final[Schema] = {"type": "integer", "format": "int32"}
BOOL: Final[Schema] = {"type": "boolean"}
PORT: Final[Schema] = {**INT32, "minimum": 1, "maximum": 65535}
INT_OR_STRING: Final[Schema] = {"x-kubernetes-int-or-string": True}
QUANTITY: Final = (
    r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))"
    r"(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$"
)
"""As controller-gen writes it."""
LABELS: Final[Schema] = {"type": "object", "additionalProperties": TEXT}


def _object(**fields: Schema) -> Schema:
    return {"type": "object", "properties": fields}


def _list(items: Schema, kind: str = "atomic") -> Schema:
    return {"type": "array", "x-kubernetes-list-type": kind, "items": items}


def _by(key: str, **fields: Schema) -> Schema:
    items = {**_object(**{key: {**TEXT, "minLength": 1}}, **fields), "required": [key]}
    return {**_list(items, "map"), "x-kubernetes-list-map-keys": [key]}


TIMING: Final = {
    "schedule": {**TEXT, "nullable": True},
    "since": {**TEXT, "format": "date-time"},
}
REPOSITORIES: Final = ["web", "example.com:5000/web", "Wéb", "example.com"]
TAGS: Final = ["a", "1", ""]
IMAGE: Final = {
    **_object(repository={**TEXT, "enum": REPOSITORIES}, tag={**TEXT, "enum": TAGS}),
    "required": ["repository"],
}
IMAGE_TEXT: Final = {
    **TEXT,
    "enum": [*REPOSITORIES, *(f"{repository}:{tag}" for repository in REPOSITORIES for tag in TAGS)],
}
TARGET: Final = {**_object(number=INT32, name=TEXT), "minProperties": 1}
TLS: Final = _object(mode={**TEXT, "enum": ["Terminate", "Passthrough"]}, secretName=TEXT)
BUDGET: Final = _object(minAvailable=INT_OR_STRING, window={**TEXT, "format": "duration"}, strict=BOOL)
DEBUG: Final = _object(level=INT32, tags=_list(TEXT, "set"))


def _listeners(protocols: list[str], **more: Schema) -> Schema:
    protocol = {**TEXT, "enum": protocols, "default": protocols[0]}
    return _by("name", port=PORT, protocol=protocol, labels=LABELS, **more)


def _routes(**more: Schema) -> Schema:
    return _list(_object(path=TEXT, exact=BOOL, **more))


def _rules(**more: Schema) -> Schema:
    """Any of several lists of conditions that all hold."""
    return _list(_list(_object(key=TEXT, values=_list(TEXT), **more)))


def _site(version: str, state: str, **spec: Schema) -> Schema:
    """One version: the fields of its own, and those that all have alike."""
    alike = {
        "replicas": {**INT32, "minimum": 0, "default": 1},
        "drainSeconds": {**INT32, "minimum": 0, "default": DRAIN[version]},
        "paused": BOOL,
        "serial": {"type": "integer", "format": "int64"},
        "args": _list(TEXT),
        "limits": {"type": "object", "additionalProperties": {**INT_OR_STRING, "pattern": QUANTITY}},
        "settings": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
        "template": {
            "type": "object",
            "x-kubernetes-embedded-resource": True,
            "x-kubernetes-preserve-unknown-fields": True,
            "properties": {"spec": _object(targetPort=INT_OR_STRING, image=TEXT)},
        },
    }
    conditions = _by("type", status={**TEXT, "enum": ["True", "False", "Unknown"]}, reason=TEXT)
    status = _object(observedGeneration={"type": "integer", "format": "int64"}, conditions=conditions, **{state: TEXT})
    return _object(spec=_object(**alike, **spec), status=status)


SCHEMAS: Final[dict[str, Schema]] = {
    V1: _site(
        V1,
        "phase",
        domains=_list(TEXT, "set"),
        image=IMAGE,
        listeners=_listeners(["TCP", "UDP"], tls=TLS),
        target=TARGET,
        routes=_routes(weight=INT32),
        rules=_rules(negate=BOOL),
        timing=_object(**TIMING),
        maxUnavailable=INT_OR_STRING,
        budget=BUDGET,
    ),
    V1BETA1: _site(
        V1BETA1,
        "phase",
        domains=_list(TEXT, "set"),
        image=IMAGE,
        listeners=_listeners(["TCP", "UDP"]),
        targetPort=INT_OR_STRING,
        routes=_routes(weight=INT32),
        rules=_rules(),
        timing=_object(**TIMING),
        maxUnavailable=INT_OR_STRING,
    ),
    V1ALPHA1: _site(
        V1ALPHA1,
        "state",
        hosts=_list(TEXT, "set"),
        image=IMAGE_TEXT,
        ports=_listeners(["tcp", "udp"]),
        targetPort=INT_OR_STRING,
        routes=_routes(),
        rules=_rules(),
        debug=DEBUG,
        **TIMING,
    ),
}
LIST_KEYS: Final = {"spec.listeners": ("name",), "status.conditions": ("type",)}
"""The fields by which an item of one of v1's lists is known."""
