"""Small inputs of families in which something was left undone behind exit code 0: what is reported, by line.

Scan and migrate report the same lines; migrate leaves what it reports as it was, and -q hides none of it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import pytest

from kconv.cli import app
from kconv.names import Release
from kconv.pipeline.migrate import FileOutcome, Options, migrate, scan

CASES = Path(__file__).parent / "cases"
TARGET = Options(target=Release(32))
Lines = dict[tuple[str, int], str]


@dataclass(frozen=True)
class Case:
    """``lines`` are the statuses that a migration reports; ``scanned`` where a scan, which asks nothing, has another."""

    path: str
    lines: Lines
    code: int = 1
    moved: tuple[str, ...] = ()


def _all(file: str, status: str, *lines: int) -> Lines:
    return {(file, line): status for line in lines}


CASE_TABLE = [
    Case("kustomize/inline-patch", {("base/ing.yaml", 1): "waits", ("prod/kustomization.yaml", 4): "waits"}),
    Case("kustomize/json6902-path", {("base/ing.yaml", 1): "waits", ("prod/kustomization.yaml", 6): "waits"}),
    Case("kustomize/crd-webhook-patch", {("bases/things.yaml", 1): "waits", ("patches/cainjection_in_things.yaml", 1): "waits", ("patches/webhook_in_things.yaml", 3): "waits"}),
    Case("kustomize/list-merge", {("base/d.yaml", 1): "waits", ("over/p.yaml", 1): "waits"}),
    Case("kustomize/patch-lacks-pathtype", {("base/ing.yaml", 1): "waits", ("prod/ing-patch.yaml", 1): "waits"}),
    Case("kustomize/port-union", {("base/i.yaml", 1): "waits", ("over/p.yaml", 1): "waits"}),
    Case("kustomize/replacement-paths", {("base/i.yaml", 1): "waits", ("base/kustomization.yaml", 7): "waits", ("base/kustomizeconfig.yaml", 5): "embedded"}),
    Case("kustomize/kustomization-without-header", _all("kustomization.yaml", "embedded", 4, 9)),
    Case("kustomize/patch-not-recognised/over/sub", {("p.yaml", 1): "fragment"}, code=0, moved=("p.yaml",)),
    Case("embedded", {
        **_all("configmap.yaml", "embedded", 7, 11, 15, 19, 23, 27, 31),
        **_all("helmrelease.yaml", "embedded", 7, 14, 18),
        **_all("no-toplevel-apiversion/fleet.yaml", "embedded", 3),
        **_all("no-toplevel-apiversion/helmfile.yaml", "embedded", 5, 6),
        **_all("no-toplevel-apiversion/kustomizeconfig.yaml", "embedded", 4, 7),
        **_all("no-toplevel-apiversion/pb.yml", "embedded", 6),
        **_all("no-toplevel-apiversion/tasks.yml", "embedded", 5),
        **_all("no-toplevel-apiversion/tasks2.yml", "embedded", 5),
        **_all("no-toplevel-apiversion/values.yaml", "embedded", 3),
        **_all("openshift-template.json", "embedded", 7),
    }),
    Case("chart-helpers", {
        **_all("ch/templates/_helpers.tpl", "templated", 3, 5, 9),
        **_all("ch/templates/ing2.yaml", "templated", 4, 6),
        **_all("ch/templates/kindlater.yaml", "templated", 1, 6, 9, 12, 16, 21, 24, 31),
        **_all("ch/templates/one.yaml", "templated", 2),
        **_all("ch/values.yaml", "embedded", 2, 4),
    }),
    Case("encrypted", {("sops.yaml", 1): "encrypted"}),
    Case("encrypted/secret.yaml", {}, code=0),
    Case("foreign/kubeconfig.yaml", {}, code=0),
    Case("foreign/list-false-positive.yml.j2", {("list-false-positive.yml.j2", 4): "templated"}),
    Case("tightened/hpa-mixed-fields.yaml", {("hpa-mixed-fields.yaml", 1): "error"}, code=2),
    Case("tightened/cron-tz.yaml", {("cron-tz.yaml", 1): "migrated", ("cron-tz.yaml", 8): "migrated", ("cron-tz.yaml", 15): "decision"}, code=2, moved=("cron-tz.yaml",)),
    Case("placeholders/annotation.yaml", {("annotation.yaml", 1): "migrated"}, code=0, moved=("annotation.yaml",)),
    Case("placeholders/ing2.yaml", {("ing2.yaml", 1): "decision"}, code=2),
    Case("placeholders/ing5.yaml", {("ing5.yaml", 1): "decision"}, code=2),
    Case("placeholders/ing9.yaml", {("ing9.yaml", 1): "decision"}, code=2),
    Case("placeholders/inga.yaml", {("inga.yaml", 12): "error"}, code=2),
]  # fmt: skip


@pytest.fixture
def planted(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Case, Path]:
    """A case's whole family in a folder of its own, and the path in it that is named."""
    case: Case = request.param
    top = case.path.split("/")[0]
    shutil.copytree(CASES / top, tmp_path / top)
    return case, tmp_path / case.path


def lines(outcomes: list[FileOutcome], path: Path) -> Lines:
    root = path if path.is_dir() else path.parent
    documents = [each for outcome in outcomes for each in outcome.documents if each.status != "unchanged"]
    return {(str(Path(each.file).relative_to(root)), each.line): each.status for each in documents}


def texts(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    return {str(file.relative_to(path if path.is_dir() else path.parent)): file.read_bytes() for file in files}


EVERY = pytest.mark.parametrize("planted", CASE_TABLE, ids=attrgetter("path"), indirect=True)


@EVERY
def test_migrate_reports_every_line_and_writes_nothing_else(planted: tuple[Case, Path]) -> None:
    case, path = planted
    before = texts(path)
    assert lines(list(migrate([str(path)], TARGET, write=True)), path) == case.lines
    after = texts(path)
    assert tuple(name for name in before if after[name] != before[name]) == case.moved


@EVERY
def test_scan_reports_the_same_lines(planted: tuple[Case, Path]) -> None:
    case, path = planted
    assert set(lines(list(scan([str(path)], TARGET)), path)) == set(case.lines)


@EVERY
def test_no_line_is_hidden_by_quiet_and_the_code_says_so(
    planted: tuple[Case, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    case, path = planted
    assert app.run(None, "kconv", ["migrate", "--target", "1.32", "-q", str(path)]) == case.code
    shown = capsys.readouterr().out
    root = path if path.is_dir() else path.parent
    for (file, line), status in case.lines.items():
        assert (f"{root / file}:{line}  " in shown) == (status not in ("migrated", "fragment"))


def test_every_case_is_here() -> None:
    known = [CASES / case.path for case in CASE_TABLE]
    elsewhere = {CASES / "form"}  # its text is right, and could be nicer
    for file in CASES.rglob("*"):
        if file.is_file() and not elsewhere & set(file.parents):
            assert any(path in (file, *file.parents) for path in known) or "over" in file.parts, file
