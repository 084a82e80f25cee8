"""Which names .gitignore files and globs cover, and what a walk says of each file that it does not read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from kconv.errors import UsageError
from kconv.manifests import ignore as ignoring
from kconv.manifests.globs import NO_GLOBS, Choice, Globs
from kconv.manifests.ignore import Ignore, compile_globs, inherited, repository
from kconv.manifests.scope import SUFFIXES, TEMPLATES, VENDORED, bars
from kconv.manifests.unread import REASONS, Unread, readable
from kconv.manifests.walk import Found, walk
from tests.manifests.test_walk import plant


def covered(folder: Path, names: Iterable[str], ignore: Ignore) -> list[str]:
    return [name for name in names if ignore.covers(str(folder / name.rstrip("/")), is_dir=name.endswith("/"))]


@pytest.mark.parametrize(
    ("patterns", "names", "want"),
    [
        ("*.o", ["a.o", "b/a.o", "a.c", "a.o/"], ["a.o", "b/a.o", "a.o/"]),
        ("/a", ["a", "b/a"], ["a"]),
        ("a/", ["a", "a/", "b/a/"], ["a/", "b/a/"]),
        ("a/b", ["a/b", "c/a/b"], ["a/b"]),
        ("**/a", ["a", "b/c/a"], ["a", "b/c/a"]),
        ("*.y\n!b.y", ["a.y", "b.y"], ["a.y"]),
        ("# a\n\na", ["a", "#"], ["a"]),
        ("!\n/\na", ["a", "b"], ["a"]),
        ("é", ["é"], ["é"]),
    ],
)
def test_a_gitignore_covers_names(patterns: str, names: list[str], want: list[str], tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(patterns)
    for ignore in (Ignore().below(str(tmp_path)), Ignore().here(str(tmp_path))):
        assert covered(tmp_path, names, ignore) == want


def test_a_glob_begins_in_the_working_directory_or_in_the_named_tree_if_that_is_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, {"in/a.yaml": "", "in/b/a.yaml": "", "out/a.yaml": "", "out/b/a.yaml": ""})
    monkeypatch.chdir(tmp_path / "in")
    for named in (".", str(tmp_path / "in"), "../out", str(tmp_path / "out")):
        found = [each.path for each in walk([named], exclude=Globs(("/a.yaml",)))]
        assert [path.removeprefix(named + "/") for path in found] == ["b/a.yaml"]


def test_the_deepest_file_that_says_anything_decides(tmp_path: Path) -> None:
    plant(tmp_path, {".gitignore": "*.y\n/d/k.z\n", "d/.gitignore": "!a.y\nc\n", "d/e/.gitignore": "a.y\n"})
    ignore = Ignore().below(str(tmp_path)).below(str(tmp_path / "d")).below(str(tmp_path / "d/e"))
    names = ["a.y", "d/a.y", "d/b.y", "d/c", "d/e/a.y", "d/k.z", "d/x"]
    assert [len(each.levels) for each in (ignore, ignore.below(str(tmp_path / "none")), ignore.here(str(tmp_path / "d/x")))] == [3, 3, 3]  # fmt: skip
    assert covered(tmp_path, [name for name in names if name.startswith("d/e")], ignore) == ["d/e/a.y"]
    above = Ignore().below(str(tmp_path)).below(str(tmp_path / "d"))
    assert covered(tmp_path, names[1:4] + names[5:], above) == ["d/b.y", "d/c", "d/k.z"]


def test_a_gitignore_that_cannot_be_read_covers_nothing(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").mkdir()
    assert Ignore().here(str(tmp_path)) == Ignore()
    other = tmp_path / "d"
    other.mkdir()
    (other / ".gitignore").write_bytes(b"\xff\na\n")
    assert covered(other, ["a"], Ignore().here(str(other))) == ["a"]


def test_what_a_repository_ignores_holds_in_its_folders(tmp_path: Path) -> None:
    plant(tmp_path, {".gitignore": "outside\n", "r/.git/HEAD": "", "r/.gitignore": "a\n/b/out/\n", "r/b/.gitignore": "c\n"})  # fmt: skip
    plant(tmp_path, {"r/b/d/.gitignore": "e\n", "r/b/out/x": ""})
    folder = tmp_path / "r/b/d"
    assert covered(folder, ["a", "c", "e", "outside"], inherited(str(folder))) == ["a", "c"]
    assert inherited(str(tmp_path / "r")) == Ignore()
    assert inherited(str(tmp_path / "r/b/out")) == Ignore()
    assert covered(tmp_path / "r/b", ["a", "c"], inherited(str(tmp_path / "r/b"))) == ["a"]
    deeper = folder / "f/g"
    assert covered(deeper, ["a", "c", "e"], inherited(str(deeper))) == ["a", "c", "e"]
    assert repository(str(folder)) == str(tmp_path / "r")
    assert repository(str(tmp_path)) is None
    assert inherited(str(tmp_path)) == Ignore()


def test_an_invalid_glob_is_a_usage_error_with_a_hint() -> None:
    with pytest.raises(UsageError, match="invalid glob") as raised:
        compile_globs(["a", "!"])
    assert "deploy/**" in raised.value.hint
    assert ignoring._is_glob("a")
    assert not ignoring._is_glob("!")


CHOICES: list[tuple[str, tuple[str, ...], tuple[str, ...], list[str]]] = [
    ("all", (), (), ["a.y", "d/", "d/a.y", "d/b.y"]),
    ("included files", ("a.y",), (), ["a.y", "d/", "d/a.y"]),
    ("included folders", ("d/",), (), ["d/", "d/a.y", "d/b.y"]),
    ("excluded files", (), ("a.y",), ["d/", "d/b.y"]),
    ("excluded folders", (), ("d/",), ["a.y"]),
    ("excluded by a path", (), ("d/a.y",), ["a.y", "d/", "d/b.y"]),
    ("both", ("d/",), ("b.y",), ["d/", "d/a.y"]),
    ("excluded counts more", ("a.y",), ("*.y",), ["d/"]),
]


@pytest.mark.parametrize(("include", "exclude", "want"), [row[1:] for row in CHOICES], ids=[row[0] for row in CHOICES])
def test_globs_choose(
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    want: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ["a.y", "d/", "d/a.y", "d/b.y"]
    monkeypatch.chdir(tmp_path)
    here = Choice.of(Globs(include), Globs(exclude))
    assert [name for name in names if here.take(name.rstrip("/"), str(tmp_path), is_dir=name.endswith("/"))] == want
    monkeypatch.chdir("/")
    based = Choice.of(Globs(include, str(tmp_path)), Globs(exclude, str(tmp_path)))
    paths = [(name, str(tmp_path / name)) for name in names]
    assert [name for name, path in paths if based.take(path.rstrip("/"), "/", is_dir=name.endswith("/"))] == want


def test_a_path_outside_of_the_globs_folder_is_matched_from_its_tree_on(tmp_path: Path) -> None:
    choice = Choice.of(NO_GLOBS, Globs(("d/a.y",), str(tmp_path / "base")))
    tree = str(tmp_path / "tree")
    assert not choice.take(f"{tree}/d/a.y", tree, is_dir=False)
    assert choice.take(f"{tree}/e/d/a.y", tree, is_dir=False)
    assert not choice.take(str(tmp_path / "base/d/a.y"), tree, is_dir=False)
    assert choice.take(str(tmp_path / "based/d/a.y"), str(tmp_path), is_dir=False)
    assert Choice.of(NO_GLOBS, NO_GLOBS) == Choice(None, None)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".git", "hidden"),
        (".x", "hidden"),
        ("x", None),
        ("x.git", None),
        ("ignored", "ignored"),
        ("excluded", "excluded"),
        (".ignored", "ignored"),
        *((name, "vendored") for name in ("bower_components", "node_modules", "site-packages", "vendor", "venv", "__pycache__")),
        ("Vendor", None),
        ("vendors", None),
    ],
)  # fmt: skip
def test_why_a_folder_is_not_entered(name: str, reason: str | None, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("ignored\n.ignored\n/.git\n")
    choice = Choice.of(NO_GLOBS, Globs(("excluded/",), str(tmp_path)))
    assert bars(str(tmp_path / name), str(tmp_path), choice, Ignore().below(str(tmp_path))) == reason
    assert (name in VENDORED) == (reason == "vendored")


def test_the_names_that_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = ["a.yaml", "a.yml", "a.json", "a.tpl", "a.tmpl", "a.gotmpl", "a.template", "a.j2", "a.jinja", "a.jinja2", "a.erb", "a.tftpl", "Kustomization"]  # fmt: skip
    plant(tmp_path, [*read, "a.txt", "a.yaml.bak", "yaml", "kustomization", "a.YAML", "tpl"])
    monkeypatch.chdir(tmp_path)
    assert sorted(found.path for found in walk(["."])) == sorted(read)
    assert {"." + name.partition(".")[2] for name in read[:-1]} == {*SUFFIXES, *TEMPLATES}


def test_files_are_found_with_the_tree_that_they_may_be_written_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, ["w/d/a.yaml", "w/b.yaml", "o/c.yaml", "wx/e.yaml"])
    monkeypatch.chdir(tmp_path / "w")
    paths = ["d", "b.yaml", "../o/c.yaml", "../wx/e.yaml", "-", "d/a.yaml", "."]
    found = [(each.path, each.root) for each in walk(paths)]
    assert found == [
        ("d/a.yaml", str(tmp_path / "w/d")),
        ("b.yaml", str(tmp_path / "w")),
        ("../o/c.yaml", str(tmp_path / "o")),
        ("../wx/e.yaml", str(tmp_path / "wx")),
        ("-", ""),
    ]
    assert list(walk(["-"])) == [Found("-")]
    assert [each.path for each in walk(["b.yaml", "b.yaml"])] == ["b.yaml"]
    assert list(walk(["b.yaml"], exclude=Globs(("b.*",)))) == []


LINKS: list[tuple[str, str, str | None]] = [
    ("to a file that has its turn", "a.yaml", None),
    ("to a file of another name", "b.txt", ""),
    ("out of the tree", "../out.yaml", "a symlink that leads out of the tree"),
    ("to nothing", "none", "a symlink that leads to no file"),
    ("to a folder in the tree", "d", None),
    ("to a folder out of the tree", "../o", None),
    ("to nothing out of the tree", "../none", "a symlink that leads to no file"),
]


@pytest.mark.parametrize(("target", "skipped"), [row[1:] for row in LINKS], ids=[row[0] for row in LINKS])
def test_links(target: str, skipped: str | None, tmp_path: Path) -> None:
    plant(tmp_path, ["t/a.yaml", "t/b.txt", "t/d/c.yaml", "out.yaml", "o/x.yaml", "t/z.yaml"])
    (tmp_path / "t/l.yaml").symlink_to(target)
    (tmp_path / "t/m.yaml").symlink_to(target)
    unread = Unread(listed=True)
    found = [(Path(each.path).name, each.root, each.skipped) for each in walk([str(tmp_path / "t")], unread=unread)]
    real = str(tmp_path / "t")
    links = [] if skipped is None else [("l.yaml", real, skipped)] + ([("m.yaml", real, skipped)] if skipped else [])
    assert found == [("a.yaml", real, ""), ("c.yaml", real, ""), ("z.yaml", real, ""), *links]
    assert unread.links == (2 if skipped else 0)
    outside = [(str(tmp_path / "t" / name), "symlink", 0) for name in ("l.yaml", "m.yaml")]
    assert [each for each in unread.each or () if each[1] == "symlink"] == (outside if target == "../o" else [])
    assert unread.counts["symlink"] == (2 if skipped or target == "../o" else 0)


def test_a_link_is_left_out_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, {".gitignore": "i.*\n", "a.txt": "", "o/a.yaml": ""})
    for name in ("i.yaml", "e.yaml", "k.yaml"):
        (tmp_path / name).symlink_to("a.txt")
    monkeypatch.chdir(tmp_path)
    unread = Unread(listed=True)
    assert [each.path for each in walk(["."], exclude=Globs(("e.*",)), unread=unread)] == ["o/a.yaml", "k.yaml"]
    assert [each for each in unread.each or () if each[1] != "extension"] == [("e.yaml", "excluded", 0), ("i.yaml", "ignored", 0)]  # fmt: skip


def test_what_is_not_read_is_kept_by_its_reason() -> None:
    unread = Unread(listed=True)
    assert not unread.any()
    unread.file("excluded", "a")
    unread.others("d/", ["c", "b"])
    unread.folder("hidden", "x/.a", 2)
    unread.folder("hidden", "y/.a", 1)
    unread.folder("vendored", "vendor", 0)
    unread.folder("ignored", "out", 3)
    unread.link()
    assert unread.any()
    assert unread.counts == {"hidden": 3, "vendored": 0, "ignored": 3, "excluded": 1, "extension": 2, "symlink": 1}
    assert list(unread.counts) == list(REASONS)
    assert unread.folders == {"hidden": {".a": "x/.a"}, "vendored": {}}
    assert unread.links == 1
    assert unread.each == [("a", "excluded", 0), ("d/b", "extension", 0), ("d/c", "extension", 0), ("x/.a", "hidden", 2), ("y/.a", "hidden", 1), ("out", "ignored", 3)]  # fmt: skip
    counted = Unread()
    counted.others("d/", ["c"])
    counted.file("excluded", "a")
    counted.folder("ignored", "out", 3)
    assert (counted.each, sum(counted.counts.values())) == (None, 5)


def test_what_of_a_folder_would_be_read(tmp_path: Path) -> None:
    plant(tmp_path, {"a.y": "", "b.x": "", "d/a.y": "", "d/e/a.y": "", "i/a.y": "", ".git/a.y": "", "d/.git": "", "k/.gitignore": "*\n", "k/a.y": "", "k/l/b.y": ""})  # fmt: skip
    (tmp_path / "l.y").symlink_to("a.y")
    (tmp_path / "m").symlink_to("d")
    (tmp_path / ".gitignore").write_text("/i\n")
    folder, suffixes = str(tmp_path), (".y",)
    assert readable(folder, Ignore(), suffixes) == (3, 3)
    assert readable(folder, None, suffixes) == (0, 6)
    assert readable(folder, Ignore(), (".x",)) == (1, 0)
    assert readable(folder, Ignore(), suffixes, {str(tmp_path / "a.y"), str(tmp_path / "d")}) == (0, 3)
    assert readable(str(tmp_path / "none"), Ignore(), suffixes) == (0, 0)
    above = Ignore().below(folder)
    assert readable(str(tmp_path / "i"), above, suffixes) == (0, 1)
    assert readable(str(tmp_path / "k"), above, suffixes) == (0, 2)
