"""The new text in block style, built of the old text's lines wherever a value or an entry lives on.

Whole lines are written in the columns they had and then moved as one, so that what is nested in them keeps its shape.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from kconv.manifests import render
from kconv.manifests.anchors import Anchors
from kconv.manifests.chunks import is_block, line_start, own, split
from kconv.manifests.copies import Copies
from kconv.manifests.flow import FlowWriter, expand
from kconv.manifests.lines import clamp, comment_lines, put_dash, reindent, shift, strip_blank
from kconv.manifests.nodes import ALIAS, LIST, MAP, SCALAR, Node
from kconv.manifests.plan import Plan
from kconv.manifests.render import Style
from kconv.manifests.style import line_indent

_TRAIL = re.compile(r"[ \t]*#[^\r\n]*")


class BlockWriter:
    """Writes one document's entries. ``placed`` holds the ids of the plans that became entries of a block."""

    def __init__(self, text: str, style: Style, comments: list[tuple[int, str]], aliased: bool, copies: Copies) -> None:
        self.text = text
        self.style = style
        self.comments = comments
        self.copies = copies
        self.anchors = Anchors(aliased)
        self.flow = FlowWriter(text, style, self.anchors)
        self.placed: set[int] = set()

    def children(self, plan: Plan, column: int) -> str:
        """The entries of a collection at a column, and the comments at its end."""
        kept = plan.kept if is_block(plan.kept) else None
        native = column
        if kept is not None:
            split(self.text, kept)
            native = kept.children[0].column
        entries, lost_merge = self.anchors.entries(plan)
        if lost_merge:
            self.flow.written_out.append(plan)
        pieces: list[str] = []
        for at, child in enumerate(entries):
            piece = self.entry(child, column, item=isinstance(plan.value, list))
            before = entries[at - 1] if at else None
            if before is None and (kept is None or child.source is not kept.children[0]):
                piece = strip_blank(piece)[1] if kept is not None else piece
            if before is not None and not _neighbours(before, child):
                piece = clamp(strip_blank(piece)[1] if _keeps_blanks(before) else piece, column)
            pieces.append(piece)
        pieces.append(comment_lines(plan.behind, column, self.style.eol))
        if kept is not None:
            tail = shift(self.text[kept.tail : kept.post], column - native)
            pieces.append(strip_blank(tail)[1] if entries and _keeps_blanks(entries[-1]) else tail)
        return "".join(pieces)

    def entry(self, plan: Plan, column: int, *, item: bool) -> str:
        """One entry with all its lines, at a column."""
        self.placed.add(id(plan))
        source = plan.source
        if source is None or not is_block(source.parent):
            lines = self._fresh(plan, column, item)
            return comment_lines([*plan.before, *plan.above], column, self.style.eol) + lines
        own(self.text, source)
        native = source.column
        before = comment_lines(plan.before, native, self.style.eol)
        above = comment_lines(plan.above, native, self.style.eol)
        first = max(source.top, line_start(self.text, source.head))
        lines = before + self.text[source.top : first] + above + self._own(plan, source, item)
        return shift(lines, column - native)

    def _own(self, plan: Plan, source: Node, item: bool) -> str:
        """An entry's own lines in the columns of the source, from its key or dash on."""
        pad = " " * source.column
        unmoved = item == (source.key is None) and (item or plan.key == (source.key and source.key.value))
        if unmoved and plan.merge:
            return pad + self.text[source.head : source.stop]
        if plan.verbatim and unmoved and self.anchors.accept(source):
            return pad + self.text[source.head : source.stop]
        post = self.text[source.post : source.stop]
        if is_block(source):
            if plan.verbatim and not self.anchors.accept(source):
                expand(plan)
            if plan.verbatim or (plan.children and plan.kept is not None):
                return self._collection(plan, source, item) + post
        else:
            inline = self._inline_entry(plan, source, item)
            if inline is not None:
                return inline + post
        return self._reshaped(plan, source, item) + clamp(post, source.column)

    def _collection(self, plan: Plan, source: Node, item: bool) -> str:
        """A block collection that lives on: its header line stays, what it holds is written in its own column."""
        column = source.column
        split(self.text, source)
        native = inner = source.children[0].column
        self.anchors.define(source, plan.value)
        was_item = source.key is None
        header = self.text[source.head if source.key is None else source.key.end : source.inner]
        if was_item and not item:
            inner = column + (self.style.dash if source.kind == LIST else self.style.step)
            header = ":" + self._anchor_text(source) + self._trail(source) + self.style.eol
        elif item and not was_item:
            inner = column + 2
            rest = self._anchor_text(source) + self._trail(source)
            header = "-" + rest + self.style.eol if rest else ""
        if plan.verbatim:
            at_dash = " " * native if self.text[source.inner - 1] != "\n" and source.inner else ""
            body = shift(at_dash + self.text[source.inner : source.post], inner - native)
        else:
            body = self._inside(source, plan, inner)
        if item and not header.endswith("\n"):
            return put_dash(body, column)
        key = "" if item else self.flow.key(plan, flow=False)
        return " " * column + key + header + body

    def _inside(self, source: Node, plan: Plan, inner: int) -> str:
        """The entries of a collection that lives on; what is new in them is indented as the collection itself is."""
        outer, offset = self.style, source.children[0].column - source.column
        if source.key is not None and source.kind == LIST:
            self.style = replace(outer, dash=offset)
        elif source.key is not None:
            self.style = replace(outer, step=offset)
        body = self.children(plan, inner)
        self.style = outer
        return body

    def _anchor_text(self, source: Node) -> str:
        return f" &{source.anchor}" if source.anchor and source.kind != ALIAS else ""

    def _trail(self, source: Node) -> str:
        """The comment on the entry's first line, with the blanks before it."""
        stop = self.text.find("\n", source.head)
        stop = min(stop, source.inner) if is_block(source) else stop
        for at, comment in self.comments:
            if source.head < at < stop:
                blanks = self.text[:at]
                return self.text[len(blanks.rstrip(" \t")) : at] + comment
        return ""

    def _inline_entry(self, plan: Plan, source: Node, item: bool) -> str | None:
        """An entry whose value stood, and can stand again, behind its key: only the value's own text is replaced."""
        text = self.text
        gap = text[source.head + 1 if source.key is None else source.key.end : source.start]
        if item != (source.key is None):
            if "\n" in gap or (source.start == source.end and plan.verbatim):
                return None
            gap = " " if item else ": "
        value = self._inline(plan, source)
        if value is None:
            return None
        if value and not gap.endswith((" ", "\t", "\n")):
            gap += " "
        head = "-" if item else self.flow.key(plan, flow=False)
        rest = text[source.end : source.post]
        if source.start == source.end and not rest.strip():
            rest = rest.lstrip(" \t")
        return " " * source.column + head + gap + value + rest

    def _inline(self, plan: Plan, source: Node) -> str | None:
        """The text in place of a value's text; None where the new value needs lines of its own."""
        if self.anchors.means(source, plan.value) or (plan.verbatim and self.anchors.accept(source)):
            return self.text[source.start : source.end]
        if plan.verbatim:
            expand(plan)
        value = plan.value
        if isinstance(value, (dict, list)) and value:
            if plan.children and plan.kept is not None and plan.kept.children and self.text[source.body] in "{[":
                return self.flow.edit(plan)
            return None
        if source.style in ("|", ">") or (isinstance(value, str) and "\n" in value):
            return None
        if source.kind == ALIAS:
            self.flow.written_out.append(plan)
        return self.anchors.define(source, value) + self.flow.leaf(plan, flow=False)

    def _reshaped(self, plan: Plan, source: Node, item: bool) -> str:
        """An entry that keeps its key and the comment behind it, but whose value has another form."""
        head = "-" if item else self.flow.key(plan, flow=False) + ":"
        if source.kind == ALIAS:
            self.flow.written_out.append(plan)
        anchor = self.anchors.define(source, plan.value).rstrip()
        return self._written(plan, f"{head} {anchor}" if anchor else head, source.column, item, self._trail(source))

    def _fresh(self, plan: Plan, column: int, item: bool) -> str:
        """An entry that the source has not, or has in flow style."""
        head = "-" if item else self.flow.key(plan, flow=False) + ":"
        source = plan.source
        if source is not None and self.anchors.means(source, plan.value):
            return f"{' ' * column}{head} {self.text[source.start : source.end]}{self.style.eol}"
        if source is not None and plan.verbatim and source.start < source.end and self.anchors.accept(source):
            old = line_indent(self.text, source.start)
            text = reindent(self.text[source.start : source.end], old, " " * (column + self.style.step))
            if source.kind != SCALAR or "\n" not in text:
                return f"{' ' * column}{head} {text}{self.style.eol}"
        elif source is not None and plan.verbatim:
            expand(plan)
        if source is not None and source.kind == ALIAS:
            self.flow.written_out.append(plan)
        if source is not None and source.flow and source.children and plan.kept is not None:
            return f"{' ' * column}{head} {self.flow.value(plan, ' ' * column, lines=False)}{self.style.eol}"
        anchor = self.anchors.define(source, plan.value).rstrip()
        return self._written(plan, f"{head} {anchor}" if anchor else head, column, item, "")

    def _written(self, plan: Plan, head: str, column: int, item: bool, trail: str) -> str:
        """A head and a new value; what moves into it keeps its lines."""
        eol, value = self.style.eol, plan.value
        if not plan.children:
            if not isinstance(value, (dict, list)) and not (isinstance(value, str) and "\n" in value):
                return f"{' ' * column}{head} {self.flow.leaf(plan, flow=False)}{trail}{eol}"
            if plan.like is not None and isinstance(value, list) and value:
                return f"{' ' * column}{head} {self._bracketed(plan.like, value)}{trail}{eol}"
            again = self.copies.lines(plan, column, self.style) if not trail else None
            if again is not None:
                return "".join(line + eol for line in again)
            if item and head == "-" and not trail and isinstance(value, (dict, list)) and value:
                return "".join(line + eol for line in _shifted(render.block([value], self.style), column))
            return "".join(line + eol for line in render.entry(head, value, column, self.style, trail))
        kind = LIST if isinstance(value, list) else MAP
        inner = column + (2 if item else self.style.dash if kind == LIST else self.style.step)
        blank, body = strip_blank(self.children(plan, inner))
        if item and head == "-" and not trail:
            return blank + put_dash(body, column)
        return f"{blank}{' ' * column}{head}{trail}{eol}{body}"

    def _bracketed(self, like: Node, value: list[Any]) -> str:
        """A list on one line, its words in the quotes of another one's."""
        first = like.children[0]
        if type(first.value) is not str or not all(isinstance(each, str) for each in value):
            return render.flow(value, self.style)
        words = (render.scalar(each, first.style, flow=True, style=self.style) for each in value)
        return f"[{self.style.pad}{self.style.comma.join(words)}{self.style.pad}]"


def _shifted(lines: list[str], column: int) -> list[str]:
    return [" " * column + line if line else line for line in lines]


def _neighbours(before: Plan, plan: Plan) -> bool:
    """Whether an entry still stands below what it stood below in the source, unchanged."""
    left, right = before.source, plan.source
    if left is None or right is None or not before.verbatim or left.parent is not right.parent or left.parent is None:
        return False
    siblings = left.parent.children
    at = siblings.index(left)
    return at + 1 < len(siblings) and siblings[at + 1] is right


def _keeps_blanks(plan: Plan) -> bool:
    """Whether the text ends in a `|+` scalar, to which blank lines below it would belong."""
    while plan.children and not plan.verbatim:
        plan = plan.children[-1]
    node = plan.source if plan.verbatim else None
    while node is not None and node.kind > ALIAS and node.children:
        node = node.children[-1]
    return node is not None and node.style in ("|", ">") and str(node.value).endswith("\n\n")
