"""The one shape in which every command reports: files, the documents in them, the findings in those, and an end.

A format is written against this shape and against no command, so that each format shows the report of every command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.manifests.unread import Unread

Severity = Literal["ok", "note", "skipped", "finding", "failed"]
"""How much a finding weighs, the least first: a ``finding`` ends the run with exit code 1, ``failed`` with 2; ``note``
needs a glance, ``ok`` and ``skipped`` nothing."""


Words = tuple[str, str]
"""A part of a line, and the role that gives it its colour, "" for none."""


class ReportedNote(NamedTuple):
    """A ``kconv.notes.Note`` of a document, or a note of the report itself, of the kind "hint" or "warning"."""

    kind: str
    path: str
    message: str


Details = Callable[[bool], Sequence[str]]
"""The lines below a finding: all of them if called with True, else the important ones."""


def lines(*texts: str) -> Details:
    """Details that are always the same; empty ones are left out."""
    shown = tuple(text for text in texts if text)
    return lambda _: shown


class Finding(NamedTuple):
    """One finding in a document, and its place: line and column from 1, column 0 if only the line is known.

    ``about`` is the part of the document that it concerns: a field's path, or ``through apps/v1beta1``; "" for the
    whole. ``headline`` is for people, at ``level`` and above; ``message`` is for programs.
    """

    line: int
    headline: tuple[Words, ...]
    message: str
    severity: Severity
    level: int
    column: int = 0
    about: str = ""
    details: Details = lines()


class Document(NamedTuple):
    """The findings in one document, or in one item of a List.

    ``line`` is the line of its apiVersion, ``position`` its place in the file. ``target`` is the version that it gets,
    "" if there is none, and None if the command moves nothing. ``fields`` are the command's own, for programs: the
    faults of a validation, the trips of a round trip.
    """

    file: str
    line: int
    position: int
    kind: str
    name: str
    api_version: str
    status: str
    findings: Sequence[Finding]
    notes: Sequence[ReportedNote] = ()
    target: str | None = None
    fields: Mapping[str, Any] = MappingProxyType({})

    @property
    def label(self) -> str:
        """Kind and name, as kubectl writes them."""
        return f"{self.kind}/{self.name}" if self.name else self.kind


class File(NamedTuple):
    """The findings in one file, or in the next part of a large one (``continues``).

    ``documents`` are those with something to report, ``others`` is the number of the rest. ``skipped`` is why the file
    is not a manifest, ``remark`` sums up a manifest that has no ``documents``.
    """

    file: str
    documents: Sequence[Document]
    others: int = 0
    skipped: str = ""
    remark: str = ""
    changed: bool = False
    continues: bool = False


class End(NamedTuple):
    """The end of a report: ``counts`` by the names that programs read, the same in a ``summary`` of one line, and the
    ``remarks`` above that. ``severity`` is the greatest of the run; ``unread`` is what was not read."""

    counts: Mapping[str, Any]
    summary: str
    severity: Severity
    unread: Unread
    remarks: Sequence[Words] = ()
