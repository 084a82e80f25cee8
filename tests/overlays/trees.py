"""Random kustomize trees over old objects: what people write in overlays, right or wrong, in every place for it."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import yaml

Json = Any


def _deployment(rng: Random) -> Json:
    version = rng.choice(["extensions/v1beta1", "apps/v1beta1", "apps/v1beta2", "apps/v1"])
    spec: Json = {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": _containers(rng)}}}
    if version in ("apps/v1beta2", "apps/v1") or rng.random() < 0.5:
        spec["selector"] = {"matchLabels": {"app": "web"}}
    if rng.random() < 0.4:
        spec["strategy"] = rng.choice([{"type": "Recreate"}, {"rollingUpdate": {"maxSurge": 1}}])
    if rng.random() < 0.5:
        spec["replicas"] = 2
    kind = rng.choice(["Deployment", "Deployment", "DaemonSet"]) if version != "apps/v1beta1" else "Deployment"
    if kind == "DaemonSet":
        spec = {key: value for key, value in spec.items() if key in ("template", "selector")}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "web"}, "spec": spec}


def _containers(rng: Random) -> Json:
    listed: Json = [{"name": "web", "image": "nginx:1", "ports": [{"containerPort": 80}]}]
    if rng.random() < 0.4:
        listed.append({"name": "side", "image": "side:1", "env": [{"name": "A", "value": "1"}]})
    return listed


def _ingress(rng: Random) -> Json:
    version = rng.choice(["extensions/v1beta1", "networking.k8s.io/v1beta1"])
    paths = [{"path": path, "backend": _backend(rng)} for path in ("/", "/a")[: rng.randint(1, 2)]]
    spec: Json = {"rules": [{"host": "a.example.com", "http": {"paths": paths}}]}
    if rng.random() < 0.5:
        spec["backend"] = _backend(rng)
    return {"apiVersion": version, "kind": "Ingress", "metadata": {"name": "web"}, "spec": spec}


def _backend(rng: Random) -> Json:
    return {"serviceName": "web", "servicePort": rng.choice([80, "http"])}


def _autoscaler(rng: Random) -> Json:
    version = rng.choice(["autoscaling/v2beta1", "autoscaling/v2beta2"])
    metric: Json = {"name": "cpu", "targetAverageUtilization": 70}
    if version == "autoscaling/v2beta2":
        metric = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}
    target = {"apiVersion": rng.choice(["apps/v1", "extensions/v1beta1"]), "kind": "Deployment", "name": "web"}
    spec = {"scaleTargetRef": target, "maxReplicas": 3, "metrics": [{"type": "Resource", "resource": metric}]}
    return {"apiVersion": version, "kind": "HorizontalPodAutoscaler", "metadata": {"name": "web"}, "spec": spec}


def _budget(_: Random) -> Json:
    spec = {"minAvailable": 1, "selector": {"matchLabels": {"app": "web"}}}
    return {"apiVersion": "policy/v1beta1", "kind": "PodDisruptionBudget", "metadata": {"name": "web"}, "spec": spec}


def _cron(_: Random) -> Json:
    template = {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "c:1"}]}}
    spec = {"schedule": "0 3 * * *", "jobTemplate": {"spec": {"template": template}}}
    return {"apiVersion": "batch/v1beta1", "kind": "CronJob", "metadata": {"name": "web"}, "spec": spec}


def _definition(_: Random) -> Json:
    spec: Json = {
        "group": "example.com",
        "names": {"kind": "Thing", "listKind": "ThingList", "plural": "things", "singular": "thing"},
        "scope": "Namespaced",
        "version": "v1",
        "versions": [{"name": "v1", "served": True, "storage": True}],
        "validation": {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object"}}}},
    }
    name = {"name": "things.example.com"}
    return {
        "apiVersion": "apiextensions.k8s.io/v1beta1",
        "kind": "CustomResourceDefinition",
        "metadata": name,
        "spec": spec,
    }


_OBJECTS = [_deployment, _deployment, _ingress, _ingress, _autoscaler, _budget, _cron, _definition]
# By kind: fragments of an object that a patch may have, in the shape of an old version.
_PIECES: dict[str, list[Json]] = {
    "Deployment": [
        {"spec": {"replicas": 5}},
        {"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "nginx:2"}]}}}},
        {"spec": {"template": {"metadata": {"labels": {"tier": "x"}}}}},
        {"spec": {"strategy": {"type": "Recreate"}}},
        {"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": None}}},
        {"spec": {"template": {"spec": {"containers": [{"$patch": "delete", "name": "side"}]}}}},
        {"spec": {"template": {"spec": {"nodeSelector": {"a": "b"}}}}},
        {"spec": {"revisionHistoryLimit": 3}},
    ],
    "DaemonSet": [
        {"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "nginx:2"}]}}}},
        {"spec": {"updateStrategy": {"type": "RollingUpdate"}}},
        {"spec": {"template": {"metadata": {"labels": {"tier": "x"}}}}},
    ],
    "Ingress": [
        {"spec": {"backend": {"servicePort": 8080}}},
        {"spec": {"backend": {"serviceName": "other"}}},
        {"spec": {"backend": None}},
        {"spec": {"tls": [{"secretName": "s", "hosts": ["a.example.com"]}]}},
        {"spec": {"rules": [{"host": "b.example.com", "http": {"paths": [{"path": "/", "backend": _backend(Random(1))}]}}]}},
        {"spec": {"ingressClassName": "nginx"}},
    ],
    "HorizontalPodAutoscaler": [
        {"spec": {"maxReplicas": 9}},
        {"spec": {"minReplicas": 2}},
        {"spec": {"metrics": [{"type": "Resource", "resource": {"name": "memory", "targetAverageUtilization": 60}}]}},
        {"spec": {"metrics": []}},
    ],
    "PodDisruptionBudget": [
        {"spec": {"minAvailable": None, "maxUnavailable": 1}},
        {"spec": {"selector": {"matchLabels": {"tier": "x"}}}},
        {"spec": {"selector": None}},
    ],
    "CronJob": [
        {"spec": {"suspend": True}},
        {"spec": {"schedule": "0 4 * * *"}},
        {"spec": {"failedJobsHistoryLimit": 7}},
    ],
    "CustomResourceDefinition": [
        {"spec": {"preserveUnknownFields": False}},
        {"spec": {"versions": [{"name": "v1", "served": True, "storage": True}, {"name": "v2", "served": True, "storage": False}]}},
        {"spec": {"conversion": {"strategy": "Webhook", "webhookClientConfig": {"service": {"namespace": "a", "name": "b"}}}}},
        {"spec": {"scope": "Cluster"}},
    ],
}  # fmt: skip
_EVERY: list[Json] = [{"metadata": {"annotations": {"a": "b"}}}, {"metadata": {"labels": {"team": "x"}}}]


def pieces(kind: str) -> list[Json]:
    """What patches of a kind may have."""
    return [*_PIECES[kind], *_EVERY]


def plant(root: Path, rng: Random) -> Path:
    """Write a random tree; the folder that is to be built."""
    objects = [rng.choice(_OBJECTS)(rng) for _ in range(rng.randint(1, 2))]
    unique = list({each["kind"]: each for each in objects}.values())
    base = root / "base"
    _write(base / "all.yaml", "---\n".join(yaml.safe_dump(each, sort_keys=False) for each in unique))
    below: Json = {"resources": ["all.yaml"]}
    if rng.random() < 0.3:
        below["namePrefix"] = "dev-"
    if rng.random() < 0.3:
        _layers(rng, base, below, unique, "")
    _write(base / "kustomization.yaml", yaml.safe_dump(below, sort_keys=False))
    top = root / "over"
    value: Json = {"resources": ["../base"]}
    if rng.random() < 0.3:
        pairs = {"env": "prod"}
        entry = {"pairs": pairs, rng.choice(["includeSelectors", "includeTemplates", "x"]): True}
        value |= rng.choice([{"commonLabels": pairs}, {"labels": [entry]}, {"namespace": "shop"}])
    _layers(rng, top, value, unique, rng.choice(["", below.get("namePrefix", "")]))
    if rng.random() < 0.2:
        part: Json = {"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component"}
        _layers(rng, root / "part", part, unique, "")
        _write(root / "part" / "kustomization.yaml", yaml.safe_dump(part, sort_keys=False))
        value["components"] = ["../part"]
    _write(top / "kustomization.yaml", yaml.safe_dump(value, sort_keys=False))
    return top


def _layers(rng: Random, folder: Path, value: Json, objects: list[Json], prefix: str) -> None:
    for index in range(rng.randint(1, 2)):
        obj = rng.choice(objects)
        rng.choice([_strategic, _strategic, _strategic, _targeted, _operations, _operations, _replacement])(
            rng, folder, value, obj, prefix, index
        )


def _name(obj: Json, prefix: str) -> str:
    return prefix + str(obj["metadata"]["name"])


def _patch(rng: Random, obj: Json, prefix: str) -> Json:
    piece = json.loads(json.dumps(rng.choice(pieces(obj["kind"]))))
    head = {"apiVersion": obj["apiVersion"], "kind": obj["kind"]}
    return {**head, **piece, "metadata": {"name": _name(obj, prefix), **piece.get("metadata", {})}}


def _put(rng: Random, folder: Path, key: str, value: Json, entry: Json, text: str, index: int) -> None:
    if rng.random() < 0.6:
        file = f"{key}{index}.yaml"
        _write(folder / file, text)
        entry["path"] = file
    else:
        entry["patch"] = text
    value.setdefault(key, []).append(entry)


def _strategic(rng: Random, folder: Path, value: Json, obj: Json, prefix: str, index: int) -> None:
    text = yaml.safe_dump(_patch(rng, obj, prefix), sort_keys=False)
    if rng.random() < 0.4:
        _write(folder / f"s{index}.yaml", text)
        value.setdefault("patchesStrategicMerge", []).append(rng.choice([f"s{index}.yaml", text]))
    else:
        _put(rng, folder, "patches", value, {}, text, index)


def _target(rng: Random, obj: Json, prefix: str) -> Json:
    target: Json = {"kind": obj["kind"], "name": _name(obj, prefix)}
    group, _, version = obj["apiVersion"].rpartition("/")
    if rng.random() < 0.3:
        target["group"] = group
    if rng.random() < 0.3:
        target["version"] = version
    return target


def _targeted(rng: Random, folder: Path, value: Json, obj: Json, prefix: str, index: int) -> None:
    text = yaml.safe_dump(_patch(rng, obj, prefix), sort_keys=False)
    _put(rng, folder, "patches", value, {"target": _target(rng, obj, prefix)}, text, index)


def paths(value: Json, path: str = "") -> list[str]:
    """The JSON pointers of everything in a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, child in pairs:
        below = f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"
        found += [below, *paths(child, below)]
    return found


def _operations(rng: Random, folder: Path, value: Json, obj: Json, prefix: str, index: int) -> None:
    inside = paths(obj["spec"], "/spec")
    listed = []
    for _ in range(rng.randint(1, 2)):
        path = rng.choice(inside)
        there = _at(obj, path)
        if isinstance(there, (dict, list)):
            listed.append({"op": "replace", "path": path, "value": there})
        else:
            other = there + 1 if type(there) is int else there if isinstance(there, bool) else f"{there}x"
            listed.append({"op": rng.choice(["replace", "add"]), "path": path, "value": other})
    if rng.random() < 0.3:
        listed.append({"op": "add", "path": "/metadata/labels", "value": {"x": "y"}})
    if rng.random() < 0.2:
        listed = [{"op": "remove", "path": rng.choice(inside)}]
    text = rng.choice([json.dumps(listed), yaml.safe_dump(listed, sort_keys=False)])
    _put(
        rng, folder, rng.choice(["patches", "patchesJson6902"]), value, {"target": _full(rng, obj, prefix)}, text, index
    )


def _full(rng: Random, obj: Json, prefix: str) -> Json:
    group, _, version = obj["apiVersion"].rpartition("/")
    target = _target(rng, obj, prefix)
    # patchesJson6902 names exactly one version, as kustomize wants it
    return {"group": group, "version": version, **target} if rng.random() < 0.5 else target


def _at(obj: Json, path: str) -> Json:
    for part in path.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        obj = obj[int(key)] if isinstance(obj, list) else obj[key]
    return obj


def _replacement(rng: Random, folder: Path, value: Json, obj: Json, prefix: str, index: int) -> None:  # noqa: ARG001
    leaves = [path for path in paths(obj["spec"], "/spec") if isinstance(_at(obj, path), str)]
    if not leaves:
        return
    target = rng.choice(leaves)[1:].replace(".", "\\.").replace("/", ".")
    select = _target(rng, obj, prefix)
    source = {"kind": obj["kind"], "name": _name(obj, prefix), "fieldPath": "metadata.name"}
    value.setdefault("replacements", []).append(
        {"source": source, "targets": [{"select": select, "fieldPaths": [target]}]}
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
