"""What a migration and a scan do with the paths that they are given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kconv.names import Release
from kconv.pipeline.migrate import Options, migrate, scan
from tests.pipeline.asking import Ask, check_globs, check_jobs

TARGET = Options(target=Release(32))


def _ask(run: Any) -> Ask:
    def ask(paths: list[str], **more: Any) -> Iterator[Any]:
        yield from run(paths, TARGET, **more)

    return ask


@pytest.mark.parametrize("run", [migrate, scan], ids=["migrate", "scan"])
def test_globs_choose_files(run: Any, tmp_path: Path) -> None:
    check_globs(_ask(run), tmp_path)


@pytest.mark.parametrize(("run", "alone"), [(migrate, 8), (scan, 64)], ids=["migrate", "scan"])
def test_several_processes_share_the_files(
    run: Any, alone: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_jobs(_ask(run), tmp_path, monkeypatch, alone)


def test_a_file_left_out_by_a_glob_is_not_part_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object and its patch move together, so that neither moves where the other is excluded."""
    from kconv.manifests.globs import Globs

    old = "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: web}\n"
    (tmp_path / ".git").mkdir()
    (tmp_path / "kustomization.yaml").write_text("resources: [all.yaml]\npatches: [{path: p.yaml}]\n")
    (tmp_path / "all.yaml").write_text(old + "spec: {backend: {serviceName: a, servicePort: 80}}\n")
    (tmp_path / "p.yaml").write_text(old + "spec: {backend: {serviceName: b}}\n")
    monkeypatch.chdir(tmp_path)
    for run in (migrate, scan):
        for globs in ({"exclude": Globs(("p.yaml",))}, {"include": Globs(("all.yaml",))}):
            statuses = {each.file: [one.status for one in each.documents] for each in run(["."], TARGET, **globs)}
            assert statuses["all.yaml"] == ["waits"]
        both = {each.file: [one.status for one in each.documents] for each in run(["."], TARGET)}
        assert both["all.yaml"] == ["migrated"]
