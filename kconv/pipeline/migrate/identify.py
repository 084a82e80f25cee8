"""Which objects a document holds: one, none, or the items of a list, each of which is an object of its own.

The items of a typed list (a DeploymentList) have one apiVersion, that of the list: an old one is a single object here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kconv.names import GroupVersion, GroupVersionKind, name_of
from kconv.notes import Note
from kconv.paths import FieldPath
from kconv.pipeline.migrate.outcomes import DocumentOutcome, Status
from kconv.pipeline.migrate.verdicts import Verdict, Verdicts
from kconv.pipeline.unparsed import is_kustomization
from kconv.records import NamedTuple

_STATUS: dict[str, Status] = {
    "convert": "migrated",
    "no-successor": "no-successor",
    "no-rules": "error",
    "request": "unchanged",
    "keep": "unchanged",
}


class Identified(NamedTuple):
    """An object in a document, and its path there; or a ``typed`` list. ``line`` is 0 if it has not been looked up."""

    path: FieldPath
    gvk: GroupVersionKind
    value: dict[str, Any]
    name: str
    line: int
    typed: bool = False

    @property
    def object_kind(self) -> GroupVersionKind:
        """The kind of the object, or of the objects in a typed list."""
        return item_kind(self.gvk) if self.typed else self.gvk

    def parts(self) -> list[tuple[FieldPath, Any]]:
        """The object with its path, or the items of a typed list with theirs."""
        items = self.value.get("items")
        if not self.typed or not isinstance(items, list):
            return [(self.path, self.value)]
        return [((*self.path, "items", index), item) for index, item in enumerate(items)]

    def outcome(self, file: str, index: int, verdict: Verdict) -> DocumentOutcome:
        """The outcome as far as the verdict alone decides it."""
        is_request = verdict.what == "request"  # what is not a finding has no hint
        notes, hint = ([Note("info", "", verdict.why)], "") if is_request else ([], verdict.why)
        if verdict.kind:
            notes.append(Note("info", "kind", f"{self.object_kind.kind} is {verdict.kind} in {verdict.to}"))
        status, target = _STATUS[verdict.what], str(verdict.to or "")
        source, kind = self.gvk.api_version, self.gvk.kind
        removed = verdict.removed_in
        return DocumentOutcome(
            file, self.line, index, kind, self.name, source, target, status, notes, hint, removed, verdict.unserved
        )


def objects(value: Any, file: str, verdicts: Verdicts, line: int = 0, path: FieldPath = ()) -> Iterator[Identified]:
    """The object itself, or the items of a list of objects; also of a list in a list. ``line`` is that of the first."""
    if not isinstance(value, dict):
        return
    gvk = stated_kind(value) or (kustomization(value, file) if not path else None)
    if gvk is None:
        return
    items = value.get("items")
    is_list = gvk.kind.endswith("List")
    if not is_list or (not isinstance(items, list) and items is not None):
        yield Identified(path, gvk, value, name_of(value), line, typed=is_list)
    elif gvk.kind == "List":
        for index, item in enumerate(items or ()):
            yield from objects(item, file, verdicts, path=(*path, "items", index))
    elif verdicts.verdict(item_kind(gvk)).what != "keep":
        yield Identified(path, gvk, value, name_of(value), line, typed=True)
    else:
        from kconv.objects.lists import whole_item

        for index, item in enumerate(items or ()):
            yield from objects(whole_item(value, item), file, verdicts, path=(*path, "items", index))


def gvk_of(api_version: str, kind: str) -> GroupVersionKind:
    """The kind that an object's apiVersion and kind name, whatever their values."""
    return GroupVersion.split(api_version).kind(kind)


def stated_kind(value: dict[str, Any]) -> GroupVersionKind | None:
    """The kind that a map says it is, or None if it does not say."""
    api_version, kind = value.get("apiVersion"), value.get("kind")
    return gvk_of(api_version, kind) if isinstance(api_version, str) and isinstance(kind, str) else None


def kustomization(value: dict[str, Any], file: str) -> GroupVersionKind | None:
    """The kind of a kustomization, which need not say its apiVersion and kind: the name of its file is enough."""
    from kconv.objects.references import KUSTOMIZATION

    group, kind = KUSTOMIZATION
    if not is_kustomization(file) or "apiVersion" in value or value.get("kind", kind) not in (kind, "Component"):
        return None
    return GroupVersionKind(group, "v1beta1", kind)


def item_kind(gvk: GroupVersionKind) -> GroupVersionKind:
    """The kind of the items of a typed list; any other kind unchanged."""
    return gvk._replace(kind=gvk.kind.removesuffix("List"))
