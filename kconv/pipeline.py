"""The whole flow of a migration: the one place where manifests and engine meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kconv.engine.conversion import Note
from kconv.names import GroupVersion, Release

Status = Literal["unchanged", "migrated", "decision", "no-successor", "templated", "fragment", "error"]


@dataclass(frozen=True, slots=True)
class Options:
    """What to migrate to, and how.

    Exactly one of ``target`` and ``to`` is set. ``decisions`` answers questions by name; ``leave_out`` names default
    paths ("spec.progressDeadlineSeconds", or "Deployment.spec.progressDeadlineSeconds") that ``preserve`` must not write.
    """

    target: Release | None = None
    to: GroupVersion | None = None
    deprecated: bool = False
    defaults: str = "preserve"
    decisions: Mapping[str, str] = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()
    stash: bool = False


@dataclass(slots=True)
class DocumentOutcome:
    """What became of one document, or of one item of a List.

    ``line`` is the 1-based line of its apiVersion, ``index`` the document's place in the stream (empty ones count),
    ``source`` and ``target`` api versions ("" where there is none), ``hint`` what to do for a status that asks for a person.
    """

    file: str
    line: int
    index: int
    kind: str
    name: str
    source: str
    target: str
    status: Status
    notes: list[Note] = field(default_factory=list)
    hint: str = ""
    removed_in: str = ""


@dataclass(slots=True)
class FileOutcome:
    """What became of one file. ``before`` and ``after`` are set only when its text changed."""

    file: str
    documents: list[DocumentOutcome] = field(default_factory=list)
    manifests: int = 0
    skipped: str = ""
    before: str | None = None
    after: str | None = None
