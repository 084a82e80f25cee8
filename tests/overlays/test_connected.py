"""Kustomizations are built together if one result depends on another, or if they share a base, a patch or a file; the
others of a repository are not built at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kconv.pipeline.migrate import Options
from kconv.pipeline.migrate.overlays.repository import Repository
from kconv.pipeline.migrate.target import Target

TREE = {
    "base": "resources: [web.yaml]",
    "alone": "resources: [web.yaml]",
    "overlays/dev": "resources: [../../base]",
    "overlays/test": "bases: [../../base]\npatches: [{path: ../shared.yaml}]",
    "patcher": "patches: [{path: ../overlays/shared.yaml}]",
    "strategic": "patchesStrategicMerge: [../lone/patch.yaml]",
    "component": "kind: Component",
    "user": "components: [../component]",
    "one": "resources: [../two]",
    "two": "resources: [../one]",
    "json": "patchesJson6902: [{target: {kind: Pod}, path: ../lone/operations.yaml}]",
    "names": "resources: [../lone/operations.yaml]",
    "inline": "patches: [{patch: '[]', target: {kind: Pod}}]",
    "broken": "resources: [../alone",
}
BASE = ["base", "overlays/dev", "overlays/test", "patcher"]


@pytest.fixture
def top(tmp_path: Path) -> Path:
    for folder, text in TREE.items():
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "kustomization.yaml").write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "folders"),
    [
        ("base", BASE),
        ("base/web.yaml", BASE),
        ("overlays/dev", BASE),
        ("overlays/shared.yaml", BASE),
        ("patcher", BASE),
        ("alone/web.yaml", ["alone"]),
        ("alone/other.yaml", []),
        ("lone/patch.yaml", ["strategic"]),
        ("component", ["component", "user"]),
        ("one", ["one", "two"]),
        ("lone/operations.yaml", ["json", "names"]),
        ("inline", ["inline"]),
        ("broken", []),
    ],
)
def test_which_are_built_with_a_path(top: Path, path: str, folders: list[str]) -> None:
    found = Repository(str(top), Target(Options())).connected(str(top / path))
    assert [str(Path(each.folder).relative_to(top)) for each in found] == folders


def test_a_base_outside_of_the_tree_connects_what_shares_it(top: Path) -> None:
    found = Repository(str(top / "overlays"), Target(Options())).connected(str(top / "base/web.yaml"))
    assert [str(Path(each.folder).relative_to(top)) for each in found] == ["base", "overlays/dev", "overlays/test"]
