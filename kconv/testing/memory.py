"""Four laws try every leaf of a schema: each of these objects is converted once, and all of them judge the same answer.

A webhook answers in a tenth of a millisecond, and to ask it costs most of what a check costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

Json = Any
_OWN: Final = 0
_ANSWER: Final = 1


class Memory:
    """What a converter made of the objects of the sweep, and of its answers. Other objects are converted each time."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Json, int]] = {}
        self._known: dict[tuple[int, str, str], Json] = {}

    def keep(self, obj: Json) -> Json:
        """Remember what becomes of this very object, which nobody changes from now on."""
        self._kept.setdefault(id(obj), (obj, _OWN))
        return obj

    def once(self, obj: Json, version: str, what: str, make: Callable[[], Json], refused: type[Exception]) -> Json:
        """What ``make`` returns or raises, and the same the next time. Raises what it raises."""
        kept = self._kept.get(id(obj))
        if kept is None:
            return make()
        at = (id(obj), version, what)
        if at not in self._known:
            try:
                self._known[at] = make()
            except refused as error:
                self._known[at] = error
            else:
                if kept[1] == _OWN:
                    self._kept.setdefault(id(self._known[at]), (self._known[at], _ANSWER))
        found = self._known[at]
        if isinstance(found, refused):
            raise found
        return found
