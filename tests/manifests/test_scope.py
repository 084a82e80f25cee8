"""Whether a run over some paths reads a file, without walking: it must say what the walk does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path

import pytest

from kconv.errors import UsageError
from kconv.manifests.globs import Globs
from kconv.manifests.scope import STDIN, Scope
from kconv.manifests.walk import walk
from tests.manifests import test_walk
from tests.manifests.test_walk import plant


def files(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("case", test_walk.CASES, ids=attrgetter("name"))
def test_the_scope_of_a_run_is_what_the_walk_finds(
    case: test_walk.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, case.files)
    monkeypatch.chdir(tmp_path)
    include, exclude = Globs(case.include), Globs(case.exclude)
    found = walk([path for path in case.paths if path != STDIN], include=include, exclude=exclude)
    scope = Scope(case.paths, include, exclude)
    assert [file for file in files(tmp_path) if scope.reads(file)] == sorted(
        str(tmp_path / each.path) for each in found
    )


READS: list[tuple[str, Sequence[str], dict[str, bool]]] = [
    ("a folder", ["d"], {"d/a.yaml": True, "d/e/b.tpl": True, "da.yaml": False, "d/c.txt": False}),
    ("a file", ["d/a.yaml"], {"d/a.yaml": True, "d/e/b.tpl": False}),
    ("a file of any name", ["d/c.txt"], {"d/c.txt": True}),
    ("a Kustomization", ["d"], {"d/Kustomization": True}),
    ("below a folder that is not entered", ["d"], {"d/.h/a.yaml": False, "d/vendor/x/a.yaml": False}),
    ("a hidden folder that is named", ["d/.h"], {"d/.h/a.yaml": True, "d/.h/.i/a.yaml": False}),
    ("below an ignored folder", ["d"], {"d/out/a.yaml": False, "d/out/deep/a.yaml": False, "d/out.yaml": False}),
    ("an ignored folder that is named", ["d/out"], {"d/out/deep/a.yaml": True}),
    ("a folder below the .gitignore", ["d/e"], {"d/e/out.yaml": False, "d/e/b.tpl": True}),
    ("standard input", [STDIN], {"d/a.yaml": False}),
    ("two folders", ["d/e", "d/out"], {"d/e/b.tpl": True, "d/out/a.yaml": True, "d/a.yaml": False}),
]


@pytest.mark.parametrize(("paths", "want"), [row[1:] for row in READS], ids=[row[0] for row in READS])
def test_a_file_is_read_or_not(
    paths: Sequence[str], want: dict[str, bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, {"d/.gitignore": "out\nout.yaml\n", "d/.git/HEAD": "", **dict.fromkeys(want, "")})
    monkeypatch.chdir(tmp_path)
    scope = Scope(paths)
    assert {name: scope.reads(str(tmp_path / name)) for name in want} == want


def test_the_tree_of_a_folder_is_the_path_that_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, ["d/e/f/a.yaml", "de/a.yaml"])
    monkeypatch.chdir(tmp_path)
    scope = Scope(["d/e", "de/a.yaml", "d"])
    tree = {name: os.path.relpath(found) if (found := scope.tree(str(tmp_path / name))) else "" for name in ("d/e/f", "d/e", "d", "de", ".")}  # fmt: skip
    assert tree == {"d/e/f": "d/e", "d/e": "d/e", "d": "d", "de": "", ".": ""}


def test_globs_select_what_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, ["a.yaml", "b.yaml", "c/b.yaml", "c/d/a.yaml"])
    monkeypatch.chdir(tmp_path)
    names = ["a.yaml", "b.yaml", "c/b.yaml", "c/d/a.yaml"]

    def reads(*paths: str, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> list[str]:
        scope = Scope(paths, Globs(tuple(include)), Globs(tuple(exclude)))
        return [name for name in names if scope.reads(str(tmp_path / name))]

    assert reads("a.yaml", "b.yaml", exclude=["b.*"]) == ["a.yaml"]
    assert reads(".", include=["b.*"]) == ["b.yaml", "c/b.yaml"]
    assert reads(".", include=["/b.*"]) == ["b.yaml"]
    assert reads(".", exclude=["c/d/"]) == ["a.yaml", "b.yaml", "c/b.yaml"]
    assert reads(".", include=["c/"], exclude=["b.yaml"]) == ["c/d/a.yaml"]
    with pytest.raises(UsageError, match="invalid glob"):
        Scope(["."], Globs(("!",)))
    with pytest.raises(UsageError, match="invalid glob"):
        Scope(["."], exclude=Globs(("!",)))


def test_a_link_that_is_named_is_its_file(tmp_path: Path) -> None:
    plant(tmp_path, ["real/a.yaml"])
    (tmp_path / "link").symlink_to("real")
    scope = Scope([str(tmp_path / "link")])
    assert scope.reads(str(tmp_path / "real/a.yaml"))
    assert scope.tree(str(tmp_path / "real")) == str(tmp_path / "real")
