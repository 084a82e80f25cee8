"""What a run migrates to: the version that each kind should have, what the target calls what objects name, and what to
look for in bytes to find either.
"""

from __future__ import annotations

from functools import cached_property

from kconv import catalog
from kconv.catalog.served import everything
from kconv.manifests.scan import SELECTED, Watch
from kconv.pipeline.migrate.names import GONE, Names
from kconv.pipeline.migrate.verdicts import Verdicts

_VERSION_KEYS = (b"api_version", b"ApiVersion", b"apiversion", b".apiVersion", b"componentKinds")
"""What stands in texts that say a version under another key than ``apiVersion``."""
_SELECTORS = (b"patches", b"fieldSpecs", b"Reference:", b"ignoreDifferences", b"objref")
"""What stands in texts that name objects by group, version and kind: patches, kustomize's configurations, Argo CD's."""


class Target(Verdicts):
    """Built once a run and asked for every document."""

    @cached_property
    def watch(self) -> Watch:
        """What a glance at bytes looks for."""
        old: dict[str, set[str]] = {}
        kept: set[str] = set()
        for gvk in everything():
            if catalog.is_internal(gvk):
                continue
            if self.is_old(gvk):
                old.setdefault(gvk.api_version, set()).add(gvk.kind)
            else:
                kept.add(gvk.api_version)
        return Watch(old, kept, _words(self.names) if self.names else None)

    @cached_property
    def names(self) -> Names | None:
        """The target's names for the references in objects. None if references are not updated: if a version is
        requested and not a release, or if the result must equal Kubernetes' own conversion.
        """
        options = self.options
        return Names(self) if not options.to and (options.demands or options.defaults == "preserve") else None

    def is_gone(self, version: str) -> bool:
        """Whether an apiVersion is old for a kind that cannot be read, because any kind of it is."""
        return version.encode() in self.watch.versions and self.watch.old(version, "")


def _words(names: Names) -> dict[bytes, frozenset[bytes]]:
    """By a word that only some documents have, the words that make such a document worth parsing."""
    versions = {gvk.version for gvk in names.old if "alpha" in gvk.version or "beta" in gvk.version}
    groups = {group for (group, _), new in names.moved.items() if group and new}
    resources = {resource for (_, resource), group in names.moved.items() if group == GONE}
    listed = _bytes(versions | groups | resources)
    selected = _bytes(versions | groups)
    counted = _bytes({f"{resource}.{group}" for (group, resource), new in names.moved.items() if new and group})
    called = _bytes({gvk.api_version for gvk in names.old})
    return {
        b"apiGroups": listed,
        b"count/": counted,
        **dict.fromkeys(_VERSION_KEYS, called),
        **dict.fromkeys(_SELECTORS, selected),
        SELECTED: selected,
    }


def _bytes(words: set[str]) -> frozenset[bytes]:
    return frozenset(word.encode() for word in words)
