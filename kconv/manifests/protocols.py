"""The syntax that a document is written in, and the style of its author, as far as rewriting it depends on them.

YAML and JSON hold the same values, but a comment, a word without quotes or a whole float exists in one of them only.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

from kconv.manifests.nodes import Node, Source
from kconv.records import NamedTuple

Comments: TypeAlias = "list[tuple[int, str]]"
"""Each comment with its offset, in the order of the text."""


class Parsed(NamedTuple):
    """A text as a tree of nodes.

    ``root`` is None if the text holds only comments. ``begin`` is the end of an opening `---`, ``end`` the start of a
    closing `...` line. ``aliased`` means that there are anchors.
    """

    root: Node | None
    begin: int
    end: int
    aliased: bool


class Syntax(Protocol):
    """How text becomes a tree with places, and how new values become text."""

    name: str
    has_comments: bool
    """Whether a `#` begins a comment."""
    plain: bool
    """Whether a word is valid without quotes."""
    whole_floats: bool
    """Whether 1.0 is read as 1.0; YAML has no way to say it to Kubernetes, which reads 1."""

    def start(self, data: bytes) -> int | None:
        """Where in a document's bytes the text begins; None if they cannot be of this syntax. A quick guess."""

    def accepts(self, text: str) -> bool:
        """Whether a text whose bytes may be of this syntax is to be parsed as such."""

    def value(self, text: str) -> Any:
        """The value alone, faster than ``parse`` reads it. Raises Rare if only ``parse`` can judge the text."""

    def parse(self, source: Source) -> Parsed:
        """The tree of a text. Raises ManifestError with the line."""

    def comments(self, text: str, root: Node | None) -> Comments:
        """Every comment of a text with this tree."""

    def closed(self, text: str, root: Node | None) -> str:
        """The text with a line break behind its last line, and the same value."""

    def writes(self, root: Node | None) -> Syntax:
        """The syntax in which new values are written into a text with this tree."""

    def scalar(self, value: Any, quote: str | None, *, flow: bool, style: Style) -> str:
        """A scalar on one line.

        ``quote`` is what quotes the string at its place so far, "" for no quotes, None for a new string. Raises
        ManifestError for what cannot be written.
        """

    def key(self, text: str, quote: str, *, flow: bool, style: Style) -> str:
        """A map's key. ``quote`` is what keys are quoted with at its place, "" for no quotes."""


class Style(NamedTuple):
    """How a file is written: blanks per level, blanks before a list's dash under its key, quotes, line ending.

    ``key_quote`` is what most keys of blocks are quoted with, "" if they are not. ``quote_strings`` means that most
    strings are quoted, even if they need not be. For flow style: ``colon`` separates a key and its value, ``comma`` the
    entries, and ``pad`` is inside the brackets, each on one line; ``quote_keys`` means that keys are quoted; ``unit``
    is the indentation of one level if the brackets span several lines.
    """

    syntax: Syntax
    step: int = 2
    dash: int = 0
    quote: str = '"'
    quote_strings: bool = False
    eol: str = "\n"
    key_quote: str = ""
    colon: str = ": "
    comma: str = ", "
    pad: str = ""
    quote_keys: bool = False
    unit: str = "  "
