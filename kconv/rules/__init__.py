"""The vocabulary in which a kind's history is written: one declared, two-way difference a rule.

Rules are data. Each knows how to carry an object to the hub's shape and back, which fields move where, and how to
say it in words; text, comments, `kconv explain` and the proofs all follow from that.

They are imported when first used: a conversion needs those of one kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.paths import MISSING
    from kconv.rules.annotation import Annotation
    from kconv.rules.at import At
    from kconv.rules.base import Answers, Converts, Demands, Fills, Part, Rule, Settled, of_sort, parts, plainly
    from kconv.rules.bytype import ByType
    from kconv.rules.cases import Cases
    from kconv.rules.decision import Decision
    from kconv.rules.default import Default, Derived
    from kconv.rules.former import Former
    from kconv.rules.function import Function
    from kconv.rules.gone import Dropped, Gone, Kept
    from kconv.rules.implied import Implied
    from kconv.rules.inverse import Inverse
    from kconv.rules.items import Items
    from kconv.rules.keyed import Keyed
    from kconv.rules.knows_only import KnowsOnly
    from kconv.rules.lacks import Lacks
    from kconv.rules.matching import PRESENT, SAME
    from kconv.rules.move import Move
    from kconv.rules.settle import Notes, Repair, Requires
    from kconv.rules.split import Split
    from kconv.rules.turn import Turn
    from kconv.rules.values import Values
    from kconv.rules.when import When
    from kconv.rules.wrap import Wrap
    from kconv.values import Json

__all__ = [
    "MISSING",
    "PRESENT",
    "SAME",
    "Annotation",
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
    "Former",
    "Function",
    "Gone",
    "Implied",
    "Inverse",
    "Items",
    "Json",
    "Kept",
    "Keyed",
    "KnowsOnly",
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
    "Annotation": "annotation",
    "Answers": "base",
    "At": "at",
    "ByType": "bytype",
    "Cases": "cases",
    "Converts": "base",
    "Decision": "decision",
    "Default": "default",
    "Demands": "base",
    "Derived": "default",
    "Dropped": "gone",
    "Fills": "base",
    "Former": "former",
    "Function": "function",
    "Gone": "gone",
    "Implied": "implied",
    "Inverse": "inverse",
    "Items": "items",
    "Json": ".values",
    "Kept": "gone",
    "Keyed": "keyed",
    "KnowsOnly": "knows_only",
    "Lacks": "lacks",
    "MISSING": ".paths",
    "Move": "move",
    "Notes": "settle",
    "PRESENT": "matching",
    "Part": "base",
    "Repair": "settle",
    "Requires": "settle",
    "Rule": "base",
    "SAME": "matching",
    "Settled": "base",
    "Split": "split",
    "Turn": "turn",
    "Values": "values",
    "When": "when",
    "Wrap": "wrap",
    "of_sort": "base",
    "parts": "base",
    "plainly": "base",
}


def __getattr__(name: str) -> object:
    from kconv.exports import exported

    return exported(__name__, _PLACES, name)
