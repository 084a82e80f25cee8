"""What a version means by leaving a field out. The same absence is another rollout in another version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kconv.names import Release
from kconv.paths import MISSING, get, keys, parse
from kconv.rules.base import Fills
from kconv.rules.fills import Filling, Leaf
from kconv.values import Json, own

if TYPE_CHECKING:
    from kconv.rules.fills import Add, Fill


class Default(Fills):
    """The value of a field that is absent or null.

    Missing parents are created, except one marked ``?`` (`livenessProbe?.periodSeconds`) and list items. ``zero`` also
    replaces 0, "" and false (a Go field that is not a pointer); by default, only strings count as such fields.
    ``since`` is the first release that fills the field in.
    """

    def __init__(self, path: str, value: Json, *, zero: bool | None = None, since: str = "") -> None:
        self.text = path.replace("?", "")
        self.value = value
        self.zero = isinstance(value, str) if zero is None else zero
        self.since = Release.parse(since) if since else None
        *holder, (key, _) = [
            (part.removesuffix("?"), part.endswith("?")) if isinstance(part, str) else (part, True)
            for part in parse(path)
        ]
        self._filling = Filling(tuple(holder), Leaf(str(key), value, self.zero))
        self.reads = ((*(part for part, _ in holder), key),)

    def fillings(self, release: Release) -> list[Filling]:
        return [] if self.since and release < self.since else [self._filling]

    def describe(self) -> list[str]:
        return [f"{self.text} is {word(self.value)} when left out"]


class Derived(Fills):
    """A default that depends on the rest of the object, such as a selector from the labels of the template.

    ``source`` is given the object and returns the value, or MISSING where there is nothing to derive. ``says``
    describes in words where the value comes from. ``empty`` also replaces an empty value, ``always`` any other.
    ``since`` is the first release that fills the field in. ``reads`` are all the paths that ``source`` looks at, which
    may be any where it is not said.
    """

    def __init__(
        self,
        path: str,
        source: Callable[[Json], Json],
        *,
        says: str,
        empty: bool = False,
        always: bool = False,
        since: str = "",
        reads: Sequence[str] | None = None,
    ) -> None:
        self.text = path
        self.path = keys(path)
        self.reads = None if reads is None else (self.path, *map(parse, reads))
        self.source = source
        self.says = says
        self.empty = empty
        self.always = always
        self.since = Release.parse(since) if since else None

    def fillings(self, release: Release) -> list[Filling]:
        return [] if self.since and release < self.since else [Filling((), self._make)]

    def _make(self, add: Add) -> Fill:
        def fill(obj: Json) -> Json:
            old = get(obj, self.path)
            absent = old is MISSING or old is None or (self.empty and old in ({}, [], "", 0))
            if not absent and not self.always:
                return obj
            value = self.source(obj)
            return obj if value is MISSING or value is old else _within(obj, self.path, own(value), add)

        return fill

    def describe(self) -> list[str]:
        return [f"{self.text} is {self.says}{'' if self.always else ' when left out'}"]


def _within(obj: Json, path: tuple[str, ...], value: Json, add: Add) -> Json:
    """The object with a value at a path, the parents made as needed."""
    obj = obj if isinstance(obj, dict) else {}
    if len(path) > 1:
        value = _within(obj.get(path[0]), path[1:], value, add)
    return add(obj, {path[0]: value})


def word(value: Json) -> str:
    """A value as a sentence has it."""
    import json

    return value if isinstance(value, str) else json.dumps(value)
