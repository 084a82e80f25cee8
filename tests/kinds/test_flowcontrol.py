"""PriorityLevelConfiguration's shares: renamed, 30 when left out, and a zero that only v1 and an annotation can say."""

from __future__ import annotations

from itertools import permutations, product
from operator import attrgetter
from typing import Any

import pytest

from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, Release
from tests.cluster.apiserver import ApiServer
from tests.differential.oracles import Question, oracles
from tests.golden.compare import differences
from tests.kinds.before_after import Case, check, converted, read
from tests.peers import ORACLES, why_skipped

GROUP = "flowcontrol.apiserver.k8s.io"
V1, V1BETA3, V1BETA2, V1BETA1 = (f"{GROUP}/{version}" for version in ("v1", "v1beta3", "v1beta2", "v1beta1"))
ZERO = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares"
MARKED = f"metadata: {{name: batch, annotations: {{{ZERO}: ''}}}}"
BARE = "metadata: {name: batch}"


def level(shares: str = "", metadata: str = BARE) -> str:
    """A limited level in flow style, without its apiVersion."""
    inside = ", ".join(part for part in (shares, "limitResponse: {type: Reject}") if part)
    return f"kind: PriorityLevelConfiguration\n{metadata}\nspec: {{type: Limited, limited: {{{inside}}}}}\n"


def case(name: str, source: str, before: str, to: str, after: str, *told: str, defaults: str = "preserve") -> Case:
    return Case(name, to, f"apiVersion: {source}\n{before}", after, told=told, defaults=defaults)


REWRITES = [
    case(
        "the share has another name",
        V1BETA1,
        level("assuredConcurrencyShares: 5"),
        V1,
        level("nominalConcurrencyShares: 5"),
    ),
    case(
        "and its old one again",
        V1BETA3,
        level("nominalConcurrencyShares: 5"),
        V1BETA2,
        level("assuredConcurrencyShares: 5"),
    ),
    case("left out means 30 in every version", V1BETA2, level(), V1, level()),
    case(
        "null means 30 too",
        V1BETA2,
        level("assuredConcurrencyShares: null"),
        V1,
        level("nominalConcurrencyShares: null"),
    ),
    case(
        "0 meant 30, which v1 has to be told",
        V1BETA2,
        level("assuredConcurrencyShares: 0"),
        V1,
        level("nominalConcurrencyShares: 30"),
        "default: spec.limited.nominalConcurrencyShares: spec.limited.nominalConcurrencyShares: 30",
    ),
    case(
        "0 without the annotation meant 30 in v1beta3",
        V1BETA3,
        level("nominalConcurrencyShares: 0"),
        V1,
        level("nominalConcurrencyShares: 30"),
    ),
    case(
        "0 with it meant 0",
        V1BETA3,
        level("nominalConcurrencyShares: 0", MARKED),
        V1,
        level("nominalConcurrencyShares: 0"),
    ),
    case("and so did none with it", V1BETA3, level(metadata=MARKED), V1, level("nominalConcurrencyShares: 0")),
    case(
        "v1's 0 is written with the annotation",
        V1,
        level("nominalConcurrencyShares: 0"),
        V1BETA3,
        level("nominalConcurrencyShares: 0", MARKED),
        "info: spec.limited.nominalConcurrencyShares: means 0 from 1.29 on",
    ),
    case(
        "v1beta2's 0 is 30 in v1beta3, and leaves no annotation behind",
        V1BETA2,
        level("assuredConcurrencyShares: 0"),
        V1BETA3,
        level("nominalConcurrencyShares: 30"),
    ),
    case(
        "no seat of its own becomes the least where 0 would be 30",
        V1,
        level("nominalConcurrencyShares: 0"),
        V1BETA2,
        level("assuredConcurrencyShares: 1"),
        "repair: spec.limited.assuredConcurrencyShares: 1: this version reads 0 as 30",
    ),
    case(
        "the annotation is refused outside of v1beta3, where it says nothing",
        V1BETA1,
        level("assuredConcurrencyShares: 5", MARKED),
        V1,
        level("nominalConcurrencyShares: 5"),
        "repair: metadata.annotations",
    ),
    case(
        "what an exempt level gives away is another field, and stays",
        V1BETA2,
        f"kind: PriorityLevelConfiguration\n{BARE}\nspec: {{type: Exempt, exempt: {{nominalConcurrencyShares: 0}}}}\n",
        V1,
        f"kind: PriorityLevelConfiguration\n{BARE}\nspec: {{type: Exempt, exempt: {{nominalConcurrencyShares: 0}}}}\n",
    ),
    case(
        "a patch of a level gets its new name and no default",
        V1BETA2,
        f"kind: PriorityLevelConfiguration\n{BARE}\nspec: {{limited: {{assuredConcurrencyShares: 5}}}}\n",
        V1,
        f"kind: PriorityLevelConfiguration\n{BARE}\nspec: {{limited: {{nominalConcurrencyShares: 5}}}}\n",
    ),
]
FILLED = [
    case(
        "a patch of a level gets none",
        V1BETA2,
        f"kind: PriorityLevelConfiguration\n{BARE}\nspec: {{limited: {{borrowingLimitPercent: 5}}}}\n",
        V1,
        f"kind: PriorityLevelConfiguration\n{BARE}\nspec: {{limited: {{borrowingLimitPercent: 5}}}}\n",
        defaults="all",
    ),
    case(
        "every default of a level with queues",
        V1BETA2,
        f"kind: PriorityLevelConfiguration\n{BARE}\n"
        "spec: {type: Limited, limited: {limitResponse: {type: Queue, queuing: {handSize: 0}}}}",
        V1,
        f"kind: PriorityLevelConfiguration\n{BARE}\n"
        "spec: {type: Limited, limited: {nominalConcurrencyShares: 30, lendablePercent: 0, limitResponse: "
        "{type: Queue, queuing: {handSize: 8, queues: 64, queueLengthLimit: 50}}}}",
        defaults="all",
    ),
    case(
        "every default of an exempt level",
        V1BETA3,
        f"kind: PriorityLevelConfiguration\n{BARE}\nspec: {{type: Exempt, exempt: {{}}}}",
        V1,
        f"kind: PriorityLevelConfiguration\n{BARE}\n"
        "spec: {type: Exempt, exempt: {nominalConcurrencyShares: 0, lendablePercent: 0}}",
        defaults="all",
    ),
    case(
        "a schema's precedence",
        V1BETA2,
        f"kind: FlowSchema\n{BARE}\nspec: {{priorityLevelConfiguration: {{name: batch}}}}",
        V1,
        f"kind: FlowSchema\n{BARE}\nspec: {{priorityLevelConfiguration: {{name: batch}}, matchingPrecedence: 1000}}",
        defaults="all",
    ),
]


@pytest.mark.parametrize("case", [*REWRITES, *FILLED], ids=attrgetter("name"))
def test_a_level_keeps_its_share(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_a_level_comes_back_as_it_was_said(case: Case) -> None:
    before = read(case.before)
    there = BUILT_IN.convert(before, GroupVersion.parse(case.to), defaults="none").object
    assert BUILT_IN.convert(there, GroupVersion.parse(before["apiVersion"]), defaults="none").object == before


@pytest.mark.parametrize(("release", "lends"), [(25, False), (26, True)], ids=["1.25", "1.26"])
def test_a_level_lends_seats_only_where_the_release_has_the_field(release: int, lends: bool) -> None:
    before = read(f"apiVersion: {V1BETA1}\n{level('assuredConcurrencyShares: 5')}")
    result = BUILT_IN.convert(before, GroupVersion.parse(V1BETA2), defaults="all", release=Release(release))
    assert ("lendablePercent" in result.object["spec"]["limited"]) == lends


def test_comments_know_the_new_name_of_the_share() -> None:
    (move,) = converted(REWRITES[0]).moves
    assert [path[-1] for path in move] == ["assuredConcurrencyShares", "nominalConcurrencyShares"]


@pytest.mark.cluster
@pytest.mark.parametrize(
    "case",
    [case for case in [*REWRITES, *FILLED] if case.to == V1 and "patch" not in case.name],
    ids=attrgetter("name"),
)
def test_a_real_server_takes_what_is_written(case: Case, apiserver: ApiServer) -> None:
    obj = converted(case).object
    if obj["spec"].get("type") == "Exempt":
        obj = {**obj, "metadata": {"name": "exempt"}}
    assert apiserver.accept(obj) is None


@pytest.mark.cluster
def test_a_real_server_refuses_the_annotation_in_v1(apiserver: ApiServer) -> None:
    refusal = apiserver.accept(read(f"apiVersion: {V1}\n{level('nominalConcurrencyShares: 0', MARKED)}"))
    assert refusal is not None
    assert refusal.fields == ("metadata.annotations",)


def _levels() -> list[dict[str, Any]]:
    """Every share that a limited level can have, beside every annotation."""
    found = []
    annotations = (None, {}, {ZERO: ""}, {ZERO: "x", "a": "b"}, {"a": "b"})
    for version, shares, notes in product((V1, V1BETA3, V1BETA2, V1BETA1), ("absent", None, 0, 1, 30), annotations):
        obj = read(f"apiVersion: {version}\n{level()}")
        if notes is not None:
            obj["metadata"]["annotations"] = notes
        if shares != "absent":
            name = "nominalConcurrencyShares" if version in (V1, V1BETA3) else "assuredConcurrencyShares"
            obj["spec"]["limited"][name] = shares
        found.append(obj)
    return found


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("source", "target"),
    list(permutations((V1, V1BETA3, V1BETA2, V1BETA1), 2)),
    ids=lambda version: version.rpartition("/")[2],
)
def test_every_share_and_annotation_comes_out_as_kubernetes_own_code_has_it(source: str, target: str) -> None:
    """The fuzzers never fill in a zero or this annotation. A share that Go cannot leave out is asked with defaults only."""
    reason = why_skipped(ORACLES, "oracle")
    if reason:
        pytest.skip(reason)
    objects = [obj for obj in _levels() if obj["apiVersion"] == source]
    given = [obj for obj in objects if any(isinstance(part, int) for part in obj["spec"]["limited"].values())]
    for defaults, asked in ((True, objects), (False, given)):
        answers = oracles()[0].convert([Question(obj, target, defaults) for obj in asked])
        for obj, expected in zip(asked, answers, strict=True):
            result = BUILT_IN.convert(obj, GroupVersion.parse(target), defaults="all" if defaults else "none").object
            assert not differences(obj, expected, result), obj
