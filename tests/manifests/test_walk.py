"""Which files of a repository are read, and in what order."""

from __future__ import annotations

import os
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import pytest

from kconv.errors import UsageError
from kconv.manifests.globs import Globs
from kconv.manifests.unread import Unread
from kconv.manifests.walk import walk


def plant(root: Path, files: dict[str, str] | list[str]) -> None:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name] if isinstance(files, dict) else "")


@dataclass(frozen=True)
class Case:
    name: str
    files: dict[str, str]
    want: list[str]
    paths: tuple[str, ...] = (".",)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


CASES = [
    Case("by suffix", {"a.yaml": "", "b.yml": "", "c.json": "", "d.txt": "", "e.yaml.bak": ""}, ["a.yaml", "b.yml", "c.json"]),
    Case("templates by suffix", {"_helpers.tpl": "", "a.yaml.j2": "", "a.yaml.tmpl": "", "c.template": ""}, ["_helpers.tpl", "a.yaml.j2", "a.yaml.tmpl", "c.template"]),
    Case("in the order of names, folders among files", {"b/x.yaml": "", "a.yaml": "", "c.yaml": ""}, ["a.yaml", "b/x.yaml", "c.yaml"]),
    Case("hidden and vendored folders are skipped", {".git/a.yaml": "", ".github/a.yaml": "", "vendor/a.yaml": "", "x/node_modules/a.yaml": "", "b.yaml": ""}, ["b.yaml"]),
    Case("hidden files are not", {".a.yaml": ""}, [".a.yaml"]),
    Case("a vendored folder that is named", {"vendor/a.yaml": "", "b.yaml": ""}, ["vendor/a.yaml"], paths=("vendor",)),
    Case("a file that is named, whatever its suffix", {"a.tmpl": "", "b.yaml": ""}, ["a.tmpl"], paths=("a.tmpl",)),
    Case("each file once", {"d/a.yaml": "", "d/b.yaml": ""}, ["d/b.yaml", "d/a.yaml"], paths=("d/b.yaml", "d", "./d/a.yaml")),
    Case("a folder of an include is no file", {"a/b.yaml": "", "b.yaml/c.yaml": "", "d/b.yaml": ""}, ["b.yaml/c.yaml"], include=("b.yaml/",)),
    Case("include", {"prod/a.yaml": "", "dev/a.yaml": "", "b.yaml": ""}, ["prod/a.yaml"], include=("prod/",)),
    Case("exclude", {"prod/a.yaml": "", "dev/a.yaml": "", "b.yaml": ""}, ["b.yaml", "prod/a.yaml"], exclude=("dev/",)),
    Case("exclude a named file too, as hooks name them all", {"a.yaml": "", "b.yaml": ""}, ["a.yaml"], paths=("a.yaml", "b.yaml"), exclude=("b.*",)),
    Case("exclude below a named folder", {"k/old/a.yaml": "", "k/b.yaml": ""}, ["k/b.yaml"], paths=("k",), exclude=("k/old",)),
    Case(".gitignore", {".gitignore": "*.yaml\n!keep.yaml\n/top.yml\n", "a.yaml": "", "d/keep.yaml": "", "top.yml": "", "d/top.yml": ""}, ["d/keep.yaml", "d/top.yml"]),
    Case("the deeper .gitignore wins", {".gitignore": "*.yaml\n", "d/.gitignore": "!*.yaml\n", "d/a.yaml": "", "a.yaml": ""}, ["d/a.yaml"]),
    Case("nothing below an ignored folder", {".gitignore": "out/\n", "out/.gitignore": "!*\n", "out/a.yaml": "", "a.yaml": ""}, ["a.yaml"]),
    Case("the repository's own .gitignore holds below", {".git/HEAD": "", ".gitignore": "*.json\n", "d/e/a.json": "", "d/e/a.yaml": ""}, ["d/e/a.yaml"], paths=("d/e",)),
    Case("without a repository it does not", {".gitignore": "*.json\n", "d/a.json": ""}, ["d/a.json"], paths=("d",)),
    Case("a line of .gitignore that is no pattern", {".git/HEAD": "", ".gitignore": "!\n/\nout/\n", "out/a.yaml": "", "b.yaml": ""}, ["b.yaml"]),
    Case("an ignored folder that is named", {".git/HEAD": "", ".gitignore": "out/\n", "out/a.yaml": ""}, ["out/a.yaml"], paths=("out",)),
    Case("standard input", {}, ["-"], paths=("-",)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_walk_takes(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, case.files)
    monkeypatch.chdir(tmp_path)
    found = list(walk(case.paths, include=Globs(case.include), exclude=Globs(case.exclude)))
    assert [each.path for each in found] == case.want
    assert not [each for each in found if each.problem or each.skipped]


@pytest.mark.parametrize("started", [".", "deploy", "deploy/old", ".."])
def test_globs_hold_from_their_own_folder_on(started: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, ["deploy/old/a.yaml", "deploy/b.yaml"])
    monkeypatch.chdir(tmp_path / started)
    for path in (tmp_path, tmp_path / "deploy", tmp_path / "deploy/old", tmp_path / "deploy/old/a.yaml"):
        named = os.path.relpath(path)
        found = walk([named], exclude=Globs(("deploy/old/**",), str(tmp_path)))
        assert [Path(each.path).name for each in found] == ["b.yaml"] * (path.name in ("deploy", tmp_path.name))


def test_a_glob_that_is_none_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="invalid glob"):
        list(walk(["."], include=Globs(("!",))))


def test_a_link_out_of_the_tree_is_told_and_not_read(tmp_path: Path) -> None:
    plant(tmp_path, ["outside.yaml", "tree/a.yaml"])
    (tmp_path / "tree/link.yaml").symlink_to("../outside.yaml")
    (tmp_path / "tree/folder").symlink_to("..")
    found = {Path(each.path).name: each.skipped for each in walk([str(tmp_path / "tree")])}
    assert found == {"a.yaml": "", "link.yaml": "a symlink that leads out of the tree"}


def test_the_tree_of_a_named_file_is_the_working_directory_or_the_folder_of_a_file_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, ["a/b/c.yaml", "d/e.yaml"])
    for folder, tree in ((".", "."), ("a", "a"), ("a/b", "a/b"), ("d", "a/b")):
        monkeypatch.chdir(tmp_path / folder)
        (found,) = walk([str(tmp_path / "a/b/c.yaml")])
        assert found.root == str(tmp_path / tree)


def test_a_link_inside_the_tree_does_not_read_its_file_twice(tmp_path: Path) -> None:
    plant(tmp_path, ["z.yaml", "plain.txt"])
    (tmp_path / "a.yaml").symlink_to("z.yaml")
    (tmp_path / "b.yaml").symlink_to("plain.txt")
    (tmp_path / "c.yaml").symlink_to("plain.txt")
    assert [Path(each.path).name for each in walk([str(tmp_path)])] == ["z.yaml", "b.yaml"]


@pytest.mark.parametrize("target", ["nowhere", "link.yaml"])
def test_a_link_to_no_file_is_told(target: str, tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to(target)
    assert [found.skipped for found in walk([str(tmp_path)])] == ["a symlink that leads to no file"]


def test_a_path_that_is_not_there_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    plant(tmp_path, ["a.yaml"])
    with pytest.raises(UsageError, match="no such file"):
        next(walk([str(tmp_path / "a.yaml"), str(tmp_path / "missing")]))


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, ["d/a.yaml", "e.yaml"])
    listed = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "d":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    folder, file = walk([str(tmp_path)])
    assert (folder.path, folder.root) == (str(tmp_path / "d"), str(tmp_path))
    assert (folder.problem, file.problem) == ("cannot list the directory: Permission denied", "")


def test_what_is_skipped_in_a_folder_is_counted_once_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b.txt").write_text("")
    (tmp_path / "c").symlink_to("a")
    unread = Unread()
    assert list(walk([str(tmp_path / "a"), str(tmp_path / "c")], unread=unread)) == []
    assert unread.counts["extension"] == 1
