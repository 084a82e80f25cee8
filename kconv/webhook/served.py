"""A review has objects of one CustomResourceDefinition, and a definition has one group and one kind.

So a custom resource whose kind or group was renamed has two definitions, and no review leads from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from kconv.engine.route import name_in
from kconv.errors import ConversionError, UnknownKindError, UsageError
from kconv.names import GroupVersion

if TYPE_CHECKING:
    from kconv.engine import Kind

_SHOWN: Final = 8
_CUT: Final = 100


class Declared(Protocol):
    """What the webhook needs of a custom resource."""

    @property
    def kind(self) -> Kind:
        """The conversion between the versions."""
        ...


class ServedKind(NamedTuple):
    """A kind in a group, as one definition has it: ``versions`` by apiVersion."""

    conversion: Kind
    name: str
    versions: dict[str, GroupVersion]


class ServedKinds:
    """The kinds that are converted, by what an object says of itself."""

    def __init__(self, resources: Iterable[Declared]) -> None:
        self._kinds: dict[tuple[str, str], ServedKind] = {}
        self._versions: dict[str, GroupVersion] = {}
        for resource in resources:
            for served in _definitions(resource.kind):
                self._add(served)

    def _add(self, served: ServedKind) -> None:
        for api_version, version in served.versions.items():
            if (api_version, served.name) in self._kinds:
                hint = "leave out one of its declarations, or name a resource of a module: MODULE:NAME"
                raise UsageError(f"{api_version} {served.name} is declared twice", hint=hint)
            self._kinds[api_version, served.name] = served
            self._versions[api_version] = version

    def has_version(self, desired: str) -> bool:
        """Whether any kind has a version."""
        return desired in self._versions

    def unknown_version(self, desired: str) -> UnknownKindError:
        """The error for a version that no kind has."""
        why = f"no kind here has the version {_cut(desired)}"
        return UnknownKindError(
            why, path="request.desiredAPIVersion", hint=f"the versions are {_shown(self._versions)}"
        )

    def labels(self, obj: object, desired: str) -> tuple[str, str, str]:
        """The kind of an object, its version and that which it is to have, "" for what is not known here."""
        said = (obj.get("apiVersion"), obj.get("kind")) if isinstance(obj, dict) else (None, None)
        target = desired if desired in self._versions else ""
        served = self._kinds.get((str(said[0]), str(said[1])))
        return (served.name, str(said[0]), target) if served else ("", "", target)

    def of(self, obj: dict[str, object], desired: str) -> ServedKind:
        """The kind of an object that is to have a version. Raises ConversionError."""
        api_version, name = obj.get("apiVersion"), obj.get("kind")
        for path, value in (("apiVersion", api_version), ("kind", name)):
            if not isinstance(value, str):
                raise ConversionError("it must be a text", path=path)
        served = self._kinds.get((str(api_version), str(name)))
        if served is None:
            known = (" ".join(key) for key in self._kinds)
            raise UnknownKindError(
                f"{_cut(str(api_version))} {_cut(str(name))} is not converted here",
                hint=f"the kinds are {_shown(known)}",
            )
        if desired not in served.versions:
            raise UnknownKindError(
                f"{name} of {api_version} has no version {_cut(desired)}: a review cannot change a kind or its group",
                hint=f"its versions are {_shown(served.versions)}",
            )
        return served


def _definitions(kind: Kind) -> list[ServedKind]:
    """The parts of a kind that one definition has: each name in each group."""
    parts: dict[tuple[str, str], dict[str, GroupVersion]] = {}
    for version in kind.versions:
        parts.setdefault((version.group, name_in(kind, version)), {})[str(version)] = version
    return [ServedKind(kind, name, versions) for (_, name), versions in parts.items()]


def _shown(names: Iterable[str]) -> str:
    first = [*islice(names, _SHOWN + 1)]
    return ", ".join([*first[:_SHOWN], *("…" for _ in first[_SHOWN:])])


def _cut(text: str) -> str:
    """A name that a client gives, as far as a person reads it."""
    return text if len(text) <= _CUT else f"{text[:_CUT]}…"
