"""How a file is written, so that what is new in it looks like the rest: by vote of what stands there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kconv.manifests.chunks import is_block, line_start
from kconv.manifests.nodes import LIST, MAP, SCALAR, Node
from kconv.manifests.render import Style
from kconv.manifests.tree import Document

_INDENT = re.compile(r"[ \t]*")


def line_indent(text: str, offset: int) -> str:
    """The blanks at the start of an offset's line."""
    found = _INDENT.match(text, line_start(text, offset))
    return found[0] if found else ""


def style_of(document: Document, text: str) -> Style:
    """The style of a document; where nothing votes, Kubernetes' own: two blanks, lists not indented."""
    steps: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    quotes: Counter[str] = Counter()
    plain = 0
    first_map = first_lines = None
    for node in _walk(document.root):
        if is_block(node) and node.key:
            offset = _column(text, node.body) - _column(text, node.key.start)
            (dashes if node.kind == LIST else steps)[offset] += 1
        elif node.kind == SCALAR and node.style in ("'", '"'):
            quotes[node.style] += 1
        elif node.kind == SCALAR and type(node.value) is str and not node.style:
            plain += 1
        elif node.flow and node.children:
            first_map = first_map or (node if node.kind == MAP else None)
            first_lines = first_lines or (node if "\n" in text[node.body : _start(node.children[0])] else None)
    step = _winner(steps, 2)
    return Style(
        step=step,
        dash=_winner(dashes, 0),
        quote=quotes.most_common(1)[0][0] if quotes else '"',
        quote_strings=sum(quotes.values()) > plain,
        eol="\r\n" if text[: text.find("\n")].endswith("\r") else "\n",
        colon=_colon(text, first_map),
        quote_keys=document.json or _quotes_keys(first_map),
        unit=_unit(text, first_lines) or " " * step,
        json=document.json or (_quotes_keys(document.root) and document.root is first_map),
    )


def _walk(root: Node | None) -> Iterator[Node]:
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        yield node
        if node.kind in (MAP, LIST):
            waiting.extend(reversed(node.children))


def _start(node: Node) -> int:
    return node.key.start if node.key else node.start


def _column(text: str, offset: int) -> int:
    return offset - line_start(text, offset)


def _winner(votes: Counter[int], default: int) -> int:
    return votes.most_common(1)[0][0] if votes else default


def _colon(text: str, node: Node | None) -> str:
    child = node.children[0] if node else None
    between = text[child.key.end : child.start] if child and child.key else ""
    return between if between.strip() == ":" and "\n" not in between else ": "


def _quotes_keys(node: Node | None) -> bool:
    child = node.children[0] if node and node.children else None
    return bool(child and child.key and child.key.style == '"')


def _unit(text: str, node: Node | None) -> str:
    if node is None:
        return ""
    return line_indent(text, _start(node.children[0])).removeprefix(line_indent(text, node.start))
