"""Files, streams and folders: definitions found beside custom resources, patches, several processes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from kconv.catalog import latest
from kconv.manifests import source
from kconv.names import Release
from kconv.pipeline.validate import Asked, ValidatedFile, validate
from tests.validate.test_custom_resources import CRD
from tests.validate.test_documents import CONFIG, POD, told

THING = "apiVersion: kconv.example/v1\nkind: Thing\nmetadata: {name: a, lables: {}}\nspec: {text: 5}\n"
NEWEST = latest().minor
FAULTS = [
    "3:21 metadata.lables: unknown field (did you mean labels?)",
    "4:14 spec.text: must be a string, is the number 5 (put it in quotes)",
]
BETA: dict[str, Any] = {
    "apiVersion": "apiextensions.k8s.io/v1beta1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "things.kconv.example"},
    "spec": {
        "group": "kconv.example",
        "version": "v1",
        "scope": "Cluster",
        "names": {"kind": "Thing", "plural": "things"},
        "validation": {"openAPIV3Schema": {"properties": {"spec": {"properties": {"text": {"type": "string"}}}}}},
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "things").mkdir()
    (tmp_path / "things" / "a.yaml").write_text(THING)
    return tmp_path


def test_a_definition_below_the_paths_is_found_whatever_the_order(folder: Path) -> None:
    (folder / "zz.json").write_text(json.dumps(CRD))
    assert told(folder, NEWEST) == FAULTS


def test_a_definition_elsewhere_is_given(folder: Path) -> None:
    (folder / "crds").mkdir()
    (folder / "crds" / "crd.json").write_text(json.dumps(CRD))
    asked = Asked(latest(), (str(folder / "things"),), definitions=(str(folder / "crds"),))
    assert [len(document.faults) for file in validate(asked) for document in file.documents] == [2]
    assert told(folder / "things", NEWEST) == ["skipped: no schema of it is known"]


# What the quick reader leaves to the one that knows every line: none of it may cost a definition its objects' check.
RARELY_WRITTEN = {
    "a question mark in words": "# what?\n{crd}",
    "an anchor": "metadata: &m {name: things.kconv.example}\n{crd}",
    "a tag": "metadata: {name: !!str things.kconv.example}\n{crd}",
    "a merge key": "metadata:\n  <<: {name: things.kconv.example}\n{crd}",
    "a question mark in a description": "metadata: {name: things.kconv.example, annotations: {a: 'is ? so'}}\n{crd}",
    "a byte order mark": "\ufeff{crd}",
}


@pytest.mark.parametrize("text", RARELY_WRITTEN.values(), ids=RARELY_WRITTEN)
def test_a_definition_counts_however_it_is_written(text: str, folder: Path) -> None:
    crd = {key: value for key, value in CRD.items() if key != "metadata" or "metadata" not in text}
    written = text.replace("{crd}", yaml.safe_dump(crd))
    (folder / "crd.yaml").write_text(written, encoding="utf-8")
    assert told(folder, NEWEST) == FAULTS


def test_a_definition_counts_in_a_file_of_any_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "crd.json").write_text(json.dumps(CRD))
    monkeypatch.setattr(source, "WHOLE", 100)
    assert told(folder, NEWEST) == FAULTS


def test_a_v1beta1_definition_keeps_unknown_fields(folder: Path) -> None:
    (folder / "crd.json").write_text(json.dumps(BETA))
    (folder / "things" / "a.yaml").write_text(THING.replace("lables", "labels") + "more: 1\n")
    assert [line for line in told(folder, 21) if "spec" in line or "more" in line] == FAULTS[1:]


def test_a_v1beta1_definition_may_prune(folder: Path) -> None:
    (folder / "crd.json").write_text(json.dumps({**BETA, "spec": {**BETA["spec"], "preserveUnknownFields": False}}))
    (folder / "things" / "a.yaml").write_text(THING.replace("lables", "labels") + "more: 1\n")
    assert [line for line in told(folder, 21) if "more" in line] == ["5:1 more: unknown field"]


def test_rules_of_cel_are_said_to_be_left_to_the_server(folder: Path) -> None:
    crd = json.loads(json.dumps(CRD))
    spec = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
    spec["x-kubernetes-validations"] = [{"rule": "self.text != 'no'"}]
    (folder / "crd.json").write_text(json.dumps(crd))
    (folder / "things" / "a.yaml").write_text(THING.replace("lables", "labels").replace("5", "five"))
    found = [document for file in _files(folder) for document in file.documents]
    assert [(each.status, each.unchecked) for each in found] == [("valid", ("1 CEL rule",))]


def test_a_kustomize_patch_is_a_part_of_an_object(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("patches:\n- path: patch.yaml\n")
    patch = tmp_path / "patch.yaml"
    patch.write_text(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  $patch: merge\n  replicas: 2\n"
    )
    assert [document.status for file in _files(patch) for document in file.documents] == ["fragment"]
    patch.write_text(patch.read_text().replace("replicas", "replica"))
    assert told(patch, NEWEST) == ["6:3 spec.replica: unknown field (did you mean replicas?)"]


def test_a_charts_templates_are_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: chart\n")
    (tmp_path / "templates" / "pod.yaml").write_text(POD + "    command: ['{{ .x }}']\n")
    assert told(tmp_path, NEWEST) == ["templated: chart template"]


def test_several_processes_tell_what_one_tells(tmp_path: Path) -> None:
    for at in range(40):
        (tmp_path / f"{at}.yaml").write_text(POD + "    odd: 1\n" * (at % 3 == 0))
    asked = Asked(Release(32), (str(tmp_path),))
    assert list(validate(asked, jobs=2)) == list(validate(asked, jobs=1))


def test_a_stream_holds_its_own_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    text = THING + "---\n" + json.dumps(CRD) + "\n---\n" + THING
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    (file,) = validate(Asked(latest(), ("-",)))
    assert [[fault.line for fault in document.faults] for document in file.documents] == [[3, 4], [10, 11]]


@pytest.mark.full
def test_a_stream_of_any_size_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ("---\n" + CONFIG + "---\n" + CONFIG + "odd: 1\n") * (source.WHOLE // 100)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    files = list(validate(Asked(latest(), ("-",))))
    faults = [fault for file in files for document in file.documents for fault in document.faults]
    assert len(files) > 1
    assert {fault.message for fault in faults} == {"unknown field"}
    assert sum(file.passed for file in files) == len(faults) == source.WHOLE // 100
    assert faults[-1].line == text.count("\n")


UNREAD = {
    "UTF-16": (CONFIG.encode("utf-16"), "the file is UTF-16, and Kubernetes reads UTF-8"),
    "a byte that is no UTF-8": (CONFIG.encode() + b"a: \xff\n", "not UTF-8: byte 0xff"),
    "an alias without anchor": (CONFIG.encode() + b"a: *x\n", "the alias *x has no anchor before it"),
}


@pytest.mark.parametrize(("data", "reason"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_told(data: bytes, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(data)
    (document,) = _files(file)[0].documents
    assert (document.status, document.faults[0].message) == ("error", reason)


def _files(path: Path) -> list[ValidatedFile]:
    return list(validate(Asked(latest(), (str(path),))))
