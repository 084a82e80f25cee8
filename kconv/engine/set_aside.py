"""A rule's functions are its author's, and an object's values are anyone's: what a function raises must not stop the
conversion of an object that a server holds already.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from kconv.engine.compiled.narrow import Convert, Doubts, WholeNeededError, idling
from kconv.paths import FieldPath, parse
from kconv.rules import Converts, Json, Part
from kconv.values import discarded, update


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


def setting_aside(rule: Converts, narrow: Converts, *, back: bool, may_doubt: bool = True) -> Convert:
    """A rule's conversion, which leaves out what it raises for; ``narrow`` is the rule for the object that it gets.

    ``doubts`` gets each rule that raises, and the first whose result is not all, if it ``may_doubt``.
    """
    convert, idle, is_whole = narrow.from_hub if back else narrow.to_hub, idling(narrow), narrow is rule
    undone, raised = narrow.undone, Raised(rule, back)

    def single(obj: Json, doubts: Doubts) -> Json:
        if idle(obj):
            return obj
        try:
            new = convert(obj)
        except Exception:  # whatever it is
            if not is_whole:
                raise WholeNeededError from None
            if doubts is not None:
                doubts.append(raised)
            return _without(obj, raised.places)
        if not new and not is_whole:
            raise WholeNeededError
        if may_doubt and doubts is not None and not doubts:
            try:
                if not undone(obj, new, back=back):
                    doubts.append(rule)
            except Exception:  # the way back raises
                doubts.append(rule)
        return new

    return single


def doubting(parts: Sequence[Part[Converts]], obj: Json, *, back: bool) -> list[Converts]:
    """All rules, in turn, whose result is not all of what they got."""
    found: list[Converts] = []
    for part in reversed(parts) if back else parts:
        single = setting_aside(part.rule, part.rule, back=back)

        def there(each: Json, single: Convert = single) -> Json:
            mine: list[Converts] = []
            new = single(each, mine) if isinstance(each, dict) else each
            found.extend(mine)
            return new

        obj = update(obj, part.path, there)
    return found


def _without(obj: Json, places: list[FieldPath]) -> Json:
    for place in places:
        obj = discarded(obj, place)
    return obj


def _keys(path: FieldPath) -> FieldPath:
    """A path up to the first list or map on it whose items a rule goes through."""
    return path[: next((at for at, part in enumerate(path) if not isinstance(part, str)), len(path))]
