"""A rule's functions are its author's, and an object's values are anyone's: what a function raises must not stop the
conversion of an object that a server holds already.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from kconv.paths import FieldPath, parse
from kconv.rules import Converts, Json
from kconv.values import discarded


class Raised(Converts):
    """A doubt of a rule that has raised, on the way to the hub or ``back``."""

    def __init__(self, rule: Converts, back: bool) -> None:
        self.rule, self.back = rule, back

    @cached_property
    def places(self) -> list[FieldPath]:
        """The fields that the rule moves, else all that it reads; none if that may be anything."""
        moved = [_keys(parse(pair[self.back])) for pair in self.rule.moves]
        found = moved or [_keys(path) for path, _ in self.rule.changes]
        return [place for place in dict.fromkeys(found) if place]


def setting_aside(rule: Converts, *, back: bool) -> Callable[[Json, list[Converts] | None], Json]:
    """A rule's conversion, which leaves out what it raises for. ``doubts`` gets the rule if its result is not all."""
    convert, raised = rule.from_hub if back else rule.to_hub, Raised(rule, back)

    def single(obj: Json, doubts: list[Converts] | None) -> Json:
        try:
            new = convert(obj)
        except Exception:  # whatever it is
            if doubts is not None:
                doubts.append(raised)
            return _without(obj, raised.places)
        if doubts is not None and not _is_undone(rule, obj, new, back):
            doubts.append(rule)
        return new

    return single


def _without(obj: Json, places: list[FieldPath]) -> Json:
    for place in places:
        obj = discarded(obj, place)
    return obj


def _is_undone(rule: Converts, obj: Json, new: Json, back: bool) -> bool:
    try:
        return rule.undone(obj, new, back=back)
    except Exception:  # the way back raises
        return False


def _keys(path: FieldPath) -> FieldPath:
    """A path up to the first list or map on it whose items a rule goes through."""
    return path[: next((at for at, part in enumerate(path) if not isinstance(part, str)), len(path))]
