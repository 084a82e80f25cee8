"""v1beta1 has schema, subresources and columns once if they are the same in all versions; v1 has them in each version.

The rule of apiextensions-apiserver (pkg/apis/apiextensions/v1/conversion.go): what is at the top is copied to every
version and replaces what is there, and what all versions share moves back to the top.
"""

from __future__ import annotations

import copy
from typing import Final

from kconv.paths import same
from kconv.rules import Json

SHARED: Final = {
    "validation": "schema",
    "subresources": "subresources",
    "additionalPrinterColumns": "additionalPrinterColumns",
    "selectableFields": "selectableFields",
}
"""The name at the top of v1beta1's spec, and the name in each version."""

MOVES: Final = (
    ("spec.version", "spec.versions[].name"),
    *((f"spec.{top}", f"spec.versions[].{name}") for top, name in SHARED.items()),
)


def spread(obj: Json) -> Json:
    """The object with one complete entry for each version."""
    spec = obj.get("spec")
    if not isinstance(spec, dict):
        return obj
    versions = spec.get("versions") or _only_version(spec)
    if not _are_objects(versions):
        return obj
    said = {name: spec[top] for top, name in SHARED.items() if spec.get(top) is not None}
    if said:
        versions = [versions[0] | said, *(version | copy.deepcopy(said) for version in versions[1:])]
    elif versions is spec.get("versions") and not spec.keys() & {"version", *SHARED}:
        return obj
    return obj | {"spec": _with_versions(spec, versions)}


def _only_version(spec: dict[str, Json]) -> list[Json]:
    name = spec.get("version")
    return [{"name": name, "served": True, "storage": True}] if name and isinstance(name, str) else []


def _are_objects(versions: Json) -> bool:
    return isinstance(versions, list) and bool(versions) and all(isinstance(version, dict) for version in versions)


def _with_versions(spec: dict[str, Json], versions: list[Json]) -> dict[str, Json]:
    """The spec without what is now in versions; a new ``versions`` takes the place of ``version``."""
    out: dict[str, Json] = {}
    for key, value in spec.items():
        if key == "versions" or (key == "version" and "versions" not in spec):
            out["versions"] = versions
        elif key not in ("version", *SHARED):
            out[key] = value
    return out


def gather(obj: Json) -> Json:
    """The object with what all versions share once, at the top."""
    spec = obj.get("spec")
    if not isinstance(spec, dict) or not _are_objects(spec.get("versions")):
        return obj
    versions = spec["versions"]
    alike = [(top, name) for top, name in SHARED.items() if top not in spec and _all_alike(versions, name)]
    gone = {name for _, name in alike}
    if any(version.keys() & gone for version in versions):
        rest = [{key: value for key, value in version.items() if key not in gone} for version in versions]
    else:
        rest = versions
    shared = {top: versions[0][name] for top, name in alike if versions[0].get(name) is not None}
    return obj | {"spec": _with_shared(spec, rest, shared)}


def _all_alike(versions: list[Json], name: str) -> bool:
    """Whether every version has the same, as Go compares: absent and null are one, for lists empty too."""
    values = [version.get(name) for version in versions]
    if all(value is None or value == [] for value in values):
        return True
    return all(same(value, values[0]) for value in values[1:])


def _with_shared(spec: dict[str, Json], versions: list[Json], shared: dict[str, Json]) -> dict[str, Json]:
    out: dict[str, Json] = {}
    for key, value in spec.items():
        if key == "versions":
            if "version" not in spec and "name" in versions[0]:
                out["version"] = versions[0]["name"]
            out["versions"] = versions
            out.update(shared)
        else:
            out[key] = value
    return out


def without_false(obj: Json) -> Json:
    """In v1, and so in the hub, ``preserveUnknownFields: false`` says what its absence says."""
    spec = obj.get("spec")
    if not isinstance(spec, dict) or spec.get("preserveUnknownFields") is not False:
        return obj
    return obj | {"spec": {key: value for key, value in spec.items() if key != "preserveUnknownFields"}}


def say_pruning(obj: Json) -> Json:
    """A v1beta1 object that prunes must say so, as its absence means the contrary there; a patch says nothing of it."""
    spec = obj.get("spec")
    if not isinstance(spec, dict) or "versions" not in spec or spec.get("preserveUnknownFields") is not None:
        return obj
    return obj | {"spec": spec | {"preserveUnknownFields": False}}
