"""One resource as the releases of an operator declare it, each with the versions and the hub of its time."""

from __future__ import annotations

from typing import Any

from pydantic import create_model

from kconv.crd import CustomResource, Model, Resource, Version, api_version
from kconv.rules import Dropped, Move, Rule
from tests.kopf.reading import Replica, hub_storage

GROUP = "shop.example"


def version(name: str, **fields: Any) -> type[Resource]:
    text = (str | None, None)
    spec: Any = create_model("BoxSpec", __base__=Model, **fields)
    status: Any = create_model("BoxStatus", __base__=Model, phase=text, detail=text)
    made: Any = create_model("Box", __base__=Resource, spec=(spec, ...), status=(status | None, None))
    return api_version(f"{GROUP}/{name}")(made)


_FLAG = (bool | None, None)
V1BETA1 = version("v1beta1", keep=(int, 7), verbose=_FLAG)
V1 = version("v1", count=(int, 7), suspend=_FLAG, note=(str | None, None))
V2 = version("v2", copies=(int, 7), suspend=_FLAG, note=(str | None, None))
SINCE_V1BETA1: list[Rule] = [Move("spec.keep", "spec.count"), Dropped("spec.verbose", why="unread")]
SINCE_V1: list[Rule] = [Move("spec.count", "spec.copies")]
_OLDER = (Version(V1, since=V1BETA1, rules=SINCE_V1BETA1), Version(V1BETA1))
RELEASES = {
    "first": CustomResource(Version(V1BETA1)),
    "second": CustomResource(*_OLDER, hub=V1),
    "third": CustomResource(Version(V2, since=V1, rules=SINCE_V1), *_OLDER, hub=V1),
    "moved hub": CustomResource(Version(V2, since=V1, rules=SINCE_V1), *_OLDER, hub=V2),
    "last": CustomResource(Version(V2)),
}
CLUSTER = RELEASES["third"]
"""What the webhook of the cluster knows: every version."""


def box(version: str = "v1", **spec: Any) -> Any:
    metadata = {"name": "a", "namespace": "b"}
    return {"apiVersion": f"{GROUP}/{version}", "kind": "Box", "metadata": metadata, "spec": spec}


def release(name: str, version: str) -> Replica:
    """A replica of one release that watches a version."""
    return Replica(CLUSTER, f"{GROUP}/{version}", hub_storage(RELEASES[name]))
