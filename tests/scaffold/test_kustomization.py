"""kustomize refuses a file that is named and not there, and does not deploy one that is there and not named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kconv.scaffold.answers import record_in
from kconv.scaffold.words import generate_command
from tests.scaffold.conftest import Make, passes, replace
from tests.scaffold.options import Project, pairwise
from tests.scaffold.test_projects import title


def differ(folder: Path) -> None:
    """The versions stay as they were rendered."""


def alike(folder: Path) -> None:
    """The versions become identical, so that nothing is to be converted."""
    package = folder / "backups"
    (package / "v1.py").write_text((package / "v1alpha1.py").read_text().replace("v1alpha1", "v1"))
    replace(package / "__init__.py", ", rules=v1.RULES", "")


def alone(folder: Path) -> None:
    """The old version is gone, as after the last step of the runbook."""
    table = folder / "backups/__init__.py"
    replace(table, "    Version(v1alpha1.Backup),\n", "")
    replace(table, ", since=v1alpha1.Backup, rules=v1.RULES", "")
    replace(table, "import v1, v1alpha1", "import v1")


@pytest.mark.full
@pytest.mark.parametrize("change", [differ, alike, alone], ids=lambda change: change.__name__)
@pytest.mark.parametrize("stash_guard", [True, False], ids=["guard", "no-guard"])
def test_the_kustomization_names_what_is_generated_whatever_the_versions_become(
    make: Make, change: Any, stash_guard: bool
) -> None:
    folder = make(stash_guard=stash_guard)
    change(folder)
    passes(folder, "kconv", *generate_command(record_in(folder).answers))
    assert named(folder) == there(folder)


@pytest.mark.full
@pytest.mark.parametrize("project", list(pairwise()), ids=title)
def test_every_two_answers_name_what_is_generated(make: Make, project: Project) -> None:
    folder = make(**project)
    assert named(folder) == there(folder)


def named(folder: Path) -> list[str]:
    """The files that the kustomization of the definitions names."""
    resources: list[str] = yaml.safe_load((folder / "crds/kustomization.yaml").read_text())["resources"]
    return sorted(resources)


def there(folder: Path) -> list[str]:
    """The files that are generated."""
    return sorted(file.name for file in (folder / "crds").iterdir() if file.name != "kustomization.yaml")
