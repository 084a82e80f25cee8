"""Which lines belong to which entry: a comment has no place in YAML's model, only in its reader's.

Each entry of a block collection owns whole lines: those above it, its own, its children and those behind it. Joined in
order they are the document, so that an entry can be moved or removed with all that belongs to it and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from kconv.manifests.nodes import ALIAS, MAP, SCALAR, Node
from kconv.manifests.tree import Document

BLANKS = re.compile(r"(?:\s+|#[^\n]*)*")
_PROPERTY = re.compile(r"[&!]\S*|#[^\n]*")


def is_block(node: Node | None) -> bool:
    """Whether a node is a collection in block style."""
    return node is not None and node.kind > ALIAS and not node.flow


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset starts."""
    return text.rfind("\n", 0, offset) + 1


def next_line(text: str, offset: int) -> int:
    """Where the line after an offset starts, or the end of the text."""
    return text.find("\n", offset) + 1 or len(text)


def split_root(document: Document, text: str) -> None:
    """Give the root its lines: all but the opening `---` line and what follows a closing `...`."""
    root = document.root
    assert root is not None
    if is_block(root):
        root.inner = _inner(text, root, document.begin) if document.begin or root.body != root.start else 0
        root.post = root.stop = document.end if document.end < len(document.text) else len(text)
        root.column = -1


def split(text: str, node: Node) -> None:
    """Give each entry of a block collection its lines; the collection has its own already. Does it once."""
    children = node.children
    if children[0].stop >= 0:
        return
    heads = _heads(text, node)
    column = heads[0] - line_start(text, heads[0])
    begin = node.inner
    for at, child in enumerate(children):
        child.column, child.head, child.top = column, heads[at], begin
        behind = next_line(text, child.end)
        limit = line_start(text, heads[at + 1]) if at + 1 < len(heads) else node.post
        begin = child.stop = _owned(text, behind, limit, column + 1)
        child.post = behind
        if is_block(child):
            first = child.body - line_start(text, child.body)
            child.inner = _inner(text, child, text.index(":", child.key.end) + 1 if child.key else child.head + 1)
            child.post = _owned(text, behind, begin, first)
    node.tail = begin


def own(text: str, node: Node) -> None:
    """Give an entry of a block collection its lines, and all collections around it theirs."""
    parent = node.parent
    if node.stop < 0 and parent is not None:
        own(text, parent)
        split(text, parent)


def _heads(text: str, node: Node) -> list[int]:
    """Where the entries start: at their keys, or at dashes, which have no marks of their own."""
    if node.kind == MAP:
        return [child.key.start for child in node.children if child.key]
    heads = [node.body]
    for child in node.children[:-1]:
        found = BLANKS.match(text, child.end)
        heads.append(found.end() if found else child.end)
    return heads


def _inner(text: str, node: Node, header_end: int) -> int:
    """Where a block collection's own lines start: on the line below its header, or right behind a dash."""
    for found in _PROPERTY.finditer(text, node.start, node.body):
        if not found[0].startswith("#"):
            header_end = found.end()
    below = next_line(text, header_end)
    return min(below, node.body)


def _owned(text: str, at: int, limit: int, column: int) -> int:
    """How far the comments from a line on belong inside: until the first that stands left of a column."""
    owned = at
    while at < limit:
        below = next_line(text, at)
        line = text[at:below].lstrip(" \t")
        if line.strip():
            if below - at - len(line) < column:
                break
            owned = below
        at = below
    return min(owned, limit)


def comments(text: str, root: Node | None) -> list[tuple[int, str]]:
    """Every comment of a document with its offset, in order."""
    found: list[tuple[int, str]] = []
    at = text.find("#")
    if at < 0:
        return found
    starts, ends = _leaves(text, root)
    while at >= 0:
        leaf = bisect_right(starts, at) - 1
        if leaf >= 0 and at < ends[leaf]:
            at = text.find("#", ends[leaf])
            continue
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        found.append((at, text[at:stop].rstrip()))
        at = text.find("#", stop)
    return found


def _leaves(text: str, root: Node | None) -> tuple[list[int], list[int]]:
    """Start and end of each piece of text that cannot hold a comment."""
    spans: list[tuple[int, int]] = []
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        if node.key is not None:
            spans.append((node.key.start, node.key.end))
        if node.kind > ALIAS:
            waiting.extend(node.children)
        elif node.kind == SCALAR and node.style in ("|", ">"):
            spans.append((node.start, node.body))
            header = text.find("\n", node.body, node.end)
            spans.append((header, node.end) if header >= 0 else (node.end, node.end))
        else:
            spans.append((node.start, node.end))
    spans.sort()
    return [start for start, _ in spans], [end for _, end in spans]
