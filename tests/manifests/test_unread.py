"""What a walk passes over, and why: every file of a tree is read, counted, or git's own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import pytest

from kconv.manifests import walk as walking
from kconv.manifests.globs import Globs
from kconv.manifests.unread import Unread
from kconv.manifests.walk import walk
from tests.manifests.test_walk import plant

GIT = {".git/HEAD": ""}


@dataclass(frozen=True)
class Case:
    """``counts`` has the reasons that are not 0, ``each`` the list that -v shows; ``links`` are path → target."""

    name: str
    files: dict[str, str]
    counts: dict[str, int]
    each: list[tuple[str, str, int]]
    read: list[str]
    paths: tuple[str, ...] = (".",)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


CASES = [
    Case("all is read", {"a.yaml": "", "b/c.json": ""}, {}, [], ["a.yaml", "b/c.json"]),
    Case("git's own is nobody's", {".git/a.yaml": "", ".git/HEAD": "", "sub/.git": "", "x/.git/y.yaml": ""}, {}, [], []),
    Case("hidden folders: what has a manifest's or a template's name", {".helm/templates/a.yaml": "", ".helm/b.tpl": "", ".helm/README.md": "", ".ci/x.sh": ""}, {"hidden": 2}, [(".helm", "hidden", 2)], []),
    Case("vendored folders", {"vendor/a.yaml": "", "x/node_modules/p/package.json": "", "x/node_modules/q.js": ""}, {"vendored": 2}, [("vendor", "vendored", 1), ("x/node_modules", "vendored", 1)], []),
    Case("folders in them are theirs", {".helm/vendor/a.yaml": "", ".helm/.b/c.yaml": "", ".helm/.git/d.yaml": ""}, {"hidden": 2}, [(".helm", "hidden", 2)], []),
    Case("other extensions, hidden files among them", {"a.py": "", ".b": "", "c/d": "", "e.yaml": ""}, {"extension": 3}, [(".b", "extension", 0), ("a.py", "extension", 0), ("c/d", "extension", 0)], ["e.yaml"]),
    Case("a folder that is ignored, and a file", {".gitignore": "out/\n/x.yaml\n", "out/a.yaml": "", "out/b/c.tpl": "", "out/d.o": "", "x.yaml": "", "y.yaml": ""}, {"extension": 1, "ignored": 3}, [(".gitignore", "extension", 0), ("out", "ignored", 2), ("x.yaml", "ignored", 0)], ["y.yaml"]),
    Case("what git ignores is ignored, hidden or vendored too", {".gitignore": ".venv\nnode_modules\n", ".venv/a.json": "", "node_modules/b.json": ""}, {"extension": 1, "ignored": 2}, [(".gitignore", "extension", 0), (".venv", "ignored", 1), ("node_modules", "ignored", 1)], []),
    Case("a cache that ignores itself", {".cache/.gitignore": "*\n", ".cache/a/b.json": "", ".cache/c.json": ""}, {"ignored": 2}, [(".cache", "ignored", 2)], []),
    Case("a hidden folder of which a part is ignored", {".gitignore": "*.tpl\n/.a/out/\n", ".a/b.yaml": "", ".a/c.tpl": "", ".a/out/d.yaml": "", ".a/out/.gitignore": "!*\n"}, {"extension": 1, "hidden": 1, "ignored": 2}, [(".gitignore", "extension", 0), (".a", "hidden", 1), (".a", "ignored", 2)], []),
    Case("a vendored folder of which a part is ignored", {".gitignore": "*.tpl\n", "vendor/b.yaml": "", "vendor/c.tpl": ""}, {"extension": 1, "ignored": 1, "vendored": 1}, [(".gitignore", "extension", 0), ("vendor", "vendored", 1), ("vendor", "ignored", 1)], []),
    Case("excluded folders and files", {"old/a.yaml": "", "old/b/c.yaml": "", "old/d.txt": "", "e.yaml": "", "f.yaml": ""}, {"excluded": 3}, [("e.yaml", "excluded", 0), ("old", "excluded", 2)], ["f.yaml"], exclude=("old/", "e.*")),
    Case("a hidden folder that is excluded needs no more words", {".github/a.yaml": ""}, {"excluded": 1}, [(".github", "excluded", 1)], [], exclude=(".github/",)),
    Case("what include leaves out", {"a/b.yaml": "", "c.yaml": "", "d.txt": ""}, {"excluded": 1, "extension": 1}, [("d.txt", "extension", 0), ("c.yaml", "excluded", 0)], ["a/b.yaml"], include=("a/",)),
    Case("a named file that is excluded", {"a.yaml": "", "b.yaml": ""}, {"excluded": 1}, [("b.yaml", "excluded", 0)], ["a.yaml"], paths=("a.yaml", "b.yaml"), exclude=("b.*",)),
    Case("a named file alone", {"a.yaml": "", "b.txt": "", ".c/d.yaml": ""}, {}, [], ["b.txt"], paths=("b.txt",)),
    Case("a hidden folder that is named is read, the one in it is not", {".helm/a.yaml": "", ".helm/.b/c.yaml": ""}, {"hidden": 1}, [(".helm/.b", "hidden", 1)], [".helm/a.yaml"], paths=(".helm",)),
    Case("named beside its tree", {".helm/a.yaml": "", ".helm/x.txt": "", ".b/c.yaml": "", "d.yaml": ""}, {"extension": 1, "hidden": 1}, [(".b", "hidden", 1), (".helm/x.txt", "extension", 0)], ["d.yaml", ".helm/a.yaml"], paths=(".", ".helm")),
    Case("named before its tree", {".helm/a.yaml": "", ".b/c.yaml": ""}, {"hidden": 1}, [(".b", "hidden", 1)], [".helm/a.yaml"], paths=(".helm", ".")),
    Case("a folder and a file in a hidden folder are named", {".b/c/d.yaml": "", ".b/e.yaml": "", ".b/f.yaml": ""}, {"hidden": 1}, [(".b", "hidden", 1)], [".b/c/d.yaml", ".b/e.yaml"], paths=(".", ".b/c", ".b/e.yaml")),
    Case("a file of another extension, and one that is ignored, are named", {".gitignore": "i.yaml\n", "a.bak": "", "i.yaml": ""}, {"extension": 1}, [(".gitignore", "extension", 0)], ["a.bak", "i.yaml"], paths=(".", "a.bak", "i.yaml")),
    Case("a folder that is named twice", {"d/a.txt": "", "d/.e/f.yaml": "", "d/g.yaml": ""}, {"extension": 1, "hidden": 1}, [("d/a.txt", "extension", 0), ("d/.e", "hidden", 1)], ["d/g.yaml"], paths=("d", "./d", "d")),
    Case("a folder in a folder", {"d/a.txt": "", "d/e/f.txt": "", "d/e/.g/h.yaml": ""}, {"extension": 2, "hidden": 1}, [("d/a.txt", "extension", 0), ("d/e/f.txt", "extension", 0), ("d/e/.g", "hidden", 1)], [], paths=("d", "d/e")),
    Case("links", {"d/a.yaml": "", "x.yaml": "", "y/z.yaml": ""}, {"symlink": 3}, [("d/folder", "symlink", 0)], ["d/a.yaml"], paths=("d",), links=(("d/l.yaml", "../x.yaml"), ("d/n.yaml", "nowhere"), ("d/folder", "../y"), ("d/in.yaml", "a.yaml"), ("d/self", "."), ("d/x", "../x.yaml"))),
    Case("a link that git ignores", {".gitignore": "/result\n", "a.yaml": ""}, {"extension": 1, "ignored": 1}, [(".gitignore", "extension", 0), ("result", "ignored", 0)], ["a.yaml"], links=(("result", "/"),)),
    Case("a link out of the tree that is named", {"d/a.yaml": "", "x.yaml": ""}, {}, [], ["d/a.yaml", "d/l.yaml"], paths=("d", "d/l.yaml"), links=(("d/l.yaml", "../x.yaml"),)),
    Case("standard input", {"a.txt": ""}, {}, [], ["-"], paths=("-",)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_what_is_not_read_is_counted(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, GIT | case.files)
    for path, target in case.links:
        (tmp_path / path).symlink_to(target)
    monkeypatch.chdir(tmp_path)
    listed, counted = Unread(listed=True), Unread()
    for unread in (listed, counted):
        found = walk(case.paths, include=Globs(case.include), exclude=Globs(case.exclude), unread=unread)
        assert [each.path for each in found if not each.skipped] == case.read
    assert counted.each is None
    assert listed.counts == counted.counts
    assert {reason: number for reason, number in counted.counts.items() if number} == case.counts
    assert listed.each == case.each
    assert sum(files or 1 for _, _, files in listed.each or ()) + listed.links == sum(counted.counts.values())


def test_a_walk_that_nobody_asks_enters_no_other_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, [".helm/a.yaml", "b.yaml"])
    monkeypatch.setattr(walking, "readable", lambda *_: pytest.fail("counted"))
    assert len(list(walk([str(tmp_path)]))) == 1


def test_a_hidden_folder_that_cannot_be_listed_is_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, [".a/b/c.yaml", ".a/d.yaml"])
    listed, unread = os.scandir, Unread()

    def refuse(path: str) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert not list(walk([str(tmp_path)], unread=unread))
    assert unread.counts["hidden"] == 1
