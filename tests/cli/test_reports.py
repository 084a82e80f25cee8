"""What a run tells a person and a program."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from kconv.engine.conversion import Note
from kconv.manifests.unread import REASONS
from kconv.names import Release
from kconv.pipeline import FileOutcome, Status
from kconv.report.json import JsonReport
from kconv.report.style import QUIET, VERBOSE, ansi
from kconv.report.tally import Tally
from kconv.report.text import TextReport, summary
from tests.cli.conftest import document

DEFAULTS = [
    Note("default", "spec.replicas", "spec.replicas: 1"),
    *(Note("default", p, f'{p}: "Exact"') for p in (f"spec.rules[{n}].http.pathType" for n in range(3))),
]
OUTCOMES = [
    FileOutcome("web.yaml", [document(notes=DEFAULTS)], manifests=3, before="a", after="b", changed=True),
    FileOutcome(
        "hook.yaml", [document("decision", name="hook", notes=[Note("info", "", "x")], hint="decide with --decide a=b")]
    ),
    FileOutcome(
        "psp.yaml",
        [document("no-successor", kind="PodSecurityPolicy", source="policy/v1beta1", target="", removed_in="1.25")],
    ),
    FileOutcome("chart.yaml", [document("templated", name="")]),
    FileOutcome("patch.yaml", [document("fragment")], before="a", after="b", changed=True),
    FileOutcome(
        "bad.yaml", [document("error", kind="", name="", source="", target="", notes=[Note("info", "spec", "no")])]
    ),
    FileOutcome("same.yaml", [document("unchanged", source="apps/v1", target="")], manifests=1),
    FileOutcome("svc.yaml", manifests=2),
    FileOutcome("values.yaml", skipped="no manifest"),
]


def text(**how: object) -> list[str]:
    lines: list[str] = []
    report, tally = TextReport(lines.append, **how), Tally()  # type: ignore[arg-type]
    for outcome in OUTCOMES:
        tally.add(outcome)
        report.file(outcome)
    report.close(tally)
    return "".join(lines).splitlines()


def as_json(outcomes: list[FileOutcome]) -> dict[str, object]:
    lines: list[str] = []
    report, tally = JsonReport(lines.append), Tally()
    for outcome in outcomes:
        tally.add(outcome)
        report.file(outcome)
    report.close(tally)
    parsed: dict[str, object] = json.loads("".join(lines))
    return parsed


def test_text_tells_each_document_and_what_a_person_should_know() -> None:
    assert text() == [
        "web.yaml:1  Deployment/web  extensions/v1beta1 → apps/v1",
        '    written, to act as before: spec.replicas: 1, spec.rules[].http.pathType: "Exact" (3 times)',
        "web.yaml:1  Deployment/hook  extensions/v1beta1 → apps/v1  left as it is, needs a decision",
        "    x",
        "    decide with --decide a=b",
        "web.yaml:1  PodSecurityPolicy/web  policy/v1beta1 → no successor",
        "web.yaml:1  Deployment  extensions/v1beta1 → apps/v1  templated, not migrated",
        "web.yaml:1  Deployment/web  extensions/v1beta1 → apps/v1  a fragment: structure only, no defaults",
        "web.yaml:1  left as it is, failed",
        "    spec: no",
        "8 manifests: 2 documents migrated, 1 needs a decision, 1 has no successor, 1 templated, 1 failed, 5 unchanged, 1 file without objects",
    ]


def test_a_scan_tells_removed_from_deprecated() -> None:
    lines: list[str] = []
    report = TextReport(lines.append, release=Release(24))
    for removed in ("1.22", "1.25", ""):
        report.file(FileOutcome("x", [document(removed_in=removed)]))
    assert [line.rpartition("apps/v1  ")[2] for line in lines] == [
        "removed in 1.22\n",
        "deprecated, removed in 1.25\n",
        "deprecated\n",
    ]


def test_nothing_to_do_is_said() -> None:
    assert summary(Tally()) == "0 manifests: nothing to do"


def test_what_is_unchanged_but_needs_a_word_is_told() -> None:
    lines: list[str] = []
    note = Note("reference", "spec.scaleTargetRef.apiVersion", "old")
    TextReport(lines.append).file(FileOutcome("x", [document("unchanged", target="", notes=[note])]))
    assert lines[1] == "    spec.scaleTargetRef.apiVersion: old\n"


def test_the_parts_of_a_large_file_are_one_file() -> None:
    tally = Tally()
    for continues, changed in ((False, False), (True, True), (True, True), (False, True)):
        tally.add(FileOutcome("x", changed=changed, continues=continues))
    assert (tally.files, tally.changed_files) == (2, 2)


def test_quiet_tells_what_needs_a_person_and_no_sum() -> None:
    told = text(level=QUIET)
    assert [line.split("  ")[1] for line in told if not line.startswith(" ")] == [
        "Deployment/hook",
        "PodSecurityPolicy/web",
        "Deployment",
        "left as it is, failed",
    ]


def test_verbose_tells_every_default_and_what_is_unchanged_or_skipped() -> None:
    told = text(level=VERBOSE)
    assert '    written, to act as before: spec.rules[2].http.pathType: "Exact"' in told
    assert "web.yaml:1  Deployment/web  apps/v1  unchanged" in told
    assert "svc.yaml  unchanged" in told
    assert "values.yaml  skipped: no manifest" in told


def test_names_cannot_drive_the_terminal() -> None:
    lines: list[str] = []
    TextReport(lines.append, paint=ansi).file(FileOutcome("x", [document(name="\x1b]0;owned\x07", file="a\nb")]))
    assert "\x1b]0" not in lines[0]
    assert "\\x1b]0;owned\\x07" in lines[0]
    assert "a\\nb:1" in lines[0]


def test_json_has_the_promised_shape() -> None:
    report = as_json(OUTCOMES)
    documents = report["documents"]
    assert isinstance(documents, list)
    assert documents[1] == {
        "file": "web.yaml",
        "line": 1,
        "index": 0,
        "kind": "Deployment",
        "name": "hook",
        "from": "extensions/v1beta1",
        "to": "apps/v1",
        "status": "decision",
        "notes": [
            {"kind": "info", "path": "", "message": "x"},
            {"kind": "hint", "path": "", "message": "decide with --decide a=b"},
        ],
    }
    assert documents[2]["to"] is None
    assert report["summary"] == {
        "files": 8,
        "changedFiles": 2,
        "skippedFiles": 1,
        "documents": 11,
        "unchanged": 5,
        "migrated": 1,
        "fragment": 1,
        "no-successor": 1,
        "templated": 1,
        "embedded": 0,
        "encrypted": 0,
        "waits": 0,
        "decision": 1,
        "error": 1,
        "notRead": dict.fromkeys(REASONS, 0),
    }


def test_json_of_nothing_is_json() -> None:
    assert as_json([])["documents"] == []


def test_json_holds_names_that_are_not_utf8() -> None:
    assert as_json([FileOutcome("x", [document(file="a\udcff.yaml")])])["documents"][0]["file"] == "a\udcff.yaml"  # type: ignore[index]


@pytest.mark.parametrize("status", get_args(Status))
def test_every_status_is_counted_and_told(status: Status) -> None:
    tally, lines = Tally(), []
    outcome = FileOutcome("x", [document(status)])
    tally.add(outcome)
    TextReport(lines.append, level=VERBOSE).file(outcome)
    assert tally.statuses[status] == 1
    assert lines
