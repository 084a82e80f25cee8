"""One text that became several fields: `target: s3://bucket/path` is `destination: {bucket: bucket, path: path}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kconv.paths import MISSING, get, keys, meet
from kconv.records import NamedTuple
from kconv.rules.base import Converts
from kconv.rules.move import free, meeting, parents_stay, relocate, taken_from
from kconv.values import Json, nested, put

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve

_PIECE = re.compile(r"\{(?P<field>[^{}]*)\}|(?P<open>\[)|(?P<close>\])|(?P<text>[^{}\[\]]+)")
Piece = tuple[str, str]
"""A piece of a format: "field" and its path, "text", or "open" and "close" of what may be left out."""


class _Stretch(NamedTuple):
    """A part of a form that is written as a whole, as a format of the fields with these numbers."""

    optional: bool
    form: str
    fields: tuple[int, ...]


class Split(Converts):
    """A text of the spoke, and the hub fields that it consists of: `{path}` stands for one, `[…]` may be left out.

    Each field takes as little as fits, the last one the rest. A text that does not have the form cannot be represented
    in the hub, nor can hub fields be in the spoke that do not give a text that is read as the same.
    """

    exact = False
    concerns = ("spoke", "hub")

    def __init__(self, spoke: str, form: str) -> None:
        self.form = form
        pieces = _pieces(form)
        self.spoke = keys(spoke)
        self.fields = tuple(text for sort, text in pieces if sort == "field")
        self.hub = tuple(keys(path) for path in self.fields)
        self.separators = tuple(text for sort, text in pieces if sort == "text")
        self._stretches = [*_stretches(pieces)]
        if len(set(self.hub)) < max(len(self.hub), 1):
            raise ValueError(f"Split({spoke!r}, {form!r}): the form has no field, such as {{spec.name}}, or one twice")
        if any(meet(path, self.spoke) for path in self.hub):
            raise ValueError(f"Split({spoke!r}, {form!r}): a field lies in {spoke}, or the other way round")
        self.moves = tuple((spoke, path) for path in self.fields)
        self.changes = meeting(self.spoke, *self.hub)
        self.joint = ((self.spoke,), self.hub)
        self._read = re.compile("".join(_PATTERNS.get(sort) or re.escape(text) for sort, text in pieces), re.DOTALL)

    def to_hub(self, obj: Json) -> Json:
        text = get(obj, self.spoke)
        if text is MISSING or any(get(obj, path) is not MISSING for path in self.hub):
            return obj
        values = self.fields_of(text)
        if values is None:
            return taken_from(obj, self.spoke)
        (first, value), *others = values.items()
        moved = relocate(obj, self.spoke, first)
        if moved is obj:
            return obj
        moved = put(moved, first, value)
        for path, text in others:
            moved = nested(moved, path, text)
        return moved

    def from_hub(self, obj: Json) -> Json:
        there = {path: value for path in self.hub if (value := get(obj, path)) is not MISSING}
        if not there or get(obj, self.spoke) is not MISSING:
            return obj
        text = self.text_of(there)
        first, *others = there
        moved = taken_from(obj, first) if text is None else relocate(obj, first, self.spoke)
        if moved is obj:
            return obj
        if text is not None:
            moved = put(moved, self.spoke, text)
        for path in others:
            moved = taken_from(moved, path)
        return moved

    def undone(self, obj: Json, new: Json, *, back: bool) -> bool:
        """A text is only read if it would be written again, and only written if it would be read."""
        places = [place for place in ((self.spoke,) if back else self.hub) if get(new, place) is not MISSING]
        if new is obj or not places:
            return super().undone(obj, new, back=back)
        return all(free(obj, place) and parents_stay(obj, place) for place in places)

    def fields_of(self, text: Json) -> dict[tuple[str, ...], str] | None:
        """The values in a text, by path; None if it has another form."""
        values = self._read_from(text)
        return values if values and self._written(values) == text else None

    def _read_from(self, text: Json) -> dict[tuple[str, ...], str] | None:
        """The values that a text seems to have."""
        found = self._read.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            return None
        values = {path: value for path, value in zip(self.hub, found.groups(), strict=True) if value is not None}
        return values or None

    @property
    def expression(self) -> str:
        """The regular expression of the form, as Python writes it."""
        return rf"(?s)\A(?:{self._read.pattern})\Z"

    @property
    def texts(self) -> tuple[str, ...]:
        """Texts of the form: one with all fields, and one without those that may be left out."""
        all_of = {path: chr(ord("a") + index % 26) for index, path in enumerate(self.hub)}
        needed = [self.hub[at] for stretch in self._stretches if not stretch.optional for at in stretch.fields]
        some = {path: value for path, value in all_of.items() if path in needed}
        return tuple(dict.fromkeys(made for values in (all_of, some) if (made := self.text_of(values)) is not None))

    def text_of(self, values: dict[tuple[str, ...], Json]) -> str | None:
        """The text that values make, None where they make none that is read as the same."""
        if not all(isinstance(value, str) for value in values.values()):
            return None
        text = self._written(values)
        return text if text is not None and self._read_from(text) == values else None

    def _written(self, values: dict[tuple[str, ...], str]) -> str | None:
        text = ""
        for optional, form, fields in self._stretches:
            found = [values.get(self.hub[at]) for at in fields]
            if None not in found:
                text += form % tuple(found)
            elif not optional:
                return None
        return text

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import schema

        if schema.at(node, self.spoke, resolve) is None:
            return node
        for path in self.hub:
            node = schema.put(node, path, {"type": "string"}, resolve)
        return schema.without(node, self.spoke, resolve)

    def describe(self) -> list[str]:
        return [f"{self.moves[0][0]} is written as {self.form} of the hub version's fields"]


def _stretches(pieces: Iterable[Piece]) -> Iterator[_Stretch]:
    """The stretches of a form in turn."""
    text, count = "", 0
    fields: list[int] = []
    for sort, piece in pieces:
        if sort in ("open", "close"):
            yield _Stretch(sort == "close", text, tuple(fields))
            text, fields = "", []
        elif sort == "text":
            text += piece.replace("%", "%%")
        else:
            text += "%s"
            fields.append(count)
            count += 1
    yield _Stretch(False, text, tuple(fields))


_PATTERNS = {"field": "(.+?)", "open": "(?:", "close": ")?"}


def _pieces(form: str) -> list[Piece]:
    """The pieces of a written form. Raises ValueError if it is not one."""
    found: list[Piece] = []
    at, depth = 0, 0
    while at < len(form):
        piece = _PIECE.match(form, at)
        sort = str(piece.lastgroup) if piece else ""
        depth += (sort == "open") - (sort == "close")
        if piece is None or depth not in (0, 1):
            raise ValueError(f"{form!r} is not a form: cannot read it from {form[at:]!r}")
        found.append((sort, piece[sort]))
        at = piece.end()
    if depth:
        raise ValueError(f"{form!r} is not a form: a [ is not closed")
    return found
