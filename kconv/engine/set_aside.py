"""A rule's functions are its author's, and an object's values are anyone's: what a function raises must not stop the
conversion of an object that a server holds already.
"""

from __future__ import annotations

from collections.abc import Callable

from kconv.paths import FieldPath, parse
from kconv.rules import Converts, Json
from kconv.rules.gone import discarded


def setting_aside(rule: Converts, convert: Callable[[Json], Json], *, back: bool) -> Callable[[Json], Json]:
    """A rule's conversion that leaves out what it raises for: the fields that it moves, else all that it reads."""
    places = [_keys(parse(pair[back])) for pair in rule.moves] or [_keys(path) for path, _ in rule.changes]
    places = [place for place in dict.fromkeys(places) if place]

    def total(obj: Json) -> Json:
        try:
            return convert(obj)
        except Exception:  # whatever it is
            for place in places:
                obj = discarded(obj, place)
            return obj

    return total


def _keys(path: FieldPath) -> FieldPath:
    """A path up to the first list or map on it whose items a rule goes through."""
    return path[: next((at for at, part in enumerate(path) if not isinstance(part, str)), len(path))]
