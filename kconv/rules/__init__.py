"""The vocabulary in which a kind's history is written: one declared, two-way difference a rule.

Rules are data. Each knows how to carry an object to the hub's shape and back, which fields move where, and how to
say it in words; text, comments, `kconv explain` and the proofs all follow from that.

They are imported when first used: a conversion needs those of one kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.rules.annotated import Annotated
    from kconv.rules.at import At
    from kconv.rules.base import Answers, Converts, Demands, Fills, Part, Rule, Settled, of_sort, parts, plainly
    from kconv.rules.bytype import ByType
    from kconv.rules.cases import Cases
    from kconv.rules.decision import Decision
    from kconv.rules.default import Default, Derived
    from kconv.rules.function import Function
    from kconv.rules.gone import Dropped, Gone, Kept
    from kconv.rules.items import Items
    from kconv.rules.keyed import Keyed
    from kconv.rules.lacks import Lacks
    from kconv.rules.move import Move
    from kconv.rules.settle import Notes, Repair, Requires
    from kconv.rules.split import Split
    from kconv.rules.turn import Turn
    from kconv.rules.values import Values
    from kconv.rules.when import When
    from kconv.rules.wrap import Wrap
    from kconv.values import Json

__all__ = [
    "Annotated",
    "Answers",
    "At",
    "ByType",
    "Cases",
    "Converts",
    "Decision",
    "Default",
    "Demands",
    "Derived",
    "Dropped",
    "Fills",
    "Function",
    "Gone",
    "Items",
    "Json",
    "Kept",
    "Keyed",
    "Lacks",
    "Move",
    "Notes",
    "Part",
    "Repair",
    "Requires",
    "Rule",
    "Settled",
    "Split",
    "Turn",
    "Values",
    "When",
    "Wrap",
    "of_sort",
    "parts",
    "plainly",
]
_PLACES = {
    "Annotated": "kconv.rules.annotated",
    "Answers": "kconv.rules.base",
    "At": "kconv.rules.at",
    "ByType": "kconv.rules.bytype",
    "Cases": "kconv.rules.cases",
    "Converts": "kconv.rules.base",
    "Decision": "kconv.rules.decision",
    "Default": "kconv.rules.default",
    "Demands": "kconv.rules.base",
    "Derived": "kconv.rules.default",
    "Dropped": "kconv.rules.gone",
    "Fills": "kconv.rules.base",
    "Function": "kconv.rules.function",
    "Gone": "kconv.rules.gone",
    "Items": "kconv.rules.items",
    "Json": "kconv.values",
    "Kept": "kconv.rules.gone",
    "Keyed": "kconv.rules.keyed",
    "Lacks": "kconv.rules.lacks",
    "Move": "kconv.rules.move",
    "Notes": "kconv.rules.settle",
    "Part": "kconv.rules.base",
    "Repair": "kconv.rules.settle",
    "Requires": "kconv.rules.settle",
    "Rule": "kconv.rules.base",
    "Settled": "kconv.rules.base",
    "Split": "kconv.rules.split",
    "Turn": "kconv.rules.turn",
    "Values": "kconv.rules.values",
    "When": "kconv.rules.when",
    "Wrap": "kconv.rules.wrap",
    "of_sort": "kconv.rules.base",
    "parts": "kconv.rules.base",
    "plainly": "kconv.rules.base",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_PLACES[name]), name)
    return found
