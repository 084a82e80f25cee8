"""The documents of one file or stream in turn, a block of them at a time, and what becomes of its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from kconv.errors import ManifestError
from kconv.manifests import encoding, encrypted, json_stream, source
from kconv.manifests.late import Late
from kconv.manifests.scan import Glance
from kconv.manifests.scope import STDIN
from kconv.manifests.split import LIMIT, Block, RawDocument, blocks, count, holds, split
from kconv.manifests.templates import named_so
from kconv.manifests.walk import Found
from kconv.pipeline.document import examine, examine_template, failed
from kconv.pipeline.examined import Place, Result
from kconv.pipeline.found import is_kustomization
from kconv.pipeline.goal import Goal
from kconv.pipeline.outcomes import DocumentOutcome, FileOutcome

if TYPE_CHECKING:
    from kconv.manifests.conflicts import Conflict

PART = 1000
"""Documents that are told of at once of a stream."""


class Stream:
    """The documents of one file or stream, in order."""

    def __init__(self, found: Found, goal: Goal, *, dry: bool) -> None:
        self.found, self.goal, self.dry = found, goal, dry
        self.index = 0
        self.encrypted = ""
        """What values of the file are encrypted with, where its blocks cannot show it: SOPS signs at the very end."""
        self.conflict: Conflict | None = None

    def run(self, pieces: Iterable[bytes], out: BinaryIO | Late | None) -> Iterator[FileOutcome]:
        """The outcomes of a stream, in parts, its bytes copied to ``out``."""
        part, tail = FileOutcome(self.found.path), b""
        for block in blocks(pieces):
            if block.offset == 0 and (wide := encoding.wide(block.data)):
                raise ManifestError(f"{wide.upper()} and over {source.WHOLE:,} bytes", file=self.found.path)
            new = None
            if block.oversize:
                self._piece(block, tail, part)
            else:
                new = self._next(block, part)
            tail = block.data[-1024:]
            if isinstance(out, Late) and new is not None:
                out.changes(block.offset)
            if out is not None:
                out.write(block.data if new is None else new)
            if len(part.documents) >= PART:
                yield part
                part = FileOutcome(self.found.path, continues=True)
        yield part

    def _next(self, block: Block, outcome: FileOutcome) -> bytes | None:
        """A block that others follow: its documents count even where nobody looks at them."""
        before = self.index
        new = self.block(block, outcome)
        if self.index == before:
            self.index += count(block)
        return new

    def block(self, block: Block, outcome: FileOutcome) -> bytes | None:
        """Examine a block's documents; its new bytes, or None if nothing in it changes."""
        outcome.manifests += _objects(block.data)
        broken = holds(block.data, b"apiVersion") and not _is_utf8(block.data)
        found = self._conflicts(block)
        template = self._template(block.data)
        stirs = self.goal.watch.stirs(block.data) or self._selects(block.data)
        if not broken and not found and not stirs and not (template and self.goal.watch.spells(block.data)):
            return None
        place = self._place(block.data, template)
        if place.template and not broken and not found:
            outcome.documents += self._all_template(block, place).outcomes
            return None
        changes: list[tuple[int, int, bytes]] = []
        for raw in json_stream.documents(block, self.index):
            self.index = raw.index + 1
            start = raw.offset - block.offset
            if conflict := next((each for each in found if each.meets(start, start + len(raw.data))), None):
                outcome.manifests += 1 - _objects(raw.data)  # whatever both sides say, it is one
                outcome.documents.append(failed(self.found.path, raw, self.goal.watch.glance(raw), conflict.error()))
                continue
            if broken and b"apiVersion" in raw.data and not _is_utf8(raw.data):
                outcome.documents.append(self._undecodable(raw))
                continue
            result = examine(raw, place, self.goal, dry=self.dry)
            outcome.documents += result.outcomes
            if result.text is not None:
                changes.append(
                    (start + result.start, start + len(raw.data), result.text.encode(errors="surrogateescape"))
                )
        outcome.changed = outcome.changed or bool(changes)
        return _spliced(block.data, changes) if changes else None

    def _conflicts(self, block: Block) -> list[Conflict]:
        """The merge conflicts in a block with objects; the first one of all keeps the file from being written."""
        if not holds(block.data, b"<<<<<<<"):
            return []
        from kconv.manifests.conflicts import conflicts
        from kconv.pipeline.glimpse import says_kind

        named = says_kind(block.data) or is_kustomization(self.found.path)
        found = conflicts(block.data, block.line) if named else []
        self.conflict = self.conflict or next(iter(found), None)
        return found

    def _selects(self, data: bytes) -> bool:
        """Whether this is a kustomization that may select objects by an old version: only its name tells kustomize."""
        try:
            return is_kustomization(self.found.path) and self.goal.is_layered(self.found.path, data)
        except Exception:  # it is reported when the document is looked at
            return True

    def _template(self, data: bytes) -> str:
        """What kind of template this is by its name and place, "" for none."""
        return "" if self.found.path == STDIN else named_so(self.found.path, data)

    def _all_template(self, block: Block, place: Place) -> Result:
        documents = list(split(block, self.index))
        if documents:
            self.index = documents[-1].index + 1
        text = RawDocument(self.index, block.line, block.offset, block.data)
        return examine_template(text, documents, place, self.goal)

    def _place(self, data: bytes, template: str) -> Place:
        if self.found.path == STDIN:
            return Place(STDIN)
        patch = not self.dry and self._is_patch()
        closed = self.encrypted or encrypted.partly(data)
        return Place(self.found.path, template, patch, closed)

    def _is_patch(self) -> bool:
        if self.goal.overlays:
            return self.goal.overlays.is_patch(self.found.path)
        from kconv.manifests.kustomize import is_patch

        return is_patch(self.found.path)

    def _undecodable(self, raw: RawDocument) -> DocumentOutcome:
        glance = self.goal.watch.glance(raw)
        try:
            encoding.text_of(raw.data, self.found.path, raw.line)
        except ManifestError as error:
            return failed(self.found.path, raw, glance, error)
        raise AssertionError("the document is UTF-8 after all")

    def _piece(self, block: Block, tail: bytes, outcome: FileOutcome) -> None:
        """A piece of a document over the limit: it passes, unless it may hold something old."""
        if self.goal.watch.stirs(tail + block.data):
            raw = RawDocument(self.index, block.line, block.offset, b"")
            reason = f"a document of over {LIMIT >> 20} MiB that may hold or name an old version: not migrated"
            error = ManifestError(reason, hint="split it, for example into one file an object")
            if not any(each.index == self.index and each.status == "error" for each in outcome.documents):
                outcome.documents.append(failed(self.found.path, raw, Glance("parse"), error))
        self.index += block.ends


def _objects(data: bytes) -> int:
    """How many objects there are by their looks; one for JSON and other text where none begins a line."""
    if not holds(data, b"apiVersion"):
        return 0
    versions = data.count(b"\napiVersion:") + data.startswith(b"apiVersion:")
    kinds = data.count(b"\nkind:") + data.startswith(b"kind:")
    return min(versions, kinds) or int(holds(data, b"kind"))


def _is_utf8(data: bytes) -> bool:
    try:
        return data.isascii() or bool(data.decode())
    except UnicodeDecodeError:
        return False


def _spliced(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    parts, at = [], 0
    for start, end, new in changes:
        parts += [data[at:start], new]
        at = end
    return b"".join((*parts, data[at:]))
