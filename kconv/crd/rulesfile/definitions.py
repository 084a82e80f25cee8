"""A team ships CustomResourceDefinitions, whatever made them: the versions and schemas are read from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.rulesfile.shapes import closest
from kconv.crd.rulesfile.spot import Spot, documents
from kconv.errors import UsageError
from kconv.paths import FieldPath, get, show
from kconv.pipeline.validate.definitions import GROUP, KIND
from kconv.structural.refusals import refusals
from kconv.structural.vocabulary import JUNCTORS, SCHEMA_MAPS, Schema

Json = dict[str, Any]


class Shipped(NamedTuple):
    """A definition, and where it is written."""

    spot: Spot
    group: str
    kind: str

    @property
    def crd(self) -> Json:
        """The definition as it is."""
        found: Json = self.spot.value
        return found

    @property
    def name(self) -> str:
        """Its name, such as backups.backup.acme.io."""
        return str(self.crd["metadata"]["name"])

    def full(self, version: str) -> str:
        """The apiVersion of a version that may be written without its group."""
        return version if "/" in version else f"{self.group}/{version}"

    def schema(self, version: str) -> Schema:
        """The schema of a version."""
        return _decoded(self.versions[version]["schema"]["openAPIV3Schema"])

    def schema_at(self, version: str) -> FieldPath:
        """The path of the schema of a version in the definition."""
        return ("spec", "versions", [*self.versions].index(version), "schema", "openAPIV3Schema")

    @property
    def versions(self) -> Mapping[str, Json]:
        """Its versions by name."""
        return {each["name"]: each for each in self.crd["spec"]["versions"]}


def definitions(files: Iterable[Path]) -> dict[str, Shipped]:
    """The definitions in files, by name; other objects beside them are passed over.

    Raises DeclarationError for a file without any, one that an API server refuses, and for one that is there twice.
    """
    found: dict[str, Shipped] = {}
    for file in files:
        here = [_shipped(spot) for spot in documents(file) if _defines(spot.value)]
        if not here:
            raise UsageError("has no CustomResourceDefinition", file=str(file), hint="name the file that has it")
        for each in here:
            if each.name in found:
                each.spot.fail(f"{each.name} is defined twice", f"it is in {found[each.name].spot.file}, too")
            found[each.name] = each
    return found


def _defines(value: Any) -> bool:
    version = value.get("apiVersion") if isinstance(value, dict) else None
    return isinstance(version, str) and version.startswith(f"{GROUP}/") and value.get("kind") == KIND


def _shipped(spot: Spot) -> Shipped:
    """A definition that has all that is read of it."""
    if spot.value["apiVersion"] != f"{GROUP}/v1":
        why = f"{spot.value['apiVersion']} is not read: no release since 1.22 serves it"
        spot.below("apiVersion").fail(why, "run kconv migrate on the file: it makes apiextensions.k8s.io/v1 of it")
    faults = [*_malformed(spot)] or [*_refused(spot)]
    if faults:
        raise DeclarationError(faults)
    return Shipped(spot, spot.value["spec"]["group"], spot.value["spec"]["names"]["kind"])


_TEXTS = (("metadata", "name"), ("spec", "group"), ("spec", "names", "kind"), ("spec", "names", "plural"))


def _malformed(spot: Spot) -> Iterator[Fault]:
    """What is not there of the least that every definition has."""
    for path in _TEXTS:
        if not isinstance(get(spot.value, path), str):
            yield spot.fault(f"{show(path)} must be a text")
    versions = get(spot.value, ("spec", "versions"))
    if not isinstance(versions, list) or not versions:
        yield spot.fault("spec.versions must be a list of versions")
        return
    names = [each.get("name") if isinstance(each, dict) else None for each in versions]
    if not all(isinstance(name, str) for name in names) or len({*map(str, names)}) < len(names):
        yield spot.fault("each of spec.versions must have a name of its own")


def _refused(spot: Spot) -> Iterator[Fault]:
    """What an API server refuses: schemas that are missing, or not structural."""
    for path, why, hint in refusals(spot.value):
        yield spot.at(path).fault(why, hint)


def chosen(name: Spot, known: Mapping[str, Shipped]) -> Shipped:
    """The definition of a name. Raises DeclarationError if there is none."""
    if name.value not in known:
        name.fail(f"there is no definition {name.value}", closest(name.value, tuple(known)))
    return known[name.value]


def _decoded(node: Schema | None) -> Schema:
    """A schema as the API server decodes it: a keyword that is null is not there."""
    made: Schema = {}
    for key, value in (node or {}).items():
        if key in SCHEMA_MAPS and value is not None:
            made[key] = {name: _decoded(child) for name, child in value.items()}
        elif key in ("items", "additionalProperties", "not") and isinstance(value, dict):
            made[key] = _decoded(value)
        elif key in JUNCTORS and value is not None:
            made[key] = [_decoded(child) for child in value]
        elif value is not None:
            made[key] = value
    return made
