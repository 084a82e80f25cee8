"""Conversion of the declared resources of examples/custom-resources: microseconds an object, both ways.

A webhook converts one object a request, so that one object is what counts. Objects are drawn from the models, as the
kit draws them: the median of those as a webhook gets them, with the server's defaults, and of those as they stand in a
manifest. One object with every field follows, where each rule has work to do and the stash is written and read.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal

from measure import microseconds

from kconv.crd import CustomResource
from kconv.engine import Kind, convert_kind
from kconv.engine.convert import Defaults
from kconv.engine.preserve import filler
from kconv.engine.route import leg
from kconv.names import GroupVersion, Release
from kconv.testing.draws import SeededDraw, Undrawable
from kconv.testing.shape import of_schemas
from kconv.testing.strategies.making import Maker

Json = dict[str, Any]
_EXAMPLES = Path(__file__).parents[1] / "examples/custom-resources"

BACKUP = {
    "schedule": "0 3 * * *",
    "target": "s3://backups/daily",
    "secret": "s3",
    "keep": 14,
    "onFailure": "ALWAYS",
    "hooks": [{"name": f"h{n}", "cmd": ["sync"], "after": n == 1, "timeout": "20s"} for n in range(3)],
    "maxSize": "10Gi",
    "checksum": "md5",
    "verbose": True,
}
NEW_BACKUP = {
    "schedule": "0 3 * * *",
    "destination": {"bucket": "backups", "path": "daily"},
    "credentials": {"name": "s3", "key": "access"},
    "retention": {"count": 14, "maxAge": "720h0m0s"},
    "retryPolicy": "Never",
    "hooks": [{"name": f"h{n}", "when": "After", "exec": {"command": ["sync"]}, "timeout": "20s"} for n in range(3)],
    "maxSize": "10Gi",
    "maxUnavailable": 1,
    "suspend": False,
}
ROUTE = {
    "host": "a.example.com",
    "primary": "b0",
    "matches": [{"source": "x", "method": "GET"}],
    "redirectTo": "/there",
    "backends": {f"b{n}": {"ip": f"10.0.0.{n}", "port": 80} for n in range(3)},
    "timeoutSeconds": 30,
}
NEW_ROUTE = {
    "host": "a.example.com",
    "primary": "b0",
    "matches": [{"from": "x"}],
    "action": {"redirect": {"to": "/there", "code": 301}},
    "backends": [{"name": f"b{n}", "address": f"10.0.0.{n}", "token": {"name": "t"}} for n in range(3)],
    "timeout": "1m30s",
}
POD = {"spec": {"containers": [{"name": "worker", "image": "worker:1", "env": [{"name": "A", "value": "b"}]}]}}
WORKERS = {
    "count": 5,
    "labels": {"app": "worker"},
    "template": POD,
    "recreate": True,
    "volumes": [{"name": f"v{n}", "sizeGi": 10, "keep": True} for n in range(3)],
}
NEW_WORKERS = {
    "replicas": 5,
    "selector": {"app": "worker"},
    "template": POD,
    "updateStrategy": {"type": "RollingUpdate", "maxUnavailable": 2},
    "volumes": [{"name": f"v{n}", "capacity": "500Gi", "reclaim": "Retain"} for n in range(3)],
}


def _object(kind: str, version: str, spec: Json) -> Json:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "web", "namespace": "shop"}, "spec": spec}


def _microseconds(
    kind: Kind, obj: Json, to: str, runs: int = 7, times: int = 300, defaults: Defaults | Literal["served"] = "preserve"
) -> float:
    return microseconds(partial(convert_kind, kind, obj, GroupVersion.parse(to), defaults=defaults), runs, times)


def _drawn(resource: CustomResource, kind: str, version: str, number: int = 100) -> list[Json]:
    maker = Maker(of_schemas(kind, {version: resource.schemas[version]})[version], {})
    found = []
    for seed in range(number):
        try:
            found.append(maker.resource(SeededDraw(seed)))
        except Undrawable:
            continue
    return found


def _typical(kind: Kind, objects: list[Json], to: str, defaults: Defaults | Literal["served"] = "preserve") -> float:
    """The median over objects of the time of one conversion."""
    return statistics.median(_microseconds(kind, obj, to, runs=3, times=30, defaults=defaults) for obj in objects)


def _served(kind: Kind, obj: Json) -> Json:
    """An object as an API server has it."""
    return filler(leg(kind, GroupVersion.parse(obj["apiVersion"])).filling, Release(1_000_000))(obj)


def tell_all(tell: Callable[..., None]) -> None:
    """Each resource from its oldest version to the newest and back, and the same from an object of the newest."""
    sys.path.insert(0, str(_EXAMPLES))
    from acme.backup import BACKUP as BACKUPS
    from acme.route import ROUTE as ROUTES
    from acme.workerpool import WORKERPOOL as POOLS

    cases = [
        (BACKUPS, "backup.acme.io/v1alpha1", BACKUP, "backup.acme.io/v1", NEW_BACKUP),
        (ROUTES, "net.acme.io/v1alpha1", ROUTE, "net.acme.io/v1", NEW_ROUTE),
        (POOLS, "acme.io/v1alpha1", WORKERS, "compute.acme.io/v1", NEW_WORKERS),
    ]
    for resource, old, old_spec, new, new_spec in cases:
        kind = resource.kind
        old_name = "Worker" if kind.name == "WorkerPool" else kind.name
        for obj, there, home in (
            (_object(old_name, old, old_spec), new, old),
            (_object(kind.name, new, new_spec), old, new),
        ):
            drawn = _drawn(resource, obj["kind"], home)
            served = _typical(kind, [_served(kind, each) for each in drawn], there, "served")
            tell(f"{kind.name}: {home} to {there}, as served", f"{served:.0f} us", "at most 100")
            tell("  as in a manifest", f"{_typical(kind, drawn, there):.0f} us", "at most 100")
            arrived = convert_kind(kind, obj, GroupVersion.parse(there)).object
            forth, back = _microseconds(kind, obj, there), _microseconds(kind, arrived, home)
            tell("  an object with every field, and back", f"{forth:.0f}, {back:.0f} us")
