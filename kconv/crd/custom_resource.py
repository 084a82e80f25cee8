"""A custom resource's whole history in one table: a new version is a new file, and one line here.

Rules say what changed since the version before and stand in the newer version's file. They compose and invert, so that
any version can be the hub. Hub and storage version are pinned: neither moves because a version is added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kconv.crd.declared import Declared, declared
from kconv.crd.model import Resource
from kconv.crd.source import Place, place
from kconv.names import GroupVersion
from kconv.rules import Rule
from kconv.rules.base import checked

if TYPE_CHECKING:
    from kconv.engine import Kind

_LABEL: Final = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")


class SchemaFile:
    """A version whose model is gone: its schema, in a file of its own or in an old CustomResourceDefinition."""

    def __init__(self, api_version: str, kind: str, path: str | Path) -> None:
        self.declared = Declared(GroupVersion.parse(api_version), kind)
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"SchemaFile({str(self.declared.group_version)!r}, {self.declared.kind!r}, {str(self.path)!r})"


class Version:
    """One version of a custom resource.

    ``since`` is the version before, ``rules`` what changed since. ``storage`` is the version in which the API server
    keeps the objects, ``served`` False for one that it only reads. ``deprecated`` is the warning that clients get.

    Raises ValueError for a class that ``api_version`` does not declare, and for rules without a version before.
    """

    def __init__(
        self,
        model: type[Resource] | SchemaFile,
        *,
        since: type[Resource] | SchemaFile | None = None,
        rules: Sequence[Rule] = (),
        storage: bool = False,
        served: bool = True,
        deprecated: str | bool = False,
    ) -> None:
        self.model, self.since, self.rules = model, since, checked(rules)
        self.declared = _declared(model)
        self.storage, self.served, self.deprecated = storage, served, deprecated
        if self.rules and since is None:
            raise ValueError(f"Version({self}): rules say what changed since the version before; give since=")
        if isinstance(deprecated, str) and not (0 < len(deprecated) <= 256 and deprecated.isprintable()):
            raise ValueError(f"Version({self}): deprecated is a warning of 1 to 256 printable characters, or True")

    @property
    def api_version(self) -> str:
        """Group and version, as in an object."""
        return str(self.declared.group_version)

    @property
    def place(self) -> Place:
        """Where the version is written."""
        return Place(str(self.model.path)) if isinstance(self.model, SchemaFile) else place(self.model)

    def __str__(self) -> str:
        return f"{self.api_version} {self.declared.kind}"


class Names(NamedTuple):
    """What a kind is called in URLs and on the command line."""

    plural: str
    singular: str
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class CustomResource:
    """The versions of a custom resource, in any order, and how it is called.

    ``hub`` is the version that conversions go through, which should have all fields; with one version it is that one.
    The hub is stored unless a version says ``storage=True``. ``plural``, ``singular``, ``short_names`` and
    ``categories`` are those of the hub's kind. ``labels`` and ``annotations`` go onto the CustomResourceDefinition.

    Raises ValueError for versions that do not lead from the oldest to the newest one.
    """

    def __init__(
        self,
        *versions: Version,
        hub: type[Resource] | SchemaFile | None = None,
        scope: Literal["Namespaced", "Cluster"] = "Namespaced",
        plural: str = "",
        singular: str = "",
        short_names: Sequence[str] = (),
        categories: Sequence[str] = (),
        labels: Mapping[str, str] | None = None,
        annotations: Mapping[str, str] | None = None,
    ) -> None:
        self.history = _history(versions)
        self.hub = _hub(self.history, hub)
        if scope not in ("Namespaced", "Cluster"):
            raise ValueError(f"CustomResource: the scope is Namespaced or Cluster, not {scope!r}")
        self.scope, self.labels, self.annotations = scope, dict(labels or {}), dict(annotations or {})
        self.names = _names(self.hub.declared.kind, plural, singular, tuple(short_names), tuple(categories))

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions, the newest first."""
        return self.history[::-1]

    @property
    def kind(self) -> Kind:
        """The conversion between the versions."""
        from kconv.crd.kind import kind_of

        return kind_of(self)

    @property
    def schemas(self) -> dict[str, Any]:
        """The structural schema of each version, by apiVersion. Raises DeclarationError."""
        from kconv.crd.schemas import schemas_of

        return schemas_of(self)

    @property
    def whole_schemas(self) -> dict[str, Any]:
        """The same with the fields that every object has, for tools that look for them."""
        own = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}}
        return {
            version: {**schema, "properties": {**own, **schema.get("properties", {})}}
            for version, schema in self.schemas.items()
        }

    def __str__(self) -> str:
        return f"{self.hub.declared.kind}.{self.hub.declared.group_version.group}"


def _declared(model: Any) -> Declared:
    found = model.declared if isinstance(model, SchemaFile) else declared(model) if isinstance(model, type) else None
    if found is None:
        raise ValueError(
            f"{getattr(model, '__name__', model)!r} is no version: decorate its class with @api_version(…)"
        )
    return found


def _history(versions: Sequence[Version]) -> tuple[Version, ...]:
    """The versions from the oldest to the newest."""
    if not versions:
        raise ValueError("CustomResource: there is no version in it")
    for each in versions:
        if not isinstance(each, Version):
            raise ValueError(f"CustomResource: {each!r} is not a Version(…)")
    if len({each.api_version for each in versions}) < len(versions):
        raise ValueError(f"CustomResource: two versions have one apiVersion: {', '.join(map(str, versions))}")
    after = {each.since: each for each in versions}
    if len(after) < len(versions):
        raise ValueError(f"CustomResource: since= leads no way through {', '.join(map(str, versions))}: {_FORK}")
    found = [after[None]] if None in after else []
    while found and found[-1].model in after:
        found.append(after[found[-1].model])
    if len(found) < len(versions):
        lost = next(each for each in versions if each not in found)
        raise ValueError(f"CustomResource: {lost} does not follow from the others by since=; {_FORK}")
    return tuple(found)


_FORK: Final = "the oldest version has none, and each other version names the one before"


def _hub(history: Sequence[Version], hub: type[Resource] | SchemaFile | None) -> Version:
    if hub is None and len(history) == 1:
        return history[0]
    if hub is None:
        raise ValueError(f"CustomResource: say which of {', '.join(map(str, history))} is the hub, with hub=")
    found = next((each for each in history if each.model is hub), None)
    if found is None:
        raise ValueError(f"CustomResource: the hub {hub!r} is not one of the versions {', '.join(map(str, history))}")
    return found


def _names(kind: str, plural: str, singular: str, short: tuple[str, ...], categories: tuple[str, ...]) -> Names:
    found = Names(plural or plural_of(kind), singular or kind.lower(), short, categories)
    for name in (found.plural, found.singular, *short, *categories):
        if not isinstance(name, str) or not _LABEL.fullmatch(name) or len(name) > 63:
            raise ValueError(f"CustomResource: {name!r} is no name of a resource: lowercase letters, digits and dashes")
    return found


def plural_of(kind: str) -> str:
    """The plural of a kind in lowercase: policies, ingresses, workerpools."""
    name = kind.lower()
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "z", "ch", "sh")) else f"{name}s"
