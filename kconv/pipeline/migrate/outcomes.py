"""The options of a migration, and its outcomes: reports and exit codes come from these and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.kinds.registry import Kinds
    from kconv.names import GroupVersion, Release
    from kconv.notes import Note

Status = Literal[
    "unchanged",
    "migrated",
    "fragment",
    "no-successor",
    "templated",
    "embedded",
    "annotated",
    "encrypted",
    "waits",
    "decision",
    "error",
]


class Options(NamedTuple):
    """What to migrate to, and how.

    Exactly one of ``target`` and ``to`` is set; ``preferred`` means the version that the target prefers for each kind,
    even if it also serves the old one. ``decisions`` answers questions by name; ``leave_out`` names default
    paths ("spec.progressDeadlineSeconds", or "Deployment.spec.progressDeadlineSeconds") that ``preserve`` leaves out.
    Without ``demands``, ``none`` and ``all`` give what Kubernetes' own conversion gives, even if its server refuses it.
    ``kinds`` are those that the run knows, None for the built-in ones.
    """

    target: Release | None = None
    to: GroupVersion | None = None
    deprecated: bool = False
    preferred: bool = False
    defaults: Literal["preserve", "none", "all"] = "preserve"
    decisions: Mapping[str, str] = MappingProxyType({})
    leave_out: frozenset[str] = frozenset()
    stash: bool = False
    demands: bool = True
    kinds: Kinds | None = None


class _Outcome:
    """Equal to another one with the same fields."""

    __slots__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and all(getattr(self, key) == getattr(other, key) for key in self.__slots__)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{key}={getattr(self, key)!r}' for key in self.__slots__)})"


class DocumentOutcome(_Outcome):
    """The outcome of one document, or of one item of a List.

    ``line`` is the 1-based line of its apiVersion, ``index`` the document's place in the stream (empty ones count),
    ``source`` and ``target`` are apiVersions ("" if there is none), ``hint`` is what to do. ``unserved``: the version
    is one of a custom resource that its definition does not serve, in whatever release.
    """

    __slots__ = (
        "file",
        "hint",
        "index",
        "kind",
        "line",
        "name",
        "notes",
        "removed_in",
        "source",
        "status",
        "target",
        "unserved",
    )

    def __init__(
        self,
        file: str,
        line: int,
        index: int,
        kind: str,
        name: str,
        source: str,
        target: str,
        status: Status,
        notes: Iterable[Note] = (),
        hint: str = "",
        removed_in: str = "",
        unserved: bool = False,
    ) -> None:
        self.file = file
        self.line = line
        self.index = index
        self.kind = kind
        self.name = name
        self.source = source
        self.target = target
        self.status: Status = status
        self.notes = list(notes)
        self.hint = hint
        self.removed_in = removed_in
        self.unserved = unserved


class Result(NamedTuple):
    """What became of a document. ``text`` is its new text from the byte ``start`` on, None if it stays as it was."""

    outcomes: list[DocumentOutcome]
    text: str | None = None
    start: int = 0


class FileOutcome(_Outcome):
    """What became of one file, or of the next part of a large one (``continues``).

    ``manifests`` counts all its objects. ``changed``: its text has changed, or would; ``before`` and ``after`` are then
    set if they were requested, unless the file is too large to hold (8 MiB).
    """

    __slots__ = ("after", "before", "changed", "continues", "documents", "file", "manifests", "skipped")

    def __init__(
        self,
        file: str,
        documents: Iterable[DocumentOutcome] = (),
        manifests: int = 0,
        skipped: str = "",
        before: str | None = None,
        after: str | None = None,
        changed: bool = False,
        continues: bool = False,
    ) -> None:
        self.file = file
        self.documents = list(documents)
        self.manifests = manifests
        self.skipped = skipped
        self.before = before
        self.after = after
        self.changed = changed
        self.continues = continues

    def is_empty(self) -> bool:
        """Whether no object was found."""
        return not self.documents and not self.manifests
