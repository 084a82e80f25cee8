"""What `kubectl convert` prints: many inputs are documents in YAML, and one List in JSON.

YAML is printed in its own text, comments and all; only JSON printed as YAML is written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from kconv.errors import ManifestError
from kconv.manifests.encoding import text_of
from kconv.manifests.json_stream import documents, looks_json
from kconv.manifests.split import Block, RawDocument
from kconv.pipeline import reading

T = TypeVar("T")


Files = Iterable[tuple[str, bytes]]
Failed = Callable[[ManifestError], object]
"""Called for each document that cannot be printed; the others are printed."""


def as_yaml(files: Files, failed: Failed) -> Iterator[str]:
    """The text of each file's documents, with a `---` before each that does not begin with one."""
    first = True
    for text in _read(files, _text, failed):
        yield "" if first or text.startswith("---") else "---\n"
        yield text
        first = False


def as_json(files: Files, failed: Failed) -> str:
    """The one object, or a List of all of them, or "" if there are none; comments have no place in JSON."""
    import json

    objects = [found for value in _read(files, _value, failed) for found in _objects(value)]
    if not objects:
        return ""
    value = objects[0] if len(objects) == 1 else {"kind": "List", "apiVersion": "v1", "metadata": {}, "items": objects}
    return json.dumps(value, indent=4, ensure_ascii=False) + "\n"


def _read(files: Files, reading: Callable[[str, RawDocument], T], failed: Failed) -> Iterator[T]:
    for file, data in files:
        for raw in documents(Block(1, 0, data)):
            try:
                yield reading(file, raw)
            except ManifestError as error:
                error.at(file, raw.line)
                failed(error)


def _objects(value: Any) -> Iterator[Any]:
    items = value.get("items") if isinstance(value, dict) and value.get("kind") == "List" else None
    if isinstance(items, list):
        for item in items:
            yield from _objects(item)
    elif value is not None:
        yield value


def _value(file: str, raw: RawDocument) -> Any:
    return reading.tree(raw, file)[0].value


def _text(file: str, raw: RawDocument) -> str:
    if not looks_json(raw.data):
        text = text_of(raw.data, file, raw.line)
        return text if text.endswith("\n") else _closed(file, raw, text)
    from kconv.manifests.edit import closed
    from kconv.manifests.render import block
    from kconv.manifests.syntax import yaml

    document, _ = reading.tree(raw, file)
    if document.syntax is yaml.SYNTAX or not document.value:  # flow style starts alike, and keeps its text
        return closed(document)
    return "\n".join([*block(document.value), ""])


def _closed(file: str, raw: RawDocument, text: str) -> str:
    """A text with its last line closed; one that cannot be read has no value that this could change."""
    from kconv.manifests.edit import closed

    try:
        return closed(reading.tree(raw, file)[0])
    except ManifestError:
        return f"{text}\n"
