"""Job: extensions/v1beta1 selected pods by the manifest or the template's labels; batch/v1 makes its own selector.

`autoSelector` asked for what batch/v1 does unless `manualSelector` is set. Served until 1.5, so no available Kubernetes
code converts it; taken from the API types and the conversion of that release.
"""

from __future__ import annotations

from kconv.engine import Kind
from kconv.kinds.apps._workload import FROM_LABELS
from kconv.kinds.batch._job import job_spec, whole
from kconv.paths import MISSING, get
from kconv.rules import Default, Derived, Json, Move, Rule, Values, When

UNLIMITED = 2**31 - 1


def _once(obj: Json) -> Json:
    return 1 if get(obj, ("spec", "parallelism")) in (MISSING, None) else MISSING


def _retries(obj: Json) -> Json:
    return 6 if get(obj, ("spec", "backoffLimitPerIndex")) in (MISSING, None) else UNLIMITED


def _replacement(obj: Json) -> Json:
    return "TerminatingOrFailed" if get(obj, ("spec", "podFailurePolicy")) in (MISSING, None) else "Failed"


SELECTOR, LABELS = FROM_LABELS
SHARED: list[Rule] = [
    LABELS,
    Derived("spec.completions", _once, says="1 when parallelism is left out too,", reads=["spec.parallelism"]),
    Default("spec.parallelism", 1),
    *job_spec("spec"),
]
V1: list[Rule] = [
    *SHARED,
    Derived("spec.backoffLimit", _retries, says=f"6, or {UNLIMITED} where backoffLimitPerIndex is set,"),
    Default("spec.completionMode", "NonIndexed", zero=False, since="1.22"),
    Default("spec.suspend", False, since="1.22"),
    Derived(
        "spec.podReplacementPolicy",
        _replacement,
        says="Failed with a podFailurePolicy, else TerminatingOrFailed,",
        since="1.29",
    ),
    Default("spec.manualSelector", False, since="1.29"),
]
V1BETA1: list[Rule] = [
    Values("spec.autoSelector", [(True, False), (False, True)], says="spec.autoSelector has the opposite value"),
    Move("spec.autoSelector", "spec.manualSelector"),
    Default("spec.autoSelector", False),
    When("spec.autoSelector", [False], [SELECTOR]),
    *SHARED,
]
KIND = Kind(
    "Job",
    hub="batch/v1",
    spokes={"batch/v1": V1, "extensions/v1beta1": V1BETA1},
    whole=whole("spec"),
    unproven=frozenset({"extensions/v1beta1"}),
)
