"""What kopf reads of an object is what the API server shows of it: converted, and with the version's defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kconv.crd import CustomResource
from kconv.engine import convert_kind
from kconv.names import GroupVersion
from kconv.structural.default import default
from kconv.structural.prune import prune

Json = Any


class Views:
    """One custom resource: how each of its versions shows an object.

    Raises DeclarationError for a resource whose rules or schemas cannot be.
    """

    def __init__(self, resource: CustomResource) -> None:
        self._kind, self._schemas = resource.kind, resource.schemas
        self.hub = resource.hub.api_version
        self.kinds: Mapping[str, str] = {each.api_version: each.declared.kind for each in resource.versions}

    def __contains__(self, api_version: object) -> bool:
        return api_version in self.kinds

    @property
    def versions(self) -> Iterator[str]:
        """The apiVersions, the hub's first: most bases are in that form."""
        yield from sorted(self.kinds, key=lambda version: version != self.hub)

    def at(self, obj: Json, target: str) -> Json:
        """The object as a version shows it. An older replica may have left out defaults that came later.

        Raises ConversionError.
        """
        filled = self._filled(obj)
        return self._filled(convert_kind(self._kind, filled, GroupVersion.parse(target), defaults="served").object)

    def _filled(self, obj: Json) -> Json:
        made = default(obj, self._schemas[obj["apiVersion"]])
        return made if "status" in obj else {key: value for key, value in made.items() if key != "status"}

    def names_all(self, obj: Json) -> bool:
        """Whether an object's version has all of its fields."""
        return prune(obj, self._schemas[obj["apiVersion"]], resource=True) is obj
