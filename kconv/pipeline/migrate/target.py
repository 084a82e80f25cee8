"""What a run migrates to: the version that each kind should have, what the target calls what objects name, and what to
look for in bytes to find either.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kconv import catalog
from kconv.manifests.scan import Watch
from kconv.names import GroupVersion
from kconv.pipeline.migrate.verdicts import Verdicts

if TYPE_CHECKING:
    from kconv.pipeline.migrate.names import Names


class Target(Verdicts):
    """Built once a run and asked for every document."""

    @cached_property
    def watch(self) -> Watch:
        """What a glance at bytes looks for."""
        watch = Watch(*self._watched)
        if self.options.kinds is not None:
            watch.before = self._declare
        return watch

    @property
    def _watched(self) -> tuple[dict[str, set[str]], set[str], dict[bytes, frozenset[bytes]] | None]:
        """The versions that are old for some kinds, those that kinds keep, and words that name something old."""
        old: dict[str, set[str]] = {}
        kept: set[str] = set()
        for one in self.everything():
            gvk = one.gvk
            if catalog.is_internal(gvk):
                continue
            if self.is_old(gvk):
                old.setdefault(gvk.api_version, set()).add(gvk.kind)
            else:
                kept.add(gvk.api_version)
        for version, kinds in self.undeclared.items():
            if kinds:
                old.setdefault(version, set()).update(kinds)
        return old, kept, self.names.words if self.names else None

    def _declare(self, data: bytes) -> None:
        """Make the declarations of custom resources before the first text that may hold or name one is looked at, and
        look for the versions in it that they do not have.
        """
        from kconv.pipeline.foreign import may_name_custom, versions_of

        if self.kinds.pending:
            if not may_name_custom(data):
                return
            self.kinds.load()
            self.__dict__.pop("names", None)
            self.watch.look_for(*self._watched)
        found = [version for version in versions_of(self._groups, data) if version not in self.undeclared]
        self.undeclared.update((version, self._kinds_without(version)) for version in found)
        if any(self.undeclared[version] for version in found):
            self.watch.look_for(*self._watched)

    @cached_property
    def undeclared(self) -> dict[str, set[str]]:
        """The versions of custom resources that texts have, each with the declared kinds that do not have it."""
        return {}

    @cached_property
    def _groups(self) -> frozenset[bytes]:
        """The groups of the kinds that are declared, once they are."""
        return frozenset(one.gvk.group.encode() for one in self.kinds.declarations())

    def _kinds_without(self, version: str) -> set[str]:
        """The declared kinds of a version's group that do not have it."""
        group_version = GroupVersion.split(version)
        kinds = self.kinds.of_group(group_version.group)
        return {kind for kind in kinds if self.lookup(group_version.kind(kind)) is None}

    @cached_property
    def names(self) -> Names | None:
        """The target's names for the references in objects. None if references are not updated: if a version is
        requested and not a release, or if the result must equal Kubernetes' own conversion.
        """
        options = self.options
        if options.to or not (options.demands or options.defaults == "preserve"):
            return None
        from kconv.pipeline.migrate.names import Names

        return Names(self)

    def is_gone(self, version: str) -> bool:
        """Whether an apiVersion is old for a kind that cannot be read, because any kind of it is."""
        return version.encode() in self.watch.versions and self.watch.old(version, "")
