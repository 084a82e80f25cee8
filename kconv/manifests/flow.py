"""Edits inside `{…}` and `[…]`, JSON included: there is no line that an entry owns, only gaps, commas and brackets.

A comment extends to the end of its line, so what follows must start on a new line, or it becomes part of the comment.
"""

from __future__ import annotations

import re
from typing import Any, TypeGuard

from kconv.errors import ManifestError
from kconv.manifests import render
from kconv.manifests.anchors import Anchors
from kconv.manifests.chunks import BLANKS
from kconv.manifests.lines import reindent
from kconv.manifests.nodes import Alias, Collection, Map, Node
from kconv.manifests.plan import Plan
from kconv.manifests.protocols import Style
from kconv.manifests.quoting import quoted
from kconv.manifests.style import line_indent
from kconv.paths import show
from kconv.records import NamedTuple

_SAME_LINE = re.compile(r"[ \t]*#[^\r\n]*")
_COMMENT = re.compile(r"#[^\r\n]*")
_LAST_BLANKS = re.compile(r"[ \t]*\Z")
_SAFE = re.compile(r"[\w.+/-]+", re.ASCII)


class _Piece(NamedTuple):
    """One entry's surroundings: ``gap`` before it, ``tail`` up to its comma, ``after`` the comment behind that."""

    gap: str
    tail: str
    after: str


class FlowWriter:
    """Writes values in flow style."""

    def __init__(self, text: str, style: Style, anchors: Anchors) -> None:
        self.text = text
        self.style = style
        self.anchors = anchors
        self.written_out: list[Plan] = []

    def value(self, plan: Plan, indent: str, lines: bool) -> str:
        """A value inside flow style; ``indent`` is its line's, ``lines`` whether its parent has several."""
        source = plan.source
        if self.anchors.means(source, plan.value):
            return self.text[source.start : source.end]
        if plan.verbatim:
            assert source
            if self._fits(source) and self.anchors.accept(source):
                old = line_indent(self.text, source.key.start if source.key else source.start)
                return reindent(self.text[source.start : source.end], old, indent)
            expand(plan)
        kept = plan.kept
        if self.has_brackets(kept):
            return reindent(self.edit(plan), line_indent(self.text, kept.start), indent)
        return self._new(plan, indent, lines)

    def _fits(self, source: Node) -> bool:
        """Whether the text is valid in flow style: block style is not, nor is a plain scalar with a comma."""
        text = self.text[source.start : source.end]
        if isinstance(source, Collection):
            return source.flow and (self.style.syntax.has_comments or "\n" not in text or "#" not in text)
        if source.style in ("|", ">") or "\n" in text or not text:
            return False
        inside = source.parent is not None and source.parent.flow
        return inside or isinstance(source, Alias) or bool(source.style) or bool(_SAFE.fullmatch(text))

    def has_brackets(self, node: Collection | None) -> TypeGuard[Collection]:
        """Whether a collection has entries in brackets of its own, as the map in `[a: 1]` does not."""
        return node is not None and bool(node.children) and self.text[node.body] in "{["

    def _new(self, plan: Plan, indent: str, lines: bool) -> str:
        source = plan.source
        if isinstance(source, Alias):
            self.written_out.append(plan)
        anchor = self.anchors.define(source, plan.value)
        if plan.children:
            inner = indent + self.style.unit if lines else indent
            entries, _ = self.anchors.entries(plan)
            left, right = "{}" if isinstance(plan.value, dict) else "[]"
            if lines:
                gap = self.style.eol + inner
                parts = [self._moved(child, gap, last=child is entries[-1]) for child in entries]
                return anchor + left + "".join(parts) + self.style.eol + indent + right
            parts = [self._entry(child, inner, lines) for child in entries]
            return anchor + left + self.style.pad + self.style.comma.join(parts) + self.style.pad + right
        if isinstance(plan.value, (dict, list)):
            return anchor + render.flow(plan.value, self.style, indent if lines else None)
        return anchor + self.leaf(plan, flow=True)

    def _moved(self, plan: Plan, gap: str, *, last: bool) -> str:
        """An entry on a line of its own, with the comments that were above and after it in its old place."""
        above, after = self._comments(plan.source)
        indent = gap.rpartition("\n")[2]
        entry = "".join(gap + comment for comment in above) + gap + self._entry(plan, indent, True)
        return entry + ("" if last else ",") + after

    def _comments(self, source: Node | None) -> tuple[list[str], str]:
        """The comments on lines of their own above an entry of a flow collection, and the one behind it."""
        parent = source.parent if source is not None else None
        if not self.style.syntax.has_comments or not self.has_brackets(parent):
            return [], ""
        piece = self._pieces(parent)[0][id(source)]
        return _COMMENT.findall(piece.gap), piece.after

    def leaf(self, plan: Plan, *, flow: bool) -> str:
        """A scalar in the quotes that were in its place; a string keeps `!!str`."""
        source = plan.source
        look = source if source is not None else plan.like
        quote = look.style if look is not None and type(look.value) is str and look.style in ("", "'", '"') else None
        tag = ""
        if source is not None and source.tag and source.tag.endswith(":str") and type(plan.value) is str:
            tag, quote = "!!str ", quote or self.style.quote
        try:
            return tag + render.leaf(plan.value, quote, flow=flow, style=self.style)
        except ManifestError as error:
            error.path = show(plan.path)
            raise

    def _entry(self, plan: Plan, indent: str, lines: bool) -> str:
        if plan.key is None:
            return self.value(plan, indent, lines)
        source = plan.source
        if source is not None and source.key is not None and source.parent is not None and source.parent.flow:
            between = self.text[source.key.end : source.start]
            if ":" in between and "\n" not in between:
                blank = "" if between[-1] != ":" or source.start != source.end else " "
                return self.key(plan, flow=True) + between + blank + self.value(plan, indent, lines)
        return self.key(plan, flow=True) + self.style.colon + self.value(plan, indent, lines)

    def key(self, plan: Plan, *, flow: bool) -> str:
        """The entry's key, unchanged or with the new name in its quotes."""
        old = plan.source.key if plan.source is not None else None
        assert plan.key is not None
        if old is not None and old.value == plan.key:
            text = self.text[old.start : old.end]
            if not flow or old.style or _SAFE.fullmatch(text):
                return text if old.style or self.style.syntax.plain else quoted(plan.key)
        return render.key(plan.key, old.style if old is not None else None, flow=flow, style=self.style)

    def edit(self, plan: Plan) -> str:
        """A flow collection that lives on, in its own lines' indentation."""
        source = plan.kept
        assert source
        self.anchors.define(source, plan.value)
        pieces, opening, close, comma = self._pieces(source)
        children, _ = self.anchors.entries(plan)
        gaps = [piece.gap for piece in pieces.values()]
        lines = any("\n" in gap for gap in gaps)
        typical = _blank_end(gaps[1] if len(gaps) > 1 else gaps[0] if lines else self.style.comma)
        broken = self.style.eol + line_indent(self.text, source.children[0].start if lines else source.start)
        parts = [self.text[source.start : source.body + 1], opening]
        open_comment = bool(opening)
        for at, child in enumerate(children):
            own = pieces.get(id(child.source))
            gap = own.gap if own else typical
            if at == 0 and "#" not in gap:
                gap = gaps[0] if "#" not in gaps[0] else _blank_end(gaps[0])
            elif own and own.gap is gaps[0] and "#" not in gap:
                gap = typical
            above, after = ([], own.after) if own else self._comments(child.source)
            if (open_comment or above) and not gap.startswith(("\n", "\r\n")):
                gap = broken
            indent = gap.rpartition("\n")[2] if "\n" in gap else line_indent(self.text, source.start)
            tail = own.tail if own else ""
            parts += [gap + comment for comment in above]
            parts += [gap, self._entry(child, indent, lines), tail]
            parts += ["," if comma or at + 1 < len(children) else "", after]
            open_comment = bool(after)
        if open_comment and not close.startswith(("\n", "\r\n")):
            close = self.style.eol + line_indent(self.text, source.start)
        return "".join(parts) + close + self.text[source.end - 1]

    def _pieces(self, source: Collection) -> tuple[dict[int, _Piece], str, str, bool]:
        """The surroundings of each entry; the comments behind both brackets' lines, and whether a comma closes."""
        last = source.end - 1
        found = _SAME_LINE.match(self.text, source.body + 1, last)
        opening = found[0] if found else ""
        at = source.body + 1 + len(opening)
        pieces: dict[int, _Piece] = {}
        comma = False
        for child in source.children:
            start = child.key.start if child.key else child.start
            gap = self.text[at:start]
            found = BLANKS.match(self.text, child.end, last)
            assert found
            at = found.end()
            comma = self.text[at] == ","
            tail = self.text[child.end : at] if comma else ""
            at = at + 1 if comma else child.end
            after = _SAME_LINE.match(self.text, at, last)
            pieces[id(child)] = _Piece(gap, tail, after[0] if after else "")
            at = after.end() if after else at
        return pieces, opening, self.text[at:last], comma


def expand(plan: Plan) -> None:
    """Plan the children of an unchanged collection one by one, where it cannot stay as a whole."""
    source = plan.source
    plan.verbatim = False
    if not isinstance(source, Collection):
        return
    plan.children = []
    for at, child in enumerate(source.children):
        key: Any = child.key.value if child.key else None
        one = Plan(key, child.value, child, (*plan.path, at if key is None else key))
        one.verbatim = True
        plan.children.append(one)
    if isinstance(source, Map):
        own = {child.key for child in plan.children}
        inherited = [k for k in plan.value if k not in own]
        plan.children += [Plan(k, plan.value[k], None, (*plan.path, k)) for k in inherited]


def _blank_end(gap: str) -> str:
    """A gap without its comments: the last line break with the blanks behind it."""
    found = _LAST_BLANKS.search(gap)
    assert found
    blanks = found[0]
    head = gap[: len(gap) - len(blanks)]
    return ("\r\n" if head.endswith("\r\n") else "\n" if head.endswith("\n") else "") + blanks
