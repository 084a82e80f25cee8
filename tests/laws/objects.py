"""Objects to hold the laws against: Kubernetes' own fuzzed ones, cut, emptied and added to at random.

Real objects lack fields, carry null where a template left a hole, and have fields that their version does not know. A
fuzzer that only fills valid shapes never finds what those do to a converter.
"""

from __future__ import annotations

import copy
import os
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kconv import kinds
from kconv.engine import Kind
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from tests.golden.vectors import golden
from tests.tiers import examples

Json = Any
EXAMPLES = int(os.environ.get("KCONV_EXAMPLES") or examples(25))
LAW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@cache
def sources() -> dict[tuple[str, str], list[Json]]:
    """Kubernetes' fuzzed objects that a server could hold, by (kind, apiVersion)."""
    found: dict[tuple[str, str], dict[str, Json]] = {}
    for pair, answers in golden().items():
        for answer in answers:
            if ":int:" in answer.id:
                found.setdefault((pair.kind, pair.source), {})[answer.id] = answer.source
    return {key: list(objects.values()) for key, objects in found.items()}


@cache
def pool(kind: Kind, version: GroupVersion) -> list[Json]:
    """What to start from. Of a version that no release at hand has, other versions' objects as kconv converts them."""
    found = sources().get((kind.name, str(version)))
    if found is None:
        others = [obj for other in kind.versions for obj in sources().get((kind.name, str(other)), ())]
        found = [BUILT_IN.convert(obj, version, defaults="none", stash=False).object for obj in others]
    return found or [minimal(kind, version)]


def minimal(kind: Kind, version: GroupVersion) -> Json:
    return {"apiVersion": str(version), "kind": kind.name, "metadata": {"name": "x"}, "spec": {}}


def several_versions() -> list[Kind]:
    return [kind for kind in kinds.registered() if len(kind.versions) > 1]


scalars = st.none() | st.booleans() | st.integers(-3, 300) | st.sampled_from(["", "a", "80", "*", "25%"])
json_values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "name", "spec", "kind"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def objects(draw: st.DrawFn, kind: Kind, version: GroupVersion, *, wild: bool = False) -> Json:
    """An object of a kind: a fuzzed one with up to four fields dropped, emptied or added; ``wild`` breaks its shape too."""
    obj = copy.deepcopy(draw(st.sampled_from(pool(kind, version))))
    for _ in range(draw(st.integers(0, 4))):
        _change(draw, obj, wild)
    return obj


def _change(draw: st.DrawFn, obj: Json, wild: bool) -> None:
    holders = [holder for holder in _holders(obj) if holder is not obj]
    if not holders:
        return
    holder = draw(st.sampled_from(holders))
    what = draw(st.sampled_from(["drop", "unknown", "null", "empty", "repeat", "wild" if wild else "drop"]))
    (_change_list if isinstance(holder, list) else _change_map)(draw, holder, what)


def _change_list(draw: st.DrawFn, items: list[Json], what: str) -> None:
    if what == "drop" and items:
        items.pop(draw(st.integers(0, len(items) - 1)))
    elif what == "repeat" and items:
        items.append(copy.deepcopy(items[0]))
    elif what == "wild":
        items.append(draw(json_values))


def _change_map(draw: st.DrawFn, fields: dict[str, Json], what: str) -> None:
    if what == "unknown" or not fields:
        fields["x-unknown"] = draw(scalars)
        return
    key = draw(st.sampled_from(sorted(fields)))
    if what == "drop":
        del fields[key]
    elif what == "null":
        fields[key] = None
    elif what == "empty":
        fields[key] = type(fields[key])() if fields[key] is not None else None
    elif what == "wild":
        fields[key] = draw(json_values)


def _holders(obj: Json) -> list[Json]:
    """Every dict and list below metadata and the rest, but not the maps whose keys are a user's own words."""
    found = [obj]
    for key, value in obj.items() if isinstance(obj, dict) else enumerate(obj):
        if isinstance(value, (dict, list)) and key not in ("labels", "annotations", "matchLabels", "data"):
            found += _holders(value)
    return found
