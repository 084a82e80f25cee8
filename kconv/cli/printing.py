"""What `kubectl convert` prints: many inputs are documents in YAML, and one List in JSON.

YAML is printed in its own text, comments and all; only JSON that is asked for as YAML is written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kconv.manifests.encoding import text_of
from kconv.manifests.json_stream import looks_json, split_json
from kconv.manifests.split import Block, RawDocument, split
from kconv.pipeline.document import parse


def as_yaml(files: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """The text of each file's documents, with a `---` before each that does not begin with one."""
    first = True
    for file, data in files:
        for raw in _documents(data):
            text = _as_block(file, raw) if looks_json(raw.data) else text_of(raw.data, file, raw.line)
            yield "" if first or text.startswith("---") else "---\n"
            yield text if text.endswith("\n") else f"{text}\n"
            first = False


def as_json(files: Iterable[tuple[str, bytes]]) -> str:
    """The one object, or a List of all of them; comments have no place in JSON."""
    import json

    values = (parse(raw, file)[0].value for file, data in files for raw in _documents(data))
    objects = [found for value in values for found in _objects(value)]
    value = objects[0] if len(objects) == 1 else {"kind": "List", "apiVersion": "v1", "metadata": {}, "items": objects}
    return json.dumps(value, indent=4, ensure_ascii=False) + "\n"


def _documents(data: bytes) -> Iterable[RawDocument]:
    block = Block(1, 0, data)
    found = split_json(block) if looks_json(data) else None
    return split(block) if found is None else found


def _objects(value: Any) -> Iterator[Any]:
    items = value.get("items") if isinstance(value, dict) and value.get("kind") == "List" else None
    if isinstance(items, list):
        for item in items:
            yield from _objects(item)
    elif value is not None:
        yield value


def _as_block(file: str, raw: RawDocument) -> str:
    from kconv.manifests.render import block

    document, _ = parse(raw, file)
    if not document.json or not document.value:  # flow style starts alike, and keeps its text
        return document.text
    return "\n".join(block(document.value))
