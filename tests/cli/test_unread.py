"""What a run did not read is in one line, in the JSON report, and with -v listed by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kconv.manifests.unread import REASONS, Unread
from kconv.report.unread import line
from tests.cli.conftest import Kconv
from tests.manifests.test_walk import plant

COMMANDS = [("migrate", "--target", "1.32"), ("scan", "--target", "1.32"), ("validate", "--release", "1.32"), ("roundtrip",)]  # fmt: skip
FILES = {
    ".git/HEAD": "",
    ".gitignore": "out/\n",
    ".github/ci.yml": "",
    ".helm/templates/a.yaml": "",
    ".helm/templates/b.yaml": "",
    "out/a.yaml": "",
    "vendor/a.json": "",
    "no.txt": "",
    "skip.yaml": "",
    "values.yaml": "a: 1\n",
    "web.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n",
}
FLAGS = ("--exclude", "skip.yaml")


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, FILES)
    (tmp_path / "link.yaml").symlink_to("/etc/hosts")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_line_below_the_sum_tells_it(command: tuple[str, ...], kconv: Kconv) -> None:
    *_, total, told = kconv(*command, *FLAGS).out.splitlines()
    assert "1 file without objects" in total
    assert told == (
        f"not read: 3 files in hidden folders (.github, .helm; to have one read, name it: kconv {command[0]} .helm), "
        "1 in a vendored folder (vendor), 2 with other extensions, 1 ignored by .gitignore, 1 excluded, "
        "1 symlink that leads out of the tree or nowhere"
    )
    assert "not read" not in kconv(*command, *FLAGS, "-q").out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_verbose_names_each(command: tuple[str, ...], kconv: Kconv) -> None:
    told = kconv(*command, *FLAGS, "-v").out.splitlines()
    assert [line for line in told if "  not " in line or "symlink" in line][:-1] == [
        *(["web.yaml:1  Service/web  v1  not tried: its kind has no other version"] if command[0] == "roundtrip" else []),
        "link.yaml  skipped: a symlink that leads out of the tree",
        ".gitignore  not read: with another extension",
        "no.txt  not read: with another extension",
        ".github  not entered: a hidden folder, 1 file",
        ".helm  not entered: a hidden folder, 2 files",
        "out  not entered: ignored by .gitignore, 1 file",
        "skip.yaml  not read: excluded",
        "vendor  not entered: a vendored folder, 1 file",
    ]  # fmt: skip


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_json_has_each_reason(command: tuple[str, ...], jobs: str, kconv: Kconv) -> None:
    summary = json.loads(kconv(*command, *FLAGS, "--format", "json", "-j", jobs).out)["summary"]
    assert summary["notRead"] == {
        "hidden": 3,
        "vendored": 1,
        "ignored": 1,
        "excluded": 1,
        "extension": 2,
        "symlink": 1,
    }
    assert summary["skippedFiles"] == 2  # the one without objects, and the symlink


def test_what_is_named_is_read(kconv: Kconv) -> None:
    assert kconv("scan", "--target", "1.32", "web.yaml").out == "1 manifest: 1 unchanged\n"
    assert kconv("scan", "--target", "1.32", ".helm").out == "0 manifests: 2 files without objects\n"


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words(reason: str) -> None:
    unread, none = Unread(), Unread()
    unread.file(reason, "x")  # type: ignore[arg-type]
    assert line(unread, "scan").startswith("not read: 1 symlink" if reason == "symlink" else "not read: 1 file ")
    assert line(none, "scan") == ""


def test_of_many_folders_a_few_are_named_and_names_cannot_drive_the_terminal() -> None:
    unread = Unread()
    for name in ("a/.a b", ".c\n", "b/.a b", ".d", ".e", ".f"):
        unread.folder("hidden", name, 1000)
    assert line(unread, "scan") == (
        "not read: 6,000 files in hidden folders "
        "(.a b, .c\\n, .d, .e, …; to have one read, name it: kconv scan 'a/.a b')"
    )
