"""The structure of every type that Kubernetes publishes, from kubernetes-validate on PyPI, in one form.

The form differs between releases of the packages, and of Kubernetes' own documents. It is unified as follows:
- nullable types ("type": ["string", "null"], from 1.25 on) lose the null, because null is absent to the API server;
- the enum of apiVersion and kind (from 1.25 on) is removed, because only the packages have it; so is null in an enum;
- other enums are published in 1.23 only; later ones are in Kubernetes' source (field-enums.tsv, refresh_enums.py);
- "type": "object", which is missing before 1.18, is always written; an object without named fields has no fields;
- list types, list-map keys and map types were published gradually (none up to 1.12, most in 1.30), although the lists
  always had them: a field has the first published ones from its first release on. Patch keys are as published, because
  kubectl of that release used them;
- types that decode their own JSON (Quantity, IntOrString, Time, JSON, JSONSchemaPropsOr…) are published in three ways
  or not at all: OWN_JSON describes what their UnmarshalJSON accepts;
- the packages describe the first version of each release: patched.tsv has the changes in its patches;
- AdmissionReview, whose Go types are not published as a schema, is in unpublished.tsv;
- aliases of moved types (io.k8s.kubernetes.pkg.…, up to 1.13) and x-kubernetes-unions are left out.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

# The package from which the schemas of each release come; add_release.py writes it.
RELEASES = Path(__file__).parent / "data/releases.tsv"
# Taken by hand from the Go types of some releases from 1.16 on; fields without omitempty count as required.
UNPUBLISHED = Path(__file__).parent / "data/unpublished.tsv"
# refresh_patched.py writes it.
PATCHED = Path(__file__).parent / "data/patched.tsv"

Node = dict[str, Any]

# From the path of the Go package to the short name of the definition; the rest of the path is dropped.
_PATH = re.compile(
    r"io\.k8s\.(?:api\.(?P<api>\w+)"
    r"|apimachinery\.pkg\.(?:apis\.|api\.|util\.)?(?P<machinery>\w+)"
    r"|(?:apiextensions-apiserver|kube-aggregator)\.pkg\.apis\.(?P<other>\w+))\.(?P<rest>.+)"
)
# Go packages that are not named after the first label of their group.
_RENAMED = {"apiserverinternal": "internal"}
_FILE = re.compile(r"kubernetes-json-schema/v1\.(\d+)\.0-local/_definitions\.json$")
_ALIAS = "io.k8s.kubernetes.pkg."
_MARKS = ("x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type")
_KEPT = ("type", "format", "enum", "$ref", *_MARKS, "x-kubernetes-patch-merge-key", "x-kubernetes-patch-strategy")

_TEXT: Node = {"type": "string"}


def _own_json_of_apiextensions(version: str) -> dict[str, Node]:
    props = f"apiextensions.{version}.JSONSchemaProps"
    one: Node = {"$ref": props}
    return {
        f"apiextensions.{version}.JSON": {"x-kubernetes-preserve-unknown-fields": True},
        f"{props}OrArray": {"oneOf": [one, {"type": "array", "items": one}]},
        f"{props}OrBool": {"oneOf": [one, {"type": "boolean"}]},
        f"{props}OrStringArray": {"oneOf": [one, {"type": "array", "items": _TEXT}]},
    }


_ANY_OBJECT: Node = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
OWN_JSON: dict[str, Node] = {
    "intstr.IntOrString": {"format": "int-or-string", "x-kubernetes-int-or-string": True},
    "meta.v1.FieldsV1": _ANY_OBJECT,
    "meta.v1.MicroTime": {"type": "string", "format": "date-time"},
    "meta.v1.Time": {"type": "string", "format": "date-time"},
    "resource.Quantity": {"format": "quantity", "oneOf": [_TEXT, {"type": "number"}]},
    "runtime.RawExtension": _ANY_OBJECT,
    **_own_json_of_apiextensions("v1"),
    **_own_json_of_apiextensions("v1beta1"),
}


def packages() -> dict[str, range]:
    """Each package of kubernetes-validate, and the range of minor releases whose schemas come from it."""
    minors: dict[str, list[int]] = {}
    for release, _, package in _rows(RELEASES):
        minors.setdefault(package, []).append(int(release.split(".")[1]))
    return {package: range(told[0], told[-1] + 1) for package, told in minors.items()}


def download(folder: Path) -> None:
    """Download the archives of the packages that are not in the folder yet."""
    for package in packages():
        if not list(folder.glob(f"kubernetes?validate-{package}*")):
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", str(folder)]
            subprocess.run([*command, f"kubernetes-validate=={package}"], check=True)


def releases() -> range:
    """The minor releases that all packages together describe."""
    windows = list(packages().values())
    return range(windows[0].start, windows[-1].stop)


def definitions(folder: Path, release: int) -> dict[str, Node]:
    """The definitions of one release in a package, unchanged, by their long names."""
    package = next(name for name, window in packages().items() if release in window)
    content = json.loads(files(next(folder.glob(f"kubernetes?validate-{package}*")))[release])
    found: dict[str, Node] = content.get("definitions") or content["$defs"]
    return found


@cache
def files(archive: Path) -> dict[int, bytes]:
    """Release → the file with its definitions, in a wheel or a source distribution."""
    found = {}
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in filter(_FILE.search, wheel.namelist()):
                found[_release(name)] = wheel.read(name)
    else:
        with tarfile.open(archive) as source:
            for member in source:
                if _FILE.search(member.name) and (file := source.extractfile(member)):
                    found[_release(member.name)] = file.read()
    return found


def _release(name: str) -> int:
    found = _FILE.search(name)
    assert found
    return int(found[1])


def short(name: str) -> str:
    """io.k8s.api.core.v1.PodSpec → core.v1.PodSpec, …apimachinery.pkg.api.resource.Quantity → resource.Quantity."""
    found = _PATH.fullmatch(name)
    if not found:
        raise SystemExit(f"{name}: no rule for this package")
    return f"{renamed(found['api'] or found['machinery'] or found['other'])}.{found['rest']}"


def renamed(package: str) -> str:
    """The first part of the names of definitions for a Go package: the first label of its group."""
    return _RENAMED.get(package, package)


def structure(folder: Path, release: int) -> dict[str, Node]:
    """The definitions in the newest patch of a release by short name, including the unpublished ones."""
    told = one_form(definitions(folder, release))
    for name, field, since, required, node in _rows(UNPUBLISHED):
        if release >= int(since):
            _set(told.setdefault(name, {"fields": {}, "required": set(), "marks": {}}), field, node, required)
    for name, field, patched, required, node in _rows(PATCHED):
        if release == int(patched):
            _set(told[name], field, node, required)
    return told


def one_form(found: dict[str, Node]) -> dict[str, Node]:
    """Definitions by short name, each ``{"fields": {name: node}, "required": …, "marks": …}`` or ``{"node": …}``."""
    return {short(name): _definition(short(name), node) for name, node in found.items() if not name.startswith(_ALIAS)}


def _rows(table: Path) -> list[list[str]]:
    return [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()[1:]]


def _set(definition: Node, field: str, node: str, required: str) -> None:
    """Put a field of a table into a definition, or remove it if it has no node. An existing enum is kept."""
    kept = {"enum": each["enum"]} if "enum" in (each := definition["fields"].pop(field, {})) else {}
    definition["required"] -= {field}
    if node:
        definition["fields"][field] = {**json.loads(node), **kept}
        definition["required"] |= {field} if required else set()


def _definition(name: str, node: Node) -> Node:
    if name in OWN_JSON:
        return {"node": OWN_JSON[name]}
    if not {*node} <= {"description", "properties", "required", "type", "x-kubernetes-group-version-kind"} | {
        "x-kubernetes-map-type",
        "x-kubernetes-unions",
    }:
        raise SystemExit(f"{name} is published in a way that is not known: {sorted(node)}")
    kind = "x-kubernetes-group-version-kind" in node
    fields = {field: _node(value) for field, value in node.get("properties", {}).items()}
    for field in ("apiVersion", "kind") if kind else ():
        fields.get(field, {}).pop("enum", None)
    marks = {key: node[key] for key in _MARKS if key in node}
    return {"fields": fields, "required": set(node.get("required", ())) & set(fields), "marks": marks}


def _node(node: Node) -> Node:
    unknown = {*node} - {*_KEPT, "description", "items", "additionalProperties", "x-kubernetes-unions"}
    if unknown:
        raise SystemExit(f"a field is published with {sorted(unknown)}, which is not known")
    kept = {key: _same(key, node[key]) for key in _KEPT if key in node}
    kept.update({key: _node(node[key]) for key in ("items", "additionalProperties") if key in node})
    return kept


def _same(key: str, value: Any) -> Any:
    if key == "type" and isinstance(value, list):
        return next(each for each in value if each != "null")
    if key == "enum":
        return sorted({each for each in value if each is not None})
    return short(value.rpartition("/")[2]) if key == "$ref" else value


def carry_marks(history: dict[int, Node]) -> dict[int, Node]:
    """One field over the releases, with its first published list and map types in earlier releases, too."""
    first = next((node for _, node in sorted(history.items()) if any(mark in node for mark in _MARKS)), {})
    marks = {key: first[key] for key in _MARKS if key in first}
    carried = {}
    for release, node in sorted(history.items()):
        marks = {} if any(mark in node for mark in _MARKS) else marks
        carried[release] = {**node, **marks}
    return carried
