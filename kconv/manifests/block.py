"""The new text in block style, built from the old text's lines wherever a value or an entry is kept.

Whole lines are written in the columns they had and then moved as one, so that what is nested in them keeps its shape.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from kconv.manifests import render
from kconv.manifests.anchors import Anchors
from kconv.manifests.chunks import Chunk, Chunks, is_block, line_start
from kconv.manifests.copies import Copies
from kconv.manifests.flow import FlowWriter, expand
from kconv.manifests.lines import clamp, comment_lines, put_dash, reindent, shift, strip_blank
from kconv.manifests.nodes import Alias, Collection, List, Node, Scalar
from kconv.manifests.plan import Plan
from kconv.manifests.protocols import Comments, Style
from kconv.manifests.style import line_indent

_HEADER = 3  # characters of a block scalar's indicators: its style, its indentation, and whether it keeps its end
_TRAIL = re.compile(r"[ \t]*#[^\r\n]*")


class BlockWriter:
    """Writes one document's entries. ``placed`` holds the ids of the plans that became entries of a block."""

    def __init__(self, chunks: Chunks, style: Style, comments: Comments, aliased: bool, copies: Copies) -> None:
        self.text = chunks.text
        self.chunks = chunks
        self.style = style
        self.comments = comments
        self.copies = copies
        self.anchors = Anchors(aliased)
        self.flow = FlowWriter(chunks.text, style, self.anchors)
        self.placed: set[int] = set()

    def children(self, plan: Plan, column: int) -> str:
        """The entries of a collection at a column, and the comments at its end."""
        kept = plan.kept if is_block(plan.kept) else None
        inside = self.chunks.inside(kept) if kept is not None else None
        entries, lost_merge = self.anchors.entries(plan)
        if lost_merge:
            self.flow.written_out.append(plan)
        pieces: list[str] = []
        for at, child in enumerate(entries):
            piece = self.entry(child, column, item=isinstance(plan.value, list))
            before = entries[at - 1] if at else None
            if before is None and kept is not None and child.source is not kept.children[0]:
                piece = strip_blank(piece)[1]
            if before is not None and not _neighbours(before, child):
                piece = clamp(strip_blank(piece)[1] if self._keeps_blanks(before) else piece, column)
            pieces.append(piece)
        pieces.append(comment_lines(plan.behind, column, self.style.eol))
        if inside is not None:
            tail = shift(self.text[inside.tail : inside.end], column - inside.column)
            pieces.append(strip_blank(tail)[1] if entries and self._keeps_blanks(entries[-1]) else tail)
        return "".join(pieces)

    def _keeps_blanks(self, plan: Plan) -> bool:
        """Whether the text ends in a `|+` scalar, to which blank lines below it would belong."""
        while plan.children and not plan.verbatim:
            plan = plan.children[-1]
        node = plan.source if plan.verbatim else None
        while isinstance(node, Collection) and node.children:
            node = node.children[-1]
        return node is not None and node.style in ("|", ">") and "+" in self.text[node.body : node.body + _HEADER]

    def entry(self, plan: Plan, column: int, *, item: bool) -> str:
        """One entry with all its lines, at a column."""
        self.placed.add(id(plan))
        source = plan.source
        if source is None or not is_block(source.parent):
            lines = self._fresh(plan, column, item)
            return comment_lines([*plan.before, *plan.above], column, self.style.eol) + lines
        chunk = self.chunks.of(source)
        before = comment_lines(plan.before, chunk.column, self.style.eol)
        above = comment_lines(plan.above, chunk.column, self.style.eol)
        first = max(chunk.top, line_start(self.text, chunk.head))
        lines = before + self.text[chunk.top : first] + above + self._own(plan, source, chunk, item)
        return shift(lines, column - chunk.column)

    def _own(self, plan: Plan, source: Node, chunk: Chunk, item: bool) -> str:
        """An entry's own lines in the columns of the source, from its key or dash on."""
        pad = " " * chunk.column
        unmoved = item == (source.key is None) and (item or plan.key == (source.key and source.key.value))
        if unmoved and (plan.merge or (plan.verbatim and self.anchors.accept(source))):
            return pad + self.text[chunk.head : chunk.stop]
        post = self.text[chunk.post : chunk.stop]
        if is_block(source):
            if plan.verbatim and not self.anchors.accept(source):
                expand(plan)
            if plan.verbatim or plan.kept is not None:
                return self._collection(plan, source, chunk, item) + post
        else:
            inline = self._inline_entry(plan, source, chunk, item)
            if inline is not None:
                return inline + post
        return self._reshaped(plan, source, chunk, item) + clamp(post, chunk.column)

    def _collection(self, plan: Plan, source: Collection, chunk: Chunk, item: bool) -> str:
        """A block collection that lives on: its header line stays, what it holds is written in its own column."""
        column, inside = chunk.column, self.chunks.inside(source)
        inner = inside.column
        anchor = f" {self.anchors.define(source, plan.value)}".rstrip()
        was_item = source.key is None
        header = self.text[chunk.head if source.key is None else source.key.end : inside.begin]
        if was_item and not item:
            inner = column + (self.style.dash if isinstance(source, List) else self.style.step)
            header = ":" + anchor + self._trail(source, chunk) + self.style.eol
        elif item and not was_item:
            inner = column + 2
            rest = anchor + self._trail(source, chunk)
            header = rest and f"-{rest}{self.style.eol}"
        if plan.verbatim:
            at_dash = " " * inside.column if self.text[inside.begin - 1] != "\n" else ""
            body = shift(at_dash + self.text[inside.begin : inside.end], inner - inside.column)
        else:
            body = self._inside(source, plan, inside.column - column, inner)
        if item and not header.endswith("\n"):
            return put_dash(body, column)
        key = "" if item else self.flow.key(plan, flow=False)
        return " " * column + key + header + body

    def _inside(self, source: Collection, plan: Plan, offset: int, inner: int) -> str:
        """The entries of a collection that lives on; what is new in them is indented as the collection itself is."""
        outer = self.style
        if source.key is not None and isinstance(source, List):
            self.style = outer._replace(dash=offset)
        elif source.key is not None:
            self.style = outer._replace(step=offset)
        body = self.children(plan, inner)
        self.style = outer
        return body

    def _trail(self, source: Node, chunk: Chunk) -> str:
        """The comment on the entry's first line, with the blanks before it."""
        stop = self.text.find("\n", chunk.head)
        stop = min(stop, self.chunks.inside(source).begin) if is_block(source) else stop
        for at, comment in self.comments:
            if chunk.head < at < stop:
                blanks = self.text[:at]
                return self.text[len(blanks.rstrip(" \t")) : at] + comment
        return ""

    def _inline_entry(self, plan: Plan, source: Node, chunk: Chunk, item: bool) -> str | None:
        """An entry whose value was, and can be again, after its key: only the value's own text is replaced."""
        text = self.text
        gap = text[chunk.head + 1 if source.key is None else source.key.end : source.start]
        if item != (source.key is None):
            if "\n" in gap or (source.start == source.end and plan.verbatim):
                return None
            gap = "" if item else ":"
        value = self._inline(plan, source)
        if value is None:
            return None
        if value and not gap.endswith((" ", "\t", "\n")):
            gap += " "
        head = "-" if item else self.flow.key(plan, flow=False)
        rest = text[source.end : chunk.post]
        if source.start == source.end and not rest.strip():
            rest = rest.lstrip(" \t")
        return " " * chunk.column + head + gap + value + rest

    def _inline(self, plan: Plan, source: Node) -> str | None:
        """The text in place of a value's text; None where the new value needs lines of its own."""
        if self.anchors.means(source, plan.value) or (plan.verbatim and self.anchors.accept(source)):
            return self.text[source.start : source.end]
        if plan.verbatim:
            expand(plan)
        value = plan.value
        if isinstance(value, (dict, list)) and value:
            if self.flow.has_brackets(plan.kept):
                return self.flow.edit(plan)
            return None
        if source.style in ("|", ">") or (isinstance(value, str) and "\n" in value):
            return None
        if isinstance(source, Alias):
            self.flow.written_out.append(plan)
        return self.anchors.define(source, value) + self.flow.leaf(plan, flow=False)

    def _reshaped(self, plan: Plan, source: Node, chunk: Chunk, item: bool) -> str:
        """An entry that keeps its key and the comment behind it, but whose value has another form."""
        head = "-" if item else self.flow.key(plan, flow=False) + ":"
        if isinstance(source, Alias):
            self.flow.written_out.append(plan)
        anchor = self.anchors.define(source, plan.value).rstrip()
        head = f"{head} {anchor}" if anchor else head
        return self._written(plan, head, chunk.column, item, self._trail(source, chunk))

    def _fresh(self, plan: Plan, column: int, item: bool) -> str:
        """An entry that the source does not have, or has in flow style."""
        head = "-" if item else self.flow.key(plan, flow=False) + ":"
        source = plan.source
        if self.anchors.means(source, plan.value):
            return f"{' ' * column}{head} {self.text[source.start : source.end]}{self.style.eol}"
        if plan.verbatim:
            assert source
            if source.start < source.end and self.anchors.accept(source):
                old = line_indent(self.text, source.start)
                text = reindent(self.text[source.start : source.end], old, " " * (column + self.style.step))
                if not isinstance(source, Scalar) or "\n" not in text:
                    return f"{' ' * column}{head} {text}{self.style.eol}"
            else:
                expand(plan)
        if isinstance(source, Alias):
            self.flow.written_out.append(plan)
        if isinstance(source, Collection) and source.flow and source.children and plan.kept is not None:
            return f"{' ' * column}{head} {self.flow.value(plan, ' ' * column, lines=False)}{self.style.eol}"
        anchor = self.anchors.define(source, plan.value).rstrip()
        return self._written(plan, f"{head} {anchor}" if anchor else head, column, item, "")

    def _written(self, plan: Plan, head: str, column: int, item: bool, trail: str) -> str:
        """A head and a new value; what moves into it keeps its lines."""
        eol, value = self.style.eol, plan.value
        if not plan.children:
            if not isinstance(value, (dict, list)) and not (isinstance(value, str) and "\n" in value):
                return f"{' ' * column}{head} {self.flow.leaf(plan, flow=False)}{trail}{eol}"
            if isinstance(plan.like, List) and isinstance(value, list) and value:
                return f"{' ' * column}{head} {self._bracketed(plan.like, value)}{trail}{eol}"
            again = self.copies.lines(plan, column, self.style) if not trail else None
            if again is not None:
                return "".join(line + eol for line in again)
            if item and head == "-" and not trail:
                return "".join(line + eol for line in _shifted(render.block([value], self.style), column))
            return "".join(line + eol for line in render.entry(head, value, column, self.style, trail))
        inner = column + (2 if item else self.style.dash if isinstance(value, list) else self.style.step)
        blank, body = strip_blank(self.children(plan, inner))
        if item and head == "-" and not trail:
            return blank + put_dash(body, column)
        return f"{blank}{' ' * column}{head}{trail}{eol}{body}"

    def _bracketed(self, like: List, value: list[Any]) -> str:
        """A list on one line, its words in the quotes of another one's."""
        first = like.children[0]
        if type(first.value) is not str or not all(isinstance(each, str) for each in value):
            return render.flow(value, self.style)
        words = (render.leaf(each, first.style, flow=True, style=self.style) for each in value)
        return f"[{self.style.pad}{self.style.comma.join(words)}{self.style.pad}]"


def _shifted(lines: list[str], column: int) -> list[str]:
    return [" " * column + line if line else line for line in lines]


def _neighbours(before: Plan, plan: Plan) -> bool:
    """Whether an entry is still below the same parent as in the source, unchanged."""
    parent = plan.source.parent if plan.source is not None else None
    if parent is None or not before.verbatim:
        return False
    return any(one is before.source and other is plan.source for one, other in pairwise(parent.children))
