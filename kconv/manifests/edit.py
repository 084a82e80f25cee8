"""A converted object is written back into its own text, so that a diff shows only the conversion.

The target object alone decides the values; moves decide only which old text is kept where. The new text is parsed and
compared before it is returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kconv.errors import ManifestError
from kconv.manifests.block import BlockWriter
from kconv.manifests.chunks import Chunks, Inside, is_block
from kconv.manifests.copies import Copies
from kconv.manifests.moved import MovedNodes
from kconv.manifests.nodes import Collection
from kconv.manifests.plan import Plan, Planner
from kconv.manifests.style import style_of
from kconv.manifests.tree import Document, parse
from kconv.manifests.verify import read_back, verify
from kconv.notes import Note
from kconv.paths import FieldPath, show
from kconv.records import NamedTuple


class Rewritten(NamedTuple):
    """A document's new text, and what the user should know about it."""

    text: str
    notes: Sequence[Note] = ()


def rewrite(document: Document, target: dict[str, Any], moves: Sequence[tuple[FieldPath, FieldPath]] = ()) -> Rewritten:
    """Write a converted object over the document it came from; every comment, blank line and quote stays.

    ``moves`` are pairs (source path, target path), with EACH for every item. Raises ManifestError if the new text does
    not parse to the target, or lacks a comment.
    """
    root = document.root
    if root is None or not isinstance(root.value, dict):
        document.source.fail("there is no object in this document to rewrite", 0)
    moved = MovedNodes(root, target, moves)
    planner = Planner(moved)
    plan = planner.plan(None, target, root, ())
    if plan.verbatim:
        return Rewritten(document.text)
    try:
        return _Rewriter(document, planner, plan).run()
    except ManifestError as error:
        if document.text.endswith("\n"):
            raise error.at(document.source.file, document.source.first_line) from error
    return rewrite(_with_final_newline(document), target, moves)


class _Rewriter:
    def __init__(self, document: Document, planner: Planner, plan: Plan) -> None:
        self.document = document
        self.planner = planner
        self.plan = plan
        text = document.text
        self.style = style_of(document, text)
        self.text = text if text.endswith("\n") else text + self.style.eol
        self.comments = document.syntax.comments(self.text, document.root)
        self.chunks = Chunks(document, self.text)

    def run(self) -> Rewritten:
        """Write once, and once more if comments lost their place."""
        text, writer = self._write([])
        written = read_back(self.document, text)
        top = self._without_place(text, writer, written) if self.comments else None
        if top is not None:
            text, writer = self._write(top)
            written = read_back(self.document, text)
        verify(self.document, self.comments, written, self.plan.value)
        return Rewritten(text, [_note(plan) for plan in writer.flow.written_out])

    def _without_place(self, text: str, writer: BlockWriter, written: Document) -> list[str] | None:
        """Give the comments that a new text lacks a place in the plan; returns those that only the top of the document
        has room for, None if none is missing."""
        from kconv.manifests.lost_comments import LostComments, missing

        lost = missing(self.comments, written.syntax.comments(text, written.root))
        if not lost:
            return None
        assert self.document.root is not None
        displaced = LostComments(self.chunks, self.document.root, self.planner.used, writer)
        return displaced.rescue(self.comments, lost)

    def _write(self, top: list[str]) -> tuple[str, BlockWriter]:
        root, eol = self.document.root, self.style.eol
        assert root is not None
        places = {} if self.document.aliased else self.planner.moved.copies
        copies = Copies(self.chunks, self.comments, places)
        writer = BlockWriter(self.chunks, self.style, self.comments, self.document.aliased, copies)
        loose = "".join(comment + eol for comment in top)
        if not is_block(root):
            start = self.text[: root.start]
            body = writer.flow.value(self.plan, "", lines="\n" in self.text[root.start : root.end])
            text = start + (loose if not loose or start.endswith("\n") or not start else eol + loose) + body
            text += self.text[root.end :]
        else:
            inside = self.chunks.inside(root)
            text = self.text[: inside.begin] + loose + self._block(writer, root, inside) + self.text[inside.end :]
        if not self.document.text.endswith("\n"):
            text = text.removesuffix("\n").removesuffix("\r")
        return text, writer

    def _block(self, writer: BlockWriter, root: Collection, inside: Inside) -> str:
        writer.anchors.define(root, self.plan.value)
        if self.plan.children:
            return writer.children(self.plan, inside.column)
        return "{}" + self.style.eol + self.text[inside.tail : inside.end]


def closed(document: Document) -> str:
    """The text with a line break behind its last line, and no value changed."""
    return document.syntax.closed(document.text, document.root)


def _with_final_newline(document: Document) -> Document:
    source = document.source
    return parse(closed(document), file=source.file, first_line=source.first_line, syntax=document.syntax)


def _note(plan: Plan) -> Note:
    path = show(plan.path)
    return Note("alias", path, f"{path} shared its text by an anchor; it now has its own")
