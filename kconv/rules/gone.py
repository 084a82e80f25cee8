"""A field that the hub no longer has: the API gave it up, and clients of the old version still send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.paths import MISSING, get, keys
from kconv.rules.base import Converts
from kconv.rules.move import taken_from
from kconv.values import Json, discarded

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve


class Gone(Converts):
    """A spoke field that the hub lacks, and why."""

    exact = False
    concerns = ("path",)
    fate = ""
    """What becomes of its value, in words."""

    def __init__(self, spoke: str, *, why: str) -> None:
        if not why:
            raise ValueError(f"{type(self).__name__}({spoke!r}): say why, for example why='no controller reads it'")
        self.path = keys(spoke)
        self.text = spoke
        self.why = why
        self.changes = ((self.path, 1),)

    def to_hub(self, obj: Json) -> Json:
        return obj if get(obj, self.path) is MISSING else taken_from(obj, self.path)

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import schema

        return schema.without(node, self.path, resolve)

    def describe(self) -> list[str]:
        return [f"{self.text} {self.fate}: {self.why}"]


class Kept(Gone):
    """A spoke field that the hub does not have. The stash keeps it; without a stash, its loss is a decision."""

    fate = "is not in the hub version, and kept for readers of this one"


class Dropped(Gone):
    """A spoke field that has no meaning any more. It is discarded and reported; its parent stays, even empty."""

    fate = "is discarded"

    def to_hub(self, obj: Json) -> Json:
        return discarded(obj, self.path)


class Discards(Converts):
    """A hub field that the spoke dropped, which is the newer version: Dropped the other way round."""

    exact = False

    def __init__(self, rule: Dropped) -> None:
        self.dropped = rule
        self.lacks = (rule.path,)
        self.changes = rule.changes

    def from_hub(self, obj: Json) -> Json:
        return self.dropped.to_hub(obj)

    def describe(self) -> list[str]:
        return self.dropped.describe()
