"""One file, or standard input: what becomes of it, and its new bytes in its place.

A stream has no upper size and is never held: it is read, converted and written a block of documents at a time.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

from kconv.errors import KconvError, ManifestError
from kconv.manifests import atomic, encoding, encrypted, source
from kconv.manifests.late import Late
from kconv.manifests.scan import Glance
from kconv.manifests.scope import STDIN, Scope
from kconv.manifests.split import Block, RawDocument
from kconv.manifests.walk import Found
from kconv.notes import Note
from kconv.pipeline.document import failed
from kconv.pipeline.goal import Goal
from kconv.pipeline.outcomes import DocumentOutcome, FileOutcome, Options
from kconv.pipeline.overlays import Overlays
from kconv.pipeline.stream import Stream

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
            document.notes = [Note("info", "", error.reason)]


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
    stream = Stream(found, goal, dry=mode.dry)
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
        yield from Stream(found, goal, dry=mode.dry).run(itertools.chain((head, rest), source.pieces(stdin)), out)
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
        reading = Stream(found, goal, dry=mode.dry)
        reading.encrypted = encrypted.anywhere(source.pieces(stream))
        stream.seek(0)
        yield from reading.run(source.pieces(stream), late)
        if reading.conflict and late and late.out:
            raise reading.conflict.elsewhere()  # what was copied is left behind
