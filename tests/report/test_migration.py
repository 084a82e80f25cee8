"""The reports of a migration and a scan, for people and for programs."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from kconv.engine.conversion import Note
from kconv.manifests.unread import REASONS, Unread
from kconv.names import Release
from kconv.pipeline.migrate import FileOutcome, Status
from kconv.report.results.migration import MigrationResults
from kconv.report.style import QUIET, VERBOSE, ansi
from tests.cli.conftest import document
from tests.report.conftest import written

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


def report(outcomes: list[FileOutcome], format_: str = "text", *, release: Release | None = None, **how: Any) -> str:
    return written(format_, outcomes, MigrationResults(Unread(), release=release), command="migrate", **how)


def lines(outcomes: list[FileOutcome], **how: Any) -> list[str]:
    """The text without its summary."""
    return report(outcomes, **how).splitlines()[:-1]


def as_json(outcomes: list[FileOutcome]) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(report(outcomes, "json"))
    return parsed


def test_text_has_each_document_and_what_a_person_should_know() -> None:
    assert report(OUTCOMES).splitlines() == [
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


def test_a_scan_distinguishes_removed_from_deprecated() -> None:
    outcomes = [FileOutcome("x", [document(removed_in=removed)]) for removed in ("1.22", "1.25", "")]
    assert [line.rpartition("apps/v1  ")[2] for line in lines(outcomes, release=Release(24))] == [
        "removed in 1.22",
        "deprecated, removed in 1.25",
        "deprecated",
    ]


def test_nothing_to_do_is_said() -> None:
    assert report([]) == "0 manifests: nothing to do\n"


def test_a_note_on_what_is_unchanged_is_reported() -> None:
    note = Note("reference", "spec.scaleTargetRef.apiVersion", "old")
    outcomes = [FileOutcome("x", [document("unchanged", target="", notes=[note])])]
    assert lines(outcomes)[1] == "    spec.scaleTargetRef.apiVersion: old"


def test_the_parts_of_a_large_file_are_one_file() -> None:
    parts = ((False, False), (True, True), (True, True), (False, True))
    summary = as_json([FileOutcome("x", changed=changed, continues=continues) for continues, changed in parts])[
        "summary"
    ]
    assert (summary["files"], summary["changedFiles"]) == (2, 2)


def test_quiet_reports_what_needs_a_person_and_no_summary() -> None:
    text = report(OUTCOMES, level=QUIET).splitlines()
    assert [line.split("  ")[1] for line in text if not line.startswith(" ")] == [
        "Deployment/hook",
        "PodSecurityPolicy/web",
        "Deployment",
        "left as it is, failed",
    ]


def test_verbose_reports_every_default_and_what_is_unchanged_or_skipped() -> None:
    text = lines(OUTCOMES, level=VERBOSE)
    assert '    written, to act as before: spec.rules[2].http.pathType: "Exact"' in text
    assert "web.yaml:1  Deployment/web  apps/v1  unchanged" in text
    assert "svc.yaml  unchanged" in text
    assert "values.yaml  skipped: no manifest" in text


def test_names_cannot_drive_the_terminal() -> None:
    [line] = lines([FileOutcome("x", [document(name="\x1b]0;owned\x07", file="a\nb")])], paint=ansi)
    assert "\x1b]0" not in line
    assert "\\x1b]0;owned\\x07" in line
    assert "a\\nb:1" in line


def test_json_has_the_promised_shape() -> None:
    parsed = as_json(OUTCOMES)
    documents = parsed["documents"]
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
    assert parsed["summary"] == {
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
        "annotated": 0,
        "encrypted": 0,
        "waits": 0,
        "decision": 1,
        "error": 1,
        "notRead": dict.fromkeys(REASONS, 0),
    }


def test_json_of_nothing_is_json() -> None:
    assert as_json([])["documents"] == []


def test_json_holds_names_that_are_not_utf8() -> None:
    assert as_json([FileOutcome("x", [document(file="a\udcff.yaml")])])["documents"][0]["file"] == "a\udcff.yaml"


@pytest.mark.parametrize("status", get_args(Status))
def test_every_status_is_counted_and_reported(status: Status) -> None:
    outcomes = [FileOutcome("x", [document(status)])]
    assert as_json(outcomes)["summary"][status] == 1
    assert lines(outcomes, level=VERBOSE)
