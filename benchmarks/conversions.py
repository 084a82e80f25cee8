"""`kconv.convert` in process: microseconds an object, and how they grow with the object.

The input is parsed already and the result not printed: what is measured is the conversion alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from measure import microseconds

import kconv

Json = dict[str, Any]


def deployment(size: int) -> Json:
    container = {
        "name": "web",
        "image": "web:1.17",
        "ports": [{"containerPort": 80}],
        "env": [{"name": "A", "value": "b"}],
        "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "200m"}},
        "livenessProbe": {"httpGet": {"path": "/", "port": 80}},
        "volumeMounts": [{"name": "c", "mountPath": "/etc"}],
    }
    pod = {
        "containers": [{**container, "name": f"web-{n}"} for n in range(size)],
        "volumes": [{"name": "c", "emptyDir": {}}],
    }
    template = {"metadata": {"labels": {"app": "web"}}, "spec": pod}
    return _object("extensions/v1beta1", "Deployment", {"replicas": 2, "template": template})


def ingress(size: int) -> Json:
    path = {"path": "/", "backend": {"serviceName": "web", "servicePort": 80}}
    rules = [{"host": f"h{n}", "http": {"paths": [path]}} for n in range(size)]
    return _object("networking.k8s.io/v1beta1", "Ingress", {"rules": rules})


def autoscaler(size: int) -> Json:
    metric = {"type": "Pods", "pods": {"metricName": "hits", "targetAverageValue": "1k"}}
    reference = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    spec = {"scaleTargetRef": reference, "maxReplicas": 9, "metrics": [metric] * size}
    return _object("autoscaling/v2beta1", "HorizontalPodAutoscaler", spec)


def definition(size: int) -> Json:
    fields = {f"field{n}": {"type": "object", "properties": {"a": {"type": "string"}}} for n in range(size)}
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}}
    names = {"plural": "things", "kind": "Thing"}
    spec = {"group": "example.com", "version": "v1", "names": names, "scope": "Namespaced", "validation": schema}
    return _object("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", spec)


def _object(version: str, kind: str, spec: Json) -> Json:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "web"}, "spec": spec}


FAMILIES: list[tuple[Callable[[int], Json], str]] = [
    (deployment, "apps/v1"),
    (ingress, "networking.k8s.io/v1"),
    (autoscaler, "autoscaling/v2"),
    (definition, "apiextensions.k8s.io/v1"),
]


def tell_all(tell: Callable[..., None]) -> None:
    """Each family at 1, 10 and 100 parts; the growth is from 10 to 100."""
    for make, to in FAMILIES:
        for defaults in ("none", "preserve"):
            few, ten, many = (
                microseconds(partial(kconv.convert, make(size), to, defaults=defaults), 7 if size < 100 else 3)
                for size in (1, 10, 100)
            )
            name = f"kconv.convert, {make.__name__}, {defaults}: 1, 10, 100 parts"
            tell(name, f"{few:.0f}, {ten:.0f}, {many:.0f} us", f"growth {many / ten:.1f} (linear: at most 10)")
            if make is ingress:
                tell(f"1,000 Ingresses of one rule, {defaults}", f"{few:.0f} ms", "under 40 ms")
