"""A rendered project is one that a team accepts: its own linters, types, tests and checks pass, whatever was answered."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.scaffold.conftest import Make, passes
from tests.scaffold.options import Project, pairwise

PROJECTS = list(pairwise())
needs_kustomize = pytest.mark.skipif(
    not (shutil.which("kubectl") or shutil.which("kustomize")), reason="neither kubectl nor kustomize is on PATH"
)


def title(project: Project) -> str:
    return "-".join(str(value) for value in project.values())


def made(make: Make, project: Project) -> Path:
    return make(**project)


def test_a_project_passes_its_own_checks(make: Make) -> None:
    folder = make()
    passes(folder, "ruff", "check", ".")
    passes(folder, "ruff", "format", "--check", ".")
    passes(folder, "kconv", "crd", "generate", "backups", "--output", "crds", *WEBHOOK, "--check")
    passes(folder, "pytest", "-q", "-p", "no:cacheprovider", "--kconv-examples", "5")


WEBHOOK = ("--webhook-service", "backups-system/backups-webhook", "--stash-guard")


@pytest.mark.full
@pytest.mark.parametrize("project", PROJECTS, ids=title)
def test_every_two_answers_make_a_project_that_passes_its_own_checks(make: Make, project: dict[str, Any]) -> None:
    folder = made(make, project)
    passes(folder, "ruff", "check", ".")
    passes(folder, "ruff", "format", "--check", ".")
    passes(folder, "mypy")
    passes(folder, "pytest", "-q", "-p", "no:cacheprovider", "--kconv-examples", "20")


@needs_kustomize
@pytest.mark.full
@pytest.mark.parametrize("project", PROJECTS, ids=title)
def test_every_two_answers_make_manifests_that_kustomize_builds(make: Make, project: dict[str, Any]) -> None:
    folder = made(make, project)
    for overlay in ("default", "cert-manager", "self-signed"):
        passes(folder, "kubectl", "kustomize", f"config/{overlay}")
    chart = ["--chart", "chart"] if project["chart"] else []
    passes(folder, "kconv", "crd", "package", "config/default", "--install", "install.yaml", *chart, "--check")
