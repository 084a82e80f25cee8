"""Where two objects differ, in words: both paths of the place, the version's own and the hub's, and the rules there.

deepdiff finds the places; it is imported only when there is a failure to explain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from kconv.engine import Kind
from kconv.engine.moves import carried
from kconv.engine.route import leg
from kconv.names import GroupVersion
from kconv.paths import MISSING, FieldPath, get, meet, pattern, show
from kconv.testing.governed import sentences, single
from kconv.testing.laws.base import Breach
from kconv.testing.subject import Subject

_SHOWN: Final = 120
_MOST: Final = 12
_RULES: Final = 4


@dataclass(frozen=True)
class Mismatch:
    """One place in which an object is not what it should be.

    ``path`` leads to it in the version, ``hub`` in the hub where that is another, ``wanted`` and ``got`` are what
    should stand there and what does; MISSING for nothing. ``rules`` are the sentences of those that touch the place.
    """

    path: FieldPath
    wanted: Any
    got: Any
    hub: FieldPath | None = None
    rules: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = show(self.path) or "the object"
        also = f" (in the hub {show(self.hub)})" if self.hub is not None else ""
        text = f"{place}{also}: {self._said()}"
        rules = [*self.rules[:_RULES], *([f"{len(self.rules) - _RULES} more"] if len(self.rules) > _RULES else [])]
        return text + "".join(f"\n    touched by: {rule}" for rule in rules)

    def _said(self) -> str:
        if self.got is MISSING:
            return f"{_text(self.wanted)} is gone"
        if self.wanted is MISSING:
            return f"{_text(self.got)} was added, and there was nothing"
        return f"was {_text(self.wanted)}, is {_text(self.got)}"


def mismatches(subject: Subject, breach: Breach) -> Iterator[Mismatch]:
    """The places in which a breach's two objects differ, the first few of them."""
    if breach.wanted is None and breach.got is None:
        return
    places = sorted(_places(breach.wanted, breach.got), key=lambda path: [str(part) for part in path])
    for path in places[:_MOST]:
        hub = in_hub(subject.rules, breach.version, path) if subject.rules else None
        rules = tuple(touching(subject.rules, breach.version, path)) if subject.rules else ()
        yield Mismatch(path, get(breach.wanted, path), get(breach.got, path), hub if hub != path else None, rules)


def _places(wanted: Any, got: Any) -> set[FieldPath]:
    from deepdiff import DeepDiff

    found = DeepDiff(wanted, got, view="tree", ignore_order=False, verbose_level=2, threshold_to_diff_deeper=0)
    return {tuple(each.path(output_format="list")) for level in found.values() for each in level}


def touching(kind: Kind, version: str, path: FieldPath) -> list[str]:
    """What the rules of a version say that read or write at a path, or above or below it."""
    place = pattern(path)
    touched = (
        part
        for part in leg(kind, GroupVersion.parse(version)).converting
        if any(meet(part.path + changed, place) for changed, _ in part.rule.changes)
    )
    return list(dict.fromkeys(line for part in touched for line in sentences(part, place)))


def converting(kind: Kind, version: str, path: FieldPath) -> list[str]:
    """What the rules of a version say that convert the very field at a path."""
    place = pattern(path)
    parts = (each for part in leg(kind, GroupVersion.parse(version)).converting for each in single(part))
    about = (part for part in parts if place in part.below(changed for changed, _ in part.rule.changes))
    return list(dict.fromkeys(line for part in about for line in part.describe()))


def in_hub(kind: Kind, version: str, path: FieldPath) -> FieldPath:
    """The path in the hub of a field of a version."""
    pairs = leg(kind, GroupVersion.parse(version)).moves
    return carried(pattern(path), pairs)[0] if pairs else path


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
