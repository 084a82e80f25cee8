"""LeaseCandidate: v1alpha1 had a list of strategies for electing the leader, v1alpha2 and v1beta1 have one.

In the list the first supersedes the others, so the first is kept. 1.31 alone had v1alpha1, and its successors require a
strategy and a version of the binary, which it did not (ValidateLeaseCandidateSpec of 1.31 and 1.37).
"""

from __future__ import annotations

import re

from kconv.engine import Kind
from kconv.paths import MISSING, get
from kconv.rules import Decision, Function, Json, Lacks, Requires, Rule
from kconv.rules.move import without
from kconv.values import nested

GROUP = "coordination.k8s.io"
_LIST = ("spec", "preferredStrategies")
_ONE = ("spec", "strategy")
# The server reads semantic versions (semver.org, of which these are the parts), and names as those of labels.
_SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?", re.ASCII)
_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_QUALIFIED = re.compile(rf"{_LABEL}(\.{_LABEL})*/[A-Za-z0-9]([A-Za-z0-9._-]{{0,61}}[A-Za-z0-9])?")
STRATEGY = Decision(
    "leasecandidate.strategy",
    "A LeaseCandidate without a strategy, which v1alpha2 and v1beta1 require.",
    text="`OldestEmulationVersion`, the one that Kubernetes defines, or one of your own with a prefix",
    fits=lambda answer: answer == "OldestEmulationVersion" or _QUALIFIED.fullmatch(answer) is not None,
)
BINARY = Decision(
    "leasecandidate.binaryVersion",
    "A LeaseCandidate without the version of its binary, which v1alpha2 and v1beta1 require.",
    text="a semantic version without a leading v, such as `1.32.0`",
    fits=lambda answer: _SEMVER.fullmatch(answer) is not None,
)


def _first(obj: Json) -> Json:
    """The list's first strategy in its own field, and the others left behind it."""
    listed = get(obj, _LIST)
    if listed is MISSING or get(obj, _ONE) is not MISSING or not (listed is None or isinstance(listed, list)):
        return obj
    rest = without(obj, _LIST) if not listed or len(listed) == 1 else nested(obj, _LIST, listed[1:])
    if "spec" not in rest:
        rest = {**rest, "spec": {}}
    return nested(rest, _ONE, listed[0]) if listed else rest


def _listed(obj: Json) -> Json:
    one, others = get(obj, _ONE), get(obj, _LIST)
    if one is MISSING and isinstance(others, list):
        # The others without the removed first one supersede nothing, and their list was present.
        return {**obj, "spec": {key: value for key, value in obj["spec"].items() if key != _LIST[1]}}
    if one is MISSING or not (others in (MISSING, None) or isinstance(others, list)):
        return obj
    return nested(without(obj, _ONE), _LIST, [one, *(others if isinstance(others, list) else ())])


V1ALPHA1: list[Rule] = [
    Function(
        _first,
        _listed,
        moves=[("spec.preferredStrategies", "spec.strategy")],
        makes=["spec.strategy"],
        says=["spec.strategy is the first of spec.preferredStrategies"],
    )
]
LATER: list[Rule] = [
    Lacks("spec.preferredStrategies"),
    Requires("spec.strategy", STRATEGY, why="the server requires a strategy"),
    Requires("spec.binaryVersion", BINARY, why="the server requires the version of the binary"),
]
KIND = Kind(
    "LeaseCandidate",
    hub=f"{GROUP}/v1beta1",
    spokes={f"{GROUP}/v1beta1": LATER, f"{GROUP}/v1alpha2": LATER, f"{GROUP}/v1alpha1": V1ALPHA1},
    whole=("spec.leaseName",),
    unproven=frozenset({f"{GROUP}/v1alpha1"}),
)
