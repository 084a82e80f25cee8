"""Workloads: what the old versions meant by leaving things out is written down, so that they roll out as before."""

from __future__ import annotations

import copy
from operator import attrgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kconv import kinds
from kconv.kinds._image import tag_of
from kconv.kinds.apps._workload import matches
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, Release
from tests.kinds.before_after import Case, check, converted, read
from tests.tiers import examples

SETS = ("Deployment", "DaemonSet", "ReplicaSet", "StatefulSet")
EVER = 2147483647


def workload(kind: str, version: str, spec: str = "", metadata: str = "name: web", labels: str = "{app: web}") -> str:
    """A workload with one container; ``spec`` are further lines of its spec, indented by two."""
    template = (
        f"  template:\n    metadata: {{labels: {labels}}}\n    spec: {{containers: [{{name: web, image: web:1}}]}}"
    )
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {{{metadata}}}\nspec:\n{spec}{template}\n"


LABELLED = "name: web, labels: {app: web}"
SELECTOR = "  selector: {matchLabels: {app: web}}\n"
ONE_BY_ONE = "  strategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 1}}\n"
FOREVER = f"  revisionHistoryLimit: {EVER}\n  progressDeadlineSeconds: {EVER}\n"
ON_DELETE = "  updateStrategy: {type: OnDelete}\n"

REWRITES = [
    Case(
        "extensions/v1beta1 Deployment: one pod at a time, all history kept, no deadline, selector from the template",
        "apps/v1",
        workload("Deployment", "extensions/v1beta1"),
        workload("Deployment", "apps/v1", SELECTOR + ONE_BY_ONE + FOREVER, LABELLED),
        told=("default: spec.selector.matchLabels.app", "default: spec.revisionHistoryLimit"),
    ),
    Case(
        "extensions/v1beta1 Deployment that says what it means gets nothing",
        "apps/v1",
        workload(
            "Deployment",
            "extensions/v1beta1",
            SELECTOR + ONE_BY_ONE + "  revisionHistoryLimit: 3\n  progressDeadlineSeconds: 60\n",
            "name: web, labels: {a: b}",
        ),
    ),
    Case(
        "a strategy without rolling update needs no settings for one",
        "apps/v1",
        workload("Deployment", "extensions/v1beta1", SELECTOR + "  strategy: {type: Recreate}\n" + FOREVER, LABELLED),
    ),
    Case(
        "half a rolling update is filled up",
        "apps/v1",
        workload(
            "Deployment",
            "extensions/v1beta1",
            SELECTOR + "  strategy: {rollingUpdate: {maxSurge: 3}}\n" + FOREVER,
            LABELLED,
        ),
        workload(
            "Deployment",
            "apps/v1",
            SELECTOR + "  strategy: {rollingUpdate: {maxSurge: 3, maxUnavailable: 1}}\n" + FOREVER,
            LABELLED,
        ),
    ),
    Case(
        "apps/v1beta1 Deployment kept two old ReplicaSets",
        "apps/v1",
        workload("Deployment", "apps/v1beta1", SELECTOR, LABELLED),
        workload("Deployment", "apps/v1", SELECTOR + "  revisionHistoryLimit: 2\n", LABELLED),
    ),
    Case("apps/v1beta2 Deployment is apps/v1's", "apps/v1", workload("Deployment", "apps/v1beta2", SELECTOR)),
    Case(
        "apps/v1 Deployment in extensions/v1beta1 keeps its percentages and limits",
        "extensions/v1beta1",
        workload("Deployment", "apps/v1", SELECTOR, LABELLED),
        workload(
            "Deployment",
            "extensions/v1beta1",
            SELECTOR
            + '  strategy: {rollingUpdate: {maxUnavailable: "25%", maxSurge: "25%"}}\n'
            + "  revisionHistoryLimit: 10\n  progressDeadlineSeconds: 600\n",
            LABELLED,
        ),
    ),
    Case(
        "rollbackTo becomes Kubernetes' own annotation",
        "apps/v1",
        workload(
            "Deployment",
            "apps/v1beta1",
            SELECTOR + "  revisionHistoryLimit: 1\n  rollbackTo: {revision: 3}\n",
            LABELLED,
        ),
        workload(
            "Deployment",
            "apps/v1",
            SELECTOR + "  revisionHistoryLimit: 1\n",
            LABELLED + ', annotations: {deprecated.deployment.rollback.to: "3"}',
        ),
        told=("info: metadata.annotations",),
    ),
    Case(
        "rollbackTo without a revision is revision 0, the one before",
        "apps/v1",
        workload("Deployment", "apps/v1beta1", SELECTOR + "  revisionHistoryLimit: 1\n  rollbackTo: {}\n", LABELLED),
        workload(
            "Deployment",
            "apps/v1",
            SELECTOR + "  revisionHistoryLimit: 1\n",
            LABELLED + ', annotations: {deprecated.deployment.rollback.to: "0"}',
        ),
    ),
    Case(
        "extensions/v1beta1 DaemonSet replaces pods only when they are deleted",
        "apps/v1",
        workload("DaemonSet", "extensions/v1beta1"),
        workload("DaemonSet", "apps/v1", SELECTOR + ON_DELETE, LABELLED),
        told=('default: spec.updateStrategy.type: spec.updateStrategy.type: "OnDelete"',),
    ),
    Case(
        "DaemonSet that rolls over is the same everywhere",
        "apps/v1",
        workload("DaemonSet", "extensions/v1beta1", SELECTOR + "  updateStrategy: {type: RollingUpdate}\n", LABELLED),
    ),
    Case(
        "templateGeneration becomes Kubernetes' own annotation",
        "apps/v1",
        workload("DaemonSet", "extensions/v1beta1", SELECTOR + ON_DELETE + "  templateGeneration: 4\n", LABELLED),
        workload(
            "DaemonSet",
            "apps/v1",
            SELECTOR + ON_DELETE,
            LABELLED + ', annotations: {deprecated.daemonset.template.generation: "4"}',
        ),
    ),
    Case(
        "extensions/v1beta1 ReplicaSet took its selector from the template",
        "apps/v1",
        workload("ReplicaSet", "extensions/v1beta1"),
        workload("ReplicaSet", "apps/v1", SELECTOR, LABELLED),
    ),
    Case(
        "apps/v1beta1 StatefulSet replaces pods only when they are deleted",
        "apps/v1",
        workload("StatefulSet", "apps/v1beta1", "  serviceName: web\n"),
        workload("StatefulSet", "apps/v1", "  serviceName: web\n" + SELECTOR + ON_DELETE, LABELLED),
    ),
    Case(
        "claims of a StatefulSet are left alone",
        "apps/v1",
        workload(
            "StatefulSet",
            "apps/v1beta2",
            SELECTOR + "  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]\n",
        ),
    ),
    Case(
        "labels of its own are not replaced by the template's",
        "apps/v1",
        workload("ReplicaSet", "extensions/v1beta1", "", "name: web, labels: {tier: front}"),
        workload("ReplicaSet", "apps/v1", SELECTOR, "name: web, labels: {tier: front}"),
    ),
]
SELECTORS = [
    Case(
        "a selector that apps/v1beta2 demanded too is mended from the template",
        "apps/v1",
        workload("Deployment", "apps/v1beta2"),
        workload("Deployment", "apps/v1", SELECTOR),
        told=("repair: spec.selector: the labels of the template, because a selector is required",),
    ),
    Case(
        "an empty selector is none",
        "apps/v1",
        workload("Deployment", "apps/v1beta2", "  selector: {}\n"),
        workload("Deployment", "apps/v1", SELECTOR),
    ),
    Case(
        "a selector that misses its pods is for a person to judge",
        "apps/v1",
        workload("Deployment", "apps/v1beta2", SELECTOR, labels="{app: shop}"),
        asks=("workload.selector spec.selector",),
    ),
    Case(
        "the template is right",
        "apps/v1",
        workload("Deployment", "apps/v1beta2", SELECTOR, labels="{app: shop}"),
        workload("Deployment", "apps/v1", SELECTOR.replace("web", "shop"), labels="{app: shop}"),
        decide={"workload.selector": "template"},
        told=("decision: spec.selector: matched with the template as decided",),
    ),
    Case(
        "the selector is right",
        "apps/v1",
        workload("Deployment", "apps/v1beta2", SELECTOR, labels="{app: shop, tier: front}"),
        workload("Deployment", "apps/v1", SELECTOR, labels="{app: web, tier: front}"),
        decide={"workload.selector": "selector"},
    ),
    Case(
        "a template without labels cannot be right",
        "apps/v1",
        workload("Deployment", "apps/v1beta2", SELECTOR, labels="null"),
        decide={"workload.selector": "template"},
        asks=("workload.selector spec.selector",),
    ),
]
PATCHES = [
    ("a number of replicas", "spec: {replicas: 3}"),
    ("settings of a container", "spec: {template: {spec: {containers: [{name: web, env: []}]}}}"),
    ("an image", "spec: {template: {spec: {containers: [{name: web, image: web:2}]}}}"),
    ("nothing", "metadata: {name: web}"),
]


@pytest.mark.parametrize("case", [*REWRITES, *SELECTORS], ids=attrgetter("name"))
def test_workload_acts_as_before(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("kind", SETS)
@pytest.mark.parametrize(("name", "patch"), PATCHES, ids=[name for name, _ in PATCHES])
def test_a_patch_gets_a_version_and_nothing_else(kind: str, name: str, patch: str) -> None:
    result = converted(Case(name, "apps/v1", f"apiVersion: apps/v1beta2\nkind: {kind}\n{patch}"))
    assert result.fragment
    assert (result.notes, result.questions) == ([], [])
    assert result.object == {"apiVersion": "apps/v1", "kind": kind, **read(patch)}


def test_single_defaults_can_be_left_out() -> None:
    source = read(workload("Deployment", "extensions/v1beta1", SELECTOR + ONE_BY_ONE, LABELLED))
    found = BUILT_IN.convert(
        source,
        GroupVersion("apps", "v1"),
        leave_out=("spec.revisionHistoryLimit", "Deployment.spec.progressDeadlineSeconds"),
    )
    assert found.object == {**source, "apiVersion": "apps/v1"}


EVERY_DEFAULT = {"metadata.labels", "spec.strategy", "spec.revisionHistoryLimit", "spec.progressDeadlineSeconds"}


LEFT_OUT = {
    "a whole object": ("spec.strategy", {"spec.strategy"}),
    "an object of one kind": ("Deployment.metadata.labels", {"metadata.labels"}),
    "all of the spec": ("spec", EVERY_DEFAULT - {"metadata.labels"}),
    "half of a name": ("spec.strat", set()),
    "another kind's": ("DaemonSet.spec", set()),
}


@pytest.mark.parametrize(("left_out", "gone"), LEFT_OUT.values(), ids=list(LEFT_OUT))
def test_what_is_below_a_default_is_left_out_with_it(left_out: str, gone: set[str]) -> None:
    source = read(workload("Deployment", "extensions/v1beta1", SELECTOR))
    found = BUILT_IN.convert(source, GroupVersion("apps", "v1"), leave_out=(left_out,))
    written = [note.path for note in found.notes if note.kind == "default"]
    assert {place for place in EVERY_DEFAULT if any(path.startswith(place) for path in written)} == EVERY_DEFAULT - gone


ALL = """
    replicas: 1
    podManagementPolicy: OrderedReady
    revisionHistoryLimit: 10
    selector: {matchLabels: {app: web}}
    updateStrategy: {type: OnDelete}
    persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain}
    template:
      metadata: {labels: {app: web}}
      spec:
        containers:
          - name: web
            image: web:1
            imagePullPolicy: IfNotPresent
            terminationMessagePath: /dev/termination-log
            terminationMessagePolicy: File
        dnsPolicy: ClusterFirst
        restartPolicy: Always
        schedulerName: default-scheduler
        securityContext: {}
        terminationGracePeriodSeconds: 30
    """
RETENTION = "persistentVolumeClaimRetentionPolicy"


@pytest.mark.parametrize(("release", "absent"), [(32, ()), (26, (RETENTION,))], ids=["1.32", "1.26"])
def test_all_defaults_are_those_of_the_release(release: int, absent: tuple[str, ...]) -> None:
    source = read(workload("StatefulSet", "apps/v1beta1"))
    found = BUILT_IN.convert(source, GroupVersion("apps", "v1"), defaults="all", release=Release(release)).object
    assert found["spec"] == {key: value for key, value in read(ALL).items() if key not in absent}


def test_defaults_are_an_objects_own_to_edit() -> None:
    source = read(workload("Deployment", "apps/v1beta2", SELECTOR))
    first = BUILT_IN.convert(source, GroupVersion("apps", "v1"), defaults="all").object
    again = copy.deepcopy(first)
    first["spec"]["template"]["spec"]["securityContext"]["runAsUser"] = 0
    assert BUILT_IN.convert(source, GroupVersion("apps", "v1"), defaults="all").object == again


IMAGES = [
    ("nginx", "latest"),
    ("nginx:latest", "latest"),
    ("nginx:1.25", "1.25"),
    ("registry.example.com:5000/team/nginx", "latest"),
    ("registry.example.com:5000/team/nginx:1", "1"),
    ("nginx@sha256:" + "a" * 64, ""),
    ("nginx:latest@sha256:" + "a" * 64, "latest"),
    ("Nginx", ""),
    ("${IMAGE}", ""),
    ("", ""),
    (None, ""),
    ("f" * 64, ""),
]


@pytest.mark.parametrize(("image", "tag"), IMAGES)
def test_image_without_tag_or_digest_is_latest(image: str | None, tag: str) -> None:
    assert tag_of(image) == tag


def demand(operator: str, *values: str) -> dict[str, object]:
    return {"matchExpressions": [{"key": "app", "operator": operator, "values": list(values)}]}


MATCHES = [
    ({"matchLabels": {"app": "web"}}, True),
    ({"matchLabels": {"app": "shop"}}, False),
    ({"matchLabels": {"app": "web", "tier": "x"}}, False),
    (demand("In", "web", "shop"), True),
    (demand("In", "shop"), False),
    (demand("NotIn", "shop"), True),
    (demand("NotIn", "web"), False),
    (demand("Exists"), True),
    (demand("DoesNotExist"), False),
    (demand("Like", "web"), False),
    ({}, False),
    (None, False),
    ([{"app": "web"}], False),
    ({"matchLabels": ["app"]}, False),
    ({"matchExpressions": [None]}, False),
]


@pytest.mark.parametrize(("selector", "expected"), MATCHES, ids=str)
def test_selector_matches_as_kubernetes_does(selector: object, expected: bool) -> None:
    assert matches(selector, {"app": "web"}) is expected


KEYS = [
    *("metadata", "spec", "template", "containers", "selector", "matchLabels", "labels", "annotations", "strategy"),
    *("rollingUpdate", "type", "volumes", "image", "rollbackTo", "updateStrategy", "name", "env", "livenessProbe"),
]
scalars = st.none() | st.booleans() | st.integers(-1, 9) | st.sampled_from(["", "web", "RollingUpdate"])
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def shapes(draw: st.DrawFn) -> dict[str, object]:
    """A workload in which every level may be anything, but most are what they should be."""
    containers = draw(st.sampled_from([[{"name": "a", "image": "b"}], None, ["a"], "a"]) | anything)
    pod = draw(st.just({"containers": containers}) | anything)
    template = draw(st.just({"metadata": {"labels": draw(anything)}, "spec": pod}) | anything)
    rest = draw(st.dictionaries(st.sampled_from(KEYS), anything, max_size=4))
    spec = draw(st.just({**rest, "template": template}) | anything)
    return {"metadata": draw(st.just({"name": "a"}) | anything), "spec": spec}


@settings(max_examples=examples(150))
@given(
    shapes(),
    st.sampled_from(SETS),
    st.sampled_from(["preserve", "all", "none"]),
    st.sampled_from(["", "template", "selector"]),
)
def test_no_shape_makes_a_conversion_raise(obj: dict[str, object], kind: str, defaults: str, answer: str) -> None:
    versions = kinds.find(GroupVersion("apps", "v1").kind(kind)).versions  # type: ignore[union-attr]
    for source in versions:
        before = {"apiVersion": str(source), "kind": kind, **obj}
        kept = copy.deepcopy(before)
        for target in versions:
            BUILT_IN.convert(before, target, defaults=defaults, decisions={"workload.selector": answer})  # type: ignore[arg-type]
        assert before == kept


def test_an_empty_map_that_is_filled_is_no_loss() -> None:
    old = read(
        """
        apiVersion: extensions/v1beta1
        kind: Deployment
        metadata: {annotations: {}}
        spec: {rollbackTo: {revision: 2}}
        """
    )
    conversion = BUILT_IN.convert(old, GroupVersion("apps", "v1"), defaults="none", stash=False)
    assert not conversion.questions
    assert conversion.object["metadata"]["annotations"] == {"deprecated.deployment.rollback.to": "2"}
