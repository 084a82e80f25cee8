"""The vocabulary in which a kind's history is written: one declared, two-way difference a rule.

Rules are data. Each knows how to carry an object to the hub's shape and back, which fields move where, and how to
say it in words; text, comments, `kconv explain` and the proofs all follow from that.
"""

from kconv.rules.annotated import Annotated
from kconv.rules.at import At, When
from kconv.rules.base import Answers, Json, Rule, Settled
from kconv.rules.bytype import ByType
from kconv.rules.decision import Decision
from kconv.rules.default import Default, Derived
from kconv.rules.function import Function
from kconv.rules.lacks import Lacks
from kconv.rules.move import Move
from kconv.rules.settle import Repair, Requires, Tells
from kconv.rules.values import Values

__all__ = [
    "Annotated",
    "Answers",
    "At",
    "ByType",
    "Decision",
    "Default",
    "Derived",
    "Function",
    "Json",
    "Lacks",
    "Move",
    "Repair",
    "Requires",
    "Rule",
    "Settled",
    "Tells",
    "Values",
    "When",
]
