"""Which files a kustomization lists as patches, and how far up kustomizations are looked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kconv.manifests import kustomize
from tests.manifests.test_walk import plant

LISTING: list[tuple[str, str | bytes, list[str]]] = [
    ("a patch of paths", "patches:\n- path: a.yaml\n- path: sub/b.yaml\n", ["a.yaml", "sub/b.yaml"]),
    ("a strategic merge patch", "patchesStrategicMerge: [a.yaml]\n", ["a.yaml"]),
    ("a JSON patch", "patchesJson6902:\n- path: a.yaml\n  target: {kind: X}\n", ["a.yaml"]),
    ("all fields", "patches: [{path: a.yaml}]\npatchesStrategicMerge: [sub/b.yaml]\n", ["a.yaml", "sub/b.yaml"]),
    ("a patch inside the kustomization", "patches:\n- patch: |\n    kind: X\n- path: a.yaml\n", ["a.yaml"]),
    ("a text inside the kustomization", "patchesStrategicMerge:\n- |-\n  kind: X\n- a.yaml\n", ["a.yaml"]),
    ("a path that is no text", "patches: [{path: 1}, 2, null, {path: a.yaml}]\n", ["a.yaml"]),
    ("an empty field", "patches:\npatchesStrategicMerge: [a.yaml]\n", ["a.yaml"]),
    ("an escaped key", '"p\\x61tches": [{path: a.yaml}]\n', ["a.yaml"]),
    ("UTF-16", "patches: [{path: a.yaml}]\n".encode("utf-16"), ["a.yaml"]),
    ("a resource", "resources: [a.yaml]\n", []),
    ("a comment", "# patches\nresources: [a.yaml]\n", []),
    ("a list", "- patches: [{path: a.yaml}]\n", []),
    ("a text that is not YAML", "patches: [\n", []),
    ("a date that is none", "patches: [{path: a.yaml}]\nx: 2001-99-99\n", []),
    ("a text that is nested too deep", "patches: " + "[" * 3000 + "]" * 3000, []),
    ("a null byte in a path", 'patches: [{path: "a\\0.yaml"}]\n', ["a.yaml"]),
]


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in LISTING], ids=[row[0] for row in LISTING])
def test_a_file_is_a_patch_if_a_kustomization_lists_it(text: str | bytes, want: list[str], tmp_path: Path) -> None:
    plant(tmp_path, ["a.yaml", "sub/b.yaml", ".git/HEAD"])
    (tmp_path / "kustomization.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert [name for name in ("a.yaml", "sub/b.yaml") if kustomize.is_patch(str(tmp_path / name))] == want


@pytest.mark.parametrize("name", kustomize.NAMES)
def test_a_kustomization_has_three_names(name: str, tmp_path: Path) -> None:
    plant(tmp_path, {name: "patches: [{path: a.yaml}]\n", "a.yaml": "", "b.yaml": ""})
    assert kustomize.at(str(tmp_path)) == str(tmp_path / name)
    assert kustomize.is_near(str(tmp_path))
    assert kustomize.is_patch(str(tmp_path / "a.yaml"))
    assert not kustomize.is_patch(str(tmp_path / "b.yaml"))


def test_of_several_kustomizations_the_first_name_counts(tmp_path: Path) -> None:
    plant(tmp_path, list(kustomize.NAMES))
    assert kustomize.at(str(tmp_path)) == str(tmp_path / "kustomization.yaml")


def test_a_folder_without_one_has_none(tmp_path: Path) -> None:
    plant(tmp_path, [".git/HEAD", "a.yaml"])
    assert kustomize.at(str(tmp_path)) == ""
    assert not kustomize.is_near(str(tmp_path))
    assert not kustomize.is_patch(str(tmp_path / "a.yaml"))


def test_a_text_of_several_lines_is_no_path(tmp_path: Path) -> None:
    plant(tmp_path, {"kustomization.yaml": 'patchesStrategicMerge: ["a\\nb", "c"]\n', "a\nb": "", "c": ""})
    assert not kustomize.is_patch(str(tmp_path / "a\nb"))
    assert kustomize.is_patch(str(tmp_path / "c"))


def test_a_kustomization_that_is_a_folder_lists_nothing(tmp_path: Path) -> None:
    plant(tmp_path, ["kustomization.yaml/x", "a.yaml"])
    assert not kustomize.is_patch(str(tmp_path / "a.yaml"))


def test_kustomizations_are_looked_for_up_to_the_repositorys_root(tmp_path: Path) -> None:
    above = "patches: [{path: repo/over.yaml}]\n"
    root = "patches: [{path: deep/er/a.yaml}]\n"
    plant(tmp_path, {"kustomization.yaml": above, "repo/.git/HEAD": "", "repo/over.yaml": ""})
    plant(tmp_path, {"repo/deep/er/a.yaml": "", "other/.git/HEAD": "", "other/b/c.yaml": ""})
    assert not kustomize.is_near(str(tmp_path / "repo"))
    assert not kustomize.is_patch(str(tmp_path / "repo/over.yaml"))
    assert not kustomize.is_near(str(tmp_path / "other/b"))
    assert kustomize.top(str(tmp_path / "repo/deep/er")) == str(tmp_path / "repo")
    kustomize.at.cache_clear()
    kustomize._has_above.cache_clear()
    kustomize._above.cache_clear()
    kustomize._patches.cache_clear()
    plant(tmp_path, {"repo/kustomization.yaml": root})
    assert kustomize.is_near(str(tmp_path / "repo/deep/er"))
    assert kustomize.is_patch(str(tmp_path / "repo/deep/er/a.yaml"))


def test_outside_of_a_repository_they_are_looked_for_up_to_the_file_systems_root(tmp_path: Path) -> None:
    plant(tmp_path, {"kustomization.yaml": "patches: [{path: x/y/a.yaml}]\n", "x/y/a.yaml": ""})
    assert kustomize.top(str(tmp_path / "x/y")) == os.sep
    assert kustomize.is_near(str(tmp_path / "x/y"))
    assert kustomize.is_patch(str(tmp_path / "x/y/a.yaml"))
    assert not kustomize.is_near(os.sep)


def test_a_patch_is_known_by_any_path_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, {"real/kustomization.yaml": "patches: [{path: a.yaml}, {path: ../link.yaml}]\n", "real/a.yaml": ""})
    plant(tmp_path, {"real/b.yaml": ""})
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "file.yaml").symlink_to("real/a.yaml")
    (tmp_path / "link.yaml").symlink_to("real/b.yaml")
    monkeypatch.chdir(tmp_path)
    assert all(map(kustomize.is_patch, ("real/a.yaml", "folder/a.yaml", "file.yaml", "real/../folder/a.yaml")))
    assert kustomize.is_patch("real/b.yaml")
    assert not kustomize.is_patch("folder/kustomization.yaml")


@pytest.mark.parametrize("path", ["a.yaml", "x/a.yaml", "in/a.yaml", "to.yaml", "/", "/a.yaml"])
def test_a_real_path_is_the_systems(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, ["x/y/a.yaml", "a.yaml"])
    (tmp_path / "in").symlink_to("x/y")
    (tmp_path / "to.yaml").symlink_to("x/y/a.yaml")
    monkeypatch.chdir(tmp_path)
    assert kustomize.real_path(path) == os.path.realpath(path)
