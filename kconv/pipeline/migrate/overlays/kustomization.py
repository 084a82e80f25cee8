"""A file is a kustomization by its name: most have no apiVersion and no kind.

It lists the files and folders that it includes, and the patches that it applies to their objects.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kconv.errors import ManifestError
from kconv.manifests import encrypted, json_stream, templates
from kconv.manifests.split import Block, RawDocument, split
from kconv.manifests.values import Rare
from kconv.paths import FieldPath
from kconv.pipeline import reading
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.manifests.tree import Document

_REMOTE = ("://", "?ref=", "git@", "github.com/", "git::")
_GENERATED = ("helmCharts", "helmChartInflationGenerator", "generators")
_LISTED = ("resources", "bases", "components")


class Layer(NamedTuple):
    """One patch. ``place`` is its path in the kustomization. It is in ``file``, or, if that is "", inline as ``text``.
    Without a ``target`` the patch itself names its object. ``options`` may let it change the object's name or kind.
    """

    place: FieldPath
    target: dict[str, Any] | None
    file: str = ""
    text: str = ""
    options: tuple[str, ...] = ()


class Kustomization:
    """A folder's kustomization. Raises ManifestError if it cannot be read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.folder = os.path.dirname(file)
        value = _value(file)
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}

    @cached_property
    def document(self) -> Document:
        """Its tree, which is needed only to report a finding. Raises ManifestError."""
        return next(each for each in documents(self.file) if each.value is not None)

    def line(self, place: FieldPath) -> int:
        """The line of a place in it; 1 if only kustomize's own reader can parse the file."""
        try:
            return self.document.line_of(place)
        except (ManifestError, StopIteration):
            return 1

    def listed(self, key: str) -> list[Any]:
        """The entries of a list; empty if the value is not a list."""
        found = self.value.get(key)
        return found if isinstance(found, list) else []

    @property
    def is_component(self) -> bool:
        """Whether it is part of other kustomizations and is never built on its own."""
        return self.value.get("kind") == "Component"

    @cached_property
    def entries(self) -> list[str]:
        """The real paths of the files and folders that it includes; components are listed separately."""
        return [self.path(each) for key in _LISTED[:2] for each in self.listed(key) if isinstance(each, str)]

    @cached_property
    def components(self) -> list[str]:
        return [self.path(each) for each in self.listed("components") if isinstance(each, str)]

    @cached_property
    def elsewhere(self) -> str:
        """The first source that is not in the repository; "" if there is none."""
        listed = (each for key in _LISTED for each in self.listed(key) if isinstance(each, str))
        remote = next((each for each in listed if _is_remote(each, self.path(each))), "")
        return remote or next((key for key in _GENERATED if self.value.get(key)), "")

    def path(self, entry: str) -> str:
        """The real path that an entry names."""
        return os.path.realpath(os.path.join(self.folder, entry.replace("\0", "")))

    @cached_property
    def patches(self) -> list[Layer]:
        """Its patches in the order in which kustomize applies them, before labels and namespace."""
        return [*self._strategic(), *self._patches("patches")]

    @cached_property
    def operations(self) -> list[Layer]:
        """The patches that kustomize applies after labels and namespace."""
        return list(self._patches("patchesJson6902"))

    def _strategic(self) -> Iterator[Layer]:
        for index, entry in enumerate(self.listed("patchesStrategicMerge")):
            place: FieldPath = ("patchesStrategicMerge", index)
            if isinstance(entry, str):
                inline = "\n" in entry or (":" in entry and not os.path.exists(self.path(entry)))
                yield Layer(place, None, text=entry) if inline else Layer(place, None, self.path(entry))

    def _patches(self, key: str) -> Iterator[Layer]:
        for index, entry in enumerate(self.listed(key)):
            if not isinstance(entry, dict):
                continue
            place: FieldPath = (key, index)
            target, file, text = entry.get("target"), entry.get("path"), entry.get("patch")
            target = target if isinstance(target, dict) and target else None
            given = entry.get("options")
            options = tuple(str(key) for key, value in given.items() if value) if isinstance(given, dict) else ()
            if isinstance(text, str) and text:
                yield Layer((*place, "patch"), target, text=text, options=options)
            elif isinstance(file, str) and file:
                yield Layer((*place, "path"), target, self.path(file), options=options)

    def contents(self, layer: Layer) -> list[Document]:
        """The documents of a patch, each with its lines. Raises ManifestError."""
        if layer.file:
            return documents(layer.file)
        start = self.document.text_line(layer.place, 1)
        return _parsed(layer.text.encode(errors="surrogateescape"), self.file, start)


def documents(file: str) -> list[Document]:
    """The documents of a file. Raises ManifestError if it, or one of them, cannot be read."""
    return _parsed(content(file), file, 1)


def raws(data: bytes) -> Iterable[RawDocument]:
    """The documents of a file as bytes."""
    return json_stream.documents(Block.whole(data))


def content(file: str) -> bytes:
    """A file's bytes, whatever its size. Raises ManifestError."""
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError as error:
        raise ManifestError(f"cannot be read: {error}", file=file) from error


def _parsed(data: bytes, file: str, first_line: int) -> list[Document]:
    closed = fixed(data, file)
    if closed:
        raise ManifestError(closed, file=file)
    return [reading.tree(raw, file)[0] for raw in split(Block.whole(data, first_line))]


def fixed(data: bytes, file: str) -> str:
    """Why kconv does not write to a file with these bytes; "" if it may."""
    closed = encrypted.whole(data) or encrypted.partly(data)
    if closed:
        return f"encrypted with {closed}"
    return reading.template(RawDocument.whole(data), file, templates.named_so(file, data))


def _value(file: str) -> Any:
    """The value of a kustomization's only document. Raises ManifestError."""
    data = content(file)
    try:
        values = [reading.value(raw, file) for raw in raws(data)]
    except (ManifestError, Rare):  # kustomize may still read it
        values = lenient(data, file)
    return next((value for value in values if value is not None), None)


def lenient(data: bytes, file: str) -> list[Any]:
    """The values of a text, even if kconv itself does not accept it: with duplicate keys or tags, or in UTF-16.

    Raises ManifestError if the text is not YAML.
    """
    from kconv.libyaml import Loader, yaml

    try:
        return list(yaml.load_all(data, Loader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ManifestError("not valid YAML", file=file) from error


def _is_remote(entry: str, path: str) -> bool:
    return not os.path.exists(path) and any(sign in entry for sign in _REMOTE)
