"""`kconv convert` prints what `kubectl convert` is asked for, from the real pipeline."""

from __future__ import annotations

import io
import json
import sys
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.cli.conftest import Kconv

INGRESS = """# front door
apiVersion: networking.k8s.io/v1beta1
kind: IngressClass
metadata: {name: front}   # the name
spec: {unknown: kept}
"""
ROLE = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nmetadata:\n  name: jobs\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"
ROLE_JSON = '{"apiVersion": "rbac.authorization.k8s.io/v1beta1", "kind": "Role", "metadata": {"name": "on"}}\n'
NEW = "rbac.authorization.k8s.io/v1"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some manifests, in the folder where kconv runs."""
    (tmp_path / "deep").mkdir()
    files = {"a.yaml": INGRESS, "b.yaml": ROLE, "c.json": ROLE_JSON, "deep/d.yml": SERVICE, "notes.txt": "x"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_one_document_keeps_its_text(kconv: Kconv) -> None:
    ran = kconv("convert", "-f", "a.yaml", "--output-version", "networking.k8s.io/v1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == INGRESS.replace("v1beta1", "v1")


def test_without_a_version_it_is_the_preferred_one(kconv: Kconv, folder: Path) -> None:
    (folder / "hpa.yaml").write_text(
        "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\n"
        "spec:\n  maxReplicas: 2\n  scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}\n"
    )
    assert kconv("convert", "-f", "hpa.yaml").out.startswith("apiVersion: autoscaling/v2\n")
    assert kconv("convert", "-f", "hpa.yaml", "--target", "1.20").out.startswith("apiVersion: autoscaling/v1\n")


def test_several_inputs_are_documents_in_yaml(kconv: Kconv) -> None:
    ran = kconv("convert", "-f", "a.yaml", "-f", "b.yaml")
    assert ran.out == INGRESS.replace("v1beta1", "v1") + "---\n" + ROLE.replace("v1beta1", "v1")


def test_several_inputs_are_one_list_in_json(kconv: Kconv) -> None:
    ran = kconv("convert", "-f", "b.yaml", "-f", "c.json", "-o", "json")
    found = json.loads(ran.out)
    assert list(found) == ["kind", "apiVersion", "metadata", "items"]
    assert [(item["apiVersion"], item["metadata"]["name"]) for item in found["items"]] == [(NEW, "jobs"), (NEW, "on")]


def test_one_input_is_one_object_in_json(kconv: Kconv) -> None:
    ran = kconv("convert", "-f", "b.yaml", "-o", "json")
    assert json.loads(ran.out) == {"apiVersion": NEW, "kind": "Role", "metadata": {"name": "jobs"}}


def test_json_is_written_anew_as_yaml(kconv: Kconv) -> None:
    ran = kconv("convert", "-f", "c.json")
    assert ran.out == f'apiVersion: {NEW}\nkind: Role\nmetadata:\n  name: "on"\n'


def test_the_items_of_a_list_are_objects_of_their_own(kconv: Kconv, folder: Path) -> None:
    (folder / "list.json").write_text(f'{{"apiVersion": "v1", "kind": "List", "items": [{ROLE_JSON}, {ROLE_JSON}]}}')
    found = json.loads(kconv("convert", "-f", "list.json", "-f", "b.yaml", "-o", "json").out)
    assert [item["apiVersion"] for item in found["items"]] == [NEW] * 3


def test_a_folder_without_recursion_is_its_own_files(kconv: Kconv) -> None:
    flat = list(yaml.safe_load_all(kconv("convert", "-f", ".").out))
    assert [each["kind"] for each in flat] == ["IngressClass", "Role", "Role"]
    deep = list(yaml.safe_load_all(kconv("convert", "-R", "-f", ".").out))
    assert [each["kind"] for each in deep] == ["IngressClass", "Role", "Role", "Service"]


def test_standard_input(kconv: Kconv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ROLE.encode())))
    assert kconv("convert", "-f", "-").out == ROLE.replace("v1beta1", "v1")


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_text_at_the_end_of_a_file_keeps_its_value(kconv: Kconv, folder: Path, end: str) -> None:
    (folder / "b.yaml").write_text(f"{ROLE}  annotations:\n    a: |\n      text{end}")
    one, _ = yaml.safe_load_all(kconv("convert", "-f", "b.yaml", "-f", "a.yaml").out)
    assert one["metadata"]["annotations"]["a"] == f"text{end}"


def test_what_has_no_such_version_is_printed_as_it_is(kconv: Kconv) -> None:
    ran = kconv("convert", "-f", "deep/d.yml", "--output-version", "apps/v1")
    assert (ran.code, ran.out) == (0, SERVICE)
    assert ran.err == "no object is available in version apps/v1: all are printed unchanged\n"


def test_what_has_the_version_already_is_nothing_to_tell(kconv: Kconv) -> None:
    assert kconv("convert", "-f", "deep/d.yml", "-f", "b.yaml", "--output-version", "v1").err == ""


def test_a_template_is_printed_as_it_was_and_failed(kconv: Kconv, folder: Path) -> None:
    template = f"{ROLE}{{{{ if .x }}}}\nrules: []\n{{{{ end }}}}\n"
    (folder / "t.yaml").write_text(template)
    ran = kconv("convert", "-f", "t.yaml")
    assert (ran.code, ran.out) == (2, template)
    assert "templated, not migrated" in ran.err


def test_no_file_is_changed(kconv: Kconv, folder: Path) -> None:
    kconv("convert", "-R", "-f", ".")
    assert (folder / "b.yaml").read_text() == ROLE


def test_the_kubectl_plugin_has_the_same_flags(kconv: Kconv) -> None:
    assert kconv("-f", "b.yaml", "--local", command="convert").out == ROLE.replace("v1beta1", "v1")
    for flag in ("--local=true", "--validate=false", "--validate=ignore"):
        assert kconv("-f", "b.yaml", flag, command="convert").code == 0


def test_a_broken_file_is_told_and_the_others_are_printed(kconv: Kconv, folder: Path) -> None:
    (folder / "bad.yaml").write_text("apiVersion: extensions/v1beta1\nkind: [Ingress\n")
    ran = kconv("convert", "-f", "bad.yaml", "-f", "b.yaml")
    assert ran.code == 2
    assert "bad.yaml:" in ran.err
    assert ran.out.endswith(ROLE.replace("v1beta1", "v1"))


def test_a_broken_file_does_not_void_a_list(kconv: Kconv, folder: Path) -> None:
    (folder / "bad.yaml").write_text("apiVersion: v1\nkind: [Service\n")
    ran = kconv("convert", "-f", "bad.yaml", "-f", "b.yaml", "-o", "json")
    assert ran.code == 2
    assert ran.err.startswith("error: bad.yaml:")
    assert json.loads(ran.out)["apiVersion"] == NEW


class Refused(NamedTuple):
    name: str
    args: str
    says: str


REFUSED = [
    Refused("kustomization", "-k overlays", "kubectl kustomize overlays | kconv convert -f -"),
    Refused("address", "-f https://x.example/a.yaml", "curl -L https://x.example/a.yaml | kconv convert -f -"),
    Refused("nothing", "", "use -f FILE"),
    Refused("no such file", "-f none.yaml", "none.yaml: no such file"),
    Refused("no manifest", "-f notes.txt", "no objects to convert"),
    Refused("no manifest, as JSON", "-f notes.txt -o json", "no objects to convert"),
    Refused("folder of folders", "-f empty", "add -R"),
    Refused("a cluster", "-f a.yaml --local=false", "does not contact a cluster"),
    Refused("a file without its flag", "a.yaml", "-f a.yaml"),
    Refused("validation", "-f a.yaml --validate", "kubectl apply --dry-run=server"),
    Refused("no such version", "-f a.yaml --output-version apps/v9", "apps/v9"),
    Refused("no such format", "-f a.yaml -o table", "table"),
]


@pytest.mark.parametrize("case", REFUSED, ids=attrgetter("name"))
def test_what_kconv_does_not_do_is_refused_with_what_works(case: Refused, kconv: Kconv, folder: Path) -> None:
    (folder / "empty").mkdir()
    ran = kconv("convert", *case.args.split())
    assert (ran.code, ran.out) == (2, "")
    assert case.says in ran.err
