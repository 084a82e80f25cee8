"""LeaseCandidate: a list of strategies became one, and more was required than 1.31 wanted."""

from __future__ import annotations

from operator import attrgetter

import pytest

from kconv.kinds.coordination.leasecandidate import BINARY, STRATEGY
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from tests.cluster.apiserver import ApiServer
from tests.kinds.before_after import Case, check, converted, read

V1ALPHA1, V1ALPHA2, V1BETA1 = (f"coordination.k8s.io/{version}" for version in ("v1alpha1", "v1alpha2", "v1beta1"))
OLDEST = "OldestEmulationVersion"
BINARIES = "binaryVersion: 1.31.0, emulationVersion: 1.31.0"


def case(
    name: str, before: str, after: str, *asks: str, source: str = V1ALPHA1, to: str = V1BETA1, **decide: str
) -> Case:
    """The fields of a candidate's spec besides the lease, in flow style."""
    decisions = {f"leasecandidate.{key}": value for key, value in decide.items()}

    def candidate(inside: str) -> str:
        return f"kind: LeaseCandidate\nmetadata: {{name: a}}\nspec: {{leaseName: kcm, {inside}}}\n"

    return Case(name, to, f"apiVersion: {source}\n{candidate(before)}", candidate(after), decisions, asks=asks)


REWRITES = [
    case("one strategy", f"{BINARIES}, preferredStrategies: [{OLDEST}]", f"{BINARIES}, strategy: {OLDEST}"),
    case(
        "one strategy of v1alpha2",
        f"{BINARIES}, preferredStrategies: [a.b/c]",
        f"{BINARIES}, strategy: a.b/c",
        to=V1ALPHA2,
    ),
    case(
        "back into the list",
        f"{BINARIES}, strategy: {OLDEST}",
        f"{BINARIES}, preferredStrategies: [{OLDEST}]",
        source=V1BETA1,
        to=V1ALPHA1,
    ),
    case(
        "the others of a list have no place",
        f"{BINARIES}, preferredStrategies: [{OLDEST}, a.b/c]",
        f"{BINARIES}, strategy: {OLDEST}",
        "loss spec.preferredStrategies",
    ),
    case("no strategy", f"{BINARIES}, preferredStrategies: []", BINARIES, "leasecandidate.strategy spec.strategy"),
    case("null for none", f"{BINARIES}, preferredStrategies: null", BINARIES, "leasecandidate.strategy spec.strategy"),
    case("a decided strategy", BINARIES, f"{BINARIES}, strategy: {OLDEST}", strategy=OLDEST),
    case(
        "no version",
        "preferredStrategies: [a.b/c]",
        "strategy: a.b/c",
        "leasecandidate.binaryVersion spec.binaryVersion",
    ),
    case(
        "a decided version",
        "preferredStrategies: [a.b/c]",
        "strategy: a.b/c, binaryVersion: 1.31.0",
        binaryVersion="1.31.0",
    ),
    case(
        "the two later versions are one",
        f"{BINARIES}, strategy: {OLDEST}",
        f"{BINARIES}, strategy: {OLDEST}",
        source=V1ALPHA2,
    ),
]


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_a_candidate_keeps_its_strategy(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_a_candidate_comes_back_with_its_whole_list(case: Case) -> None:
    before = read(case.before)
    there = BUILT_IN.convert(before, GroupVersion.parse(case.to), defaults="none").object
    assert BUILT_IN.convert(there, GroupVersion.parse(before["apiVersion"]), defaults="none").object == before


@pytest.mark.cluster
@pytest.mark.parametrize("case", [case for case in REWRITES if case.to != V1ALPHA1], ids=attrgetter("name"))
def test_a_real_server_takes_what_needs_no_decision_and_refuses_the_rest(case: Case, apiserver: ApiServer) -> None:
    result = converted(case)
    open_demands = [question for question in result.questions if question.name != "loss"]
    refusal = apiserver.accept(result.object)
    assert (() if refusal is None else refusal.fields) == tuple(question.path for question in open_demands)


def test_an_edited_strategy_stays_and_the_others_come_back_behind_it() -> None:
    before = read(REWRITES[3].before)
    there = BUILT_IN.convert(before, GroupVersion.parse(V1BETA1), defaults="none").object
    there["spec"]["strategy"] = "mine.example.com/x"
    back = BUILT_IN.convert(there, GroupVersion.parse(V1ALPHA1), defaults="none").object
    assert back["spec"]["preferredStrategies"] == ["mine.example.com/x", "a.b/c"]


def test_a_specification_that_was_emptied_stays_there_empty() -> None:
    before = read(REWRITES[3].before)
    there = BUILT_IN.convert(before, GroupVersion.parse(V1BETA1), defaults="none").object
    there["spec"] = {}
    assert BUILT_IN.convert(there, GroupVersion.parse(V1ALPHA1), defaults="none").object["spec"] == {}


def test_comments_follow_the_strategy() -> None:
    ((old, new),) = converted(REWRITES[0]).moves
    assert (old[-1], new[-1]) == ("preferredStrategies", "strategy")


@pytest.mark.parametrize(
    ("answer", "taken"),
    [(OLDEST, True), ("example.com/mine", True), ("a/b", True), ("Newest", False), ("", False), ("a..b/c", False)],
)
def test_a_strategy_is_one_that_the_server_takes(answer: str, taken: bool) -> None:
    assert STRATEGY.takes(answer) == taken


@pytest.mark.parametrize(
    ("answer", "taken"),
    [("1.32.0", True), ("1.33.0-alpha.1+x", True), ("v1.32.0", False), ("1.32", False), ("01.2.3", False)],
)
def test_a_version_of_the_binary_is_semantic(answer: str, taken: bool) -> None:
    assert BINARY.takes(answer) == taken
