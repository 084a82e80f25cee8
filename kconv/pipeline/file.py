"""One file, or one stream: its documents in turn, and its bytes with those that changed.

A stream has no upper size and is never held: it is read, converted and written a block of documents at a time.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from kconv.errors import KconvError, ManifestError
from kconv.manifests import atomic, encoding, encrypted, source
from kconv.manifests.json_stream import looks_json, split_json
from kconv.manifests.late import Late
from kconv.manifests.scan import Glance
from kconv.manifests.scope import STDIN, TEMPLATES, Scope
from kconv.manifests.split import LIMIT, Block, RawDocument, blocks, count, holds, split
from kconv.manifests.walk import Found
from kconv.pipeline.document import examine, examine_template, failed
from kconv.pipeline.examined import Place, Result
from kconv.pipeline.found import is_kustomization
from kconv.pipeline.goal import Goal
from kconv.pipeline.outcomes import DocumentOutcome, FileOutcome, Options, note
from kconv.pipeline.overlays import Overlays

if TYPE_CHECKING:
    from kconv.manifests.conflicts import Conflict

PART = 1000
"""Documents that are told of at once of a stream."""
_NO_MANIFEST = "no Kubernetes object in it"


class Mode(NamedTuple):
    """``dry`` converts nothing; ``write`` puts what was converted into the files; ``texts`` keeps both for a diff."""

    dry: bool = False
    write: bool = False
    texts: bool = False


def handler(options: Options, mode: Mode, scope: Scope) -> Callable[[Found], Iterator[FileOutcome]]:
    """What a run does with each file; ``scope`` says which files it has."""
    goal = Goal(options)
    goal.overlays = Overlays(goal, scope)
    return lambda found: handle(found, goal, mode)


def handle(found: Found, goal: Goal, mode: Mode) -> Iterator[FileOutcome]:
    """What becomes of one file: one outcome, or several parts for a large one. Never raises for what is in the file."""
    if found.skipped:
        yield FileOutcome(found.path, skipped=found.skipped)
        return
    told = False
    try:
        if found.problem:
            raise ManifestError(found.problem, file=found.path)
        for outcome in _standard_input(goal, mode) if found.path == STDIN else _file(found, goal, mode):
            yield outcome
            told = True
    except KconvError as error:
        yield FileOutcome(found.path, [_whole(found.path, error)], continues=told)
    except OSError as error:
        if found.path == STDIN:
            raise  # it is the output that failed: closed by its reader, or on a full disk
        yield FileOutcome(found.path, [_whole(found.path, source.unreadable(found.path, error))], continues=told)


def whole(found: Found, goal: Goal) -> tuple[FileOutcome, bytes]:
    """A file's outcome and all of its bytes, the new ones where they change. Nothing is written, nothing raised."""
    try:
        if found.problem:
            raise ManifestError(found.problem, file=found.path)
        if found.path == STDIN:
            data = source.standard_input().read()
        else:
            with open(found.path, "rb") as stream:  # noqa: PTH123
                data = stream.read()
        outcome, new = _small(found, data, goal, Mode())
    except KconvError as error:
        return FileOutcome(found.path, [_whole(found.path, error)]), b""
    except OSError as error:
        return FileOutcome(found.path, [_whole(found.path, source.unreadable(found.path, error))]), b""
    return outcome, data if new is None else new


def _whole(file: str, error: KconvError) -> DocumentOutcome:
    """The outcome of a file that failed as a whole."""
    return failed(file, RawDocument(0, error.line or 1, 0, b""), Glance("parse"), error)


def _file(found: Found, goal: Goal, mode: Mode) -> Iterator[FileOutcome]:
    held = source.read(found.path)
    if held.data is None:
        yield from _stream_file(found, held.seen, goal, mode)
        return
    outcome, new = _small(found, held.data, goal, mode)
    if new is not None and mode.write:
        try:
            atomic.replace(found.path, new, held.seen, found.root)
        except KconvError as error:
            _unwritten(outcome, error)
    yield outcome


def _unwritten(outcome: FileOutcome, error: KconvError) -> None:
    """Nothing of a file was written: say so of every document that would have changed."""
    outcome.changed, outcome.before, outcome.after = False, None, None
    for document in outcome.documents:
        if document.status in ("migrated", "fragment"):
            document.status, document.hint = "error", error.hint
            document.notes = [note("info", "", error.reason)]


def _small(found: Found, data: bytes, goal: Goal, mode: Mode) -> tuple[FileOutcome, bytes | None]:
    """The outcome of bytes that are held at once, and the new ones."""
    outcome = FileOutcome(found.path)
    wide = encoding.wide(data)
    if wide:
        encoding.refuse_wide(data, wide, found.path)
    closed = encrypted.whole(data)
    if wide or closed:
        outcome.skipped = f"encrypted with {closed}" if closed else _NO_MANIFEST
        return outcome, None
    stream = _Stream(found, goal, mode)
    new = stream.block(Block(1, 0, data), outcome)
    if stream.conflict:
        _unwritten(outcome, stream.conflict.elsewhere())
        new = None
    if not outcome.manifests and not outcome.documents:
        outcome.skipped = _NO_MANIFEST
    if new is not None and mode.texts:
        outcome.before, outcome.after = (text.decode(errors="surrogateescape") for text in (data, new))
    return outcome, new


def _standard_input(goal: Goal, mode: Mode) -> Iterator[FileOutcome]:
    stdin, found = source.standard_input(), Found(STDIN)
    out = sys.stdout.buffer if mode.write else None
    head = b"".join(itertools.islice(source.pieces(stdin), source.WHOLE // source.PIECE))
    rest = next(source.pieces(stdin), b"")
    if rest:
        yield from _Stream(found, goal, mode).run(itertools.chain((head, rest), source.pieces(stdin)), out)
        return
    outcome, new = FileOutcome(STDIN), None
    try:
        outcome, new = _small(found, head, goal, mode)
    finally:
        if out:
            out.write(head if new is None else new)
            out.flush()
    yield outcome


def _stream_file(found: Found, seen: source.Seen, goal: Goal, mode: Mode) -> Iterator[FileOutcome]:
    with open(found.path, "rb") as stream, ExitStack() as stack:  # noqa: PTH123
        late = Late(found, seen, stack) if mode.write else None
        reading = _Stream(found, goal, mode)
        yield from reading.run(source.pieces(stream), late)
        if reading.conflict and late and late.out:
            raise reading.conflict.elsewhere()  # what was copied is left behind


class _Stream:
    """The documents of one file or stream, in order."""

    def __init__(self, found: Found, goal: Goal, mode: Mode) -> None:
        self.found, self.goal, self.mode = found, goal, mode
        self.index = 0
        self.encrypted = ""
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
        stirs = self.goal.watch.stirs(block.data) or self._selects(block.data) or self._spells(block.data)
        if not broken and not found and not stirs:
            return None
        place = self._place(block.data)
        if place.template and not broken and not found:
            outcome.documents += self._template(block, place).outcomes
            return None
        changes: list[tuple[int, int, bytes]] = []
        for raw in self._split(block):
            self.index = raw.index + 1
            start = raw.offset - block.offset
            if conflict := next((each for each in found if each.meets(start, start + len(raw.data))), None):
                outcome.manifests += 1 - _objects(raw.data)  # whatever both sides say, it is one
                outcome.documents.append(failed(self.found.path, raw, self.goal.watch.glance(raw), conflict.error()))
                continue
            if broken and b"apiVersion" in raw.data and not _is_utf8(raw.data):
                outcome.documents.append(self._undecodable(raw))
                continue
            result = examine(raw, place, self.goal, dry=self.mode.dry)
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

    def _spells(self, data: bytes) -> bool:
        """Whether this is a template that writes an old version without an apiVersion before it, as a helper does."""
        path = self.found.path
        if not (path.endswith(TEMPLATES) or holds(data, b"{{")) or not self.goal.watch.spells(data):
            return False
        return bool(self._place(data).template)

    def _template(self, block: Block, place: Place) -> Result:
        documents = list(split(block, self.index))
        if documents:
            self.index = documents[-1].index + 1
        text = RawDocument(self.index, block.line, block.offset, block.data)
        return examine_template(text, documents, place, self.goal)

    def _split(self, block: Block) -> Iterable[RawDocument]:
        if looks_json(block.data):
            found = split_json(block, self.index)
            if found is not None:
                return found
        return split(block, self.index)

    def _place(self, data: bytes) -> Place:
        if self.found.path == STDIN:
            return Place(STDIN)
        from kconv.manifests.templates import named_so

        patch = not self.mode.dry and self._is_patch()
        closed = self.encrypted or encrypted.partly(data)
        return Place(self.found.path, named_so(self.found.path, data), patch, closed)

    def _is_patch(self) -> bool:
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
