"""An object in a document: what it says of itself, and the outcome that its version alone decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kconv.names import GroupVersionKind
from kconv.paths import FieldPath
from kconv.pipeline.goal import Verdict
from kconv.pipeline.outcomes import DocumentOutcome, Status, note

_STATUS: dict[str, Status] = {
    "convert": "migrated",
    "no-successor": "no-successor",
    "no-rules": "error",
    "request": "unchanged",
    "keep": "unchanged",
}


@dataclass(slots=True)
class Found:
    """An object in a document, and where in it; ``typed`` for an item whose list says its apiVersion and kind."""

    path: FieldPath
    gvk: GroupVersionKind
    value: dict[str, Any]
    name: str
    line: int
    typed: bool = False

    def outcome(self, file: str, index: int, verdict: Verdict) -> DocumentOutcome:
        """The outcome as far as the verdict alone decides it."""
        told = verdict.what == "request"  # what is no finding has no hint
        notes, hint = ([note("info", "", verdict.why)], "") if told else ([], verdict.why)
        status, target = _STATUS[verdict.what], str(verdict.to or "")
        source, kind = self.gvk.api_version, self.gvk.kind
        removed = verdict.removed_in
        return DocumentOutcome(file, self.line, index, kind, self.name, source, target, status, notes, hint, removed)


def gvk_of(api_version: str, kind: str) -> GroupVersionKind:
    group, _, version = api_version.rpartition("/")
    return GroupVersionKind(group, version, kind)


def identify(value: dict[str, Any]) -> GroupVersionKind | None:
    api_version, kind = value.get("apiVersion"), value.get("kind")
    return gvk_of(api_version, kind) if isinstance(api_version, str) and isinstance(kind, str) else None


def item_kind(gvk: GroupVersionKind) -> GroupVersionKind:
    return gvk._replace(kind=gvk.kind.removesuffix("List"))


def name_of(value: dict[str, Any]) -> str:
    metadata = value.get("metadata")
    name = (metadata.get("name") or metadata.get("generateName")) if isinstance(metadata, dict) else None
    return str(name) if name is not None else ""
