"""The last resort: a difference that no other rule can say, as a pair of functions that declare their moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kconv.rules.base import Json, Rule


class Function(Rule):
    """A pair of pure functions. Like every rule they return what they were given where nothing applies."""

    def __init__(
        self,
        to_hub: Callable[[Json], Json],
        from_hub: Callable[[Json], Json],
        *,
        moves: Sequence[tuple[str, str]] = (),
        says: Sequence[str],
        exact: bool = False,
    ) -> None:
        self._to_hub = to_hub
        self._from_hub = from_hub
        self.moves = tuple(moves)
        self.says = list(says)
        self.exact = exact

    def to_hub(self, obj: Json) -> Json:
        return self._to_hub(obj)

    def from_hub(self, obj: Json) -> Json:
        return self._from_hub(obj)

    def describe(self) -> list[str]:
        return self.says
