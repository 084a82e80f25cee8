"""What the target calls the kinds and resources that objects name.

RBAC, quotas and webhooks name resources (ingresses), other fields name kinds (Ingress). The catalog knows both, and
which group took over a resource from another.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from types import NoneType
from typing import TYPE_CHECKING

from kconv import catalog
from kconv.catalog.served import Served, family
from kconv.manifests.scan import SELECTED
from kconv.names import GroupVersion, GroupVersionKind
from kconv.pipeline.migrate.verdicts import Verdict, Verdicts

if TYPE_CHECKING:
    from kconv.kinds.custom import CustomVersion

GONE = ""
"""The group of a resource that the target serves in no group."""
_VERSION_KEYS = (b"api_version", b"ApiVersion", b"apiversion", b".apiVersion", b"componentKinds")
"""What stands in texts that say a version under another key than ``apiVersion``."""
_SELECTORS = (b"patches", b"fieldSpecs", b"Reference:", b"ignoreDifferences", b"objref")
"""What stands in texts that name objects by group, version and kind: patches, kustomize's configurations, Argo CD's."""


class Names:
    """Asked for every name in an object; built once a run."""

    def __init__(self, verdicts: Verdicts) -> None:
        self._verdicts = verdicts
        self.release = verdicts.release

    def verdict(self, gvk: GroupVersionKind) -> Verdict | None:
        """The verdict on objects with this name, or None where the name may stay."""
        return self._verdicts.verdict(gvk) if gvk in self.old else None

    def fate(self, gvk: GroupVersionKind) -> str:
        """What the target, or a definition, has against an old version, for a sentence."""
        if self._verdicts.verdict(gvk).unserved or not isinstance(self._verdicts.lookup(gvk), (Served, NoneType)):
            return "which is deprecated" if self.serves(gvk) else "which is not served"
        return f"which {self.release} {'has deprecated' if self.serves(gvk) else 'does not serve'}"

    def called(self, gvk: GroupVersionKind, to: GroupVersion) -> str:
        """What a kind is called in another version."""
        return self._verdicts.kinds.named(gvk, to).kind

    def serves(self, gvk: GroupVersionKind) -> bool:
        """Whether the target can serve a version."""
        one = self._verdicts.lookup(gvk)
        return one is not None and one.in_release(self.release)

    def resource(self, gvk: GroupVersionKind) -> str:
        """The resource that serves a kind, such as ingresses; "" if the catalog has none."""
        one = self._verdicts.lookup(gvk)
        return one.plural if one else ""

    def family(self, gvk: GroupVersionKind) -> list[GroupVersionKind]:
        """The versions of the kind that are converted into each other, over all groups."""
        one = catalog.lookup(gvk)
        return [each.gvk for each in family(one.family)] if one else self._verdicts.kinds.lineage(gvk)

    @cached_property
    def old(self) -> frozenset[GroupVersionKind]:
        """The versions that should no longer be named."""
        every = (one.gvk for one in self._verdicts.everything())
        return frozenset(gvk for gvk in every if self._verdicts.stale(gvk) and not catalog.is_internal(gvk))

    @cached_property
    def moved(self) -> Mapping[tuple[str, str], str]:
        """The group that serves a resource now, by its old group and the resource; GONE if no group does."""
        fates = {name: self._heir(versions) for name, versions in self._resources.items()}
        return {name: group for name, group in fates.items() if group not in (None, name[0])}

    @cached_property
    def renamed(self) -> Mapping[tuple[str, str], GroupVersionKind]:
        """The kind that a custom resource is now, by its old group and plural, if its plural is another one now."""
        found = {name: self._heir_of_custom(versions) for name, versions in self._resources.items()}
        return {name: heir for name, heir in found.items() if heir is not None and self.resource(heir) != name[1]}

    @cached_property
    def _resources(self) -> Mapping[tuple[str, str], list[Served | CustomVersion]]:
        """The versions of each resource, by its group and plural."""
        found: dict[tuple[str, str], list[Served | CustomVersion]] = {}
        for one in self._verdicts.everything():
            if one.plural:
                found.setdefault((one.gvk.group, one.plural), []).append(one)
        return found

    def _heir_of_custom(self, versions: list[Served | CustomVersion]) -> GroupVersionKind | None:
        """The kind that objects of a custom resource should have if all its versions are old."""
        if isinstance(versions[0], Served) or any(one.gvk not in self.old for one in versions):
            return None
        return self._verdicts.successor(versions[0].gvk, self.release)

    @property
    def words(self) -> dict[bytes, frozenset[bytes]]:
        """By a word that only some documents have, the words that make such a document worth parsing."""
        versions = {gvk.version for gvk in self.old if "alpha" in gvk.version or "beta" in gvk.version}
        moved = [*(name for name, group in self.moved.items() if group != GONE), *self.renamed]
        groups = {group for group, _ in moved}
        resources = {resource for (_, resource), group in self.moved.items() if group == GONE}
        listed = _bytes(versions | groups | resources | {plural for _, plural in self.renamed})
        selected = _bytes(versions | groups)
        counted = _bytes({f"{resource}.{group}" for group, resource in moved})
        called = _bytes({gvk.api_version for gvk in self.old})
        return {
            b"apiGroups": listed,
            b"count/": counted,
            **dict.fromkeys(_VERSION_KEYS, called),
            **dict.fromkeys(_SELECTORS, selected),
            SELECTED: selected,
        }

    def _heir(self, versions: list[Served | CustomVersion]) -> str | None:
        """The group that serves a resource in place of the versions of one group; None while these may be requested, or
        if the resource has another name there."""
        if any(one.gvk not in self.old or one.introduced > self.release for one in versions):
            return None
        heirs = (self._verdicts.successor(one.gvk, self.release) for one in versions)
        heir = next((heir for heir in heirs if heir), None)
        if heir is not None and not isinstance(versions[0], Served) and self.resource(heir) != versions[0].plural:
            return None
        if heir is None and any(one.in_release(self.release) for one in versions):
            return None  # deprecated, with nothing to put in its place
        return heir.group if heir else GONE

    @lru_cache(maxsize=1024)  # noqa: B019 - lives as long as the run
    def kinds(self, group: str, resource: str, version: str = "") -> tuple[GroupVersionKind, ...]:
        """The kinds that a group ever served as a resource, in one version or in all; ``*`` is every resource."""
        return tuple(
            gvk
            for one in self._verdicts.everything()
            if (gvk := one.gvk).group == group and resource in ("*", one.plural) and one.plural
            if version in ("", gvk.version)
        )

    def alike(self, group: str, version: str, kind: str) -> tuple[GroupVersionKind, ...]:
        """The kinds that an incomplete name matches."""
        return tuple(
            gvk
            for one in self._verdicts.everything()
            if group in ("", (gvk := one.gvk).group) and version in ("", gvk.version) and kind in ("", gvk.kind)
        )


def _bytes(words: set[str]) -> frozenset[bytes]:
    return frozenset(word.encode() for word in words)
