"""Structural schemas of CustomResourceDefinitions, on plain dicts that are never changed."""

from kconv.structural.check import check
from kconv.structural.default import default
from kconv.structural.loosen import ANYTHING, keep_unknown, loosen
from kconv.structural.prune import prune
from kconv.structural.repair import repair
from kconv.structural.violation import Repair, Violation
from kconv.structural.vocabulary import nodes

__all__ = [
    "ANYTHING",
    "Repair",
    "Violation",
    "check",
    "default",
    "keep_unknown",
    "loosen",
    "nodes",
    "prune",
    "repair",
]
