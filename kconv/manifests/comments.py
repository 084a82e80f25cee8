"""A `#` begins a comment in YAML, but not inside of a key, a string or a block of text."""

from __future__ import annotations

import re
from bisect import bisect_right

from kconv.manifests.nodes import Collection, Node
from kconv.manifests.protocols import Comments

PROPERTY = re.compile(r"[&!]\S*|#[^\n]*")
"""Before the text of a value: its anchor, its tag, or a comment between them."""


def comments(text: str, root: Node | None) -> Comments:
    """Every comment of a document with its offset, in order."""
    found: Comments = []
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
    waiting: list[Node] = [root] if root else []
    while waiting:
        node = waiting.pop()
        if node.key is not None:
            spans.append((node.key.start, node.key.end))
        if isinstance(node, Collection):
            waiting.extend(node.children)
        elif node.style in ("|", ">"):
            header = text.find("\n", node.body, node.end)
            spans.append((header, node.end) if header >= 0 else (node.end, node.end))
        else:
            spans.append((node.body, node.end))
    spans.sort()
    return [start for start, _ in spans], [end for _, end in spans]
