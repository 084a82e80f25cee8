"""Every question that kconv can ask is declared with its rule, and collected here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kconv.engine import LOSS, Kind
from kconv.kinds import registered
from kconv.records import NamedTuple
from kconv.rules import Decision, Demands, of_sort


class Declared(NamedTuple):
    """A decision and the names of the kinds that ask it; none if any kind may."""

    decision: Decision
    kinds: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def declared() -> dict[str, Declared]:
    """All decisions by name. Raises ValueError where two different ones have the same name."""
    found = {LOSS.name: Declared(LOSS)}
    for kind in registered():
        for decision in _asked(kind):
            known = found.setdefault(decision.name, Declared(decision))
            if known.decision is not decision:
                raise ValueError(f"{kind.name} declares another {decision.name}")
            found[decision.name] = Declared(decision, tuple(dict.fromkeys((*known.kinds, kind.name))))
    return dict(sorted(found.items()))


def _asked(kind: Kind) -> Iterator[Decision]:
    for version in kind.versions:
        for part in of_sort(kind.parts(version), Demands):
            yield from part.rule.decisions
