"""What `kubectl convert` prints: many inputs are documents in YAML, and one List in JSON.

YAML is printed in its own text, comments and all; only JSON that is asked for as YAML is written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kconv.manifests.tree import Document


def as_yaml(files: Iterable[list[Document]]) -> Iterator[str]:
    """The text of each file's documents, with a `---` before each that does not begin with one."""
    first = True
    for documents in files:
        for document in documents:
            text = _as_block(document) if document.json else document.text
            yield from () if first or text.startswith("---") else ("---\n",)
            yield text if text.endswith("\n") else f"{text}\n"
            first = False


def as_json(files: Iterable[list[Document]]) -> str:
    """The one object, or a List of all of them; comments have no place in JSON."""
    import json

    objects = [item for documents in files for document in documents for item in _objects(document.value)]
    value = objects[0] if len(objects) == 1 else {"kind": "List", "apiVersion": "v1", "metadata": {}, "items": objects}
    return json.dumps(value, indent=4, ensure_ascii=False) + "\n"


def _objects(value: Any) -> Iterator[Any]:
    items = value.get("items") if isinstance(value, dict) and value.get("kind") == "List" else None
    if isinstance(items, list):
        for item in items:
            yield from _objects(item)
    elif value is not None:
        yield value


def _as_block(document: Document) -> str:
    from kconv.manifests.render import block

    value = document.value
    return "\n".join(block(value)) if isinstance(value, (dict, list)) and value else document.text
