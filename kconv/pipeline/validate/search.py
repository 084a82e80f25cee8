"""A repository has many CustomResourceDefinitions and the objects of few: all are found once, and each is read only
when an object needs it. The definition of a kind names the kind, so a search of the bytes shows which those are.

Nothing shows which of two definitions of one kind a cluster has. The first one counts here, with a warning if another
one differs in what it requires.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from kconv.errors import KconvError, ManifestError
from kconv.manifests import source
from kconv.manifests.split import RawDocument, blocks, split
from kconv.manifests.values import Rare
from kconv.manifests.walk import Found, walk
from kconv.names import GroupVersionKind, version_order
from kconv.pipeline import reading
from kconv.pipeline.objects import objects
from kconv.pipeline.unparsed import top
from kconv.pipeline.validate.definitions import KIND, Definition, versions
from kconv.pipeline.validate.outcomes import Asked
from kconv.records import NamedTuple

_KIND = KIND.encode()
_HIDING = (b"\\", b"!!binary")
"""What a name may be written with that does not show it."""
_AS_VALUE = rb"""%b(?=["'\s]*(?:$|[,}\#]))"""
"""A name at the end of a value, and not amid a description: definitions speak of each other's kinds."""


class Chosen(NamedTuple):
    """The definition of a kind, its place, and the places of others that require something else."""

    definition: Definition
    place: str
    passed_over: tuple[str, ...] = ()


class Unserved(NamedTuple):
    """The first definition of a kind that does not serve a version, whether it has that, and what all of them serve."""

    place: str
    known: bool
    serving: tuple[GroupVersionKind, ...]


class Definitions:
    """The definitions of a run: those of a stream before those of --crd, and those before the ones below the paths."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._streamed: list[_Text] = []

    def learn(self, file: str, data: bytes) -> None:
        """Take the definitions of a stream, which cannot be read twice."""
        if _KIND in data:
            self._streamed += _texts([data], file)

    def of(self, gvk: GroupVersionKind) -> Chosen | None:
        """The first definition of a kind that serves the version, or None."""
        found = [each for each in self._defining(gvk) if each[0] == gvk and each[1].served]
        if not found:
            return None
        _, first, place = found[0]
        return Chosen(first, place, tuple(other for _, each, other in found if not first.asks_the_same(each)))

    def unserved(self, gvk: GroupVersionKind) -> Unserved | None:
        """What is known of a kind whose definitions do not serve the version. None if the kind has no definition."""
        found = list(self._defining(gvk))
        if not found:
            return None
        having = [place for defined, _, place in found if defined == gvk]
        serving = dict.fromkeys(defined for defined, definition, _ in found if definition.served)
        newest = sorted(serving, key=lambda served: version_order(served.version), reverse=True)
        return Unserved(having[0] if having else found[0][2], bool(having), tuple(newest))

    def _defining(self, gvk: GroupVersionKind) -> Iterator[tuple[GroupVersionKind, Definition, str]]:
        """Every version of a kind in every definition of it, with its place."""
        for text in (*self._streamed, *self._below):
            if text.may_name(gvk.kind):
                for defined, definition in text.definitions:
                    if (defined.group, defined.kind) == (gvk.group, gvk.kind):
                        yield defined, definition, text.place

    def value(self, raw: RawDocument, file: str) -> Any:
        """The value of a document if it was read as a definition, else None: the largest manifests are definitions."""
        if "_below" not in self.__dict__:
            return None
        text = self._places.get((file, raw.offset))
        return text.value if text is not None and text.was_read and text.raw.data == raw.data else None

    @cached_property
    def _places(self) -> dict[tuple[str, int], _Text]:
        return {(text.file, text.raw.offset): text for text in self._below}

    @cached_property
    def _below(self) -> list[_Text]:
        asked = self._asked
        paths = [path for path in asked.paths if Path(path).is_file() or Path(path).is_dir()]
        found = [*walk(asked.definitions), *walk(paths, include=asked.include, exclude=asked.exclude)]
        return [text for file in found for text in _in_file(file)]


class _Text:
    """A document that may hold a definition; one that cannot be read is reported when it is validated itself."""

    def __init__(self, raw: RawDocument, file: str) -> None:
        self.raw, self.file = raw, file

    @property
    def place(self) -> str:
        return f"{self.file}:{top(self.raw).line}"

    def may_name(self, kind: str) -> bool:
        """Whether it may hold a name; False is certain."""
        data, name = self.raw.data, kind.encode()
        if any(hiding in data for hiding in _HIDING):
            return True
        return name in data and re.search(_AS_VALUE % re.escape(name), data, re.MULTILINE) is not None

    @property
    def was_read(self) -> bool:
        return "value" in self.__dict__

    @cached_property
    def value(self) -> Any:
        """Its value, or None if only its tree gives it."""
        with suppress(Rare, ManifestError):
            return reading.value(self.raw, self.file)

    @cached_property
    def definitions(self) -> list[tuple[GroupVersionKind, Definition]]:
        value = self.value
        if value is None:
            with suppress(ManifestError):
                value = reading.located(self.raw, self.file).document.value
        return [each for item in objects(value) for each in versions(item.value)]


def _in_file(found: Found) -> list[_Text]:
    if found.skipped:
        return []
    try:
        held = source.read(found.path)
        if held.stream is None:
            return _texts([held.data], found.path) if _KIND in held.data else []
        with held.stream:
            return _texts(source.pieces(held.stream), found.path)
    except KconvError:
        return []  # reported when the file is validated itself


def _texts(pieces: Iterable[bytes], file: str) -> list[_Text]:
    return [_Text(raw, file) for raw in _documents(pieces) if _KIND in raw.data]


def _documents(pieces: Iterable[bytes]) -> Iterator[RawDocument]:
    for block in blocks(pieces):
        if not block.oversize:
            yield from split(block)
