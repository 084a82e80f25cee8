"""Reads the Kubernetes objects of a directory with PyYAML's nodes alone: what there is to migrate, told without kconv."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import yaml

_SUFFIXES = (".yaml", ".yml", ".json")
_BOUNDARY = re.compile(r"^---(?=\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """One object: ``index`` the document's place in the stream, ``line`` that of its apiVersion, ``text`` its document."""

    file: str
    index: int
    line: int
    api_version: str
    kind: str
    name: str
    node: yaml.MappingNode = field(compare=False, repr=False)

    @property
    def where(self) -> tuple[str, int, int]:
        """What tells an object apart in one version of a tree."""
        return (self.file, self.index, self.line)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.api_version} {self.kind} {self.name}"


def manifest_files(root: Path) -> Iterator[str]:
    """Every YAML and JSON file below a directory that is no symlink, relative to it, in stable order."""
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            path = Path(folder) / name
            if name.endswith(_SUFFIXES) and not path.is_symlink():
                yield str(path.relative_to(root))


def decode(content: bytes) -> str:
    """The file's text, line endings untouched. Raises UnicodeDecodeError where it is not UTF-8."""
    return content.decode("utf-8-sig")


def documents(text: str) -> list[str]:
    """The stream's documents as text, cut before each ``---`` in column 0; joined they are the stream."""
    cuts = [0, *(match.start() for match in _BOUNDARY.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


def lines_of(document: str) -> int:
    """How many lines a document has, a last one without its newline too."""
    return document.count("\n") + (not document.endswith("\n"))


def objects(file: str, text: str) -> list[Found]:
    """Every object of a file, the items of Lists each on its own. Raises yaml.YAMLError where it is not plain YAML."""
    found: list[Found] = []
    for index, node in enumerate(yaml.compose_all(text, Loader=yaml.CSafeLoader)):
        found += _objects(file, index, node)
    return found


def _objects(file: str, index: int, node: yaml.Node | None) -> Iterator[Found]:
    if not isinstance(node, yaml.MappingNode):
        return
    fields = members(node)
    version, kind = fields.get("apiVersion"), _text(fields.get("kind"))
    items = fields.get("items")
    if kind.endswith("List") and isinstance(items, yaml.SequenceNode):
        for item in items.value:
            yield from _objects(file, index, item)
    elif isinstance(version, yaml.ScalarNode) and kind:
        name = members(fields.get("metadata")).get("name")
        key = next(key for key, value in node.value if value is version)
        yield Found(file, index, key.start_mark.line + 1, version.value, kind, _text(name), node)


def members(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """The members of a mapping node by key; of a repeated key the last. Keys that are no scalars are left out."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {key.value: value for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def repeats_a_key(node: yaml.Node) -> bool:
    """Whether any mapping in the node says a key twice: kconv refuses to guess which one counts."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        return len(set(keys)) < len(keys) or any(repeats_a_key(value) for _, value in node.value)
    return isinstance(node, yaml.SequenceNode) and any(map(repeats_a_key, node.value))


def _text(node: yaml.Node | None) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""
