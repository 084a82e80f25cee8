"""libyaml says what its parser was doing ("did not find expected key"); a user needs to know what is wrong with the
line, and what to do. What is not in the table is rare, and reported in libyaml's words.
"""

from __future__ import annotations

import re

from kconv.libyaml import yaml
from kconv.manifests.nodes import MAX_DEPTH, Source
from kconv.records import NamedTuple

_QUOTE = "put it in quotes"
_SPACES = "indent with spaces, as the lines beside it are"
_RENDER = "a placeholder must be rendered first, or put in quotes"
_PLACEHOLDER = re.compile(r"%\w+%|@\w+@")
_BACKSLASH = "double the backslash, or use single quotes, in which it is literal"


class _Words(NamedTuple):
    """For what libyaml says: what is wrong and what to do, with ``{char}`` and ``{line}`` for what is at the place and
    where the thing began that could not be finished. ``opening``: the place is that beginning.
    """

    said: str
    reason: str
    hint: str
    opening: bool = False


_TAB = _Words("found a tab character", "a tab where only spaces may indent", _SPACES)
TABLE = (
    _TAB,
    _Words("cannot start any token", "a value cannot begin with {char}", _QUOTE),
    _Words(
        "mapping values are not allowed",
        "a colon makes this a key, and none is allowed here",
        "indent the line as its neighbours are, or put a value with a colon in it in quotes",
    ),
    _Words(
        "could not find expected ':'",
        "a line among the keys of a map that is not `key: value`",
        "complete it, or indent it further than the key whose text it continues",
        opening=True,
    ),
    _Words(
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "begin it on a line of its own, or put a value that begins with a dash in quotes",
    ),
    _Words(
        "expected '-' indicator",
        "this is not an item of the list that begins in line {line}",
        "begin each item with a dash in the same column, and indent what follows the list like its parent",
    ),
    _Words(
        "did not find expected key",
        "this is not a key of the map that begins in line {line}",
        "indent the line like its neighbours, and let nothing follow a closing quote or bracket",
    ),
    _Words("found unexpected end of stream", "the quote that opens here is not closed", "close it", opening=True),
    _Words("found unexpected document indicator", "the quote that opens here is not closed", "close it", opening=True),
    _Words("unknown escape character", "{char} is not an escape in double quotes", _BACKSLASH),
    _Words("hexdecimal number", "an escape in double quotes without its digits", _BACKSLASH),
    _Words("invalid Unicode character escape", "an escape in double quotes that is not a character", _BACKSLASH),
    _Words(
        "expected ',' or",
        "a comma is expected, or the end of what opens with {char} in line {line}",
        "put a comma between the entries, close the bracket, or put text with brackets in quotes",
    ),
    _Words(
        "expected node content",
        "a value is missing",
        "close the bracket, or put text that begins with one in quotes",
    ),
    _Words(
        "expected alphabetic or numeric character",
        "a value cannot begin with {char}, YAML's sign for an anchor or its alias",
        _QUOTE,
        opening=True,
    ),
    _Words("undefined tag handle", "a value cannot begin with {char}, YAML's sign for a tag", _QUOTE),
    _Words("expected comment or line break", "text beside the sign for a block of text", "begin it on the next line"),
    _Words(
        "expected <document start>",
        "the document has ended before this",
        "start each document with a `---` line, and let nothing follow a closing quote or bracket",
    ),
)


def explained(error: yaml.MarkedYAMLError, source: Source) -> tuple[str, int, str]:
    """Why libyaml fails, the offset of the mistake in the text, and a hint."""
    context, problem = error.context_mark, error.problem_mark or error.context_mark
    start, at = (mark.index if mark else 0 for mark in (context, problem))
    said = ", ".join(part for part in (error.context, error.problem) if part)
    from kconv.manifests import conflicts

    if (rest := conflicts.left(source.text, start)) >= 0:
        return "not valid YAML: a line that a merge conflict has left", rest, conflicts.HINT
    if "nesting depth" in said:  # libyaml 0.2.6 looks ahead, and has a limit of its own
        return f"nested deeper than {MAX_DEPTH} levels", at, ""
    words = next((each for each in TABLE if each.said in said), None)
    if words is not None and "{char}" in words.reason and source.text[at : at + 1] == "\t":
        words = _TAB
    if words is None:
        return f"not valid YAML: {said}", at, ""
    if words.hint == _QUOTE and _PLACEHOLDER.match(source.text, at):
        words = words._replace(hint=_RENDER)
    reason = words.reason.format(char=_char(words, source.text, start, at), line=source.line(start))
    return f"not valid YAML: {reason}", start if words.opening else at, words.hint


def _char(words: _Words, text: str, start: int, at: int) -> str:
    """What is at the place, or opened what could not be finished; an escape is two characters long."""
    if words.opening or "{line}" in words.reason:
        return text[start : start + 1]
    return text[at : at + 2] if words.hint == _BACKSLASH else text[at : at + 1]
