"""The Site's conversion in kconv's own vocabulary: right without a line that converts, but for the image."""

from __future__ import annotations

from typing import Any, Final

from kconv.engine import Kind
from kconv.rules import At, ByType, Default, Function, Lacks, Move, Rule, Values
from tests.testing.custom import DRAIN, KIND, LIST_KEYS, V1, V1ALPHA1, V1BETA1
from tests.testing.hub import image_of

Json = Any


def _split(image: Json) -> Json:
    return image_of(image) if isinstance(image, str) else image


def _joined(image: Json) -> Json:
    if not isinstance(image, dict):
        return image
    parts = [image[key] for key in ("repository", "tag") if key in image]
    return ":".join(parts) if "repository" in image and all(isinstance(part, str) for part in parts) else image


def _in_spec(change: Any) -> Any:
    def changed(obj: Json) -> Json:
        spec = obj.get("spec") if isinstance(obj, dict) else None
        if not isinstance(spec, dict) or "image" not in spec:
            return obj
        image = change(spec["image"])
        return obj if image is spec["image"] else {**obj, "spec": {**spec, "image": image}}

    return changed


IMAGE: Final = Function(
    _in_spec(_split),
    _in_spec(_joined),
    makes=["spec.image"],
    says=["spec.image is repository:tag in one text"],
)
OLD: Final[list[Rule]] = [
    ByType("spec.targetPort", {int: "spec.target.number", str: "spec.target.name"}),
    Lacks("spec.budget"),
    At("spec.listeners[]", [Lacks("tls")]),
    At("spec.rules[][]", [Lacks("negate")]),
]
ALPHA: Final[list[Rule]] = [
    Move("spec.hosts", "spec.domains"),
    Move("spec.ports", "spec.listeners"),
    Move("spec.schedule", "spec.timing.schedule"),
    Move("spec.since", "spec.timing.since"),
    Move("status.state", "status.phase"),
    IMAGE,
    At(
        "spec.listeners[]",
        [Values("protocol", [("tcp", "TCP"), ("udp", "UDP")], says="protocol is written in small letters")],
    ),
    *OLD,
    Lacks("spec.maxUnavailable"),
    At("spec.routes[]", [Lacks("weight")]),
]


def _defaults(version: str, protocol: str = "TCP") -> list[Rule]:
    listeners = "ports" if version == V1ALPHA1 else "listeners"
    return [
        Default("spec?.replicas", 1),
        Default("spec?.drainSeconds", DRAIN[version]),
        Default(f"spec?.{listeners}?[].protocol", protocol),
    ]


SITE: Final = Kind(
    KIND,
    hub=V1,
    spokes={
        V1: [Lacks("spec.debug"), *_defaults(V1)],
        V1BETA1: [*OLD, Lacks("spec.debug"), *_defaults(V1BETA1)],
        V1ALPHA1: [*ALPHA, *_defaults(V1ALPHA1, "tcp")],
    },
    list_keys=LIST_KEYS,
)
