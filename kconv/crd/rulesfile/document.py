"""The file is an object like those of Kubernetes: apiVersion, kind, metadata and spec.

Its name is that of the CustomResourceDefinition, so that a file of several definitions needs no other choice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

from kconv.crd.rulesfile.keywords import LIMITS
from kconv.crd.rulesfile.rules import Written
from kconv.crd.rulesfile.shapes import Field, Json, Listed, Object, OneOf, Text
from kconv.crd.rulesfile.spot import Spot, documents, every
from kconv.crd.rulesfile.vocabulary import RULE
from kconv.errors import UsageError
from kconv.names import GroupVersion

API_VERSION: Final = "kconv.dev/v1alpha1"
KIND: Final = "ConversionRules"
_DEFINITION: Final = "CustomResourceDefinition"


def _version(text: str) -> object:
    return GroupVersion.parse(text if "/" in text else f"any/{text}")


_VERSION: Final = Text("a version, such as v1", _version)
_VERSIONS: Final = Object(
    {
        "name": Field(_VERSION, "The version, as in the definition; with its group if that was renamed: acme.io/v1."),
        "kind": Field(Text(), "The kind, if it had another name in this version.", required=False),
        "since": Field(_VERSION, "The version before; the oldest has none.", required=False),
        "rules": Field(Listed(RULE, least=0), "What changed since the version before.", required=False),
    }
)
_OBJECT: Final = Object(
    {
        "apiVersion": Field(OneOf((API_VERSION,)), "The version of the file's format."),
        "kind": Field(OneOf((KIND,)), "The kind of the file."),
        "metadata": Field(
            Object({"name": Field(Text(), "The name of the CustomResourceDefinition, such as backups.acme.io.")}),
            "The name.",
        ),
        "spec": Field(
            Object(
                {
                    "crds": Field(
                        Listed(Text("the path of a file")),
                        "Files with the CustomResourceDefinition, relative to this one; --crd names others.",
                        required=False,
                    ),
                    "hub": Field(
                        _VERSION, "The version that conversions go through. It should have all fields.", required=False
                    ),
                    "versions": Field(Listed(_VERSIONS), "The versions, in any order."),
                }
            ),
            "The versions, and the rules between them.",
        ),
    }
)


class VersionSaid(NamedTuple):
    """What the file says of a version."""

    spot: Spot
    name: str
    kind: str | None
    since: str | None
    rules: list[Written]


class RulesFile(NamedTuple):
    """What one document says."""

    spot: Spot
    crds: list[Path]
    hub: str | None
    versions: list[VersionSaid]

    @property
    def name(self) -> Spot:
        """The name of the definition."""
        return self.spot.below("metadata").below("name")

    @property
    def spec(self) -> Spot:
        """The spot of its spec."""
        return self.spot.below("spec")


def read(file: Path) -> list[RulesFile]:
    """The documents of a file. Raises UsageError for an empty one, DeclarationError for what cannot be read."""
    found = every(_document, documents(file))
    if not found:
        raise UsageError(f"has no {KIND}", file=str(file), hint=f"it begins with apiVersion: {API_VERSION}")
    return found


def _document(spot: Spot) -> RulesFile:
    if not isinstance(spot.value, dict):
        spot.fail(f"is no object: apiVersion: {API_VERSION}, kind: {KIND} and spec are expected")
    for key, known in (("kind", KIND), ("apiVersion", API_VERSION)):
        if key not in spot.value:
            spot.fail(f"{key} is required: this is {key} {known}")
        if spot.value[key] != known:
            advice = "give the file of rules, and this one with --crd" if spot.value[key] == _DEFINITION else ""
            spot.below(key).fail(f"must be {known}, not {spot.value[key]!r}", advice)
    spec = _OBJECT.read(spot)["spec"]
    below = spot.below("spec").below("versions")
    versions = [_said(below.below(index), each) for index, each in enumerate(spec["versions"])]
    folder = Path(spot.file).parent
    return RulesFile(spot, [folder / each for each in spec.get("crds", ())], spec.get("hub"), versions)


def _said(spot: Spot, said: dict[str, Any]) -> VersionSaid:
    return VersionSaid(spot, said["name"], said.get("kind"), said.get("since"), said.get("rules", []))


def schema() -> Json:
    """The JSON schema of the file, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{KIND} of {API_VERSION}",
        "description": "The rules by which kconv converts a custom resource between its versions.",
        **_OBJECT.schema(),
        "$defs": {"rule": RULE.definition(), "limits": LIMITS.definition()},
    }
