"""What the target calls the kinds and resources that objects name.

RBAC, quotas and webhooks speak of resources (ingresses), other fields of kinds (Ingress); the catalog knows both, and
which group took over what another one served.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kconv import catalog
from kconv.catalog.served import Served, everything, family
from kconv.manifests.scan import SELECTED
from kconv.names import GroupVersionKind

if TYPE_CHECKING:
    from kconv.pipeline.migrate.verdicts import Goal, Verdict

GONE = ""
"""The group of a resource that the target serves in none."""


_CALLING = (b"api_version", b"ApiVersion", b"apiversion", b".apiVersion", b"componentKinds")
"""What stands in texts that say a version under another key than ``apiVersion``."""
_SELECTING = (b"patches", b"fieldSpecs", b"Reference:", b"ignoreDifferences", b"objref")
"""What stands in texts that name objects by group, version and kind: patches, kustomize's configurations, Argo CD's."""


class Names:
    """Asked for every name in an object; built once a run."""

    def __init__(self, goal: Goal) -> None:
        self.goal = goal
        self.release = goal.release

    def verdict(self, gvk: GroupVersionKind) -> Verdict | None:
        """What becomes of objects that have this name; None where the name may stay."""
        return self.goal.verdict(gvk) if gvk in self._old else None

    def fate(self, gvk: GroupVersionKind) -> str:
        """What the target has against a version that is old, for a sentence."""
        return f"which {self.release} {'has deprecated' if self.serves(gvk) else 'does not serve'}"

    def serves(self, gvk: GroupVersionKind) -> bool:
        """Whether the target can serve a version."""
        one = catalog.lookup(gvk)
        return one is not None and one.in_release(self.release)

    def resource(self, gvk: GroupVersionKind) -> str:
        """The resource that serves a kind, such as ingresses; "" where nobody told."""
        one = catalog.lookup(gvk)
        return one.plural if one else ""

    def family(self, gvk: GroupVersionKind) -> list[GroupVersionKind]:
        """The versions of the kind that Kubernetes converts into each other, over all groups."""
        one = catalog.lookup(gvk)
        return [each.gvk for each in family(one.family)] if one else []

    @cached_property
    def _old(self) -> frozenset[GroupVersionKind]:
        return frozenset(gvk for gvk in everything() if self.goal.stale(gvk) and not catalog.is_internal(gvk))

    @cached_property
    def moved(self) -> Mapping[tuple[str, str], str]:
        """The group that serves a resource now, by the group and resource of before; GONE where none does."""
        served: dict[tuple[str, str], list[Served]] = {}
        for one in everything().values():
            if one.plural:
                served.setdefault((one.gvk.group, one.plural), []).append(one)
        fates = {name: self._heir(versions) for name, versions in served.items()}
        return {name: group for name, group in fates.items() if group not in (None, name[0])}

    def _heir(self, versions: list[Served]) -> str | None:
        """The group that serves a resource in place of the versions of one group; None while that may be asked."""
        if any(one.gvk not in self._old or one.introduced > self.release for one in versions):
            return None
        heirs = (catalog.successor(one.gvk, self.release) for one in versions)
        heir = next((heir for heir in heirs if heir), None)
        if heir is None and any(one.in_release(self.release) for one in versions):
            return None  # deprecated, with nothing to put in its place
        return heir.group if heir else GONE

    @lru_cache(maxsize=1024)  # noqa: B019 - lives as long as the run that asks
    def kinds(self, group: str, resource: str, version: str = "") -> tuple[GroupVersionKind, ...]:
        """The kinds that a group ever served as a resource, in one version or in all; ``*`` is every resource."""
        return tuple(
            gvk
            for gvk, one in everything().items()
            if gvk.group == group and resource in ("*", one.plural) and one.plural and version in ("", gvk.version)
        )

    def alike(self, group: str, version: str, kind: str) -> tuple[GroupVersionKind, ...]:
        """The built-in kinds that a name with parts left out stands for."""
        return tuple(
            gvk
            for gvk in everything()
            if group in ("", gvk.group) and version in ("", gvk.version) and kind in ("", gvk.kind)
        )

    @cached_property
    def words(self) -> dict[bytes, frozenset[bytes]]:
        """For a glance at bytes: beside a word that only some kinds have, those that make a parse worth while."""
        versions = {gvk.version for gvk in self._old if "alpha" in gvk.version or "beta" in gvk.version}
        groups = {group for (group, _), new in self.moved.items() if group and new}
        resources = {resource for (_, resource), group in self.moved.items() if group == GONE}
        listed = _bytes(versions | groups | resources)
        selected = _bytes(versions | groups)
        counted = _bytes({f"{resource}.{group}" for (group, resource), new in self.moved.items() if new and group})
        called = _bytes({gvk.api_version for gvk in self._old})
        return {
            b"apiGroups": listed,
            b"count/": counted,
            **dict.fromkeys(_CALLING, called),
            **dict.fromkeys(_SELECTING, selected),
            SELECTED: selected,
        }


def _bytes(words: set[str]) -> frozenset[bytes]:
    return frozenset(word.encode() for word in words)
