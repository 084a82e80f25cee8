"""A document's bytes become a value, a tree, or a value with places: read as JSON if they are JSON, else as YAML.

Reading the value alone takes a third of a tree's time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from kconv.manifests.encoding import text_of
from kconv.manifests.split import RawDocument
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from kconv.manifests.places import Places
    from kconv.manifests.protocols import Syntax
    from kconv.manifests.tree import Document


class Read(NamedTuple):
    """A document's value; or why it is a template, which has no value; or ``rare``: only its tree gives the value."""

    value: Any = None
    template: str = ""
    rare: bool = False


def read(raw: RawDocument, file: str, template: str = "", of: Callable[[RawDocument, str], Any] | None = None) -> Read:
    """Read a document that may be a template; ``template`` is what the name and folder of its file show.

    ``of`` reads the value in place of ``value``, for a caller that has read some documents already.
    """
    from kconv.manifests import templates
    from kconv.manifests.nodes import crowded
    from kconv.manifests.values import Rare

    if template:
        return Read(template=template)
    if crowded(raw.data):
        return Read(rare=True)
    marks = templates.has_marks(raw.data)
    try:
        found = Read((of or value)(raw, file))
        doubtful = marks and (b"#@" in raw.data or (b"$" in raw.data and templates.may_stand_in(found.value)))
    except Rare:
        found, doubtful = Read(rare=True), marks
    if doubtful and (reason := templates.reason(text_of(raw.data, file, raw.line))):
        return Read(template=reason)
    return found


def template(raw: RawDocument, file: str, named: str = "") -> str:
    """Why a document is a template; "" if it is not. ``named`` is what the name and folder of its file show."""
    from kconv.manifests import templates

    if named or not templates.has_marks(raw.data):
        return named
    return templates.reason(text_of(raw.data, file, raw.line))


def value(raw: RawDocument, file: str) -> Any:
    """A document's value. Raises Rare if only its tree gives it, ManifestError if it is not UTF-8."""
    from kconv.manifests.values import Rare

    for text in _texts(raw, file):
        try:
            return text.syntax.value(text.text)
        except Rare:
            continue
    raise Rare


def tree(raw: RawDocument, file: str) -> tuple[Document, int]:
    """A document's tree, and where in its bytes that starts. Raises ManifestError if it is neither JSON nor YAML."""
    from kconv.manifests import tree

    text, line, start, syntax = _accepted(raw, file)
    return tree.parse(text, file=file, first_line=line, syntax=syntax), start


def located(raw: RawDocument, file: str) -> Places:
    """A document with its places. Raises ManifestError if it cannot be read."""
    from kconv.manifests import places

    text, line, _, syntax = _accepted(raw, file)
    return places.read(text, file=file, first_line=line, syntax=syntax)


def values(file: Path) -> Iterator[Any]:
    """The value of each document in a file. Raises UsageError for one that cannot be opened, and ManifestError."""
    from kconv.errors import UsageError
    from kconv.manifests.split import Block, split

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", file=str(file)) from error
    return (located(raw, str(file)).document.value for raw in split(Block.whole(data)))


class _Text(NamedTuple):
    """A text, its first line, where in its document it starts, and the syntax it may be of."""

    text: str
    line: int
    start: int
    syntax: Syntax


def _texts(raw: RawDocument, file: str) -> Iterator[_Text]:
    """What a document may be, YAML last."""
    from kconv.manifests.syntax import candidates

    for syntax, start in candidates(raw.data):
        line = raw.line + raw.data.count(b"\n", 0, start)
        yield _Text(text_of(raw.data[start:], file, line), line, start, syntax)


def _accepted(raw: RawDocument, file: str) -> _Text:
    """What a document is."""
    return next(text for text in _texts(raw, file) if text.syntax.accepts(text.text))
