"""JSON text as the same nodes as YAML: libyaml refuses surrogate pairs such as "\\ud83d\\ude00", which JSON allows.

Whether the text is JSON is the JSON parser's verdict; this module only adds the spans.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

from kconv.manifests.nodes import MAX_DEPTH, Collection, Key, List, Map, Node, Scalar, Source

_TOKEN = re.compile(r'[ \t\r\n]*(?:([{}\[\],:])|("(?:[^"\\]|\\.)*")|([^\s{}\[\],:"]+))')
_WORDS = {"true": True, "false": False, "null": None}


def build(source: Source) -> Node:
    """The root node of a JSON text. Raises ManifestError with the line."""
    text = source.text
    _judge(source)
    root: Node | None = None
    top: Collection | None = None
    key: Key | None = None
    for found in _TOKEN.finditer(text):
        mark = found[1]
        if mark in ("]", "}"):
            assert top
            top.end, top = found.end(), top.parent
            continue
        if mark in (",", ":"):
            continue
        if isinstance(top, Map) and key is None:
            key = _key(source, top, found)
            continue
        node = _open(mark, found) if mark else _scalar(source, found)
        if top is None:
            root = node
        else:
            _adopt(top, key, node)
            key = None
        if isinstance(node, Collection):
            top = node
    assert root  # the verdict was: valid JSON
    return root


def _adopt(parent: Collection, key: Key | None, node: Node) -> None:
    node.key, node.parent = key, parent
    parent.children.append(node)
    if key is not None:
        parent.value[key.value] = node.value
    else:
        parent.value.append(node.value)


def _open(mark: str, found: re.Match[str]) -> Collection:
    start = found.start(1)
    return Map(start, {}, flow=True) if mark == "{" else List(start, [], flow=True)


def _key(source: Source, parent: Map, found: re.Match[str]) -> Key:
    key = Key(found.start(2), found.end(), _string(source, found), '"')
    if key.value in parent.value:
        source.duplicate(parent, key)
    return key


def _scalar(source: Source, found: re.Match[str]) -> Scalar:
    word = found[3]
    if word is None:
        return Scalar(found.start(2), found.end(), _string(source, found), '"')
    return Scalar(found.start(3), found.end(), _WORDS[word] if word in _WORDS else _number(word))


def _string(source: Source, found: re.Match[str]) -> str:
    string = found[2]
    value: str = json.loads(string) if "\\" in string else string[1:-1]
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        source.fail("half of a surrogate pair is not a character", found.start(2))
    return value


def _number(word: str) -> int | float:
    """A JSON number as apimachinery reads it: what does not fit into 64 bits becomes a float."""
    if len(word) > 20 or not set(word) <= set("-0123456789"):
        return float(word)
    number = int(word)
    return number if -(2**63) <= number < 2**64 else float(word)


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


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")
