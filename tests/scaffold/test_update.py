"""An update never costs a person's edit: it is a branch, and Git merges it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kconv.errors import UsageError
from kconv.scaffold import files
from kconv.scaffold.update import BRANCH, update
from tests.scaffold.conftest import Make, git, replace

MINE = {
    "Makefile": ("CONFIG ?= config/default", "CONFIG ?= config/ours"),
    "Dockerfile": ("USER 65532:65532", "USER 1001:1001"),
    "pyproject.toml": ('version = "0.1.0"', 'version = "2.0.0"'),
    "config/base/deployment.yaml": ("replicas: 2", "replicas: 5"),
    "config/base/service.yaml": ("port: 443", "port: 8443"),
    "config/base/roles.yaml": ("  - deletecollection\n", ""),
    "config/default/kustomization.yaml": ("- ../cert-manager", "- ../self-signed"),
    "backups/v1.py": ("storage is an object", "mine"),
    "tests/test_conversion.py": ("users of every other version keep", "everybody keeps"),
    "README.md": ("# Backup", "# Our backups"),
}
"""A person's edits, in ten files."""
TEMPLATE = {
    "Makefile.j2": (".PHONY: image\n", ".PHONY: image tag\n"),
    "Dockerfile.j2": ("PYTHONUNBUFFERED=1", "PYTHONUNBUFFERED=1 LANG=C.UTF-8"),
    "pyproject.toml.j2": ('"mypy>=1.13"', '"mypy>=1.14"'),
    "config/base/deployment.yaml.j2": ("periodSeconds: 20", "periodSeconds: 30"),
    "model.py.j2": ("Gigabytes.", "Gibibytes."),
    "tests/test_conversion.py.j2": ("def read(", "def load("),
    "README.md.j2": ("## Update", "## Updates"),
    "gitignore.j2": (".venv/\n", ".venv/\nvenv/\n"),
}
"""What the next templates have otherwise."""


@pytest.fixture
def next_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """From when it is called, the templates are a copy with changes, a new file, and one that is gone."""

    def change() -> Path:
        folder = tmp_path / "templates"
        shutil.copytree(files.templates(), folder)
        for name, (old, new) in TEMPLATE.items():
            replace(folder / name, old, new)
        listed = (folder / "files.toml").read_text().split("\n\n[[file]]\n")
        listed = [each for each in listed if 'path = ".dockerignore"' not in each]
        listed.append('path = "SECURITY.md"\ntemplate = "empty.j2"\nwhy = "new"')
        (folder / "files.toml").write_text("\n\n[[file]]\n".join(listed))
        monkeypatch.setattr(files, "_PLACES", (folder,))
        files.rows.cache_clear()
        return folder

    yield change  # type: ignore[misc]
    files.rows.cache_clear()


def committed(folder: Path) -> Path:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "-qm", "The project as it was made")
    return folder


def edit(folder: Path) -> None:
    for name, (old, new) in MINE.items():
        replace(folder / name, old, new)
    (folder / "mine.py").write_text("mine\n")
    git(folder, "add", "--all")
    git(folder, "commit", "-qm", "Ten edits")


def state(folder: Path) -> tuple[str, str, str]:
    return git(folder, "rev-parse", "HEAD"), git(folder, "status", "--porcelain"), git(folder, "stash", "list")


def test_a_merged_update_keeps_ten_edits_and_brings_what_is_new(make: Make, next_templates: Callable[[], Path]) -> None:
    folder = committed(make())
    edit(folder)
    (folder / "Makefile").write_text((folder / "Makefile").read_text() + "# not committed\n")
    before = state(folder)
    next_templates()
    done = update(folder)
    assert state(folder) == before
    assert done.left == ()
    assert done.gone == (".dockerignore",)
    assert "SECURITY.md" in done.changed
    git(folder, "checkout", "-q", "Makefile")
    git(folder, "merge", "-q", "--no-edit", BRANCH)
    for name, (old, new) in MINE.items():
        text = (folder / name).read_text()
        assert (new in text) if new else (old not in text), name
    assert (folder / "mine.py").read_text() == "mine\n"
    for path, new in (
        ("Makefile", "image tag"),
        ("config/base/deployment.yaml", "periodSeconds: 30"),
        (".gitignore", "\nvenv/"),
    ):
        assert new in (folder / path).read_text()
    assert "Gibibytes." in (folder / "backups/v1.py").read_text()
    assert not (folder / ".dockerignore").exists()
    assert (folder / "SECURITY.md").exists()


def test_the_next_update_goes_on_from_the_last(make: Make, next_templates: Callable[[], Path]) -> None:
    folder = committed(make())
    edit(folder)
    templates = next_templates()
    update(folder)
    git(folder, "merge", "-q", "--no-edit", BRANCH)
    assert update(folder).changed == ()
    replace(templates / "Makefile.j2", "image tag", "image")
    assert update(folder).changed == ("Makefile",)
    git(folder, "merge", "-q", "--no-edit", BRANCH)
    assert "CONFIG ?= config/ours" in (folder / "Makefile").read_text()
    assert git(folder, "rev-list", "--count", BRANCH).strip() == "3"


def test_what_was_edited_before_its_first_commit_is_left_and_reported(
    make: Make, next_templates: Callable[[], Path]
) -> None:
    folder = make()
    replace(folder / "Makefile", *MINE["Makefile"])
    (folder / ".gitignore").unlink()
    committed(folder)
    next_templates()
    for left in ((".gitignore", "Makefile"), ()):
        assert update(folder).left == left
        git(folder, "merge", "-q", "--no-edit", BRANCH)
        assert "CONFIG ?= config/ours" in (folder / "Makefile").read_text()
        assert not (folder / ".gitignore").exists()


def test_a_file_of_the_same_name_as_a_new_template_is_left(make: Make, next_templates: Callable[[], Path]) -> None:
    folder = make()
    (folder / "SECURITY.md").write_text("mine")
    committed(folder)
    next_templates()
    assert update(folder).left == ("SECURITY.md",)


def test_a_project_in_a_folder_of_a_repository_is_updated_there_only(
    make: Make, next_templates: Callable[[], Path]
) -> None:
    folder = make()
    (folder.parent / "other.txt").write_text("other")
    committed(folder.parent)
    next_templates()
    update(folder)
    changed = git(folder.parent, "diff", "--name-only", "main", BRANCH).split()
    assert "backups/SECURITY.md" in changed
    assert all(path.startswith("backups/") for path in changed)


def test_generated_files_are_not_on_the_branch_otherwise_than_they_were(
    make: Make, next_templates: Callable[[], Path]
) -> None:
    folder = committed(make())
    next_templates()
    update(folder)
    changed = git(folder, "diff", "--name-only", "main", BRANCH).split()
    assert not [path for path in changed if path.startswith(("crds/backups", "chart/", "install.yaml"))]


def test_nothing_new_is_no_commit(make: Make) -> None:
    folder = committed(make())
    assert update(folder) == ((), (), ())
    assert BRANCH not in git(folder, "branch", "--list")


def test_what_is_no_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a project"):
        update(tmp_path)


def test_a_project_in_no_repository_is_refused(make: Make) -> None:
    with pytest.raises(UsageError, match="no Git repository"):
        update(make())


def test_a_project_that_is_not_committed_is_refused(make: Make) -> None:
    folder = make()
    git(folder, "init", "-q")
    with pytest.raises(UsageError, match="not committed"):
        update(folder)


def test_a_branch_that_is_checked_out_is_not_moved(make: Make) -> None:
    folder = committed(make())
    git(folder, "checkout", "-qb", BRANCH)
    with pytest.raises(UsageError, match="checked out"):
        update(folder)


@pytest.mark.parametrize("text", ["", "[answers]\n", "\x00", "made_by = 1\n[answers]\nplural = 'x'\n[files]\n"])
def test_a_record_that_cannot_be_read_is_an_error(make: Make, text: str) -> None:
    folder = make()
    (folder / ".kconv-scaffold.toml").write_text(text)
    with pytest.raises(UsageError):
        update(folder)
