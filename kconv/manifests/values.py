"""The values of a document and nothing else: most documents are in order, and few need the place of a value.

What is rare (anchors, tags, merge keys, keys that are not words, equal keys, text that is not YAML) is left to
``tree``, which knows every case and every line. So what is read here is what ``tree`` reads, in a third of its time.
"""

from __future__ import annotations

import re
from typing import Any

from kconv.libyaml import (
    Loader,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    yaml,
)
from kconv.manifests.nodes import MAX_DEPTH
from kconv.manifests.scalars import BadScalar, resolve

_EXPLICIT_KEY = re.compile(r"\?(?<![^\s,{\[-]\?)(?:\s|\Z)")
_ONLY_THE_TREE = re.compile(r"\\u[dD][89a-fA-F]|[0-9]{19}")
"""Half of a character, and a number that may not fit into 64 bits."""


class Rare(Exception):  # noqa: N818 - no error: a document for the other reader
    """Something that only ``tree`` can judge."""


def read_yaml(text: str) -> Any:
    """The value of a document of YAML, None for one without any. Raises Rare."""
    if _EXPLICIT_KEY.search(text):
        raise Rare
    try:
        return _document(Loader(text).get_event)
    except (yaml.YAMLError, BadScalar, UnicodeEncodeError) as error:
        raise Rare from error


def read_json(text: str) -> Any:
    """The value of a document of JSON. Raises Rare."""
    import json

    if _ONLY_THE_TREE.search(text):
        raise Rare
    try:
        value = json.loads(text, object_pairs_hook=_pairs, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Rare from error
    if text.count("{") + text.count("[") > MAX_DEPTH and _deeper(value, MAX_DEPTH):
        raise Rare
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Rare
    return value


def _refuse(name: str) -> Any:
    raise Rare(name)


def _deeper(value: Any, levels: int) -> bool:
    if type(value) is dict:
        value = list(value.values())
    return type(value) is list and (levels <= 0 or any(_deeper(each, levels - 1) for each in value))


def _document(get: Any) -> Any:
    get()
    if type(get()) is StreamEndEvent:
        return None
    value = _value(get)
    get()
    if type(get()) is not StreamEndEvent:
        raise Rare
    return value


def _value(get: Any) -> Any:  # noqa: C901 - as in yaml_tree: the time goes into this one loop
    """The tight loop over events."""
    outer: list[tuple[Any, str | None]] = []
    value: Any = None  # the open collection
    key: str | None = None  # of the open map, once it is read
    while True:
        event = get()
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                raise Rare
            entry: Any = event.value
            if not event.style:
                entry = resolve(entry)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            if not outer:
                return value
            value, key = outer.pop()
            continue
        elif (kind is MappingStartEvent or kind is SequenceStartEvent) and event.anchor is None and event.tag is None:
            entry = {} if kind is MappingStartEvent else []
        else:
            raise Rare
        if type(value) is dict:
            if key is None:
                if type(entry) is not str or entry in value or entry == "<<":
                    raise Rare
                key = entry
                continue
            value[key] = entry
            key = None
        elif value is None:
            if kind is ScalarEvent:
                return entry
            value = entry
            continue
        else:
            value.append(entry)
        if kind is not ScalarEvent:
            outer.append((value, None))
            if len(outer) >= MAX_DEPTH:
                raise Rare
            value = entry
