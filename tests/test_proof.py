"""The judge of a migration is judged: it passes a right one and catches each way of being wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.cluster.apiserver import Refusal
from tests.proof import facts, references
from tests.proof.acceptance import fault
from tests.proof.comments import comments
from tests.proof.run import Run

OLD = "# head\nkind: Ingress # kind\napiVersion: extensions/v1beta1\nmetadata: {name: i}\n"
NEW = OLD.replace("extensions", "networking.k8s.io").replace("v1beta1", "v1")
SERVICE = "---\napiVersion: v1\nkind: Service\nmetadata: {name: s} # kept\n"
UNSERVED = "networking.k8s.io/v1beta1"


def report(status: str, *messages: str) -> Run:
    notes = [{"kind": "hint", "path": "", "message": message} for message in messages]
    entry = {"file": "a.yaml", "index": 0, "line": 3, "status": status, "from": "a/v1", "to": "b/v1", "notes": notes}
    run = Run(0, "", entries={("a.yaml", 0, 3): entry})
    run.by_file["a.yaml"].append(entry)
    return run


def judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str, again: str | None = None, run: Run | None = None
) -> facts.Proof:
    """What the judge says of a migration that writes ``after`` and, when run again, ``again``."""
    file = tmp_path / "a.yaml"
    file.write_text(OLD + SERVICE)
    texts = iter([after, after if again is None else again])
    reports = iter([run or report("migrated"), Run(0, "")])

    def migrate(*_: object) -> Run:
        file.write_text(next(texts))
        return next(reports)

    monkeypatch.setattr(facts, "migrate", migrate)
    return facts.prove(tmp_path, "1.32")


def test_right_migration_is_proven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proof = judged(tmp_path, monkeypatch, NEW + SERVICE)
    assert not proof.failures
    assert proof.counts["migrated"] == 1
    assert proof.counts["comments"] == 3


@pytest.mark.parametrize(
    ("fact", "after"),
    [
        pytest.param("served: a.yaml:3 extensions/v1beta1 Ingress i was left", OLD + SERVICE, id="left as it was"),
        pytest.param(
            "which 1.32 does not serve", NEW.replace("networking.k8s.io/v1", UNSERVED) + SERVICE, id="not served"
        ),
        pytest.param("comments: a.yaml lost '# kind'", NEW.replace(" # kind", "") + SERVICE, id="a comment is gone"),
        pytest.param("comments: a.yaml gained '# new'", NEW + "# new\n" + SERVICE, id="a comment out of nothing"),
        pytest.param(
            "identical: a.yaml:5", NEW + SERVICE.replace("{name: s}", "{name:  s}"), id="the neighbour changed"
        ),
        pytest.param("served: a.yaml:6 v1 Service s became", NEW, id="a document is gone"),
        pytest.param("served: a.yaml is no YAML any more", NEW + "a: [", id="broken text"),
    ],
)
def test_wrong_migration_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fact: str, after: str) -> None:
    assert any(fact in failure for failure in judged(tmp_path, monkeypatch, after).failures)


def test_second_run_that_changes_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proof = judged(tmp_path, monkeypatch, NEW + SERVICE, again=NEW + SERVICE + "\n")
    assert proof.failures == ["second run: a.yaml was changed again"]


def test_decision_counts_only_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = report("decision", "decide with --decide csr.signerName=…")
    assert judged(tmp_path, monkeypatch, OLD + SERVICE, run=named).counts["waiting for a named decision"] == 1
    unnamed = judged(tmp_path, monkeypatch, OLD + SERVICE, run=report("decision", "someone must decide"))
    assert any("was left, status decision" in failure for failure in unnamed.failures)


def test_waiting_counts_only_with_the_line_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = report("waits", "over/kustomization.yaml:4: an inline patch")
    assert not judged(tmp_path, monkeypatch, OLD + SERVICE, run=named).failures
    unnamed = judged(tmp_path, monkeypatch, OLD + SERVICE, run=report("waits", "something is in the way"))
    assert any("was left, status waits" in failure for failure in unnamed.failures)


def test_change_that_the_report_hides_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proof = judged(tmp_path, monkeypatch, NEW + SERVICE, run=report("unchanged"))
    assert any("the report tells of no migrated object" in failure for failure in proof.failures)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # x\n# y\n", ["# x", "# y"]),
        ("a: |  # header\n  # text\n  t\n # after\nb: 1\n", ["# after", "# header"]),
        ("a: 'x # no'\nb: x#no\nc: \"# no\"\n", []),
        ("a: [b, # flow\n c] # end\n", ["# end", "# flow"]),
        ("\ufeff# bom\r\na: 1 # crlf\r\n", ["# bom", "# crlf"]),
        ("---\n# alone\n---\na: é # 2\n... # 3", ["# 2", "# 3", "# alone"]),
        ("a: &x # anchor\n  b: 1\nc: *x # alias\n", ["# alias", "# anchor"]),
    ],
)
def test_comments_are_found_where_yaml_has_them(text: str, expected: list[str]) -> None:
    assert sorted(comments(text).elements()) == expected


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (Refusal("Invalid value", ("spec.name",)), "original"),
        (Refusal("Invalid value", ("spec.service.name",)), "original"),
        (Refusal("Invalid value", ("spec.made",)), "kconv"),
        (Refusal("Required value", ("spec.image",)), "absent"),
        (Refusal('strict decoding error: unknown field "spec.list[1].x"'), "original"),
        (Refusal("cannot unmarshal number into Go struct field Env.spec.list.x of type string"), "original"),
        (Refusal("out of order"), "kconv"),
    ],
    ids=lambda value: str(value),
)
def test_fault_is_found_by_field(refusal: Refusal, expected: str) -> None:
    old = {"spec": {"name": "A_", "serviceName": "b", "list": [{}, {"x": 1}]}}
    new = {"spec": {"name": "A_", "service": {"name": "b"}, "list": [{}, {"x": 1}], "made": "up"}}
    assert fault(refusal, old, new) == expected


HPA = """apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec:
  scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: d}
  maxReplicas: 3
"""
ROLE = """apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r}
rules:
- apiGroups: [extensions]
  resources: [daemonsets, statefulsets]
  verbs: [get, list]
"""
RULE = "- {apiGroups: [apps], resources: [daemonsets], verbs: [get, list]}\n"


@pytest.mark.parametrize(
    ("before", "after", "problems"),
    [
        pytest.param(HPA, HPA.replace("extensions/v1beta1", "apps/v1"), [], id="the target followed"),
        pytest.param(HPA, HPA, ["extensions/v1beta1 Deployment is still named"], id="it did not"),
        pytest.param(HPA, HPA.replace("extensions/v1beta1", "batch/v1"), ["spec.scaleTargetRef.apiVersion was"], id="it went astray"),
        pytest.param(HPA, HPA.replace("extensions/v1beta1", "apps/v1").replace("name: d", "name: e"), ["spec.scaleTargetRef.apiVersion was", "spec.scaleTargetRef.name was 'd'"], id="it has another name"),
        pytest.param(HPA, HPA.replace("extensions/v1beta1", "apps/v1").replace("3", "4"), ["spec.maxReplicas was 3"], id="something else changed"),
        pytest.param(ROLE, ROLE + RULE, [], id="a right followed"),
        pytest.param(ROLE, ROLE, ["get daemonsets is allowed in extensions, and not in apps", "list daemonsets is"], id="a right did not"),
        pytest.param(ROLE, ROLE.replace("[extensions]", "[extensions, apps]"), ["('apps', 'statefulsets', 'get', '') was not allowed", "('apps', 'statefulsets', 'list'"], id="a right too many"),
        pytest.param(ROLE, ROLE.replace("[extensions]", "[apps]"), ["'extensions', 'daemonsets', 'get', '') is allowed no more"] + 3 * ["is allowed no more"] + 2 * ["was not allowed"], id="the old right is gone"),
        pytest.param(ROLE, ROLE + RULE.replace("get, ", "get, delete, "), ["('apps', 'daemonsets', 'delete', '') was not allowed"], id="a verb out of nothing"),
    ],
)  # fmt: skip
def test_names_are_judged_without_kconv(before: str, after: str, problems: list[str]) -> None:
    old, new = yaml.safe_load(before), yaml.safe_load(after)
    found = [*references.wrong(old, new, "1.32"), *references.left(new, "1.32")]
    assert len(found) == len(problems), found
    for part, text in zip(problems, found, strict=True):
        assert part in text


def _run_of_names() -> Run:
    entry = {"file": "a.yaml", "index": 0, "line": 1, "status": "migrated", "from": "v", "to": "v", "notes": []}
    run = Run(0, "", entries={("a.yaml", 0, 1): entry})
    run.by_file["a.yaml"].append(entry)
    return run


@pytest.mark.parametrize(
    ("after", "problem"),
    [
        pytest.param(HPA.replace("extensions/v1beta1", "apps/v1"), "", id="right"),
        pytest.param(HPA.replace("extensions/v1beta1", "apps/v1").replace("{name: h}", "\n  name: h"), "only names moved, and this line is gone: 'metadata: {name: h}'", id="written anew"),
    ],
)  # fmt: skip
def test_only_the_lines_of_names_may_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str, problem: str
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HPA)
    reports = iter([_run_of_names(), Run(0, "")])

    def migrate(*_: object) -> Run:
        file.write_text(after)
        return next(reports)

    monkeypatch.setattr(facts, "migrate", migrate)
    proof = facts.prove(tmp_path, "1.32")
    assert [problem in failure for failure in proof.failures] == [True] * bool(problem)
    assert proof.counts["objects of which only what they name was migrated"] == 1
