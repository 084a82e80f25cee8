"""A new version is new files and one line in the table: what a person wrote stays, byte by byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kconv.errors import ManifestError, UsageError
from kconv.scaffold import next_version
from kconv.scaffold.next_version import addition, write
from tests.scaffold.conftest import Make, passes, replace, run
from tests.scaffold.test_place import tree

NEW = ("backups/v2.py", "config/samples/v2.yaml", "tests/fixtures/v2.yaml")
HELPERS = """
from datetime import timedelta
from kconv.rules import Turn



WIDTH = 3


def padded(text: str) -> str:
    return text.rjust(WIDTH)


def to_text(size: int) -> str | None:
    return padded(str(size)) if timedelta(size) else None


def to_size(text: str) -> int | None:
    return int(text)



RULES.append(Turn("spec.storage.size", "spec.storage.size", to_text, to_size, says="x"))
"""


@pytest.fixture
def project(make: Make) -> Path:
    return make()


def add(project: Path, version: str = "v2", kind: str = "Backup") -> None:
    write(addition(kind, version, project), project)


def test_only_the_table_changes_and_the_project_passes_its_checks(project: Path) -> None:
    before = tree(project)
    added = addition("Backup", "v2", project)
    assert tree(project) == before
    write(added, project)
    after = tree(project)
    assert set(after) - set(before) == set(NEW)
    assert [path for path in before if before[path] != after[path]] == ["backups/__init__.py"]
    lines = [line for line in added.diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert lines == [
        "-from backups import v1, v1alpha1",
        "+from backups import v1, v1alpha1, v2",
        "+    Version(v2.Backup, since=v1.Backup, rules=v2.RULES, served=False),",
    ]
    passes(project, "ruff", "check", ".")
    passes(project, "ruff", "format", "--check", ".")
    passes(project, "kconv", "crd", "generate", "backups", "--webhook-service", "a/b", "--output", "crds")


@pytest.mark.full
def test_a_project_with_three_more_versions_passes_its_tests_and_types(project: Path) -> None:
    for version in ("v2alpha1", "v2beta1", "v2"):
        add(project, version)
    passes(project, "ruff", "check", ".")
    passes(project, "mypy")
    passes(project, "pytest", "-q", "-p", "no:cacheprovider", "--kconv-examples", "5")


def test_a_changed_model_fails_the_coverage_check_until_a_rule_says_what_changed(project: Path) -> None:
    add(project)
    model = project / "backups/v2.py"
    model.write_text(model.read_text().replace("    suspend: bool", "    paused: bool"))
    command = ("kconv", "crd", "generate", "backups", "--webhook-service", "a/b", "--output", "crds")
    failed = run(project, *command)
    assert failed.returncode == 2
    assert "spec.suspend" in failed.stderr
    text = model.read_text().replace(
        "RULES: list[Rule] = []", 'RULES: list[Rule] = [Move("spec.suspend", "spec.paused")]'
    )
    model.write_text(text.replace("import Rule", "import Move, Rule"))
    passes(project, *command)


def test_what_only_the_rules_used_is_left_out_of_the_new_model(project: Path) -> None:
    model = project / "backups/v1.py"
    imports, helpers, more = HELPERS.strip().split("\n\n\n\n")
    head, rules = model.read_text().split("\n\nRULES", 1)
    head = head.replace("from typing", f"{imports}\nfrom typing", 1)
    model.write_text("\n\n".join([head, helpers, f"\nRULES{rules}", more, ""]))
    add(project)
    made = (project / "backups/v2.py").read_text()
    for name in ("to_text", "to_size", "padded", "WIDTH", "timedelta", "Turn", "Move"):
        assert name not in made
    assert "class BackupStorage" in made
    assert made.endswith("\nRULES: list[Rule] = []  # since v1\n")


class Refusal:
    def __init__(
        self, name: str, says: str, spoil: Callable[[Path], object], kind: str = "Backup", version: str = "v2"
    ) -> None:
        self.name, self.says, self.spoil, self.kind, self.version = name, says, spoil, kind, version


REFUSED = [
    Refusal("a version that is there", "has the version v1", lambda _: None, version="v1"),
    Refusal("a version that cannot be", "that Kubernetes can order", lambda _: None, version="two"),
    Refusal("another kind", "the kinds with a table are Backup", lambda _: None, kind="Copy"),
    Refusal("a module that is there", "is there already", lambda folder: (folder / "backups/v2.py").write_text("mine")),
    Refusal(
        "a sample that is there",
        "is there already",
        lambda folder: (folder / "config/samples/v2.yaml").write_text("mine"),
    ),
    Refusal("no module of the newest", "is not found", lambda folder: (folder / "backups/v1.py").unlink()),
    Refusal(
        "a version that is computed",
        "in plain sight",
        lambda folder: (folder / "backups/v1.py").write_text(
            (folder / "backups/v1.py").read_text().replace('"example.com/v1"', 'f"{GROUP}/v1"')
        ),
    ),
    Refusal(
        "a sample without apiVersion",
        "has no apiVersion",
        lambda folder: (folder / "config/samples/v1.yaml").write_text("kind: Backup\n"),
    ),
    Refusal("no project", "not a project", lambda folder: (folder / ".kconv-scaffold.toml").unlink()),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_cannot_be_added_is_refused_and_nothing_is_written(project: Path, case: Refusal) -> None:
    case.spoil(project)
    before = tree(project)
    with pytest.raises(UsageError, match=case.says) as error:
        add(project, case.version, case.kind)
    assert case.says in str(error.value)
    assert tree(project) == before


def test_what_fails_in_its_middle_is_taken_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ManifestError("the disk is full")

    before = tree(project)
    monkeypatch.setattr(next_version.atomic, "replace", fails)
    with pytest.raises(ManifestError):
        add(project)
    assert tree(project) == before


def test_a_version_of_lower_priority_is_added_with_a_warning(project: Path) -> None:
    assert addition("Backup", "v2", project).warnings == ()
    for version in ("v2alpha1", "v2beta1"):
        [warning] = addition("Backup", version, project).warnings
        assert f"{version} has a lower priority than v1:" in warning
        add(project, version)


def test_a_sample_that_is_gone_is_a_warning(project: Path) -> None:
    (project / "config/samples/v1.yaml").unlink()
    added = addition("Backup", "v2", project)
    assert len(added.new) == 2
    assert "write a sample of v2 by hand" in added.warnings[0]


def test_a_file_that_appears_meanwhile_is_nobody_elses_to_delete(project: Path) -> None:
    added = addition("Backup", "v2", project)
    (project / "tests/fixtures/v2.yaml").write_text("mine")
    before = tree(project)
    with pytest.raises(FileExistsError):
        write(added, project)
    assert tree(project) == before


def test_a_table_that_changes_meanwhile_is_not_overwritten(project: Path) -> None:
    added = addition("Backup", "v2", project)
    replace(project / "backups/__init__.py", "hub=", 'short_names=["bk"],\n    hub=')
    before = tree(project)
    with pytest.raises(ManifestError, match="changed on disk"):
        write(added, project)
    assert tree(project) == before
