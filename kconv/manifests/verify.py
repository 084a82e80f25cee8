"""A manifest runs in production, so a text that was written is parsed again, independently of the writer.

A value that differs, even in type, or a comment that is missing is a fault of kconv; then nothing is written.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from kconv.errors import ManifestError
from kconv.manifests.protocols import Comments, Syntax
from kconv.manifests.syntax import yaml
from kconv.manifests.tree import Document, parse
from kconv.paths import FieldPath, show
from kconv.placeholders import Unquoted

_HINT = "the document is left unchanged; please report it with its text"


def read_back(document: Document, text: str) -> Document:
    """Parse a written text. Raises ManifestError that names the document, if it cannot be read."""
    try:
        return parse(text, file=document.source.file, first_line=document.source.first_line, syntax=document.syntax)
    except ManifestError as error:
        line = document.source.first_line
        reason = f"the converted text cannot be read: {error.reason} (its line {(error.line or line) - line + 1})"
        raise ManifestError(reason, file=document.source.file, line=line, hint=error.hint or _HINT) from error


def verify(document: Document, before: Comments, written: Document, target: Any) -> None:
    """Raise ManifestError unless the written text is the target and has exactly the comments."""
    path = difference(written.value, target, document.syntax)
    source = document.source
    if path is not None:
        reason = "the converted text does not read as the converted object"
        raise ManifestError(reason, path=show(path), file=source.file, line=source.first_line, hint=_HINT)
    wanted = Counter(comment for _, comment in before)
    found = Counter(comment for _, comment in written.syntax.comments(written.text, written.root))
    if wanted != found:
        one = next(iter((wanted - found) + (found - wanted)))
        raise ManifestError(
            f"the converted text loses or gains the comment {one!r}",
            file=source.file,
            line=source.first_line,
            hint=_HINT,
        )


def difference(left: Any, right: Any, syntax: Syntax = yaml.SYNTAX) -> FieldPath | None:
    """The path of the first difference between two values, strict in type and blind to key order, or None.

    ``left`` is what a text of the syntax reads as: without whole floats, an integer there equals the float.
    """
    if isinstance(left, dict) and isinstance(right, dict):
        for key in [*left, *(key for key in right if key not in left)]:
            if key not in left or key not in right:
                return (key,)
            below = difference(left[key], right[key], syntax)
            if below is not None:
                return (key, *below)
        return None
    if isinstance(left, list) and isinstance(right, list):
        for at in range(max(len(left), len(right))):
            if at >= len(left) or at >= len(right):
                return (at,)
            below = difference(left[at], right[at], syntax)
            if below is not None:
                return (at, *below)
        return None
    if type(right) is float and right.is_integer() and not syntax.whole_floats and type(left) is int:
        return None if left == right else ()
    kind = str if isinstance(right, Unquoted) else type(right)
    return None if type(left) is kind and left == right else ()
