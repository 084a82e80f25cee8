"""An object in a document: what it says of itself, and the outcome that its version alone decides."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from kconv.manifests.kustomize import NAMES
from kconv.names import GroupVersionKind
from kconv.notes import Note
from kconv.paths import FieldPath
from kconv.pipeline.migrate.outcomes import DocumentOutcome, Status
from kconv.pipeline.migrate.verdicts import Verdict

_STATUS: dict[str, Status] = {
    "convert": "migrated",
    "no-successor": "no-successor",
    "no-rules": "error",
    "request": "unchanged",
    "keep": "unchanged",
}


class Found(NamedTuple):
    """An object in a document, and where in it; ``typed`` for an item whose list says its apiVersion and kind.

    ``line`` is 0 until somebody looks for it.
    """

    path: FieldPath
    gvk: GroupVersionKind
    value: dict[str, Any]
    name: str
    line: int
    typed: bool = False

    def outcome(self, file: str, index: int, verdict: Verdict) -> DocumentOutcome:
        """The outcome as far as the verdict alone decides it."""
        told = verdict.what == "request"  # what is no finding has no hint
        notes, hint = ([Note("info", "", verdict.why)], "") if told else ([], verdict.why)
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


def is_kustomization(file: str) -> bool:
    """Whether kustomize reads the file by its name."""
    return file.endswith(NAMES) and os.path.split(file)[1] in NAMES


def kustomization(value: dict[str, Any], file: str) -> GroupVersionKind | None:
    """What a kustomization is, which may leave out its apiVersion and kind; the file's name tells then."""
    from kconv.kinds.references import KUSTOMIZATION

    group, kind = KUSTOMIZATION
    if not is_kustomization(file) or "apiVersion" in value or value.get("kind", kind) not in (kind, "Component"):
        return None
    return GroupVersionKind(group, "v1beta1", kind)


def item_kind(gvk: GroupVersionKind) -> GroupVersionKind:
    return gvk._replace(kind=gvk.kind.removesuffix("List"))
