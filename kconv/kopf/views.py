"""What kopf reads of an object is what the API server shows of it: converted, and with the version's defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

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
        rest = {key: value for key, value in obj.items() if key != "status"}
        made = self._filled(self._converted(self._filled(rest), target, "served"))
        made.pop("status", None)
        if "status" in obj:
            made |= self._status(obj, target)
        return made

    def _status(self, obj: Json, target: str) -> Json:
        """The status as a version shows it. An essence has only what handlers ask for: no default is to be added, and
        nothing that the stash has beside it."""
        alone = {key: obj[key] for key in ("apiVersion", "kind", "status")}
        made = self._converted(alone, target, "none")
        return {"status": made["status"]} if "status" in made else {}

    def _converted(self, obj: Json, target: str, defaults: Literal["served", "none"]) -> Json:
        return convert_kind(self._kind, obj, GroupVersion.parse(target), defaults=defaults).object

    def _filled(self, obj: Json) -> Json:
        made: Json = default(obj, self._schemas[obj["apiVersion"]])
        return made

    def names_all(self, obj: Json) -> bool:
        """Whether an object's version has all of its fields."""
        return prune(obj, self._schemas[obj["apiVersion"]], resource=True) is obj
