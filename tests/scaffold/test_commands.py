"""`kconv new` asks a person at a terminal and nobody else, and says what it did and what comes next."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scaffold.conftest import ROOT, Make, git, run
from tests.scaffold.test_place import tree

PATIENCE = 60
COMMAND = ("kconv", "new", "crd", "backups.example.com")


def test_without_a_terminal_nothing_is_asked_and_the_defaults_are_taken(tmp_path: Path) -> None:
    made = run(tmp_path, *COMMAND, "--no-chart")
    assert made.returncode == 0, made.stderr
    assert (
        made.stdout.splitlines()[0] == "backups: the project of backups.example.com, kind Backup, versions v1alpha1, v1"
    )
    assert made.stdout.splitlines()[-1] == "next: cd backups, and read README.md"
    assert not (tmp_path / "backups" / "chart").exists()


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--kind", "None"), "keyword of Python"),
        (("--versions", "v1"), "only one version"),
        (("--port", "80"), "not a port"),
        (("--ci", "jenkins"), "ci"),
        (("--output", "."), "not empty"),
    ],
)
def test_what_is_refused_is_reported_and_leaves_nothing(tmp_path: Path, flags: tuple[str, ...], says: str) -> None:
    (tmp_path / "mine").write_text("x")
    refused = run(tmp_path, *COMMAND, *flags)
    assert refused.returncode == 2
    assert refused.stderr.startswith("error: ")
    assert says in refused.stderr
    assert tree(tmp_path) == {"mine": b"x"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("crd", "Missing argument 'PLURAL.GROUP'"),
        ("crd backups", "has no group"),
        ("crd Backups.example.com", "not a DNS label"),
        ("crd backups.local", "has no dot"),
        ("crd backups.example.com --kind class", "keyword of Python"),
        ("crd backups.example.com --knid Copy", "did you mean --kind?"),
        ("crdd backups.example.com", "did you mean crd?"),
    ],
)
def test_a_word_that_is_mistyped_is_named_with_what_to_do(tmp_path: Path, words: str, says: str) -> None:
    refused = run(tmp_path, "kconv", "new", *words.split())
    error, remedy = refused.stderr.splitlines()
    assert refused.returncode == 2
    assert error.startswith("error: ")
    assert says in error
    assert remedy.startswith("  ")
    assert tree(tmp_path) == {}


def test_a_person_is_asked_what_no_flag_answers_and_again_after_a_wrong_answer(tmp_path: Path) -> None:
    answers = ["None", "Copy", *[""] * 4, "self-signed", "", "y"]
    code, shown = typed(tmp_path, answers, "--no-chart", "--no-kopf", "--ci", "none", "--no-stash-guard")
    assert code == 0, shown
    assert "keyword of Python" in shown
    assert shown.count("Kind of the resource") == 2
    assert "Helm" not in shown
    record = (tmp_path / "backups" / ".kconv-scaffold.toml").read_text()
    for line in (
        'kind = "Copy"',
        'certificates = "self-signed"',
        "host_network = true",
        "chart = false",
        'ci = "none"',
    ):
        assert line in record


def test_ctrl_c_at_a_question_leaves_nothing(tmp_path: Path) -> None:
    code, _ = typed(tmp_path, ["Copy", "\x03"])
    assert code == 130
    assert list(tmp_path.iterdir()) == []


def typed(folder: Path, answers: list[str], *flags: str) -> tuple[int, str]:
    """The exit code, and what a person sees who types these answers at a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-m", *COMMAND, *flags]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_own_terminal,
    ) as process:
        os.close(theirs)
        shown, last = b"", b""
        left = [each if each == "\x03" else f"{each}\n" for each in answers]
        while part := _read(ours, process, again=last if last == b"\x03" else b""):
            shown += part
            if shown.endswith(b": ") and left:  # it asks
                last = left.pop(0).encode()
                os.write(ours, last)
        code = process.wait()
    os.close(ours)
    return code, shown.decode()


def _read(terminal: int, process: subprocess.Popen[bytes], again: bytes) -> bytes:
    """What is shown next; nothing at the end, which comes to a program that waits for more than it is told.

    Python misses a Ctrl-C in the instant before it waits for a line: a person presses it again.
    """
    for _ in range(PATIENCE):
        if select.select([terminal], [], [], 1)[0]:
            break
        os.write(terminal, again)
    else:
        process.kill()
        return b""
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other side is closed
        return b""


def _own_terminal() -> None:
    import fcntl
    import signal
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored by what a shell starts in the background


def test_a_version_is_added_and_the_change_of_the_table_is_shown(make: Make) -> None:
    folder = make()
    before = tree(folder)
    dry = run(folder, "kconv", "new", "version", "Backup", "v2", "--dry-run")
    assert "+    Version(v2.Backup, since=v1.Backup, rules=v2.RULES, served=False)," in dry.stdout
    assert tree(folder) == before
    done = run(folder, "kconv", "new", "version", "Backup", "v2")
    assert done.returncode == 0
    assert done.stdout.startswith(dry.stdout)
    assert "tests/fixtures/v2.yaml: written" in done.stdout


@pytest.mark.parametrize("words", [("update",), ("--update",)])
def test_update_is_a_command_and_a_flag(make: Make, words: tuple[str, ...]) -> None:
    folder = make()
    git(folder, "init", "-q")
    git(folder, "add", "--all")
    git(folder, "commit", "-qm", "x")
    assert run(folder, "kconv", "new", *words).stdout == "the templates have nothing new\n"


def test_a_missing_extra_is_reported_with_the_command_that_installs_it(tmp_path: Path) -> None:
    code = """
import sys
from importlib import util
found = util.find_spec
util.find_spec = lambda name, *more: None if name == "jinja2" else found(name, *more)
from kconv.cli import main
sys.argv = ["kconv", "new", "crd", "backups.example.com"]
main()
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "pip install 'kconv[scaffold]'" in ran.stderr
