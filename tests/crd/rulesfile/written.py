"""Definitions and rules, written into a folder as a team has them."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from kconv.crd import CustomResource
from kconv.crd.rulesfile import resources_of

Json = dict[str, Any]
GROUP = "cups.example.com"
NAME = f"cups.{GROUP}"
HEAD = f"apiVersion: kconv.dev/v1alpha1\nkind: ConversionRules\nmetadata: {{name: {NAME}}}\n"


def node(text: str) -> Json:
    """A schema in short: `name: string` for each field, `name!` if it is required, nested as in YAML."""
    return _object(yaml.safe_load(text) or {})


def _object(fields: Json) -> Json:
    required = [name.removesuffix("!") for name in fields if name.endswith("!")]
    properties = {name.removesuffix("!"): _node(value) for name, value in fields.items()}
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _node(value: Any) -> Json:
    if isinstance(value, list):
        return {"type": "array", "items": _node(value[0])}
    if isinstance(value, str):
        return {"type": value}
    if "{}" in value:
        return {"type": "object", "additionalProperties": _node(value["{}"])}
    written = "type" in value or any(key.startswith("x-kubernetes-") for key in value)
    return value if written else _object(value)


def definition(old: Json, new: Json, **more: Any) -> Json:
    """A definition with v1alpha1 and v1, whose specs have these schemas."""
    versions = [_version("v1", new, storage=True), _version("v1alpha1", old)]
    names = {"kind": "Cup", "listKind": "CupList", "plural": "cups", "singular": "cup"}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": NAME},
        "spec": {"group": GROUP, "names": names, "scope": "Namespaced", "versions": versions, **more},
    }


def _version(name: str, spec: Json, *, storage: bool = False) -> Json:
    schema = {"type": "object", "properties": {"spec": spec}}
    return {"name": name, "served": True, "storage": storage, "schema": {"openAPIV3Schema": schema}}


def rules(text: str) -> str:
    """A file with these rules between v1alpha1 and v1."""
    own = indent(text, "    ")
    return (
        f"{HEAD}spec:\n  crds: [crd.yaml]\n  hub: v1\n  versions:\n  - name: v1alpha1\n"
        f"  - name: v1\n    since: v1alpha1\n    rules:\n{own}\n"
    )


def write(folder: Path, text: str, crd: Json | str) -> Path:
    """A file of rules with its definition; the path of the former."""
    (folder / "crd.yaml").write_text(crd if isinstance(crd, str) else yaml.safe_dump(crd, sort_keys=False))
    file = folder / "rules.yaml"
    file.write_text(text)
    return file


def cups(folder: Path, text: str, old: str, new: str) -> CustomResource:
    """The resource of these rules and schemas."""
    (found,) = resources_of(write(folder, rules(text), definition(node(old), node(new))))
    return found


def cup(version: str, **spec: Any) -> Json:
    """An object."""
    return {"apiVersion": f"{GROUP}/{version}", "kind": "Cup", "metadata": {"name": "a"}, "spec": spec}
