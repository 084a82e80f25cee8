"""A version may know fewer values of a field than the next: `policy: Never` came after `Always` and `OnFailure`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kconv.paths import MISSING, FieldPath, get, keys, same
from kconv.rules.base import Converts
from kconv.values import Json, discarded, own, put


class KnowsOnly(Converts):
    """The values of a field that the spoke knows: it has ``instead`` in place of any other, or leaves the field out.

    The stash keeps the value. It comes back unless an edit of the spoke gives the field another.
    """

    exact = False
    concerns = ("path",)

    def __init__(self, path: str, values: Sequence[Json], *, instead: Json = MISSING) -> None:
        if isinstance(values, str) or not values:
            raise ValueError(f"KnowsOnly({path!r}, …): values are a list of at least one, such as ['Always']")
        self.path, self.text = keys(path), path
        self.values, self.instead = tuple(values), instead
        self.changes = ((self.path, len(self.path)),)

    def of(self, path: str) -> KnowsOnly:
        """The same for another field."""
        made = self._copy()
        made.path, made.text = keys(path), path
        made.changes = ((made.path, len(made.path)),)
        return made

    def from_hub(self, obj: Json) -> Json:
        value = get(obj, self.path)
        if value is MISSING or self._knows(value):
            return obj
        return discarded(obj, self.path) if self.instead is MISSING else put(obj, self.path, own(self.instead))

    def writes(self) -> Iterator[tuple[FieldPath, Json, bool]]:
        yield self.path, self.instead, False

    def _knows(self, value: Json) -> bool:
        return value is None or any(same(value, known) for known in self.values)

    def describe(self) -> list[str]:
        from kconv.rules.default import word

        known = ", ".join(map(word, self.values))
        return [f"{self.text} is {self._left()} when it is none of {known} in the hub version"]

    def _left(self) -> str:
        """What the spoke has in place of another value, in words."""
        from kconv.rules.default import word

        return "left out" if self.instead is MISSING else word(self.instead)
