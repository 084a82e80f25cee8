"""A newer version may accept more of a field than the one before: a larger number, a text of another form."""

from __future__ import annotations

from collections.abc import Sequence

from kconv.crd.narrower import accepts
from kconv.crd.tables import in_older
from kconv.paths import MISSING, keys
from kconv.rules import KnowsOnly, Values
from kconv.structural.vocabulary import Schema
from kconv.values import Json


class Accepts(KnowsOnly):
    """What the spoke's schema accepts of a field: for anything else it has ``instead``, or leaves the field out.

    ``tables`` say what a value of the hub is in the spoke. The stash keeps the value, as for ``KnowsOnly``.
    """

    def __init__(
        self, path: str, node: Schema, only: Sequence[str], tables: Sequence[Values] = (), *, instead: Json = MISSING
    ) -> None:
        self.path, self.text = keys(path), path
        self.values, self.instead, self.only = (), instead, only
        self.changes = ((self.path, len(self.path)),)
        self._accepts, self._tables = accepts(node), tables

    def _knows(self, value: Json) -> bool:
        value = in_older(self._tables, value)
        return value is MISSING or self._accepts(value)

    def describe(self) -> list[str]:
        return [f"{self.text} is {self._left()} unless it is one of the {' and of the '.join(self.only)}"]
