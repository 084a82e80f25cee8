"""Workload and PodGroup: each alpha said the same in other words, and knew less."""

from __future__ import annotations

from operator import attrgetter

import pytest

from tests.kinds.before_after import Case, check


def case(name: str, kind: str, version: str, to: str, before: str, after: str = "", *asks: str) -> Case:
    """A spec before and after, in flow style."""
    head = f"apiVersion: scheduling.k8s.io/{version}\nkind: {kind}\n"
    return Case(
        f"{kind}: {name}", f"scheduling.k8s.io/{to}", f"{head}spec: {before}", after and f"spec: {after}", asks=asks
    )


GANG = "{podGroups: [{name: a, policy: {gang: {minCount: 3}}}]}"
TEMPLATE = "{podGroupTemplates: [{name: a, schedulingPolicy: {gang: {minCount: 3}}}]}"
CASES = [
    case("groups became templates", "Workload", "v1alpha1", "v1beta1", GANG, TEMPLATE),
    case("v1alpha1 to v1alpha2", "Workload", "v1alpha1", "v1alpha2", GANG, TEMPLATE),
    case("and back", "Workload", "v1alpha3", "v1alpha1", TEMPLATE, GANG),
    case("an empty policy", "Workload", "v1alpha1", "v1beta1", "{podGroups: [{name: a, policy: {basic: {}}}]}",
         "{podGroupTemplates: [{name: a, schedulingPolicy: {basic: {}}}]}"),
    case("v1alpha1 knew no priority", "Workload", "v1beta1", "v1alpha1",
         "{podGroupTemplates: [{name: a, schedulingPolicy: {basic: {}}, priority: 7}]}",
         "{podGroups: [{name: a, policy: {basic: {}}}]}", "loss spec.podGroupTemplates[].priority"),
    case("pods one by one", "Workload", "v1alpha2", "v1beta1", "{podGroupTemplates: [{name: a, disruptionMode: Pod}]}",
         "{podGroupTemplates: [{name: a, disruptionMode: {single: {}}}]}"),
    case("a group as a whole", "Workload", "v1alpha2", "v1alpha3",
         "{podGroupTemplates: [{name: a, disruptionMode: PodGroup}]}",
         "{podGroupTemplates: [{name: a, disruptionMode: {all: {}}}]}"),
    case("a group of groups", "Workload", "v1beta1", "v1alpha2",
         "{podGroupTemplates: [], compositePodGroupTemplates: [{name: c}]}", "{podGroupTemplates: []}",
         "loss spec.compositePodGroupTemplates"),
    case("its template", "PodGroup", "v1alpha2", "v1beta1",
         "{podGroupTemplateRef: {workload: {workloadName: w, podGroupTemplateName: t}}, schedulingPolicy: {basic: {}}}",
         "{workloadRef: {workloadName: w, templateName: t}, schedulingPolicy: {basic: {}}}"),
    case("made by hand", "PodGroup", "v1alpha2", "v1beta1", "{podGroupTemplateRef: null, disruptionMode: Pod}",
         "{workloadRef: null, disruptionMode: {single: {}}}"),
    case("its template, back", "PodGroup", "v1beta1", "v1alpha2",
         "{schedulingPolicy: {basic: {}}, disruptionMode: {all: {}}, workloadRef: {workloadName: w, templateName: t}}",
         "{schedulingPolicy: {basic: {}}, disruptionMode: PodGroup,"
         " podGroupTemplateRef: {workload: {workloadName: w, podGroupTemplateName: t}}}"),
    case("no parent", "PodGroup", "v1alpha3", "v1alpha2",
         "{schedulingPolicy: {basic: {}}, parentCompositePodGroupName: p}", "{schedulingPolicy: {basic: {}}}",
         "loss spec.parentCompositePodGroupName"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_pods_are_scheduled_together_as_before(case: Case) -> None:
    check(case)
