"""Admission policies and their bindings: what v1alpha1 said by silence is written down for v1beta1 and v1."""

from __future__ import annotations

from operator import attrgetter
from textwrap import indent

import pytest

from tests.kinds.before_after import Case, check

GROUP = "admissionregistration.k8s.io"


def case(name: str, kind: str, version: str, to: str, before: str, after: str = "", *told: str) -> Case:
    """A spec before and after, as block YAML."""
    head = f"apiVersion: {GROUP}/{version}\nkind: {kind}\nmetadata: {{name: x}}\n"
    spec = "metadata: {name: x}\nspec:\n" + indent(after, "  ") if after else ""
    return Case(f"{kind}: {name}", f"{GROUP}/{to}", f"{head}spec:\n{indent(before, '  ')}", spec, told=told)


VALIDATING, MUTATING = "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding"
ACTS = "policyName: p\nvalidationActions: [Audit]\n"
BARE = "policyName: p\n"
BOUND = "paramRef: {name: limits}"
DENIES = "paramRef: {name: limits, parameterNotFoundAction: Deny}"
TOLD = 'default: spec.paramRef.parameterNotFoundAction: spec.paramRef.parameterNotFoundAction: "Deny"'

BINDINGS = [
    case("a missing parameter denies", VALIDATING, "v1alpha1", "v1", ACTS + BOUND, ACTS + DENIES, TOLD),
    case("a missing parameter denies", MUTATING, "v1alpha1", "v1", BARE + BOUND, BARE + DENIES, TOLD),
    case("in v1beta1 too", VALIDATING, "v1alpha1", "v1beta1", ACTS + BOUND, ACTS + DENIES, TOLD),
    case("in v1beta1 too", MUTATING, "v1alpha1", "v1beta1", BARE + BOUND, BARE + DENIES, TOLD),
    case("null is silence", MUTATING, "v1alpha1", "v1", f"{BARE}paramRef: {{parameterNotFoundAction: null}}",
         f"{BARE}paramRef: {{parameterNotFoundAction: Deny}}", TOLD),
    case("what was said stays", VALIDATING, "v1alpha1", "v1", ACTS + DENIES.replace("Deny", "Allow")),
    case("without a parameter nothing is missing", VALIDATING, "v1alpha1", "v1", ACTS),
    case("down again it says the same", VALIDATING, "v1", "v1alpha1", ACTS + DENIES),
    case("a silent v1beta1 one is not guessed at", MUTATING, "v1beta1", "v1", BARE + BOUND),
    case("a binding from 1.26 denies", VALIDATING, "v1alpha1", "v1", BARE, f"{BARE}validationActions: [Deny]",
         "repair: spec.validationActions"),
    case("no action at all is none", VALIDATING, "v1alpha1", "v1beta1", f"{BARE}validationActions: []",
         f"{BARE}validationActions: [Deny]", "repair: spec.validationActions"),
    case("a patch gets nothing", VALIDATING, "v1alpha1", "v1", BOUND),
]  # fmt: skip
MATCH = "matchConstraints: {resourceRules: [{apiGroups: [apps], resources: [deployments], operations: [CREATE]}]}\n"
POLICIES = [
    case("all versions fill in the same", kind, version, to, MATCH)
    for kind in ("ValidatingAdmissionPolicy", "MutatingAdmissionPolicy")
    for version, to in (("v1alpha1", "v1"), ("v1beta1", "v1"), ("v1", "v1alpha1"), ("v1alpha1", "v1beta1"))
]


@pytest.mark.parametrize("case", BINDINGS, ids=lambda case: f"{case.name} {case.to[-6:]}")
def test_binding_acts_as_before(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", POLICIES, ids=attrgetter("name"))
def test_policy_stays_as_it_was(case: Case) -> None:
    check(case)
