"""Hooks start kconv for every commit, and most files need little of it: what a run must not import."""

from __future__ import annotations

import os
import subprocess
import sys
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pytest

from kconv.report import formats

ROOT = Path(__file__).parents[2]

SLOW = {"dataclasses", "pathlib", "ipaddress", "urllib.parse", "subprocess", "pickle", "hashlib"}
"""Of Python's own modules: each takes as long as ten of kconv's, or makes classes that do."""
EXTRAS = {"pydantic", "jsonschema", "ruamel.yaml", "deepdiff", "hypothesis", "rich", "pathspec", "tomllib"}
CONVERTS = {"kconv.engine", "kconv.rules", "kconv.manifests.edit", "kconv.pipeline.migrate.objects"}
UNUSUAL = {
    "kconv.manifests.conflicts",
    "kconv.manifests.lost_comments",
    "kconv.manifests.template_lines",
    "kconv.manifests.yaml_errors",
    "kconv.pipeline.defect",
    "kconv.pipeline.migrate.annotated",
    "kconv.pipeline.migrate.embedded",
    "kconv.pipeline.migrate.failure",
    "kconv.pipeline.migrate.overlays.base",
    "kconv.pipeline.migrate.templated",
    "kconv.pipeline.migrate.typed_list",
    "kconv.pipeline.off_by_default",
    "kconv.pipeline.oversized",
    "kconv.pipeline.worker",
    "kconv.report.diff",
    "kconv.report.unread",
}
"""Rooms for what few files have."""
NEW = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n"
OLD = "apiVersion: networking.k8s.io/v1beta1\nkind: IngressClass\nmetadata:\n  name: web\nspec:\n  controller: a.b/c\n"


class Run(NamedTuple):
    name: str
    args: str
    text: str
    never: set[str]
    needs: str = "kconv.manifests.scan"
    """A module that the run does import: it does what it is about."""


RUNS = [
    Run("a scan of what needs nothing", "scan --target 1.32", NEW, {"yaml", "json", "kconv.kinds", *CONVERTS}),
    Run("a scan of what is old", "scan --target 1.32", OLD, {"json", *CONVERTS}, "kconv.manifests.scan_names"),
    Run("a migration of what needs nothing", "migrate --target 1.32", NEW, {"yaml", "json", "kconv.kinds", *CONVERTS}),
    Run("a migration of what is old", "migrate --target 1.32", OLD, {"kconv.manifests.scan_names"}, "kconv.engine"),
    Run(
        "a conversion",
        "convert --output-version networking.k8s.io/v1 -f",
        OLD,
        {
            "kconv.manifests.atomic",
            "kconv.manifests.scan_names",
            "kconv.pipeline.jobs",
            "kconv.pipeline.migrate.names",
            "kconv.pipeline.migrate.overlays",
            "kconv.pipeline.migrate.references",
        },
        "kconv.engine",
    ),
]


@pytest.mark.parametrize("run", RUNS, ids=attrgetter("name"))
def test_a_run_does_not_import(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    file.write_text(run.text)
    loaded = imported(*run.args.split(), str(file))
    assert run.needs in loaded
    assert sorted(loaded & (SLOW | EXTRAS | UNUSUAL | run.never)) == []


def test_the_modules_that_are_not_imported_exist() -> None:
    named = set().union(CONVERTS, UNUSUAL, *(run.never for run in RUNS))
    missing = [name for name in named if name.startswith("kconv.") and not exists(name)]
    assert missing == []


def test_the_version_is_told_without_loading_anything() -> None:
    loaded = imported("--version")
    assert "kconv.cli" in loaded
    assert loaded.isdisjoint({"click", "re", "typing", "dataclasses", "kconv.errors", "importlib.metadata"})


def test_help_does_not_load_the_engine() -> None:
    assert imported("migrate", "--help").isdisjoint(
        {"yaml", "rich", "ruamel", "kconv.kinds", "kconv.catalog", "difflib"}
    )


@pytest.mark.parametrize("command", ["scan", "migrate", "validate", "roundtrip"])
def test_help_loads_no_format(command: str) -> None:
    assert [module for module in imported(command, "--help") if module.startswith("kconv.report.formats.")] == []


@pytest.mark.parametrize("name", formats.names())
def test_a_run_loads_the_format_that_it_writes_and_no_other(name: str, tmp_path: Path) -> None:
    loaded = imported("scan", "--target", "1.32", "--format", name, str(tmp_path))
    assert [module for module in loaded if module.startswith("kconv.report.formats.")] == [
        f"kconv.report.formats.{name}"
    ]


def imported(*args: str) -> set[str]:
    """The modules that a run loads."""
    code = "import sys; sys.argv = ['kconv', *sys.argv[1:]]; from kconv.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, *args], env=env, capture_output=True, text=True, check=False)
    return set(done.stderr.split())


def exists(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()
