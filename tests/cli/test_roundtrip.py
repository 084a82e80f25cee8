"""`kconv roundtrip`: what it proves, what it prints, for people and for programs, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest

from kconv.engine.stash import ANNOTATION, LIMIT
from kconv.manifests.unread import REASONS
from kconv.pipeline.roundtrip import Outcome, Status
from tests.cli.conftest import Kconv

SURVIVES = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n"
STASHED = "apiVersion: resource.k8s.io/v1\nkind: DeviceClass\nmetadata: {name: gpu}\nspec: {config: [], extendedResourceName: a.b/c}\n"
LOST = f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: forged, annotations: {{{ANNOTATION}: no}}}}\n"
REFUSED = STASHED.replace("name: gpu", f"name: full, annotations: {{a: {'x' * LIMIT}}}")
CUSTOM = "apiVersion: example.com/v1\nkind: Deployment\nmetadata: {name: other}\n"
ALONE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: alone}\n"
TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .x }}}\n"
BROKEN = "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n"
TWICE = "apiVersion: apps/v1\nkind: Deployment\nspec: {}\nspec: {}\n"

ENDS: dict[str, tuple[str, int, int]] = {
    "what comes back": (SURVIVES, 0, 0),
    "what comes back by an annotation": (STASHED, 0, 1),
    "what does not come back": (LOST, 1, 1),
    "what does not fit into annotations": (REFUSED, 1, 1),
    "a custom resource": (CUSTOM, 0, 0),
    "a kind of one version": (ALONE, 0, 0),
    "a template": (TEMPLATE, 1, 1),
    "text that is no YAML": (BROKEN, 2, 2),
    "a key that stands twice": (TWICE, 2, 2),
    "a loss and text that is no YAML": (f"{LOST}---\n{BROKEN}", 2, 2),
    "no object": ("a: 1\n", 0, 0),
}
STATUSES = {
    "survives": SURVIVES,
    "stashed": STASHED,
    "lost": LOST,
    "refused": REFUSED,
    "untried": CUSTOM,
    "templated": TEMPLATE,
    "error": BROKEN,
}
FORMATS: list[list[str]] = [[], ["--format", "json"], ["--format", "junit"], ["-q"], ["-v"]]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("flags", FORMATS, ids=lambda flags: "".join(flags) or "text")
@pytest.mark.parametrize(("text", "code", "strict"), ENDS.values(), ids=ENDS)
def test_exit_codes(text: str, code: int, strict: int, flags: list[str], kconv: Kconv) -> None:
    Path("a.yaml").write_text(text)
    assert kconv("roundtrip", *flags).code == code
    assert kconv("roundtrip", "--strict", *flags).code == strict


def test_it_tells_what_is_not_well_and_why(kconv: Kconv) -> None:
    Path("a.yaml").write_text("---\n".join((SURVIVES, STASHED, LOST, CUSTOM, TEMPLATE, TWICE)))
    Path("values.yaml").write_text("a: 1\n")
    ran = kconv("roundtrip", "--through", "resource.k8s.io/v1alpha3", "--through", "apps/v1beta2")
    assert ran.out.splitlines() == [
        "a.yaml:6  DeviceClass/gpu  through resource.k8s.io/v1alpha3: comes back by an annotation of 160 bytes",
        "    resource.k8s.io/v1alpha3 alone would not return spec.extendedResourceName",
        "a.yaml:11  Deployment/forged  through apps/v1beta2: does not come back as it was",
        '    metadata.annotations: was {"kconv.dev/stash": false}, does not come back',
        f'    metadata.annotations["{ANNOTATION}"]: the stash was left out: it is not a string',
        "a.yaml:19  ConfigMap  v1  a template, not tried: {{ }} outside of a string",
        "    try what it renders to",
        "a.yaml:26  Deployment  apps/v1  failed: duplicate key 'spec', in lines 25 and 26",
        "    remove one of the two: readers disagree on which one counts",
        "3 objects, 3 round trips: 2 come back (1 by an annotation; annotations count as 320 of 262,144 bytes at most), 1 does not; 1 object not tried; 1 template; 1 failed; 1 file without objects",
    ]
    assert ran.err == ""


def test_quiet_tells_findings_and_verbose_all(kconv: Kconv) -> None:
    Path("a.yaml").write_text("---\n".join((SURVIVES, STASHED, LOST, ALONE, CUSTOM)))
    only = ("roundtrip", "--through", "resource.k8s.io/v1alpha3", "--through", "apps/v1beta2")
    assert [line.split("  ")[1] for line in kconv(*only, "-q").out.splitlines() if line[0] != " "] == [
        "Deployment/forged"
    ]
    assert "DeviceClass/gpu" in kconv(*only, "-q", "--strict").out
    told = kconv(*only, "-v").out
    assert "a.yaml:1  Deployment/web  through apps/v1beta2: comes back\n" in told
    assert "    all annotations count as 320 of the 262,144 bytes that the API server accepts\n" in told
    assert "ConfigMap/alone  v1  not tried: its kind has no other version\n" in told
    assert "Deployment/other  example.com/v1  not tried: no built-in kind: kconv has no rules for it\n" in told


def test_an_object_that_comes_back_is_told_in_the_sum_alone(kconv: Kconv) -> None:
    Path("a.yaml").write_text(SURVIVES)
    assert kconv("roundtrip").out == "1 object, 3 round trips: all come back\n"
    assert kconv("roundtrip", "--through", "policy/v1").out == "no object to try; 1 object not tried\n"


def test_the_items_of_lists_are_objects(kconv: Kconv) -> None:
    Path("a.yaml").write_text(
        "apiVersion: v1\nkind: List\nitems:\n"
        "- {apiVersion: apps/v1, kind: Deployment, metadata: {name: one}}\n"
        "- apiVersion: apps/v1beta1\n  kind: DeploymentList\n  items:\n  - metadata: {name: two}\n"
    )
    told = json.loads(kconv("roundtrip", "--format", "json").out)["documents"]
    assert [(each["line"], each["apiVersion"], each["kind"], each["name"], len(each["trips"])) for each in told] == [
        (4, "apps/v1", "Deployment", "one", 3),
        (8, "apps/v1beta1", "Deployment", "two", 3),
    ]


def test_json_has_everything(kconv: Kconv) -> None:
    Path("a.yaml").write_text("---\n".join((STASHED, LOST)))
    told = json.loads(
        kconv("roundtrip", "--format", "json", "--through", "resource.k8s.io/v1alpha3", "--through", "apps/v1beta1").out
    )
    assert told["documents"][0] == {
        "file": "a.yaml",
        "line": 1,
        "index": 0,
        "kind": "DeviceClass",
        "name": "gpu",
        "apiVersion": "resource.k8s.io/v1",
        "status": "stashed",
        "trips": [
            {
                "through": "resource.k8s.io/v1alpha3",
                "outcome": "stashed",
                "losses": [],
                "kept": ["spec.extendedResourceName"],
                "said": [],
                "stashBytes": 160,
                "annotationsBytes": 320,
                "notes": [],
            }
        ],
        "notes": [],
    }
    [trip] = told["documents"][1]["trips"]
    assert trip["losses"] == [{"path": "metadata.annotations", "before": f'{{"{ANNOTATION}": false}}', "after": None}]
    assert [note["kind"] for note in trip["notes"]] == ["info"]
    assert told["summary"] == {
        "files": 1,
        "skippedFiles": 0,
        "documents": 2,
        **dict.fromkeys(get_args(Status), 0),
        "stashed": 1,
        "lost": 1,
        "trips": dict.fromkeys(get_args(Outcome), 0) | {"stashed": 1, "lost": 1},
        "largestAnnotationsBytes": 320,
        "limitBytes": LIMIT,
        "notRead": dict.fromkeys(REASONS, 0),
    }


@pytest.mark.parametrize("status", get_args(Status))
def test_every_status_is_told_in_every_format(status: str, kconv: Kconv) -> None:
    Path("a.yaml").write_text(STATUSES[status])
    assert kconv("roundtrip", "-v").out.startswith("a.yaml:")
    told = json.loads(kconv("roundtrip", "--format", "json").out)
    assert [each["status"] for each in told["documents"]] == [status]
    assert told["summary"][status] == 1
    assert ElementTree.fromstring(kconv("roundtrip", "--format", "junit").out).findall("./testsuite/testcase")


RESULTS = {"survives": None, "stashed": "system-out", "lost": "failure", "refused": "failure", "untried": "skipped", "templated": "failure", "error": "error"}  # fmt: skip


@pytest.mark.parametrize("status", get_args(Status))
def test_junit_has_a_case_an_object_and_version(status: str, kconv: Kconv) -> None:
    Path("a.yaml").write_text(STATUSES[status])
    [suite] = ElementTree.fromstring(kconv("roundtrip", "--format", "junit").out)
    results = [child.tag for case in suite for child in case]
    assert suite.attrib["name"] == "a.yaml"
    assert int(suite.attrib["tests"]) == len(suite)
    assert int(suite.attrib["failures"]) == results.count("failure")
    assert (RESULTS[status] in results) if RESULTS[status] else results == []
    strict = ElementTree.fromstring(kconv("roundtrip", "--format", "junit", "--strict").out)
    assert bool(strict.findall(".//failure")) == (status in ("stashed", "lost", "refused", "templated"))


def test_junit_names_object_version_and_place(kconv: Kconv) -> None:
    Path("a.yaml").write_text(LOST)
    out = kconv("roundtrip", "--format", "junit", "--through", "apps/v1beta2").out
    [case] = ElementTree.fromstring(out).iter("testcase")
    assert case.attrib["name"] == "apps/v1 Deployment/forged through apps/v1beta2"
    assert (case.attrib["file"], case.attrib["line"]) == ("a.yaml", "1")
    assert case[0].attrib["message"] == "does not come back as it was"
    assert str(case[0].text).startswith("metadata.annotations: was ")


@pytest.mark.parametrize("flags", FORMATS, ids=lambda flags: "".join(flags) or "text")
def test_names_of_any_bytes_make_a_report(flags: list[str], kconv: Kconv) -> None:
    name = '\\u0001\\u001b[31m\\ufffe\\U0001f600\\"<&>]]>'
    Path("a\udcff\x01.yaml").write_text(f'apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: "{name}"}}\n')
    ran = kconv("roundtrip", *flags)
    assert ran.code == 0
    assert "\x1b" not in ran.out
    if "junit" in flags:
        [case] = ElementTree.fromstring(ran.out).findall("./testsuite/testcase[1]")
        assert case.attrib["name"].startswith('apps/v1 Deployment/\\x01\\x1b[31m\\ufffe\U0001f600"<&>]]> through ')
        assert case.attrib["file"] == "a\\udcff\\x01.yaml"


USAGE = {
    "a version that no kind has": (("--through", "autoscaling/v3"), "did you mean autoscaling/v2?"),
    "a version that is none": (("--through", "a/b/c"), "'a/b/c' is not a group/version"),
    "a path that is not there": (("nowhere",), "nowhere: no such file or directory"),
    "standard input and a path": (("-", "."), "- (standard input) cannot be combined"),
    "quiet and verbose": (("-q", "-v"), "--quiet and --verbose cannot be used together"),
    "a format that is none": (("--format", "xml"), "'xml' is not one of"),
}


@pytest.mark.parametrize(("flags", "told"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_told(flags: tuple[str, ...], told: str, kconv: Kconv) -> None:
    ran = kconv("roundtrip", *flags)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_settings_choose_the_files(kconv: Kconv) -> None:
    Path("kconv.toml").write_text('exclude = ["b.yaml"]\n')
    for name in ("a.yaml", "b.yaml"):
        Path(name).write_text(LOST)
    assert "b.yaml" not in kconv("roundtrip").out
    assert "a.yaml" not in kconv("roundtrip", "--exclude", "a.yaml").out


def test_several_processes_tell_the_same(kconv: Kconv) -> None:
    for number in range(30):
        Path(f"{number:02}.yaml").write_text("---\n".join((SURVIVES, STASHED, LOST)))
    for flags in FORMATS:
        assert kconv("roundtrip", "-j", "2", *flags) == kconv("roundtrip", *flags)
