"""The structure of each kind takes every object that Kubernetes' own code writes for it, in the oracles' releases."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from kconv import catalog
from kconv.catalog import schemas
from kconv.names import GroupVersion, Release
from kconv.validation.formats import is_quantity
from tests.peers import ORACLES, bin_dir, why_skipped

SEED = 1
OBJECTS = 6
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
}


def strange(value: Any, node: dict[str, Any], release: Release, path: str = "") -> Iterator[str]:
    """Every field that the node does not name, and every value of another type than it says; null counts as absent."""
    if value is None or node.get("x-kubernetes-preserve-unknown-fields"):
        return
    if "$ref" in node:
        yield from strange(value, schemas.definition(node["$ref"], release), release, path)
    elif "oneOf" in node:
        found = [list(strange(value, each, release, path)) for each in node["oneOf"]]
        if all(found):
            yield from found[0]
        if node.get("format") == "quantity" and not is_quantity(str(value)):
            yield f"{path}: {value!r} is no quantity"
    elif node.get("x-kubernetes-int-or-string"):
        if not isinstance(value, int | str) or isinstance(value, bool):
            yield f"{path}: {value!r} is neither an integer nor a string"
    elif not isinstance(value, TYPES[node["type"]]) or (isinstance(value, bool) and node["type"] != "boolean"):
        yield f"{path}: {value!r} is no {node['type']}"
    else:
        yield from _inside(value, node, release, path)


def _inside(value: Any, node: dict[str, Any], release: Release, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from strange(each, node["items"], release, f"{path}[]")
    elif isinstance(value, dict):
        for key, each in value.items():
            below = node.get("properties", {}).get(key, node.get("additionalProperties"))
            if below is None:
                yield f"{path}.{key} is unknown"
            else:
                yield from strange(each, below, release, f"{path}.{key}")


def objects(oracle: str) -> Iterator[dict[str, Any]]:
    """What the oracle filled in, and what it made of that in every other version of the kind, defaults written out."""
    command = [bin_dir() / oracle, "fuzz", "--seed", str(SEED), "--per-kind", str(OBJECTS)]
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        vector = json.loads(line)
        for one in (vector.get("source"), *(told["defaulted"] for told in vector.get("results", {}).values())):
            if one:
                yield one


def wrong_defaults(before: Any, after: Any, node: dict[str, Any], release: Release, path: str = "") -> Iterator[str]:
    """Every absent field that has a default in the structure and got something else from Kubernetes."""
    if "$ref" in node:
        node = schemas.definition(node["$ref"], release)
    if isinstance(before, list) and isinstance(after, list) and "items" in node:
        for old, new in zip(before, after, strict=False):
            yield from wrong_defaults(old, new, node["items"], release, f"{path}[]")
    elif isinstance(before, dict) and isinstance(after, dict):
        for field, below in node.get("properties", {}).items():
            if before.get(field) is not None:
                yield from wrong_defaults(before[field], after.get(field), below, release, f"{path}.{field}")
            elif "default" in below and not same(below["default"], after.get(field)):
                yield f"{path}.{field}: {below['default']!r}, and Kubernetes gives {after.get(field)!r}"


def same(default: Any, given: Any) -> bool:
    """Whether a default is what was given; structs hold what Go could not leave out, too."""
    if isinstance(default, dict) and isinstance(given, dict):
        return all(same(value, given.get(key)) for key, value in default.items())
    return bool(default == given)


@pytest.mark.oracle
@pytest.mark.parametrize("oracle", ORACLES)
def test_defaults_are_what_kubernetes_gives_to_other_objects_than_they_were_found_with(oracle: str) -> None:
    if reason := why_skipped((oracle,), "oracles"):
        pytest.skip(reason)
    release = Release.parse(oracle.removeprefix("oracle-"))
    command = [bin_dir() / oracle, "fuzz", "--external", "--seed", str(SEED), "--per-kind", str(OBJECTS)]
    fuzzed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    sources = [told["source"] for told in map(json.loads, fuzzed) if "source" in told]
    lines = [json.dumps({"id": str(number), "object": each}) for number, each in enumerate(sources)]
    command = [bin_dir() / oracle, "default"]
    answers = subprocess.run(command, input="\n".join(lines), check=True, capture_output=True, text=True).stdout
    found: dict[str, str] = {}
    looked = 0
    for answer in map(json.loads, answers.splitlines()):
        source = sources[int(answer["id"])]
        name = schemas.of(GroupVersion.parse(source["apiVersion"]).kind(source["kind"]), release)
        if name and "object" in answer:
            looked += 1
            for each in wrong_defaults(source, answer["object"], {"$ref": name}, release):
                found.setdefault(f"{name} {each.partition(': ')[0]}", each)
    assert looked > 100
    assert not found, "\n".join(f"{key}: {value}" for key, value in sorted(found.items()))


@pytest.mark.oracle
@pytest.mark.parametrize("oracle", ORACLES)
def test_what_kubernetes_writes_is_known_field_by_field(oracle: str) -> None:
    if reason := why_skipped((oracle,), "oracles"):
        pytest.skip(reason)
    release = Release.parse(oracle.removeprefix("oracle-"))
    found: dict[str, str] = {}
    kinds = set()
    for one in objects(oracle):
        gvk = GroupVersion.parse(one["apiVersion"]).kind(one["kind"])
        name = schemas.of(gvk, release)
        if name is None:
            served = catalog.lookup(gvk)  # the oracles' schemes still hold versions that their releases do not serve
            if not catalog.is_internal(gvk) and (served is None or served.in_release(release)):
                found[str(gvk)] = "has no structure"
            continue
        kinds.add(gvk)
        for each in strange(one, {"$ref": name}, release):
            found.setdefault(f"{gvk} {each.partition(': ')[0]}", each)
    assert len(kinds) > 40
    assert not found, "\n".join(f"{key}: {value}" for key, value in sorted(found.items()))
