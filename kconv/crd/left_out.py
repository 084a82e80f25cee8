"""A newer version may accept more of a field than the one before: a larger number, a text of another form."""

from __future__ import annotations

from collections.abc import Sequence

from kconv.crd.narrower import accepts
from kconv.paths import MISSING, get, keys
from kconv.rules import KnowsOnly
from kconv.structural.vocabulary import Schema
from kconv.values import Json, discarded, own, put


class Accepts(KnowsOnly):
    """What the spoke's schema accepts of a field: for anything else it has ``instead``, or leaves the field out.

    The stash keeps the value, as for ``KnowsOnly``.
    """

    def __init__(self, path: str, node: Schema, only: Sequence[str], *, instead: Json = MISSING) -> None:
        self.path, self.text = keys(path), path
        self.values, self.instead, self.only = (), instead, only
        self.changes = ((self.path, len(self.path)),)
        self._accepts = accepts(node)

    def from_hub(self, obj: Json) -> Json:
        value = get(obj, self.path)
        if value is MISSING or self._accepts(value):
            return obj
        return discarded(obj, self.path) if self.instead is MISSING else put(obj, self.path, own(self.instead))

    def describe(self) -> list[str]:
        from kconv.rules.default import word

        left = "left out" if self.instead is MISSING else word(self.instead)
        return [f"{self.text} is {left} unless it is one of the {' and of the '.join(self.only)}"]
