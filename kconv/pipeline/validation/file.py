"""One file, or one stream, a block of documents at a time: what it holds is never all in memory."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from kconv.errors import KconvError, ManifestError
from kconv.manifests import encoding, source
from kconv.manifests.json_stream import looks_json, split_json
from kconv.manifests.split import LIMIT, Block, RawDocument, blocks, count, split
from kconv.manifests.walk import STDIN, Found
from kconv.pipeline.validation.document import Place, failed, validate
from kconv.pipeline.validation.outcomes import ValidatedFile
from kconv.pipeline.validation.read import may_hold
from kconv.pipeline.validation.schemas import Schemas

PART = 1000
"""Documents that are told of at once of a stream."""
_NO_MANIFEST = "no Kubernetes object in it"


def handle(found: Found, schemas: Schemas) -> Iterator[ValidatedFile]:
    """What is found in one file: one outcome, or several parts of a large one. Never raises for what is in the file."""
    if found.skipped:
        yield ValidatedFile(found.path, skipped=found.skipped)
        return
    told = False
    try:
        if found.problem:
            raise ManifestError(found.problem, file=found.path)
        for outcome in _Reading(found, schemas).outcomes():
            yield outcome
            told = True
    except KconvError as error:
        yield ValidatedFile(found.path, [failed(found.path, RawDocument(0, 1, 0, b""), error)], continues=told)
    except OSError as error:
        unread = source.unreadable(found.path, error)
        yield ValidatedFile(found.path, [failed(found.path, RawDocument(0, 1, 0, b""), unread)], continues=told)


class _Reading:
    """One file's documents in order."""

    def __init__(self, found: Found, schemas: Schemas) -> None:
        self.found, self.schemas = found, schemas
        self.index = 0

    def outcomes(self) -> Iterator[ValidatedFile]:
        if self.found.path == STDIN:
            stream = source.standard_input()
            head = b"".join(itertools.islice(source.pieces(stream), source.WHOLE // source.PIECE))
            self.schemas.learn(head)
            yield from self._stream(itertools.chain((head,), source.pieces(stream)))
            return
        data = source.read(self.found.path).data
        if data is not None:
            yield from self._whole(data)
            return
        with open(self.found.path, "rb") as opened:  # noqa: PTH123
            yield from self._stream(source.pieces(opened))

    def _whole(self, data: bytes) -> Iterator[ValidatedFile]:
        outcome = ValidatedFile(self.found.path)
        wide = encoding.wide(data)
        if wide:
            encoding.refuse_wide(data, wide, self.found.path)
        else:
            self._block(Block(1, 0, data), outcome)
        if not outcome.documents and not outcome.valid:
            outcome.skipped = _NO_MANIFEST
        yield outcome

    def _stream(self, pieces: Iterable[bytes]) -> Iterator[ValidatedFile]:
        part, any_found = ValidatedFile(self.found.path), False
        for block in blocks(pieces):
            if block.offset == 0 and (wide := encoding.wide(block.data)):
                encoding.refuse_wide(block.data, wide, self.found.path)
                continue
            self._piece(block, part) if block.oversize else self._block(block, part)
            any_found = any_found or bool(part.documents or part.valid)
            if len(part.documents) >= PART:
                yield part
                part = ValidatedFile(self.found.path, continues=True)
        part.skipped = "" if any_found else _NO_MANIFEST
        yield part

    def _block(self, block: Block, outcome: ValidatedFile) -> None:
        before = self.index
        if may_hold(block.data):
            place = self._place(block.data)
            for raw in self._split(block):
                self.index = raw.index + 1
                for document in validate(raw, place, self.schemas):
                    if document is None:
                        outcome.valid += 1
                    else:
                        outcome.documents.append(document)
        if self.index == before:
            self.index += count(block)

    def _split(self, block: Block) -> Iterable[RawDocument]:
        if looks_json(block.data[:1024]):
            found = split_json(block, self.index)
            if found is not None:
                return found
        return split(block, self.index)

    def _place(self, data: bytes) -> Place:
        if self.found.path == STDIN:
            return Place(STDIN)
        from kconv.manifests.kustomize import is_patch
        from kconv.manifests.templates import named_so

        return Place(self.found.path, named_so(self.found.path, data), is_patch(self.found.path, self.found.root))

    def _piece(self, block: Block, outcome: ValidatedFile) -> None:
        """A piece of a document over the limit, told of once."""
        raw = RawDocument(self.index, block.line, block.offset, b"")
        if may_hold(block.data) and not any(each.position == self.index for each in outcome.documents):
            reason = f"a document of over {LIMIT >> 20} MiB: not checked"
            error = ManifestError(reason, line=block.line, hint="split it, for example into one file an object")
            outcome.documents.append(failed(self.found.path, raw, error))
        self.index += block.ends
