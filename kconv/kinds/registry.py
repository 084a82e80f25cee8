"""The kinds that a run or a call knows: Kubernetes' own, and the custom resources that a user declares.

Whoever starts a run or calls ``kconv.convert`` passes its kinds along. There is no global table to which a declaration
is added, so that two callers in one process never see each other's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kconv import catalog
from kconv import kinds as built_in
from kconv.catalog.served import Served
from kconv.catalog.served import everything as served
from kconv.errors import UnknownKindError
from kconv.names import GroupVersion, GroupVersionKind, Release

if TYPE_CHECKING:
    from kconv.engine import Conversion, Defaults, Kind
    from kconv.kinds.custom import CustomVersion, Entry, Resource


class Kinds:
    """The built-in kinds, and ``resources`` beside them: each a ``kconv.crd.CustomResource`` or a ``Kind``.

    Raises UsageError for a version that two resources have, or that is built in, and DeclarationError for rules that do
    not speak of every field.
    """

    def __init__(self, *resources: Resource | Kind) -> None:
        self._custom: Mapping[GroupVersionKind, Entry] = _entries(resources) if resources else {}
        self._declare: Callable[[], Iterable[Resource]] | None = None
        self._known = lru_cache(maxsize=512)(self._identified)

    @classmethod
    def later(cls, declare: Callable[[], Iterable[Resource]]) -> Kinds:
        """Kinds whose declarations are made when the first object needs them: they import pydantic, which is slow."""
        found = cls()
        found._declare = declare
        return found

    @property
    def pending(self) -> bool:
        """Whether there are declarations that were not needed yet."""
        return self._declare is not None

    def load(self) -> None:
        """Make the declarations that are pending. Raises as they do."""
        if self._declare is not None:
            self._custom = _entries(self._declare())
            self._declare = None

    @property
    def _resources(self) -> list[Entry]:
        """The resources that are declared, each once."""
        return list({id(entry): entry for entry in self._custom.values()}.values())

    def _entry(self, gvk: GroupVersionKind) -> Entry | None:
        if self._declare is not None and is_custom(gvk.group):
            self.load()
        return self._custom.get(gvk)

    def find(self, gvk: GroupVersionKind) -> Kind | None:
        """The kind that has this version, or None if there are no rules for it."""
        found = built_in.find(gvk)
        if found is None and (entry := self._entry(gvk)):
            return entry.kind
        return found

    def lookup(self, gvk: GroupVersionKind) -> Served | CustomVersion | None:
        """What is known of a kind's version; None for a custom resource that is not declared."""
        found = catalog.lookup(gvk)
        if found is None and (entry := self._entry(gvk)):
            return entry.version(gvk.group_version)
        return found

    def everything(self) -> Iterator[Served | CustomVersion]:
        """Every version of every kind, without the declarations that are still pending."""
        yield from served().values()
        yield from self.declarations()

    def declarations(self) -> Iterator[CustomVersion]:
        """Every version that is declared, without the declarations that are still pending."""
        yield from (one for entry in self._resources for one in entry.lineage)

    def lineage(self, gvk: GroupVersionKind) -> list[GroupVersionKind]:
        """The versions of a kind to which objects can be moved, its own among them."""
        entry = self._entry(gvk)
        if entry is not None:
            return [one.gvk for one in entry.lineage]
        return [one.gvk for one in catalog.versions(gvk) if one.gvk.kind == gvk.kind]

    def successor(self, gvk: GroupVersionKind, release: Release) -> GroupVersionKind | None:
        """The version that an object should have, which may be its own; None if there is none."""
        entry = self._entry(gvk)
        return entry.successor if entry is not None else catalog.successor(gvk, release)

    def named(self, gvk: GroupVersionKind, to: GroupVersion) -> GroupVersionKind:
        """A kind in another version, where it may have another name: a Worker that is a WorkerPool today."""
        entry = self._entry(gvk)
        there = entry.version(to) if entry is not None else None
        return there.gvk if there is not None else to.kind(gvk.kind)

    def schema(self, gvk: GroupVersionKind) -> dict[str, Any] | None:
        """The structural schema of a custom resource's version; None if there is none, as for built-in kinds."""
        entry = self._entry(gvk)
        return entry.schemas.get(gvk.api_version) if entry is not None else None

    def declared(self, gvk: GroupVersionKind) -> list[CustomVersion]:
        """The versions of a group and kind that are declared, the newest first; empty for any other kind."""
        self._entry(gvk)
        return [one for one in self.declarations() if (one.gvk.group, one.gvk.kind) == (gvk.group, gvk.kind)]

    def of_group(self, group: str) -> set[str]:
        """The kinds that are declared in a group, without the declarations that are still pending."""
        return {one.gvk.kind for one in self.declarations() if one.gvk.group == group}

    def search(self, text: str) -> list[Entry]:
        """The custom resources with a kind, plural or short name, with or without its group. Declarations that are
        pending are made."""
        self.load()
        name, _, group = text.strip().lower().partition(".")
        return [entry for entry in self._resources if entry.has_name(name, group)]

    def registered(self) -> list[Kind]:
        """Every kind that there are rules for. Declarations that are pending are made."""
        self.load()
        return [*built_in.registered(), *(entry.kind for entry in self._resources)]

    def names(self) -> tuple[str, ...]:
        """The names of all kinds that there are rules for. Declarations that are pending are made."""
        self.load()
        return tuple(dict.fromkeys((*built_in.names(), *(gvk.kind for gvk in self._custom))))

    def has_rules(self, gvk: GroupVersionKind) -> bool:
        """Whether ``find`` finds the kind, seldom with an import."""
        return built_in.has_rules(gvk) or self._entry(gvk) is not None

    def no_rules(self, gvk: GroupVersionKind) -> UnknownKindError:
        """The error for a kind without rules, with what to do."""
        known = self.lookup(gvk) is not None
        hint = "rewrite it by hand" if known else "declare its versions, and pass them: kinds=kconv.Kinds(…)"
        return UnknownKindError(f"kconv has no rules for {gvk}", gvk=gvk, hint=hint)

    def _identified(self, api_version: str, kind: str) -> tuple[GroupVersionKind, GroupVersion, Kind | None]:
        """The kind that an object's apiVersion and kind name, looked up once for each pair."""
        gvk = built_in.identify({"apiVersion": api_version, "kind": kind})
        return gvk, gvk.group_version, self.find(gvk)

    def convert(
        self,
        obj: dict[str, Any],
        to: GroupVersion,
        *,
        defaults: Defaults = "preserve",
        release: Release | None = None,
        decisions: Mapping[str, str] | None = None,
        leave_out: Collection[str] = (),
        stash: bool = True,
        demands: bool | None = None,
        patch: bool = False,
    ) -> Conversion:
        """Convert an object of a known kind; see ``kconv.engine.convert_kind`` for the arguments.

        ``release`` is the one whose defaults count, by default the newest; those of custom resources are the same in
        every release. Raises UnknownKindError for a kind or version without rules.
        """
        try:
            gvk, source, kind = self._known(obj["apiVersion"], obj["kind"])
        except (KeyError, TypeError):
            gvk, source, kind = self._known(*built_in.stated(obj))
        if kind is None:
            if source == to:
                return _engine().Conversion(obj)  # type: ignore[no-any-return]
            raise self.no_rules(gvk)
        return _engine().convert_kind(  # type: ignore[no-any-return]
            kind,
            obj,
            to,
            release=release or catalog.latest(),
            defaults=defaults,
            decisions=decisions,
            leave_out=leave_out,
            keep=stash,
            demands=demands,
            patch=patch,
        )


def _entries(resources: Iterable[Resource | Kind]) -> Mapping[GroupVersionKind, Entry]:
    from kconv.kinds.custom import entries

    return entries(resources)


@lru_cache(maxsize=512)
def is_custom(group: str) -> bool:
    """Whether a group may be one of custom resources: it is a domain, and none of Kubernetes' own."""
    return "." in group and not any(gvk.group == group for gvk in served())


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The engine, imported by the first conversion; an import statement each time costs as much as a small
    conversion."""
    return import_module("kconv.engine")


BUILT_IN = Kinds()
"""Kubernetes' own kinds and no others."""
