"""The objects of a document: read quickly where nothing is wrong, and with their places where something may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from kconv.manifests.encoding import text_of
from kconv.manifests.json_stream import looks_json
from kconv.manifests.split import RawDocument
from kconv.manifests.values import Rare, read_json, read_yaml
from kconv.names import GroupVersionKind
from kconv.paths import FieldPath

if TYPE_CHECKING:
    from kconv.manifests.places import Places

_MARKER = re.compile(rb"---[ \t]*\r?\n")
_ESCAPES = (b"\\x", b"\\u", b"\\U", b"!!binary")
_NAMED = ("metadata", "spec", "data")


class Item(NamedTuple):
    """An object in a document. ``gvk`` is what it or its typed list says, None where it says too little.

    A list of objects is one too (``list``), without its items, which have their own turn.
    """

    path: FieldPath
    gvk: GroupVersionKind | None
    value: dict[str, Any]
    list: bool = False


def may_hold(data: bytes) -> bool:
    """Whether there may be an object in a text; False is certain."""
    return b"kind" in data or b"apiVersion" in data or any(escape in data for escape in _ESCAPES)


def read(raw: RawDocument, file: str) -> Any:
    """A document's value. Raises Rare where only its tree can tell, ManifestError for what is not UTF-8."""
    text, _, json = _text(raw, file)
    if json:
        try:
            return read_json(text)
        except Rare:
            text = text_of(raw.data, file, raw.line)  # flow style starts alike
    return read_yaml(text)


def located(raw: RawDocument, file: str) -> Places:
    """A document with its places. Raises ManifestError for what cannot be read."""
    from kconv.manifests import places

    text, line, json = _text(raw, file)
    if json and _is_json(text):
        return places.read(text, file=file, first_line=line, json=True)
    return places.read(text_of(raw.data, file, raw.line), file=file, first_line=raw.line)


def _text(raw: RawDocument, file: str) -> tuple[str, int, bool]:
    """The text, its first line, and whether it looks like JSON, which knows no `---`."""
    opening = _MARKER.match(raw.data)
    start = opening.end() if opening else 0
    if looks_json(raw.data[start : start + 1024]):
        return text_of(raw.data[start:], file, raw.line + bool(opening)), raw.line + bool(opening), True
    return text_of(raw.data, file, raw.line), raw.line, False


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def objects(value: Any, path: FieldPath = (), given: GroupVersionKind | None = None) -> Iterator[Item]:
    """The object, or the items of a list of objects and the list itself; a list in a list too.

    ``given`` is what a typed list says of its items, which need not say it themselves.
    """
    if not isinstance(value, dict):
        return
    api_version, kind = value.get("apiVersion"), value.get("kind")
    if not isinstance(api_version, str) or not isinstance(kind, str):
        if given is not None or _looks_like_object(value):
            yield Item(path, given if api_version is None and kind is None else None, value)
        return
    group, _, version = api_version.rpartition("/")
    gvk = GroupVersionKind(group, version, kind)
    items = value.get("items")
    if not kind.endswith("List") or not isinstance(items, list):
        yield Item(path, gvk, value)
        return
    yield Item(path, gvk, {**value, "items": []}, list=True)
    inner = None if kind == "List" else gvk._replace(kind=kind.removesuffix("List"))
    for index, item in enumerate(items):
        found = list(objects(item, (*path, "items", index), inner))
        if not found and item is not None:
            found = [Item((*path, "items", index), None, item if isinstance(item, dict) else {})]
        yield from found


def _looks_like_object(value: dict[str, Any]) -> bool:
    """Whether a map without apiVersion or kind was meant to be an object: half of its name, and an object's fields."""
    named = [key for key in value if isinstance(key, str) and key.lower() in ("apiversion", "kind")]
    return bool(named) and isinstance(value.get("metadata"), dict) and any(key in value for key in _NAMED)
