"""What a version means by leaving a field out. The same absence is another rollout in another version."""

from __future__ import annotations

from collections.abc import Callable

from kconv.names import Release
from kconv.paths import EACH, MISSING, get, keys, parse
from kconv.rules.base import Json, Rule, own, update
from kconv.rules.move import nested

_ZEROS = (0, "", False)


class Default(Rule):
    """The value of a field that is absent or null.

    Parents are made where they are missing, except one marked ``?`` (`livenessProbe?.periodSeconds`) and list items.
    ``zero`` also replaces 0, "" and false (a Go field that is no pointer); where it is not said, only strings are taken
    for such fields. ``since`` is the first release that fills the field in.
    """

    def __init__(self, path: str, value: Json, *, zero: bool | None = None, since: str = "") -> None:
        self.text = path.replace("?", "")
        self.value = value
        self.zero = isinstance(value, str) if zero is None else zero
        self.since = Release.parse(since) if since else None
        self._steps = tuple(
            (part.removesuffix("?"), part.endswith("?")) if isinstance(part, str) else (part, True)
            for part in parse(path)
        )

    def fill(self, obj: Json, release: Release) -> Json:
        if self.since and release < self.since:
            return obj
        return self._fill(obj, 0)

    def _fill(self, obj: Json, at: int) -> Json:
        part, optional = self._steps[at]
        if part is EACH:
            return update(obj, (EACH,), lambda item: self._fill(item, at + 1))
        if not isinstance(obj, dict):
            return obj
        old = obj.get(part)
        if at == len(self._steps) - 1:
            if old is not None and not (self.zero and _is_zero(old)):
                return obj
            new = own(self.value)
        else:
            if old is None:
                if optional or self._reaches_items(at):
                    return obj
                old = {}
            new = self._fill(old, at + 1)
            if new is old:
                return obj
        out = obj.copy()
        out[part] = new
        return out

    def _reaches_items(self, at: int) -> bool:
        return any(part is EACH for part, _ in self._steps[at + 1 :])

    def describe(self) -> list[str]:
        return [f"{self.text} is {_word(self.value)} when left out"]


class Derived(Rule):
    """A default worked out from the rest of the object: a selector from the template's labels.

    ``source`` is given the object and returns the value, or MISSING where there is nothing to derive.
    ``says`` tells in words where the value comes from. ``empty`` also replaces an empty value, ``always`` any other.
    ``since`` is the first release that fills the field in.
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
    ) -> None:
        self.text = path
        self.path = keys(path)
        self.source = source
        self.says = says
        self.empty = empty
        self.always = always
        self.since = Release.parse(since) if since else None

    def fill(self, obj: Json, release: Release) -> Json:
        if self.since and release < self.since:
            return obj
        old = get(obj, self.path)
        absent = old is MISSING or old is None or (self.empty and old in ({}, [], "", 0))
        if not absent and not self.always:
            return obj
        value = self.source(obj)
        return obj if value is MISSING or value is old else nested(obj, self.path, own(value))

    def describe(self) -> list[str]:
        return [f"{self.text} is {self.says}{'' if self.always else ' when left out'}"]


def _is_zero(value: Json) -> bool:
    return any(type(value) is type(zero) and value == zero for zero in _ZEROS)


def _word(value: Json) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value)
