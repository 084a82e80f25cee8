"""Rules that allow, match or count by group and resource: what is added, and what is said, one fact a row."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.names import Release
from kconv.objects.references import Reference
from kconv.pipeline.migrate import Options
from kconv.pipeline.migrate.identify import gvk_of
from kconv.pipeline.migrate.names import Names
from kconv.pipeline.migrate.references import requests, rights
from kconv.pipeline.migrate.target import Target


@pytest.fixture(scope="module")
def names() -> Names:
    found = Target(Options(target=Release(32))).names
    assert found is not None
    return found


def rule(groups: str, resources: str, verbs: str = "get", *only: str) -> dict[str, Any]:
    """A rule in short: words with blanks between; `core` is the group without a name."""
    listed = [group.replace("core", "") for group in groups.split()]
    found: dict[str, Any] = {"apiGroups": listed, "resources": resources.split(), "verbs": verbs.split()}
    return {**found, "resourceNames": list(only)} if only else found


NET = "networking.k8s.io"
ADDED = f"{NET} added, where ingresses now is"
Rules = list[Any]
RIGHTS: list[tuple[str, Rules, Rules | None, list[str]]] = [
    ("a group beside the old one", [rule("extensions", "ingresses")], [rule(f"extensions {NET}", "ingresses")], [f"0.apiGroups: {ADDED}"]),
    ("behind it, before others", [rule("core extensions apps", "ingresses")], [rule(f"core extensions {NET} apps", "ingresses")], [f"0.apiGroups: {ADDED}"]),
    ("two resources of one group", [rule("extensions", "ingresses networkpolicies")], [rule(f"extensions {NET}", "ingresses networkpolicies")], [f"0.apiGroups: {NET} added, where ingresses, networkpolicies now are"]),
    ("two groups", [rule("extensions", "ingresses deployments")], [rule(f"extensions {NET} apps", "ingresses deployments")], [f"0.apiGroups: {ADDED}", "0.apiGroups: apps added, where deployments now is"]),
    ("a subresource", [rule("extensions", "deployments/scale")], [rule("extensions apps", "deployments/scale")], ["0.apiGroups: apps added, where deployments/scale now is"]),
    ("a resource twice", [rule("extensions extensions", "ingresses")], [rule(f"extensions {NET} extensions", "ingresses")], [f"0.apiGroups: {ADDED}"]),
    ("the second rule", [rule("core", "pods"), rule("extensions", "ingresses")], [rule("core", "pods"), rule(f"extensions {NET}", "ingresses")], [f"1.apiGroups: {ADDED}"]),
    ("allowed in the same rule", [rule(f"extensions {NET}", "ingresses")], None, []),
    ("allowed by another rule", [rule("extensions", "ingresses"), rule(NET, "ingresses")], None, []),
    ("by one for all groups", [rule("extensions", "ingresses"), rule("*", "ingresses")], None, []),
    ("by one for all resources", [rule("extensions", "ingresses"), rule(NET, "*")], None, []),
    ("by one for all verbs", [rule("extensions", "ingresses"), rule(NET, "ingresses", "*")], None, []),
    ("by two for one verb each", [rule("extensions", "ingresses", "get list"), rule(NET, "ingresses", "get"), rule(NET, "ingresses", "list")], None, []),
    ("not by one for another verb", [rule("extensions", "ingresses", "get list"), rule(NET, "ingresses", "get")], [rule(f"extensions {NET}", "ingresses", "get list"), rule(NET, "ingresses", "get")], [f"0.apiGroups: {ADDED}"]),
    ("not by one for another resource", [rule("extensions", "ingresses"), rule(NET, "networkpolicies")], [rule(f"extensions {NET}", "ingresses"), rule(NET, "networkpolicies")], [f"0.apiGroups: {ADDED}"]),
    ("by one for the subresource of all", [rule("extensions", "ingresses/status"), rule(NET, "*/status")], None, []),
    ("not by one for all but the subresource", [rule("extensions", "ingresses/status"), rule(NET, "ingresses")], [rule(f"extensions {NET}", "ingresses/status"), rule(NET, "ingresses")], [f"0.apiGroups: {NET} added, where ingresses/status now is"]),
    ("by one for its names", [rule("extensions", "ingresses", "get", "a"), rule(NET, "ingresses", "get", "a", "b")], None, []),
    ("not by one for some of its names", [rule("extensions", "ingresses", "get", "a", "b"), rule(NET, "ingresses", "get", "a")], [rule(f"extensions {NET}", "ingresses", "get", "a", "b"), rule(NET, "ingresses", "get", "a")], [f"0.apiGroups: {ADDED}"]),
    ("not by one for a name", [rule("extensions", "ingresses"), rule(NET, "ingresses", "get", "a")], [rule(f"extensions {NET}", "ingresses"), rule(NET, "ingresses", "get", "a")], [f"0.apiGroups: {ADDED}"]),
    ("a rule of its own", [rule("extensions", "daemonsets statefulsets", "get", "a"), rule("core", "pods")], [rule("extensions", "daemonsets statefulsets", "get", "a"), rule("apps", "daemonsets", "get", "a"), rule("core", "pods")], ["1: added for daemonsets, now in apps; beside extensions the group would also allow statefulsets"]),
    ("one of its own and one beside", [rule("extensions", "daemonsets statefulsets ingresses")], [rule(f"extensions {NET}", "daemonsets statefulsets ingresses"), rule("apps", "daemonsets")], ["1: added for daemonsets, now in apps; beside extensions the group would also allow statefulsets", f"0.apiGroups: {ADDED}"]),
    ("two of their own", [rule("extensions", "daemonsets statefulsets ingresses ingressclasses")], [rule("extensions", "daemonsets statefulsets ingresses ingressclasses"), rule("apps", "daemonsets"), rule(NET, "ingresses")], ["1: added for daemonsets, now in apps; beside extensions the group would also allow statefulsets", f"2: added for ingresses, now in {NET}; beside extensions the group would also allow ingressclasses"]),
    ("a rule of its own before one that moves", [rule("extensions", "daemonsets statefulsets"), rule("extensions", "ingresses")], [rule("extensions", "daemonsets statefulsets"), rule("apps", "daemonsets"), rule(f"extensions {NET}", "ingresses")], ["1: added for daemonsets, now in apps; beside extensions the group would also allow statefulsets", f"2.apiGroups: {ADDED}"]),
    ("a resource that the new group never had", [rule("extensions", "ingresses deployments/rollback pods")], [rule(f"extensions {NET} apps", "ingresses deployments/rollback pods")], [f"0.apiGroups: {ADDED}", "0.apiGroups: apps added, where deployments/rollback now is"]),
    ("a resource that is gone", [rule("policy", "podsecuritypolicies", "use")], None, ["0.resources: 1.32 serves no podsecuritypolicies: there is nothing left to allow"]),
    ("gone from both of its groups", [rule("policy extensions", "podsecuritypolicies", "use")], None, ["0.resources: 1.32 serves no podsecuritypolicies: there is nothing left to allow"]),
    ("gone, beside one that stays", [rule("policy", "podsecuritypolicies poddisruptionbudgets", "use")], None, ["0.resources: 1.32 serves no podsecuritypolicies: there is nothing left to allow"]),
    ("gone, in a rule for all groups", [rule("* policy", "podsecuritypolicies", "use")], None, []),
    ("gone, beside a group that never had it", [rule("policy apps", "podsecuritypolicies", "use")], None, ["0.resources: 1.32 serves no podsecuritypolicies: there is nothing left to allow"]),
    ("gone, a subresource", [rule("policy apps", "podsecuritypolicies/status", "use")], None, ["0.resources: 1.32 serves no podsecuritypolicies/status: there is nothing left to allow"]),
    ("not by one for a subresource of that name", [rule("extensions", "ingresses"), rule(NET, "*/ingresses")], [rule(f"extensions {NET}", "ingresses"), rule(NET, "*/ingresses")], [f"0.apiGroups: {ADDED}"]),
    ("beside what is no rule", [rule("extensions", "ingresses"), 5, {"nonResourceURLs": ["/x"], "verbs": ["get"]}], [rule(f"extensions {NET}", "ingresses"), 5, {"nonResourceURLs": ["/x"], "verbs": ["get"]}], [f"0.apiGroups: {ADDED}"]),
    ("not by one whose names are a text", [rule("extensions", "ingresses", "get", "a"), rule(NET, "ingresses") | {"resourceNames": "ab"}], [rule(f"extensions {NET}", "ingresses", "get", "a"), rule(NET, "ingresses") | {"resourceNames": "ab"}], [f"0.apiGroups: {ADDED}"]),
    ("all resources, of which one is allowed where it is", [rule("extensions", "*"), rule("apps", "daemonsets"), rule(f"autoscaling batch {NET}", "*")], None, ["0.resources: * of extensions is not the same in apps, where its resources are now: left"]),
    ("all resources of a group", [rule("extensions", "*")], None, ["0.resources: * of extensions is not the same in apps, autoscaling, batch, networking.k8s.io, where its resources are now: left"]),
    ("all resources, allowed where they are", [rule("extensions", "*"), rule("apps autoscaling batch", "*"), rule(NET, "*")], None, []),
    ("a subresource of all", [rule("extensions", "*/status")], None, ["0.resources: */status of extensions is not the same in apps, autoscaling, batch, networking.k8s.io, where its resources are now: left"]),
    ("a subresource of all, allowed in one group", [rule("extensions", "*/status"), rule("apps", "*/status")], None, ["0.resources: */status of extensions is not the same in autoscaling, batch, networking.k8s.io, where its resources are now: left"]),
    ("all resources of a group that moved nowhere", [rule("apps", "*"), rule("policy", "*/status")], None, []),
    ("all groups", [rule("*", "ingresses"), rule("* extensions", "ingresses *")], None, []),
    ("a group of today", [rule("apps", "deployments")], None, []),
    ("URLs", [{"nonResourceURLs": ["/x"], "verbs": ["get"]}], None, []),
    ("words that are none", [rule("extensions", "ingresses") | {"verbs": [1]}, rule("extensions", "ingresses") | {"apiGroups": "extensions"}, 5, None], None, []),
    ("names that are no list", [rule("extensions", "ingresses") | {"resourceNames": "a"}, rule(NET, "ingresses") | {"resourceNames": "a"}], [rule(f"extensions {NET}", "ingresses") | {"resourceNames": "a"}, rule(NET, "ingresses") | {"resourceNames": "a"}], [f"0.apiGroups: {ADDED}"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after", "says"), RIGHTS, ids=[each[0] for each in RIGHTS])
def test_a_right_follows_the_resource(
    name: str,  # noqa: ARG001
    before: Rules,
    after: Rules | None,
    says: list[str],
    names: Names,
) -> None:
    found = rights.extended(before, names)
    assert found.rules == (before if after is None else after)
    assert (found.rules is before) == (after is None)
    assert [f"{'.'.join(map(str, at))}: {text}" for at, text in found.messages] == says
    kept = [at for at in found.origins if at is not None]
    assert kept == list(range(len(before)))
    assert len(found.origins) == len(found.rules)
    assert all(
        found.rules[now]["verbs"] == before[at]["verbs"]
        for now, at in enumerate(found.origins)
        if at is not None and isinstance(before[at], dict)
    )


def test_where_added_rules_stand(names: Names) -> None:
    before = [rule("extensions", "daemonsets statefulsets"), rule("core", "pods")]
    assert rights.extended(before, names).origins == [0, None, 1]
    assert rights.extended("none", names) == rights.Extended("none", [], [])
    assert rights.extended([], names) == rights.Extended([], [], [])


def matched(groups: str, versions: str, resources: str) -> dict[str, list[str]]:
    return {"apiGroups": groups.split(), "apiVersions": versions.split(), "resources": resources.split()}


def silent(version: str, heir: str, kind: str = "Ingress") -> str:
    return f"no request is for {version} {kind} any more, but for {heir}, which this does not match"


REQUESTS: list[tuple[str, Any, bool, list[str]]] = [
    ("a version that is gone", [matched("extensions", "v1beta1", "ingresses")], False, [f"0: {silent('extensions/v1beta1', f'{NET}/v1')}"]),
    ("in the second rule", [matched("apps", "v1", "deployments"), matched("extensions", "v1beta1", "ingresses")], False, [f"1: {silent('extensions/v1beta1', f'{NET}/v1')}"]),
    ("matched by another rule", [matched("extensions", "v1beta1", "ingresses"), matched(NET, "v1", "ingresses")], False, []),
    ("matched for all versions", [matched(f"extensions {NET}", "*", "ingresses")], False, []),
    ("matched for all groups", [matched("extensions", "v1beta1", "ingresses"), matched("*", "v1", "ingresses")], False, []),
    ("matched for all resources", [matched("extensions", "v1beta1", "ingresses"), matched(NET, "v1", "*")], False, []),
    ("matched for a subresource", [matched("extensions", "v1beta1", "ingresses"), matched(NET, "v1", "ingresses/status")], False, []),
    ("matched in another served version", [matched("autoscaling", "v2beta2 v1", "horizontalpodautoscalers")], False, []),
    ("exactly, in another served version", [matched("autoscaling", "v2beta2 v1", "horizontalpodautoscalers")], True, [f"0: {silent('autoscaling/v2beta2', 'autoscaling/v2', 'HorizontalPodAutoscaler')}"]),
    ("exactly, in that version", [matched("autoscaling", "v2beta2 v2", "horizontalpodautoscalers")], True, []),
    ("all resources of a version", [matched("extensions", "v1beta1", "*")], False, [f"0: {silent('extensions/v1beta1', 'autoscaling/v2', 'HorizontalPodAutoscaler')}", f"0: {silent('extensions/v1beta1', 'batch/v1', 'Job')}", f"0: {silent('extensions/v1beta1', 'apps/v1', 'DaemonSet, extensions/v1beta1 Deployment, extensions/v1beta1 ReplicaSet')}", f"0: {silent('extensions/v1beta1', f'{NET}/v1', 'Ingress, extensions/v1beta1 NetworkPolicy')}"]),
    ("all versions of a group that lost it", [matched("extensions", "*", "ingresses")], False, [f"0: {silent('extensions/v1beta1', f'{NET}/v1')}"]),
    ("all versions of a group that has it", [matched("autoscaling", "*", "horizontalpodautoscalers")], False, []),
    ("what is gone for good", [matched("policy", "v1beta1", "podsecuritypolicies")], False, []),
    ("what is served", [matched("apps", "v1", "deployments")], False, []),
    ("words that are none", [{"apiGroups": "extensions"}, 1, None], False, []),
    ("words beside what is none", [{"apiGroups": [5, "extensions"], "apiVersions": [1, "v1beta1"], "resources": [None, "ingresses"]}], False, [f"0: {silent('extensions/v1beta1', f'{NET}/v1')}"]),
    ("no list", "rules", False, []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rules", "exact", "says"), REQUESTS, ids=[each[0] for each in REQUESTS])
def test_a_rule_for_requests(name: str, rules: Any, exact: bool, says: list[str], names: Names) -> None:  # noqa: ARG001
    found = requests._requests(rules, names, exact=exact)
    assert sorted(f"{'.'.join(map(str, at))}: {text}" for at, text in found) == sorted(says)


def test_a_version_that_is_deprecated_and_served_still_matches() -> None:
    found = Target(Options(target=Release(31), deprecated=True)).names
    assert found is not None
    rules = [matched("flowcontrol.apiserver.k8s.io", "v1beta3", "flowschemas")]
    assert list(requests._requests(rules, found, exact=True)) == []
    assert found.verdict(gvk_of("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema")) is not None


POLICIES: list[tuple[str, Any, bool]] = [
    ("v1", {}, False),
    ("v1", {"matchPolicy": "Exact"}, True),
    ("v1", {"matchPolicy": "Equivalent"}, False),
    ("v1", {"matchPolicy": ""}, False),
    ("v1", {"matchPolicy": None}, False),
    ("v1beta1", {}, True),
    ("v1beta1", {"matchPolicy": ""}, True),
    ("v1beta1", {"matchPolicy": "Equivalent"}, False),
]


@pytest.mark.parametrize(("version", "webhook", "exact"), POLICIES, ids=[f"{each[0]} {each[1]}" for each in POLICIES])
def test_a_v1beta1_webhook_matches_exactly_unless_it_says_otherwise(version: str, webhook: Any, exact: bool) -> None:
    holder = {"apiVersion": f"admissionregistration.k8s.io/{version}", "webhooks": [webhook]}
    assert requests._exact(webhook, holder) is exact
    assert requests._exact({}, {"apiVersion": f"admissionregistration.k8s.io/{version}"}) is False


GROUPS: list[tuple[str, Any, list[str]]] = [
    ("a group that lost it", [rule("extensions", "ingresses")], [f"0: requests for ingresses are in {NET} now, not in extensions"]),
    ("in the second rule", [rule("core", "pods"), rule("extensions", "ingresses")], [f"1: requests for ingresses are in {NET} now, not in extensions"]),
    ("a subresource", [rule("extensions", "deployments/scale")], ["0: requests for deployments/scale are in apps now, not in extensions"]),
    ("both groups", [rule(f"extensions {NET}", "ingresses")], []),
    ("all groups", [rule("extensions", "ingresses"), rule("*", "ingresses")], []),
    ("all resources", [rule("extensions", "ingresses"), rule(NET, "*")], []),
    ("another resource", [rule("extensions", "ingresses"), rule(NET, "ingressclasses")], [f"0: requests for ingresses are in {NET} now, not in extensions"]),
    ("gone", [rule("policy", "podsecuritypolicies")], []),
    ("served", [rule("apps", "deployments")], []),
    ("no list", {"a": 1}, []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rules", "says"), GROUPS, ids=[each[0] for each in GROUPS])
def test_a_rule_by_groups(name: str, rules: Any, says: list[str], names: Names) -> None:  # noqa: ARG001
    place = Reference("spec", "groups", "")
    found = requests.unmatched(place, rules, names, {})
    assert [f"{'.'.join(map(str, at))}: {text}" for at, text in found] == says


COUNTS: list[tuple[Any, list[str]]] = [
    ({"count/ingresses.extensions": 1}, [f"ingresses are counted as count/ingresses.{NET} now"]),
    ({"pods": 1, "count/deployments.extensions": 1}, ["deployments are counted as count/deployments.apps now"]),
    ({"count/ingresses.extensions": 1, f"count/ingresses.{NET}": 1}, []),
    ({"ingresses.extensions": 1}, []),
    ({"count/podsecuritypolicies.policy": 1}, []),
    ({"count/pods": 1}, []),
    ({5: 1}, []),
    ("count/ingresses.extensions", []),
]


@pytest.mark.parametrize(("hard", "says"), COUNTS, ids=[str(each[0]) for each in COUNTS])
def test_a_quota_counts_by_group(hard: Any, says: list[str], names: Names) -> None:
    assert [text for _, text in requests._counts(hard, names)] == says


def test_all_resources_are_allowed_where_each_of_them_went(names: Names) -> None:
    went: dict[str, list[str]] = {}
    for (old, resource), heir in names.moved.items():
        if old == "extensions" and heir:
            went.setdefault(heir, []).append(resource)
    rules = [rule("extensions", "*"), *(rule(heir, " ".join(resources)) for heir, resources in went.items())]
    assert rights.extended(rules, names).messages == []
    rules[-1]["resources"] = rules[-1]["resources"][1:]
    ((at, text),) = rights.extended(rules, names).messages
    assert (at, text) == (
        (0, "resources"),
        f"* of extensions is not the same in {list(went)[-1]}, where its resources are now: left",
    )
