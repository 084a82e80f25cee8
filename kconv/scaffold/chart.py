"""A chart is what config/ builds, with the few values that differ between clusters: two sources would drift apart.

Helm installs into a namespace that it is given, deletes what a release no longer has, and reads every pair of braces in
a file as its own: so the namespace is the release's, definitions are kept, and other braces are escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kconv.crd.text import headed
from kconv.errors import UsageError
from kconv.manifests.render import block
from kconv.scaffold.marks import Marks

Json = Any
KEEP: Final = {"helm.sh/resource-policy": "keep"}
_NAMESPACE: Final = "{{ .Release.Namespace }}"
_PER_POD: Final = ("nodeSelector", "tolerations")
"""Fields of a Pod that belong to a cluster: they are values even if config/ leaves them out."""


def chart_of(objects: list[Json], *, name: str, version: str, made_by: str) -> dict[str, str]:
    """The files of the chart by their paths. Raises UsageError for objects without a Deployment, or in no namespace."""
    deployments = [each for each in objects if each["kind"] == "Deployment"]
    if not deployments:
        raise UsageError("has no Deployment, so there is nothing to install", file=made_by.rpartition(" ")[2])
    repository, tag = _image(deployments)
    marks = Marks()
    values: dict[str, Json] = {"image": {"repository": repository, "tag": "", "pullPolicy": "IfNotPresent"}}
    files: dict[str, str] = {}
    namespace = deployments[0]["metadata"].get("namespace", "default")
    for obj in objects:
        if obj["kind"] == "Namespace":
            continue  # helm install --create-namespace
        made = _in_release(obj, namespace, marks)
        if obj["kind"] == "CustomResourceDefinition":
            made["metadata"]["annotations"] = {**(made["metadata"].get("annotations") or {}), **KEEP}
        if obj["kind"] == "Deployment":
            key = _key(obj["metadata"]["name"].removeprefix(f"{name}-"))
            values[key] = _deployment(made, key, repository, marks)
        files[_file(obj)] = marks.filled("\n".join([*block(made), ""]))
    if len(files) != sum(obj["kind"] != "Namespace" for obj in objects):
        raise UsageError("two objects have the same kind and name", hint="a chart has a file for each")
    files["Chart.yaml"] = _chart_yaml(name, version, tag)
    files["values.yaml"] = _values_yaml(values)
    return {path: headed(text, made_by) for path, text in files.items()}


def _file(obj: Json) -> str:
    return f"templates/{obj['kind'].lower()}-{re.sub(r'[^a-z0-9.-]', '-', obj['metadata']['name'].lower())}.yaml"


def _key(name: str) -> str:
    """`queue-worker` is `queueWorker`: a value with a dash cannot be named in a template."""
    first, *rest = re.split(r"[^a-zA-Z0-9]+", name)
    return first + "".join(part.capitalize() for part in rest)


def _containers(deployment: Json) -> Iterator[Json]:
    spec = deployment["spec"]["template"]["spec"]
    yield from spec.get("initContainers") or ()
    yield from spec["containers"]


def _image(deployments: list[Json]) -> tuple[str, str]:
    """Repository and tag of the image that most containers have."""
    images = Counter(container["image"] for each in deployments for container in _containers(each))
    image = images.most_common(1)[0][0]
    repository, _, tag = image.rpartition(":")
    if not repository or "/" in tag or "@" in image:
        raise UsageError(f"the image {image} has no tag", hint="set newTag in the images of the kustomization")
    return repository, tag


def _in_release(value: Json, namespace: str, marks: Marks, key: str = "") -> Json:
    """A value in the namespace of the release, its braces escaped."""
    if isinstance(value, dict):
        return {name: _in_release(each, namespace, marks, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_release(each, namespace, marks, key) for each in value]
    if not isinstance(value, str):
        return value
    if key == "namespace" and value == namespace:
        return marks.text(_NAMESPACE)
    text = re.sub(r"\{\{", lambda _: marks.text('{{ "{{" }}'), value)
    inside = rf"(?<=\.){re.escape(namespace)}(?=\.svc\b)|^{re.escape(namespace)}(?=/)"
    return re.sub(inside, lambda _: marks.text(_NAMESPACE), text)


def _deployment(made: Json, key: str, repository: str, marks: Marks) -> dict[str, Json]:
    """Put the values of a Deployment in place of what config/ has, and return these as the defaults."""
    values: dict[str, Json] = {}
    if not _alone(made["spec"]):
        values["replicas"] = made["spec"].get("replicas", 1)
        mark = marks.number(f"{{{{ .Values.{key}.replicas }}}}")
        made["spec"] = {"replicas": mark, **_without(made["spec"], "replicas")}
    spec = made["spec"]["template"]["spec"]
    for field in _PER_POD:
        values[field] = spec.get(field) or ({} if field == "nodeSelector" else [])
        spec[field] = marks.optional(f".Values.{key}.{field}")
    main = spec["containers"][0]
    values["resources"] = main.get("resources") or {}
    main["resources"] = marks.block(f".Values.{key}.resources")
    for container in _containers(made):
        if container["image"].rpartition(":")[0] == repository:
            container["image"] = marks.text(
                "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
            )
            container["imagePullPolicy"] = marks.text("{{ .Values.image.pullPolicy }}")
    return values


def _alone(spec: Json) -> bool:
    """Whether a Deployment is one Pod that is never doubled, not even in a rollout: the number is no value then."""
    return (spec.get("strategy") or {}).get("type") == "Recreate" and spec.get("replicas", 1) == 1


def _without(value: Mapping[str, Json], key: str) -> dict[str, Json]:
    return {name: each for name, each in value.items() if name != key}


def _chart_yaml(name: str, version: str, tag: str) -> str:
    chart = {
        "apiVersion": "v2",
        "name": name,
        "description": f"The custom resource definition and the conversion webhook of {name}.",
        "type": "application",
        "version": version,
        "appVersion": tag,
    }
    return "\n".join([*block(chart), ""])


def _values_yaml(values: Mapping[str, Json]) -> str:
    lines = block(dict(values))
    tag = lines.index('  tag: ""')
    return "\n".join([*lines[:tag], "  # By default the appVersion of the chart.", *lines[tag:], ""])
