"""A rendered project is one that a team accepts: its own linters, types, tests and checks pass, whatever was answered."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
import yaml

from kconv.scaffold.kustomize import built
from tests.scaffold.conftest import Make, passes, replace, run
from tests.scaffold.options import Project, pairwise

PROJECTS = list(pairwise())
needs_kustomize = pytest.mark.skipif(
    not (shutil.which("kubectl") or shutil.which("kustomize")), reason="neither kubectl nor kustomize is on PATH"
)


def title(project: Project) -> str:
    return "-".join(str(value) for value in project.values())


@pytest.mark.full
def test_a_project_passes_its_own_checks(make: Make) -> None:
    folder = make()
    passes(folder, "ruff", "check", ".")
    passes(folder, "ruff", "format", "--check", ".")
    passes(folder, "kconv", "crd", "generate", "backups", "--output", "crds", *WEBHOOK, "--check")
    passes(folder, "pytest", "-q", "-p", "no:cacheprovider", "--kconv-examples", "5")


def test_the_webhook_has_the_rights_that_kconv_says_it_needs(make: Make) -> None:
    folder = make(certificates="self-signed")
    account = ("--service-account", "backups-system/backups-webhook", "--self-signed", "backups-webhook-tls")
    printed = run(folder, "kconv", "webhook", "rbac", "backups", *account).stdout
    files = ("config/base/webhook-rbac.yaml", "config/self-signed/role.yaml")
    written = "---\n".join((folder / file).read_text() for file in files)
    assert rules(written) == rules(printed) != {}


def rules(text: str) -> dict[str, Any]:
    """The rules of the roles in a text, by their kind, without an order."""
    roles = [each for each in yaml.safe_load_all(text) if "rules" in each]
    return {
        each["kind"]: [{key: sorted(names) for key, names in rule.items()} for rule in each["rules"]] for each in roles
    }


WEBHOOK = ("--webhook-service", "backups-system/backups-webhook", "--stash-guard")


@pytest.mark.full
@pytest.mark.parametrize("project", PROJECTS, ids=title)
def test_every_two_answers_make_a_project_that_passes_its_own_checks(make: Make, project: dict[str, Any]) -> None:
    folder = make(**project)
    passes(folder, "ruff", "check", ".")
    passes(folder, "ruff", "format", "--check", ".")
    passes(folder, "mypy")
    passes(folder, "kconv", "validate", "config/samples", "tests/fixtures")
    passes(folder, "pytest", "-q", "-p", "no:cacheprovider", "--kconv-examples", "20")


@needs_kustomize
@pytest.mark.full
@pytest.mark.parametrize("project", PROJECTS, ids=title)
def test_every_two_answers_make_manifests_that_kustomize_builds(make: Make, project: dict[str, Any]) -> None:
    folder = make(**project)
    for overlay in ("default", "cert-manager", "self-signed"):
        passes(folder, "kubectl", "kustomize", f"config/{overlay}")
    chart = ["--chart", "chart"] if project["chart"] else []
    passes(folder, "kconv", "crd", "package", "config/default", "--install", "install.yaml", *chart, "--check")


@needs_kustomize
@pytest.mark.parametrize("overlay", ["cert-manager", "self-signed"])
def test_the_namespace_is_written_in_one_place(make: Make, overlay: str) -> None:
    folder = make(kopf=True)
    replace(folder / "config/base/kustomization.yaml", "namespace: backups-system", "namespace: elsewhere")
    replace(folder / "config/default/kustomization.yaml", "- ../cert-manager", f"- ../{overlay}")
    replace(folder / "config/default/kustomization.yaml", "components:\n", "components:\n- ../monitoring\n")
    text = built(folder / "config/default")
    assert "backups-system" not in text
    assert "backups-webhook.elsewhere.svc" in text
