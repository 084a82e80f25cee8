"""Bytes can be unreadable before anything parses them: a merge left conflict markers, or the text is not UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kconv.errors import ManifestError
from kconv.manifests import encoding, json_stream
from kconv.manifests.scope import STDIN
from kconv.manifests.split import Block, RawDocument, holds
from kconv.manifests.templates import named_so

if TYPE_CHECKING:
    from kconv.manifests.conflicts import Conflict


class Passage:
    """A run of whole documents: all of a file that is held at once, or a block of a larger one.

    ``first`` is the index of the first document. ``sound``: neither a merge conflict nor the encoding is in the way.
    """

    __slots__ = ("block", "conflicts", "decodes", "file", "first", "sound")

    def __init__(self, file: str, block: Block, first: int) -> None:
        self.file, self.block, self.first = file, block, first
        self.decodes = block.data.isascii() or not holds(block.data, b"apiVersion") or _is_utf8(block.data)
        disputed = holds(block.data, b"<") and holds(block.data, b"<<<<<<<")  # one byte is found ten times as fast
        self.conflicts: Sequence[Conflict] = _conflicts(file, block) if disputed else ()
        self.sound = self.decodes and not self.conflicts

    @property
    def template(self) -> str:
        """What kind of template the file is by its name and place, "" if it is not one."""
        return "" if self.file == STDIN else named_so(self.file, self.block.data)

    def documents(self) -> Iterable[RawDocument]:
        """The documents in order, of YAML or JSON."""
        return json_stream.documents(self.block, self.first)

    def conflict(self, raw: RawDocument) -> Conflict | None:
        """The first merge conflict that reaches into a document."""
        start = raw.offset - self.block.offset
        return next((each for each in self.conflicts if each.meets(start, start + len(raw.data))), None)

    def error(self, raw: RawDocument) -> ManifestError | None:
        """Why the bytes of a document cannot be read as a manifest, or None if they may be one."""
        if conflict := self.conflict(raw):
            return conflict.error()
        if not self.decodes and b"apiVersion" in raw.data:
            try:
                encoding.text_of(raw.data, self.file, raw.line)
            except ManifestError as error:
                return error
        return None


def _conflicts(file: str, block: Block) -> Sequence[Conflict]:
    """The merge conflicts in a block, if it holds manifests."""
    from kconv.manifests.conflicts import conflicts
    from kconv.pipeline.unparsed import is_kustomization, says_kind

    return conflicts(block.data, block.line) if says_kind(block.data) or is_kustomization(file) else ()


def _is_utf8(data: bytes) -> bool:
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False
