"""JSON text as the same nodes as YAML: libyaml refuses surrogate pairs such as "\\ud83d\\ude00", which JSON allows.

Whether the text is JSON is the JSON parser's verdict; this module only adds the spans.
"""

from __future__ import annotations

import json
import re
from typing import Any

from kconv.manifests.nodes import LIST, MAP, MAX_DEPTH, SCALAR, Node, Source

_TOKEN = re.compile(r'[ \t\r\n]*(?:([{}\[\],:])|("(?:[^"\\]|\\.)*")|([^\s{}\[\],:"]+))')
_WORDS = {"true": True, "false": False, "null": None}


def build(source: Source) -> Node:
    """The root node of a JSON text. Raises ManifestError with the line."""
    text = source.text
    _judge(source)
    root: Node | None = None
    open_nodes: list[Node] = []
    key: Node | None = None
    for found in _TOKEN.finditer(text):
        mark = found[1]
        if mark in ("]", "}"):
            open_nodes.pop().end = found.end()
            continue
        if mark in (",", ":"):
            continue
        node = _open(mark, found) if mark else _scalar(source, found)
        parent = open_nodes[-1] if open_nodes else None
        if parent is None:
            root = node
        elif parent.kind == MAP and key is None:
            key = node
            if node.value in parent.value:
                source.duplicate(parent, node)
            continue
        else:
            parent.adopt(key, node)
            key = None
        if mark:
            open_nodes.append(node)
    assert root is not None  # the verdict was: valid JSON
    return root


def _open(mark: str, found: re.Match[str]) -> Node:
    node = Node(MAP if mark == "{" else LIST, found.start(1), found.end(), {} if mark == "{" else [])
    node.flow = True
    return node


def _scalar(source: Source, found: re.Match[str]) -> Node:
    string, word = found[2], found[3]
    if string is not None:
        value = json.loads(string) if "\\" in string else string[1:-1]
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            source.fail("half of a surrogate pair is not a character", found.start(2))
        return Node(SCALAR, found.start(2), found.end(), value, '"')
    value = _WORDS[word] if word in _WORDS else _number(word)
    return Node(SCALAR, found.start(3), found.end(), value)


def _number(word: str) -> int | float:
    """A JSON number as apimachinery reads it: what does not fit into 64 bits becomes a float."""
    if not set(word) <= set("-0123456789"):
        return float(word)
    return int(word) if len(word) < 20 or (len(word) == 20 and int(word) < 2**64) else float(word)


def _judge(source: Source) -> None:
    depth = 0
    for found in _TOKEN.finditer(source.text):
        if found[1] in ("{", "["):
            depth += 1
            if depth > MAX_DEPTH:
                source.fail(f"nested deeper than {MAX_DEPTH} levels", found.start(1))
        elif found[1] in ("}", "]"):
            depth -= 1
    try:
        json.loads(source.text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        source.fail(f"not valid JSON: {error.msg}", error.pos)
    except ValueError as error:
        source.fail(f"not valid JSON: {error}", 0)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")
