"""YAML events as nodes with values: libyaml knows every position, but neither Kubernetes' values nor any danger.

It shares one node between an anchor and its aliases, accepts two equal keys, composes 20,000 levels and a YAML bomb at
once, and ends a block collection or a block scalar at the next token, comments and blank lines included.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

from kconv.libyaml import (
    AliasEvent,
    Loader,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    yaml,
)
from kconv.manifests.nodes import MAX_DEPTH, Alias, Collection, Key, List, Map, Node, Scalar, Source, Value
from kconv.manifests.scalars import BadScalar, key_text, resolve, tagged

# Kubernetes refuses objects of more than 3 MiB; a document whose aliases expand to more values than this is an attack.
MAX_ALIASED = 200_000

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*|(?<=[\s])#[^\n]*|\s+)*")
_SCALAR_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+|$)(?:#[^\n]*\s+)*)*")
_EXPLICIT_KEY = re.compile(r"(?:^|[\s,{\[-])\?(?:\s|$)", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)


class Builder:
    """One run over a document's events. ``anchors`` holds the last node of each name."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.anchors: dict[str, Node] = {}
        self._open: set[int] = set()
        self._aliased = 0
        self._own: dict[int, tuple[set[Any], int]] = {}
        self._explicit_keys = bool(_EXPLICIT_KEY.search(source.text))

    def document(self) -> tuple[Node | None, int, int]:
        """The root, None where the text holds only comments; the end of `---`; where a closing `...` line starts."""
        try:
            return self._document()
        except yaml.MarkedYAMLError as error:
            from kconv.manifests.yaml_errors import explained

            self.source.fail(*explained(error, self.source))
        except yaml.reader.ReaderError as error:
            at = self.source.text.index(chr(error.character))
            hint = "remove it, or write it as an escape in double quotes"
            self.source.fail(f"not valid YAML: {error.reason}", at, hint)
        except UnicodeEncodeError as error:
            self.source.fail("not valid YAML: half of a surrogate pair is not a character", error.start)

    def _document(self) -> tuple[Node | None, int, int]:
        get = Loader(self.source.text).get_event
        get()
        first = get()
        if type(first) is StreamEndEvent:
            return None, 0, len(self.source.text)
        root = self._build(get)
        last = get()
        end = last.start_mark.index if last.explicit else len(self.source.text)
        if type(get()) is not StreamEndEvent:
            self.source.fail("a second document follows inside this one", end, "start each document with a `---` line")
        return root, first.end_mark.index if first.explicit else 0, end

    def _build(self, get: Any) -> Node:  # noqa: C901 - half of the writer's time is spent in this one loop
        """The tight loop over events: whatever is rare is a call."""
        top: Collection | None = None
        key: Key | None = None
        depth = 0
        while True:
            event = get()
            kind = type(event)
            if kind is ScalarEvent:
                if key is None and type(top) is Map:
                    key = self._key(top, event)
                    continue
                style = event.style
                node: Node = Scalar(event.start_mark.index, event.end_mark.index, event.value, style or "")
                if event.tag is not None or event.anchor is not None:
                    self._properties(node, event)
                elif not style:
                    try:
                        node.value = resolve(event.value)
                    except BadScalar as error:
                        self.source.fail(str(error), node.start)
                if style == "|" or style == ">":
                    node.end = _block_end(self.source.text, node)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                assert top
                top.end = event.end_mark.index if top.flow else top.children[-1].end
                self._close(top)
                if top.parent is None:
                    return top
                depth -= 1
                top, key = top.parent, None
                continue
            elif kind is AliasEvent:
                node = self._alias(event)
            else:
                node = self._collection(event, Map if kind is MappingStartEvent else List)
            if top is None:
                if not isinstance(node, Collection):
                    return node
            elif type(top) is List:
                node.parent = top
                top.children.append(node)
                top.value.append(node.value)
            elif key is None:
                self._refuse_key(node.start)
            else:
                node.parent = top
                node.key = key
                top.children.append(node)
                if not key.merge:
                    top.value[key.value] = node.value
                elif not isinstance(node, Collection):
                    self._merge(node)
                key = None
            if isinstance(node, Collection):
                depth += 1
                if depth > MAX_DEPTH:
                    self.source.fail(f"nested deeper than {MAX_DEPTH} levels", node.start)
                top = node

    def _properties(self, node: Node, event: Any) -> None:
        """Anchor and tag of a scalar."""
        found = _SCALAR_PROPERTIES.match(self.source.text, node.start)
        assert found
        node.body = min(found.end(), node.end)
        node.anchor, node.tag = event.anchor, event.tag
        try:
            if event.tag is not None:
                node.value = tagged(event.tag, event.value, plain=not event.style)
            elif not event.style:
                node.value = resolve(event.value)
        except BadScalar as error:
            self.source.fail(str(error), node.start)
        if node.anchor is not None:
            self.anchors[node.anchor] = node

    def _collection(self, event: Any, kind: type[Map | List]) -> Collection:
        start = event.start_mark.index
        node = kind(start, {} if kind is Map else [], bool(event.flow_style))
        if event.anchor is not None or event.tag is not None:
            found = _PROPERTIES.match(self.source.text, start)
            assert found
            node.body = found.end()
            node.anchor, node.tag = event.anchor, event.tag
            if node.anchor is not None:
                self.anchors[node.anchor] = node
                self._open.add(id(node))
        return node

    def _close(self, node: Collection) -> None:
        if node.anchor is not None:
            self._open.discard(id(node))
        if node.key is not None and node.key.merge:
            self._merge(node)

    def _alias(self, event: Any) -> Alias:
        name, start = event.anchor, event.start_mark.index
        target = self.anchors.get(name)
        if target is None:
            self.source.fail(f"the alias *{name} has no anchor before it", start)
        if id(target) in self._open:
            self.source.fail(f"the anchor &{name} contains itself", start)
        node = Alias(start, event.end_mark.index, self._copy(target.value, start))
        node.anchor = name
        return node

    def _copy(self, value: Value, start: int, depth: int = 0) -> Value:
        """A fresh copy: a conversion in place of what two fields share would change both."""
        self._aliased += 1
        if self._aliased > MAX_ALIASED:
            self.source.fail(f"aliases expand to more than {MAX_ALIASED:,} values", start)
        if depth > MAX_DEPTH:  # aliases of aliases nest deeper than brackets do
            self.source.fail(f"nested deeper than {MAX_DEPTH} levels", start)
        if type(value) is dict:
            return {key: self._copy(item, start, depth + 1) for key, item in value.items()}
        if type(value) is list:
            return [self._copy(item, start, depth + 1) for item in value]
        return value

    def _key(self, parent: Map, event: Any) -> Key:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style
        try:
            value: Value = event.value if style else resolve(event.value)
        except BadScalar as error:
            self.source.fail(str(error), start)
        if self._explicit_keys and self._is_explicit(parent, start):
            self._refuse_key(start)
        if event.anchor is not None or event.tag is not None:
            self.source.fail("a map key with an anchor or tag is not supported", start, "write the key without it")
        key = Key(start, end, value if type(value) is str else self._key_text(start, end), style or "")
        if value == "<<" and not style:
            key.merge = True
            if parent.flow:
                self.source.fail("a merge key inside {…} is not supported", start, "write the map as a block")
        if key.value in parent.value or key.merge:
            self._check_duplicate(parent, key)
        return key

    def _refuse_key(self, start: int) -> NoReturn:
        self.source.fail("a map key must be a plain or quoted word", start, "write it as `key: value`")

    def _key_text(self, start: int, end: int) -> str:
        try:
            return key_text(self.source.text[start:end])
        except BadScalar as error:
            self.source.fail(str(error), start)

    def _check_duplicate(self, parent: Map, key: Key) -> None:
        """A key may be repeated only if a merge key brought it; that one is then overridden."""
        own, counted = self._own.get(id(parent), (set[str](), 0))
        own.update(child.key.value for child in parent.children[counted:] if child.key)
        self._own[id(parent)] = own, len(parent.children)
        if key.value in own:
            self.source.duplicate(parent, key)

    def _is_explicit(self, parent: Map, start: int) -> bool:
        behind = parent.children[-1].end if parent.children else parent.start
        return _COMMENT.sub("", self.source.text[behind:start]).rstrip().endswith("?")

    def _merge(self, node: Node) -> None:
        """Add what `<<` inherits, at its position and overriding what comes before, as go-yaml does."""
        parent = node.parent
        assert isinstance(parent, Map)
        given = node.value if isinstance(node, List) else [node.value]
        inherited: dict[str, Value] = {}
        for one in reversed(given):
            if not isinstance(one, dict):
                self.source.fail("`<<` needs a map, or a list of maps", node.start)
            inherited.update(one)
        for key, value in inherited.items():
            if key in parent.value:
                self.source.fail(
                    f"the key {key!r} comes before a `<<` that also has it: Kubernetes and YAML disagree on its value",
                    node.start,
                    "move the `<<` line to the top of its map",
                )
            parent.value[key] = self._copy(value, node.start)


def _block_end(text: str, node: Node) -> int:
    """Where a block scalar's own text ends: without a `+`, blank lines behind it are layout."""
    header_end = text.find("\n", node.body)
    if header_end < 0:
        return node.end
    end = node.end - 1 if text[node.end - 1] == "\n" else node.end
    end = end - 1 if text[end - 1] == "\r" and end < node.end else end
    if "+" in text[node.body : header_end].partition("#")[0]:
        return max(end, header_end)
    body = text[header_end + 1 : end]
    lines = body.split("\n")
    indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    while lines and not lines[-1].strip() and len(lines[-1].rstrip("\r")) <= indent:
        lines.pop()
    if not lines:
        return header_end - (text[header_end - 1] == "\r")
    kept = "\n".join(lines)
    return header_end + 1 + len(kept) - kept.endswith("\r")
