"""PodDisruptionBudget: an empty selector selects no pod in policy/v1beta1 and every pod of the namespace in policy/v1.

Kubernetes says each meaning in the other version with a label that no pod carries: "it exists" selects nothing, "it
does not exist" everything. A v1beta1 selector that names the label beside something else loses it on the way.
"""

from __future__ import annotations

from kconv.engine import Kind
from kconv.paths import get
from kconv.rules import Function, Json, Notes
from kconv.values import own, put

LABEL = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match"
SELECTOR = ("spec", "selector")
EMPTY: Json = {}
_NOTHING: tuple[Json, ...] = (None, "", [], {})
NEVER = {"matchExpressions": [{"key": LABEL, "operator": "Exists"}]}
ALWAYS = {"matchExpressions": [{"key": LABEL, "operator": "DoesNotExist"}]}


def _bare(selector: dict[str, Json]) -> Json:
    """The selector without empty members, which make no difference; a label whose value is "" is a demand."""
    demands = selector.get("matchExpressions")
    if isinstance(demands, list):
        selector = selector | {"matchExpressions": [_without_empty(one) for one in demands]}
    return _without_empty(selector)


def _without_empty(value: Json) -> Json:
    return {key: item for key, item in value.items() if item not in _NOTHING} if isinstance(value, dict) else value


def _is_ordinary(selector: Json) -> bool:
    """Whether it requires only labels, as nearly every selector does: that means the same in both versions."""
    return not isinstance(selector, dict) or bool(selector.get("matchLabels") and not selector.get("matchExpressions"))


def _to_hub(obj: Json) -> Json:
    selector = get(obj, SELECTOR)
    if _is_ordinary(selector):
        return obj
    bare = _bare(selector)
    if bare == EMPTY:
        return put(obj, SELECTOR, own(NEVER))
    if bare == ALWAYS:
        return put(obj, SELECTOR, own(EMPTY))
    return _without_label(obj, selector)


def _without_label(obj: Json, selector: dict[str, Json]) -> Json:
    demands = selector.get("matchExpressions")
    if not isinstance(demands, list):
        return obj
    kept = [one for one in demands if not (isinstance(one, dict) and one.get("key") == LABEL)]
    if len(kept) == len(demands):
        return obj
    rest = {key: value for key, value in selector.items() if key != "matchExpressions"}
    return put(obj, SELECTOR, {**rest, "matchExpressions": kept} if kept else rest)


def _from_hub(obj: Json) -> Json:
    selector = get(obj, SELECTOR)
    if _is_ordinary(selector):
        return obj
    bare = _bare(selector)
    if bare == EMPTY:
        return put(obj, SELECTOR, own(ALWAYS))
    return put(obj, SELECTOR, own(EMPTY)) if bare == NEVER else obj


V1BETA1 = [
    Function(
        _to_hub,
        _from_hub,
        says=[
            f"an empty spec.selector selects no pod; in the hub version that is: the label {LABEL} exists",
            f"a spec.selector that excludes the label {LABEL} selects every pod; in the hub version it is empty",
        ],
    ),
    Notes(
        "spec.selector",
        "an empty selector selects every pod in policy/v1 but none in v1beta1: expressed by a label that no pod has",
        kind="info",
        values=[ALWAYS],
    ),
    Notes("spec.selector", "this selects no pod, as in policy/v1", kind="info", values=[EMPTY]),
]
V1 = [
    Notes(
        "spec.selector",
        "the empty selector selected no pod in v1beta1 and would select every pod now: expressed by a "
        "label that no pod has",
        kind="info",
        values=[NEVER],
    ),
    Notes("spec.selector", "this selects every pod of the namespace, as in v1beta1", kind="info", values=[EMPTY]),
]
# A budget without a selector is legal (it selects nothing), and no default depends on what a patch leaves out.
KIND = Kind(
    "PodDisruptionBudget", hub="policy/v1", spokes={"policy/v1": V1, "policy/v1beta1": V1BETA1}, whole=("spec",)
)
