"""CustomResourceDefinition: what was once at the top is in each version, with a schema that a v1 server accepts."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.engine import Defaults
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.structural.check import check as violations
from tests.kinds.before_after import Case, check, read

V1, V1BETA1 = "apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1beta1"
HEAD = "metadata: {name: as.b.c}\nspec: {group: b.c, scope: Namespaced, names: {plural: as, kind: A}, "
KEEP = "x-kubernetes-preserve-unknown-fields: true"
ANYTHING = f"{{type: object, {KEEP}}}"
SCHEMA = "{openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}"
KEPT = f"{{openAPIV3Schema: {{type: object, {KEEP}, properties: {{spec: {ANYTHING}}}}}}}"


def case(name: str, before: str, after: str, *told: str, ask: str = "", to: str = V1, **more: Any) -> Case:
    """The rest of a spec before and after, in flow style; ``decide`` answers crd.NAME, ``ask`` names what stays open."""
    decide = {f"crd.{key}": value for key, value in more.pop("decide", {}).items()}
    source = V1BETA1 if to == V1 else V1
    head = f"apiVersion: {source}\nkind: CustomResourceDefinition\n{HEAD}"
    asks = (ask,) if ask else ()
    return Case(name, to, f"{head}{before}}}", f"{HEAD}{after}}}", decide, told, asks, **more)


def versioned(rest: str) -> str:
    return f"versions: [{{name: v1, served: true, storage: true, {rest}}}]"


PLACE = "spec.versions[0].schema.openAPIV3Schema"
TO_V1 = [
    case(
        "no schema at all",
        "version: v1",
        versioned(f"schema: {{openAPIV3Schema: {ANYTHING}}}"),
        "repair: spec.preserveUnknownFields: v1 always prunes and requires a schema",
    ),
    case(
        "a version without a schema beside one that has one",
        f"preserveUnknownFields: false, versions: [{{name: v1, served: true, storage: true, schema: {SCHEMA}}}, "
        "{name: v0, served: false, storage: false}]",
        f"versions: [{{name: v1, served: true, storage: true, schema: {SCHEMA}}}, "
        f"{{name: v0, served: false, storage: false, schema: {{openAPIV3Schema: {ANYTHING}}}}}]",
        "repair: spec.versions[1].schema.openAPIV3Schema: v1 requires a schema",
    ),
    case(
        "unknown fields are kept on each object",
        f"version: v1, validation: {SCHEMA}",
        versioned(f"schema: {KEPT}"),
        "repair: spec.preserveUnknownFields",
    ),
    case(
        "pruned before, pruned after",
        f"version: v1, preserveUnknownFields: false, validation: {SCHEMA}",
        versioned(f"schema: {SCHEMA}"),
    ),
    case(
        "all at the top, two versions",
        "versions: [{name: v2, served: true, storage: true}, {name: v1, served: true, storage: false}], version: v2, "
        "preserveUnknownFields: false, subresources: {status: {}}, "
        f"validation: {SCHEMA}, additionalPrinterColumns: [{{name: N, type: string, JSONPath: .spec.n}}]",
        "versions: ["
        + ", ".join(
            f"{{name: {name}, served: true, storage: {storage}, schema: {SCHEMA}, subresources: {{status: {{}}}}, "
            "additionalPrinterColumns: [{name: N, type: string, jsonPath: .spec.n}]}"
            for name, storage in (("v2", "true"), ("v1", "false"))
        )
        + "]",
    ),
    case(
        "columns in a version",
        "preserveUnknownFields: false, "
        + versioned(f"schema: {SCHEMA}, additionalPrinterColumns: [{{name: N, type: date, JSONPath: .x}}]"),
        versioned(f"schema: {SCHEMA}, additionalPrinterColumns: [{{name: N, type: date, jsonPath: .x}}]"),
    ),
    case(
        "a webhook speaks v1beta1 when it does not say",
        "preserveUnknownFields: false, conversion: {strategy: Webhook, webhookClientConfig: {url: 'https://w'}}, "
        + versioned(f"schema: {SCHEMA}"),
        "conversion: {strategy: Webhook, webhook: {clientConfig: {url: 'https://w'}, "
        "conversionReviewVersions: [v1beta1]}}, " + versioned(f"schema: {SCHEMA}"),
        "default: spec.conversion.webhook.conversionReviewVersions",
    ),
    case(
        "integer or string",
        "version: v1, preserveUnknownFields: false, validation: {openAPIV3Schema: {properties: "
        "{p: {oneOf: [{type: string}, {type: integer}]}}}}",
        versioned(
            "schema: {openAPIV3Schema: {type: object, properties: "
            "{p: {anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}}}}"
        ),
        f"repair: {PLACE}.type: set to object",
        f"repair: {PLACE}.properties.p.x-kubernetes-int-or-string",
    ),
    case(
        "what is not structural is asked",
        "version: v1, preserveUnknownFields: false, validation: {openAPIV3Schema: {type: object, properties: "
        "{p: {oneOf: [{type: string}, {type: boolean}]}}}}",
        versioned(
            "schema: {openAPIV3Schema: {type: object, properties: {p: {oneOf: [{type: string}, {type: boolean}]}}}}"
        ),
        ask=f"crd.schema {PLACE}.properties.p.oneOf[0].type",
    ),
    case(
        "what is not structural is given up when so decided",
        "version: v1, preserveUnknownFields: false, validation: {openAPIV3Schema: {type: object, properties: "
        "{p: {oneOf: [{type: string}, {type: boolean}]}, q: {type: string}}}}",
        versioned(f"schema: {{openAPIV3Schema: {{type: object, properties: {{p: {{{KEEP}}}, q: {{type: string}}}}}}}}"),
        f"decision: {PLACE}.properties.p.oneOf: given up",
        decide={"schema": "preserve"},
    ),
]
PLAIN = [
    case("none leaves it to the server", "version: v1", "versions: [{name: v1, served: true, storage: true}]", defaults="none"),
    case(
        "none keeps what a v1 server refuses",
        "version: v1, preserveUnknownFields: true",
        "versions: [{name: v1, served: true, storage: true}], preserveUnknownFields: true",
        defaults="none",
    ),
]  # fmt: skip
TO_V1BETA1 = [
    case(
        "one version",
        versioned(f"schema: {SCHEMA}, additionalPrinterColumns: [{{name: N, type: date, jsonPath: .x}}]"),
        f"version: v1, versions: [{{name: v1, served: true, storage: true}}], validation: {SCHEMA}, "
        "additionalPrinterColumns: [{name: N, type: date, JSONPath: .x}], preserveUnknownFields: false",
        to=V1BETA1,
    ),
    case(
        "versions that differ",
        f"versions: [{{name: v2, schema: {SCHEMA}, subresources: {{status: {{}}}}}}, "
        f"{{name: v1, schema: {{openAPIV3Schema: {ANYTHING}}}, subresources: {{status: {{}}}}}}]",
        f"version: v2, versions: [{{name: v2, schema: {SCHEMA}}}, {{name: v1, schema: {{openAPIV3Schema: {ANYTHING}}}}}], "
        "subresources: {status: {}}, preserveUnknownFields: false",
        to=V1BETA1,
    ),
    case(
        "a conversion webhook",
        "conversion: {strategy: Webhook, webhook: {clientConfig: {url: 'https://w'}, conversionReviewVersions: [v1]}}, "
        + versioned("deprecated: true"),
        "conversion: {strategy: Webhook, webhookClientConfig: {url: 'https://w'}, conversionReviewVersions: [v1]}, version: v1, "
        + versioned("deprecated: true")
        + ", preserveUnknownFields: false",
        to=V1BETA1,
    ),
]


@pytest.mark.parametrize("case", [*TO_V1, *PLAIN, *TO_V1BETA1], ids=attrgetter("name"))
def test_converted(case: Case) -> None:
    check(case)


def community(annotations: str, more: str = "") -> str:
    return (
        f"metadata: {{name: as.x.k8s.io, annotations: {annotations}}}\n"
        "spec: {group: x.k8s.io, scope: Cluster, names: {plural: as, kind: A}, "
        f"{more}{versioned(f'schema: {SCHEMA}')}}}"
    )


def approval(name: str, annotations: str, after: str = "", *, ask: bool = False, **decide: str) -> Case:
    head = f"apiVersion: {V1BETA1}\nkind: CustomResourceDefinition\n"
    before = head + community(annotations, "preserveUnknownFields: false, ")
    asks = ('crd.approved metadata.annotations["api-approved.kubernetes.io"]',) if ask else ()
    decisions = {f"crd.{key}": value for key, value in decide.items()}
    return Case(name, V1, before, community(after or annotations), decisions, (), asks)


URL = "{api-approved.kubernetes.io: 'https://github.com/kubernetes/enhancements/pull/1111'}"
UNAPPROVED = "{api-approved.kubernetes.io: 'unapproved, testing'}"
APPROVALS = [
    approval("approved", URL),
    approval("unapproved", UNAPPROVED),
    approval("nothing said", "{}", ask=True),
    approval("neither URL nor unapproved", "{api-approved.kubernetes.io: 'yes'}", ask=True),
    approval("decided", "{}", UNAPPROVED, approved="unapproved, testing"),
    approval("decided badly", "{}", ask=True, approved="yes"),
]


@pytest.mark.parametrize("case", APPROVALS, ids=attrgetter("name"))
def test_a_community_group_needs_an_approval(case: Case) -> None:
    check(case)


FRAGMENT = f"""
    apiVersion: {V1BETA1}
    kind: CustomResourceDefinition
    metadata: {{name: as.b.c}}
    spec:
      preserveUnknownFields: true
      conversion: {{strategy: Webhook, webhookClientConfig: {{caBundle: Cg==}}}}
"""


def test_a_patch_gets_structure_and_no_defaults() -> None:
    result = BUILT_IN.convert(read(FRAGMENT), GroupVersion.parse(V1))
    assert result.fragment
    assert result.object["spec"] == {
        "preserveUnknownFields": True,
        "conversion": {"strategy": "Webhook", "webhook": {"clientConfig": {"caBundle": "Cg=="}}},
    }


ORIGINAL = f"""
    apiVersion: {V1BETA1}
    kind: CustomResourceDefinition
    metadata: {{name: as.b.c}}
    spec: {{group: b.c, version: v1, names: {{plural: as, kind: A}}, validation: {SCHEMA}, subresources: {{}}}}
    status: {{acceptedNames: {{kind: "", plural: ""}}, conditions: [], storedVersions: []}}
"""


def test_there_and_back_with_the_stash_is_the_same_object() -> None:
    before = read(ORIGINAL)
    there = BUILT_IN.convert(before, GroupVersion.parse(V1), defaults="none").object
    assert "version" not in there["spec"]
    assert BUILT_IN.convert(there, GroupVersion.parse(V1BETA1), defaults="none").object == before == read(ORIGINAL)


def test_an_edit_of_a_version_survives_the_way_back() -> None:
    there = BUILT_IN.convert(read(ORIGINAL), GroupVersion.parse(V1), defaults="none").object
    there["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["description"] = "edited"
    back = BUILT_IN.convert(there, GroupVersion.parse(V1BETA1), defaults="none").object
    assert back["spec"]["validation"]["openAPIV3Schema"]["description"] == "edited"


def test_versions_do_not_share_what_was_said_once() -> None:
    versions = "versions: [{name: v1, served: true, storage: true}, {name: v2, served: true, storage: false}]"
    spec = f"spec: {{group: b.c, names: {{plural: as, kind: A}}, {versions}, validation: {SCHEMA}}}"
    before = read(f"apiVersion: {V1BETA1}\nkind: CustomResourceDefinition\n{spec}")
    one, two = BUILT_IN.convert(before, GroupVersion.parse(V1), defaults="none").object["spec"]["versions"]
    assert one["schema"] == two["schema"]
    assert one["schema"]["openAPIV3Schema"] is not two["schema"]["openAPIV3Schema"]


WORDS = [
    "versions",
    "name",
    "schema",
    "openAPIV3Schema",
    "type",
    "properties",
    "names",
    "group",
    "subresources",
    "conversion",
    "strategy",
    "webhook",
    "additionalPrinterColumns",
    "validation",
    "annotations",
    "kind",
]
SCALARS = st.none() | st.booleans() | st.integers(-1, 2) | st.sampled_from(["", "x", "Webhook", "x.k8s.io"])
GARBAGE = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=15,
)


@given(GARBAGE, GARBAGE, GARBAGE, st.sampled_from(["preserve", "none", "all"]), st.booleans())
def test_what_is_no_definition_is_converted_as_far_as_it_goes(
    spec: Any, versions: Any, metadata: Any, defaults: Defaults, beta: bool
) -> None:
    source, target = (V1BETA1, V1) if beta else (V1, V1BETA1)
    if isinstance(spec, dict):
        spec |= {"versions": versions, "group": "a.k8s.io", "names": {"kind": "A"}}
    obj = {"apiVersion": source, "kind": "CustomResourceDefinition", "metadata": metadata, "spec": spec}
    result = BUILT_IN.convert(obj, GroupVersion.parse(target), defaults=defaults, decisions={"crd.schema": "preserve"})
    assert result.object["apiVersion"] == target
    if beta and defaults == "preserve" and not result.fragment and isinstance(versions, list):
        for version in result.object["spec"]["versions"]:
            assert not isinstance(version, dict) or violations(version["schema"]["openAPIV3Schema"]) == []
