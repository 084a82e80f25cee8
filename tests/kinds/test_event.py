"""Event: one stored object, seen through core v1 and events.k8s.io, of which only the newest is strict with creators."""

from __future__ import annotations

from operator import attrgetter

import pytest

from kconv import catalog
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, GroupVersionKind, Release
from kconv.pipeline.migrate.outcomes import Options
from kconv.pipeline.migrate.target import Target
from tests.cluster.apiserver import ApiServer
from tests.kinds.before_after import Case, check, converted, read

V1, V1BETA1, CORE = "events.k8s.io/v1", "events.k8s.io/v1beta1", "v1"
NEW_STYLE = """
reason: Killing
type: Normal
eventTime: "2024-05-01T10:00:00.000000Z"
reportingInstance: kubelet-n1
action: Kill
"""
OLD_STYLE = """
metadata: {name: web.1, namespace: shop}
reason: Killing
type: Normal
eventTime: null
"""
ABOUT = "{kind: Pod, namespace: shop, name: web-1}"


def case(name: str, before: str, to: str, after: str, *asks: str, decide: dict[str, str] | None = None) -> Case:
    return Case(name, to, before, after, asks=asks, decide=decide or {})


SEEN = f"""
kind: Event
regarding: {ABOUT}
note: Stopping container web
reportingController: kubelet
deprecatedSource: {{component: kubelet, host: n1}}
deprecatedFirstTimestamp: "2024-05-01T10:00:00Z"
deprecatedLastTimestamp: "2024-05-01T10:05:00Z"
deprecatedCount: 4
{OLD_STYLE}
"""
CORE_SEEN = f"""
kind: Event
involvedObject: {ABOUT}
message: Stopping container web
reportingComponent: kubelet
source: {{component: kubelet, host: n1}}
firstTimestamp: "2024-05-01T10:00:00Z"
lastTimestamp: "2024-05-01T10:05:00Z"
count: 4
{OLD_STYLE}
"""
CREATED = f"""
kind: Event
regarding: {ABOUT}
related: {{kind: Node, name: n1}}
note: Stopping container web
reportingController: kubelet
series: {{count: 2, lastObservedTime: "2024-05-01T10:05:00.000000Z"}}
{NEW_STYLE}
"""
CORE_CREATED = (
    CREATED.replace("regarding", "involvedObject")
    .replace("note", "message")
    .replace("reportingController", "reportingComponent")
)
REWRITES = [
    case("every field has its core name", f"apiVersion: {V1}\n{SEEN}", CORE, CORE_SEEN),
    case("core names have newer ones in v1beta1", f"apiVersion: {CORE}\n{CORE_SEEN}", V1BETA1, SEEN),
    case("an event of the new style is created as it is", f"apiVersion: {V1BETA1}\n{CREATED}", V1, ""),
    case("from core too", f"apiVersion: {CORE}\n{CORE_CREATED}", V1, CREATED),
    case("v1beta1 takes everything", f"apiVersion: {V1}\n{SEEN}", V1BETA1, ""),
]
# Each takes one thing from an event that v1 lets one create, or adds one.
REFUSED = {
    "no time": ("eventTime", {"eventTime": None}),
    "no controller": ("reportingController", {"reportingController": ""}),
    "no instance": ("reportingInstance", {"reportingInstance": None}),
    "no action": ("action", {"action": ""}),
    "no reason": ("reason", {"reason": None}),
    "a first time": ("deprecatedFirstTimestamp", {"deprecatedFirstTimestamp": "2024-05-01T10:00:00Z"}),
    "a last time": ("deprecatedLastTimestamp", {"deprecatedLastTimestamp": "2024-05-01T10:00:00Z"}),
    "a count": ("deprecatedCount", {"deprecatedCount": 1}),
    "a source": ("deprecatedSource.component", {"deprecatedSource": {"component": "kubelet"}}),
    "a host": ("deprecatedSource.host", {"deprecatedSource": {"host": "n1"}}),
    "another type": ("type", {"type": "Notice"}),
    "a series of one": ("series.count", {"series": {"count": 1, "lastObservedTime": "2024-05-01T10:05:00.000000Z"}}),
    "a series without a time": ("series.lastObservedTime", {"series": {"count": 2}}),
}
ACCEPTED = {
    "empty deprecated fields": {"deprecatedCount": 0, "deprecatedSource": {}, "deprecatedFirstTimestamp": None},
    "no series": {"series": None},
}


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_an_event_tells_the_same(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_an_event_comes_back(case: Case) -> None:
    before = read(case.before)
    there = BUILT_IN.convert(before, GroupVersion.parse(case.to), defaults="none").object
    assert BUILT_IN.convert(there, GroupVersion.parse(before["apiVersion"]), defaults="none").object == before


@pytest.mark.parametrize(("path", "change"), REFUSED.values(), ids=REFUSED)
def test_what_v1_lets_nobody_create_waits_for_a_decision(path: str, change: dict[str, object]) -> None:
    event = {"apiVersion": V1BETA1, **read(CREATED), **change}
    asked = BUILT_IN.convert(event, GroupVersion.parse(V1))
    assert [(question.name, question.path) for question in asked.questions] == [("event.recorded", path)]
    kept = BUILT_IN.convert(event, GroupVersion.parse(V1), decisions={"event.recorded": "keep"})
    assert kept.object == {**event, "apiVersion": V1}
    assert (kept.questions, [(note.kind, note.path) for note in kept.notes]) == ([], [("decision", path)])


@pytest.mark.parametrize("change", ACCEPTED.values(), ids=ACCEPTED)
def test_what_says_nothing_is_no_reason_to_ask(change: dict[str, object]) -> None:
    assert BUILT_IN.convert({"apiVersion": V1BETA1, **read(CREATED), **change}, GroupVersion.parse(V1)).questions == []


@pytest.mark.cluster
@pytest.mark.parametrize("change", [{}, *ACCEPTED.values()], ids=["", *ACCEPTED])
def test_a_real_server_takes_what_is_not_asked_of(change: dict[str, object], apiserver: ApiServer) -> None:
    assert apiserver.accept(_created(change)) is None


@pytest.mark.cluster
@pytest.mark.parametrize("change", [change for _, change in REFUSED.values()], ids=REFUSED)
def test_a_real_server_refuses_what_is_asked_of(change: dict[str, object], apiserver: ApiServer) -> None:
    refusal = apiserver.accept(_created(change))
    assert refusal is not None
    assert refusal.fields, refusal


def _created(change: dict[str, object]) -> dict[str, object]:
    metadata = {"metadata": {"name": "web.1", "namespace": "shop"}}
    return {"apiVersion": V1, **read(CREATED), **metadata, **change}


def test_all_that_v1_refuses_is_told_at_once() -> None:
    (question,) = converted(case("", f"apiVersion: {V1BETA1}\n{SEEN}", V1, "")).questions
    refused = ("eventTime is required", "reportingInstance is required", "deprecatedCount must be unset")
    assert all(piece in question.why for piece in refused), question.why


@pytest.mark.parametrize("release", catalog.releases(), ids=str)
@pytest.mark.parametrize("more", [{}, {"deprecated": True}, {"preferred": True}], ids=["", "deprecated", "preferred"])
def test_no_migration_moves_a_core_event(release: Release, more: dict[str, bool]) -> None:
    verdict = Target(Options(target=release, **more)).verdict(GroupVersionKind("", "v1", "Event"))
    assert verdict.what == "keep"


def test_comments_follow_every_renamed_field() -> None:
    moves = [(str(old[-1]), str(new[-1])) for old, new in converted(REWRITES[1]).moves]
    assert moves == [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("reportingComponent", "reportingController"),
    ]
