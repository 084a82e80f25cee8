"""A chart installs what config/ deploys, into the namespace of its release, and leaves other braces alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from kconv.errors import UsageError
from kconv.scaffold.chart import chart_of
from kconv.scaffold.kustomize import built, objects_in
from tests.peers import bin_dir, why_skipped
from tests.scaffold.conftest import Make, passes, run

Json = Any
needs_kubectl = pytest.mark.skipif(not shutil.which("kubectl"), reason="kubectl is not on PATH")
needs_helm = pytest.mark.skipif(bool(why_skipped(("helm",), "helm")), reason=why_skipped(("helm",), "helm"))
DEPLOYMENT: Json = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "backups-queue-worker", "namespace": "system"},
    "spec": {
        "replicas": 2,
        "template": {
            "spec": {
                "containers": [
                    {
                        "name": "worker",
                        "image": "r.example.com:5000/backups:1.2",
                        "resources": {"limits": {"memory": "1Gi"}},
                    },
                    {"name": "proxy", "image": "r.example.com/proxy:3"},
                ]
            }
        },
    },
}


def chart(*objects: Json) -> dict[str, str]:
    return chart_of([DEPLOYMENT, *objects], name="backups", version="1.0.0", made_by="kconv crd package config")


def config_map(**data: str) -> Json:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "system"}, "data": data}


def test_the_values_of_a_deployment_are_what_config_has() -> None:
    files = chart()
    assert yaml.safe_load(files["values.yaml"]) == {
        "image": {"repository": "r.example.com:5000/backups", "tag": "", "pullPolicy": "IfNotPresent"},
        "queueWorker": {
            "replicas": 2,
            "nodeSelector": {},
            "tolerations": [],
            "resources": {"limits": {"memory": "1Gi"}},
        },
    }
    assert yaml.safe_load(files["Chart.yaml"])["appVersion"] == "1.2"
    text = files["templates/deployment-backups-queue-worker.yaml"]
    assert "  replicas: {{ .Values.queueWorker.replicas }}\n" in text
    assert '"{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"' in text
    assert "r.example.com/proxy:3" in text


ALONE = [
    ("one that is never doubled", {"replicas": 1, "strategy": {"type": "Recreate"}}, None),
    ("one, by default", {"strategy": {"type": "Recreate"}}, None),
    ("several that are replaced at once", {"replicas": 2, "strategy": {"type": "Recreate"}}, 2),
    ("one that is rolled out", {"replicas": 1, "strategy": {"type": "RollingUpdate"}}, 1),
    ("no strategy", {"replicas": 1}, 1),
]


@pytest.mark.parametrize(("spec", "value"), [row[1:] for row in ALONE], ids=[row[0] for row in ALONE])
def test_the_number_of_replicas_is_a_value_unless_there_must_be_one(spec: Json, value: int | None) -> None:
    template = DEPLOYMENT["spec"]["template"]
    files = chart_of([{**DEPLOYMENT, "spec": {"template": template, **spec}}], name="backups", version="1", made_by="x")
    assert yaml.safe_load(files["values.yaml"])["queueWorker"].get("replicas") == value
    assert (".replicas }}" in files["templates/deployment-backups-queue-worker.yaml"]) == (value is not None)


NAMESPACES = [
    ("a field", {"namespace": "system"}, {"namespace": "{{ .Release.Namespace }}"}),
    ("another namespace", {"namespace": "other"}, {"namespace": "other"}),
    ("a DNS name", {"a": "hook.system.svc.cluster.local"}, {"a": "hook.{{ .Release.Namespace }}.svc.cluster.local"}),
    ("a name with a namespace", {"a": "system/hook"}, {"a": "{{ .Release.Namespace }}/hook"}),
    ("a word", {"a": "the system is up", "b": "system", "c": "my-system/hook"}, None),
    ("braces", {"a": "{{ $labels.x }} and {{y}}"}, {"a": '{{ "{{" }} $labels.x }} and {{ "{{" }}y}}'}),
    ("one brace", {"a": "{x}"}, None),
]


@pytest.mark.parametrize(("data", "expected"), [row[1:] for row in NAMESPACES], ids=[row[0] for row in NAMESPACES])
def test_the_namespace_is_the_releases_and_other_braces_are_escaped(data: Json, expected: Json) -> None:
    lines = chart(config_map(**data))["templates/configmap-a.yaml"].splitlines()
    for key, value in (expected or data).items():
        [line] = [line for line in lines[lines.index("data:") :] if line.startswith(f"  {key}: ")]
        assert line.partition(": ")[2].strip("\"'") == value.strip("\"'").replace("\\", "")


def test_a_definition_is_kept_when_the_release_is_gone() -> None:
    crd = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "b.a.io"}}
    made = yaml.safe_load(chart(crd)["templates/customresourcedefinition-b.a.io.yaml"])
    assert made["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}


def test_the_namespace_itself_is_left_to_helm() -> None:
    assert not [
        path
        for path in chart({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "system"}})
        if "namespace" in path
    ]


@pytest.mark.parametrize("image", ["backups", "r.example.com:5000/backups", "a@sha256:0"])
def test_an_image_without_a_tag_is_refused(image: str) -> None:
    spec = {"template": {"spec": {"containers": [{"name": "a", "image": image}]}}}
    with pytest.raises(UsageError, match="has no tag"):
        chart_of([{**DEPLOYMENT, "spec": spec}], name="b", version="1", made_by="x")


def test_what_has_no_deployment_is_refused() -> None:
    with pytest.raises(UsageError, match="no Deployment"):
        chart_of([config_map()], name="b", version="1", made_by="x")


def test_two_objects_that_would_have_one_file_are_refused() -> None:
    with pytest.raises(UsageError, match="same kind and name"):
        chart(config_map(), config_map())


def test_every_object_of_a_build_is_read_as_kubernetes_reads_it() -> None:
    text = "a: yes\nb: 010\n---\nc: &x [1]\nd: *x\n---\n# nothing\n---\ne: |\n  ---\n  f\n"
    assert objects_in(text) == [{"a": True, "b": 8}, {"c": [1], "d": [1]}, {"e": "---\nf\n"}]


@needs_kubectl
def test_a_package_that_is_not_up_to_date_is_found(make: Make) -> None:
    folder = make()
    command = ("kconv", "crd", "package", "config/default", "--install", "install.yaml", "--chart", "chart")
    passes(folder, *command, "--check")
    deployment = folder / "config/base/deployment.yaml"
    deployment.write_text(deployment.read_text().replace("replicas: 2", "replicas: 3"))
    (folder / "config/base/kustomization.yaml").write_text(
        (folder / "config/base/kustomization.yaml").read_text().replace("- disruption-budget.yaml\n", "")
    )
    found = run(folder, *command, "--check", "--quiet")
    assert found.returncode == 1
    assert found.stdout.splitlines() == [
        "install.yaml: not up to date",
        "chart/values.yaml: not up to date",
        "chart/templates/poddisruptionbudget-backups-webhook.yaml: no longer declared, delete it",
    ]
    assert run(folder, *command[:4], "--install", "-").stdout.endswith(built(folder / "config/default"))
    assert not (folder / "-").exists()
    refused = run(folder, *command[:4], "--install", "-", "--check")
    assert (refused.returncode, refused.stderr) == (2, "error: --check requires a file\n  give it with --install\n")
    broken = folder / "config/base/service.yaml"
    broken.write_text("a: [")
    assert run(folder, *command).returncode == 2


@needs_helm
@needs_kubectl
@pytest.mark.full
@pytest.mark.parametrize("certificates", ["cert-manager", "self-signed"])
def test_helm_renders_what_kustomize_builds(make: Make, certificates: str) -> None:
    folder = make(certificates=certificates, kopf=True)
    default = folder / "config/default/kustomization.yaml"
    default.write_text(default.read_text().replace("components:\n", "components:\n- ../monitoring\n"))
    passes(folder, "kconv", "crd", "package", "config/default", "--chart", "chart")
    passes(folder, str(bin_dir() / "helm"), "lint", "--strict", "chart")
    rendered = helm(folder, "--namespace", "backups-system")
    expected = {
        name(each): each for each in objects_in(built(folder / "config/default")) if each["kind"] != "Namespace"
    }
    assert {name(each): without_added(each) for each in rendered} == {
        key: without_added(each) for key, each in expected.items()
    }
    elsewhere = helm(folder, "--namespace", "other", "--set", "webhook.replicas=5", "--set", "image.tag=7")
    assert "backups-system" not in json.dumps(elsewhere)
    [webhook] = [each for each in elsewhere if name(each) == ("Deployment", "backups-webhook")]
    assert webhook["spec"]["replicas"] == 5
    assert webhook["spec"]["template"]["spec"]["containers"][0]["image"] == "registry.example.com/backups:7"


def helm(folder: Path, *flags: str) -> list[Json]:
    command = [str(bin_dir() / "helm"), "template", "release", "chart", *flags]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return [each for each in yaml.safe_load_all(ran.stdout) if each]


def name(obj: Json) -> tuple[str, str]:
    return obj["kind"], obj["metadata"]["name"]


def without_added(obj: Json) -> Json:
    """Without what a chart adds on purpose."""
    obj = json.loads(json.dumps(obj, default=str))
    obj["metadata"].pop("annotations", None)
    if obj["kind"] == "Deployment":
        for container in obj["spec"]["template"]["spec"]["containers"]:
            container.pop("imagePullPolicy", None)
    return obj
