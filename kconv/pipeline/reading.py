"""A document's bytes become a value, a tree, or a value with places: read as JSON if they are JSON, else as YAML.

Reading the value alone takes a third of a tree's time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from kconv.manifests.encoding import text_of
from kconv.manifests.json_stream import looks_json
from kconv.manifests.split import RawDocument

if TYPE_CHECKING:
    from kconv.manifests.places import Places
    from kconv.manifests.tree import Document

_MARKER = re.compile(rb"---[ \t]*\r?\n")


class Read(NamedTuple):
    """A document's value; or why it is a template, which has no value; or ``rare``: only its tree gives the value."""

    value: Any = None
    template: str = ""
    rare: bool = False


def read(raw: RawDocument, file: str, template: str = "", of: Callable[[RawDocument, str], Any] | None = None) -> Read:
    """Read a document that may be a template; ``template`` is what its file's name and place say of it.

    ``of`` reads the value in place of ``value``, for a caller that has read some documents already.
    """
    from kconv.manifests import templates
    from kconv.manifests.nodes import crowded
    from kconv.manifests.values import Rare

    if template:
        return Read(template=template)
    if crowded(raw.data):
        return Read(rare=True)
    marks = templates.has_marks(raw.data)
    try:
        found = Read((of or value)(raw, file))
        doubtful = marks and (b"#@" in raw.data or (b"$" in raw.data and templates.may_stand_in(found.value)))
    except Rare:
        found, doubtful = Read(rare=True), marks
    if doubtful and (reason := templates.reason(text_of(raw.data, file, raw.line))):
        return Read(template=reason)
    return found


def template(raw: RawDocument, file: str, named: str = "") -> str:
    """Why a document is a template, "" if it is not; ``named`` is what its file's name and place say of it."""
    from kconv.manifests import templates

    if named or not templates.has_marks(raw.data):
        return named
    return templates.reason(text_of(raw.data, file, raw.line))


def value(raw: RawDocument, file: str) -> Any:
    """A document's value. Raises Rare if only its tree gives it, ManifestError if it is not UTF-8."""
    from kconv.manifests.values import Rare, read_json, read_yaml

    text, _, _, json = _text(raw, file)
    if json:
        try:
            return read_json(text)
        except Rare:
            text = text_of(raw.data, file, raw.line)  # flow style starts alike
    return read_yaml(text)


def tree(raw: RawDocument, file: str) -> tuple[Document, int]:
    """A document's tree, and where in its bytes that starts. Raises ManifestError if it is neither JSON nor YAML."""
    from kconv.manifests import tree

    text, line, start, json = _text(raw, file)
    if json and _is_json(text):
        return tree.parse(text, file=file, first_line=line, json=True), start
    return tree.parse(text_of(raw.data, file, raw.line), file=file, first_line=raw.line), 0


def located(raw: RawDocument, file: str) -> Places:
    """A document with its places. Raises ManifestError if it cannot be read."""
    from kconv.manifests import places

    text, line, _, json = _text(raw, file)
    if json and _is_json(text):
        return places.read(text, file=file, first_line=line, json=True)
    return places.read(text_of(raw.data, file, raw.line), file=file, first_line=raw.line)


def _text(raw: RawDocument, file: str) -> tuple[str, int, int, bool]:
    """The text, its first line, where it starts, and whether it looks like JSON, which knows no `---`."""
    opening = _MARKER.match(raw.data)
    start = opening.end() if opening else 0
    if looks_json(raw.data[start : start + 1024]):
        return text_of(raw.data[start:], file, raw.line + bool(opening)), raw.line + bool(opening), start, True
    return text_of(raw.data, file, raw.line), raw.line, 0, False


def _is_json(text: str) -> bool:
    """Whether a text is JSON; YAML's flow style starts alike, and kubectl too reads as YAML what is not JSON."""
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
