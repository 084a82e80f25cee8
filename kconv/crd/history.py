"""The versions of a custom resource, from the oldest to the newest, and the one that all conversions go through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from kconv.crd.source import Place, place
from kconv.crd.version_facts import Declared, declared, group_version
from kconv.paths import FieldPath
from kconv.rules import Rule
from kconv.rules.base import checked
from kconv.structural.vocabulary import Schema

if TYPE_CHECKING:  # a resource whose versions are all defined by schemas needs no pydantic
    from kconv.crd.model import Resource

Model: TypeAlias = "type[Resource] | SchemaFile | Defined"
"""What says what a version's objects look like."""


class SchemaFile:
    """A version whose model is gone: its schema, in a file of its own or in an old CustomResourceDefinition."""

    def __init__(self, api_version: str, kind: str, path: str | Path) -> None:
        self.declared = Declared(group_version(api_version), kind)
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"SchemaFile({str(self.declared.group_version)!r}, {self.declared.kind!r}, {str(self.path)!r})"


class Shipped(NamedTuple):
    """Where a definition is written: the place of a path in it, and the path of a version's schema."""

    place: Callable[[FieldPath], Place]
    schema: FieldPath


class Defined:
    """A version as a CustomResourceDefinition describes it, at the place where its rules are written.

    ``shipped`` is where that definition is written. ``words`` puts what kconv says of the rules into the words in
    which they are written there.
    """

    def __init__(
        self, declared: Declared, schema: Schema, place: Place, shipped: Shipped, words: Callable[[str], str] = str
    ) -> None:
        self.declared, self.schema, self.place, self.shipped, self.words = declared, schema, place, shipped, words

    def __repr__(self) -> str:
        return f"Defined({str(self.declared.group_version)!r}, {self.declared.kind!r})"


class Version:
    """One version of a custom resource.

    ``since`` is the version before, ``rules`` what changed since. ``storage`` is the version in which the API server
    keeps the objects, ``served`` False for one that it only reads. ``deprecated`` is the warning that clients get.

    Raises ValueError for a class that ``api_version`` does not declare, and for rules without a version before.
    """

    def __init__(
        self,
        model: Model,
        *,
        since: Model | None = None,
        rules: Sequence[Rule] = (),
        storage: bool = False,
        served: bool = True,
        deprecated: str | bool = False,
    ) -> None:
        self.model, self.since, self.rules = model, since, checked(rules)
        self.declared = _declared(model)
        self.storage, self.served, self.deprecated = storage, served, deprecated
        if self.rules and since is None:
            raise ValueError(f"Version({self}): rules describe the changes since the previous version; give since=")
        if isinstance(deprecated, str) and not (0 < len(deprecated) <= 256 and deprecated.isprintable()):
            raise ValueError(f"Version({self}): deprecated is a warning of 1 to 256 printable characters, or True")

    @property
    def api_version(self) -> str:
        """Group and version, as in an object."""
        return str(self.declared.group_version)

    @property
    def place(self) -> Place:
        """Where the version is written."""
        if isinstance(self.model, Defined):
            return self.model.place
        return Place(str(self.model.path)) if isinstance(self.model, SchemaFile) else place(self.model)

    def written(self, path: FieldPath) -> Place:
        """Where a path of the schema is written, if a file has it; else where the version is."""
        if isinstance(self.model, Defined):
            return self.model.shipped.place((*self.model.shipped.schema, *path))
        return self.place

    def worded(self, text: str) -> str:
        """What is said of the rules, in the words in which they are written."""
        return self.model.words(text) if isinstance(self.model, Defined) else text

    def __str__(self) -> str:
        return f"{self.api_version} {self.declared.kind}"


class History:
    """The versions in their order, the oldest first. Raises ValueError where ``since`` leads no way through them."""

    def __init__(self, versions: Sequence[Version], hub: Model | None) -> None:
        self.versions = _ordered(versions)
        self.hub = _hub(self.versions, hub)

    @property
    def newest_first(self) -> tuple[Version, ...]:
        """The order in which a definition lists them."""
        return self.versions[::-1]


def _declared(model: Any) -> Declared:
    if isinstance(model, (SchemaFile, Defined)):
        return model.declared
    found = declared(model) if isinstance(model, type) else None
    if found is None:
        raise ValueError(
            f"{getattr(model, '__name__', model)!r} is not a version: decorate the class with @api_version(…)"
        )
    return found


def _ordered(versions: Sequence[Version]) -> tuple[Version, ...]:
    """The versions from the oldest to the newest."""
    if not versions:
        raise ValueError("CustomResource: give at least one Version(…)")
    for each in versions:
        if not isinstance(each, Version):
            raise ValueError(f"CustomResource: {each!r} is not a Version(…)")
    if len({each.api_version for each in versions}) < len(versions):
        raise ValueError(f"CustomResource: two versions have the same apiVersion: {', '.join(map(str, versions))}")
    after = {each.since: each for each in versions}
    if len(after) < len(versions):
        raise ValueError(f"CustomResource: since= does not give an order of {', '.join(map(str, versions))}: {_FORK}")
    found = [after[None]] if None in after else []
    while found and found[-1].model in after:
        found.append(after[found[-1].model])
    if len(found) < len(versions):
        lost = next(each for each in versions if each not in found)
        raise ValueError(f"CustomResource: {lost} is not reached by since=: {_FORK}")
    return tuple(found)


_FORK: Final = "the oldest version has no since=, and every other version names the previous one"


def _hub(history: Sequence[Version], hub: Model | None) -> Version:
    if hub is None and len(history) == 1:
        return history[0]
    if hub is None:
        raise ValueError(f"CustomResource: choose the hub with hub=, one of {', '.join(map(str, history))}")
    found = next((each for each in history if each.model is hub), None)
    if found is None:
        raise ValueError(f"CustomResource: the hub {hub!r} is not one of the versions {', '.join(map(str, history))}")
    return found
