"""Pipes and streams that the other side closes, or never opened."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.faults.running import CURRENT, KCONV, NEW, OLD, PATIENCE, ended, environment, kconv, names, start

PIPE_CLOSED = 141  # as a shell tells of a program ended by SIGPIPE


@pytest.mark.full
@pytest.mark.parametrize(
    "command",
    [
        "scan",
        "scan -j 2",
        "migrate --check",
        "migrate --diff",
        "migrate --diff -j 2",
        "scan --format json",
        "roundtrip -v",
        "roundtrip -v -j 2",
        "roundtrip --format json",
        "roundtrip --format junit",
    ],
)
def test_a_reader_that_has_enough_ends_the_run_quietly(tree: Path, command: str) -> None:
    for number in range(600):  # more than a pipe holds
        (tree / f"more{number}.yaml").write_text(OLD)
    process = start(*command.split(), tree, env={"PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    assert process.wait(PATIENCE) == PIPE_CLOSED
    assert "rror" not in err


@pytest.mark.full
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_ends_a_round_trip_in_its_middle(number: signal.Signals) -> None:
    process = start("roundtrip", "-", stdin=subprocess.PIPE, env={"PYTHONUNBUFFERED": "1"})
    assert process.stdin is not None
    assert process.stdout is not None
    broken = "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n"  # a line of the report, and the stream goes on
    process.stdin.write(broken + f"---\n{CURRENT}" * 10_000)
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(number)
    ran = ended(process)
    assert (ran.code, ran.err) == (128 + number, "")


def test_a_reader_that_leaves_a_migration_leaves_whole_files(tree: Path) -> None:
    before = names(tree)
    read, write = os.pipe()
    os.close(read)
    ran = kconv("migrate", tree, stdout=write)
    os.close(write)
    assert ran.code == PIPE_CLOSED
    assert ran.err == ""
    assert names(tree) == before
    assert {(tree / name).read_text() for name in before} <= {OLD, NEW}


@pytest.mark.full
@pytest.mark.parametrize("documents", [1, 100_000], ids=["small", "a stream in pieces"])
def test_a_reader_that_leaves_a_stream(documents: int) -> None:
    read, write = os.pipe()
    os.close(read)
    ran = kconv("migrate", "-", text=("---\n" + OLD) + "---\na: 1\n" * documents, stdout=write)
    os.close(write)
    assert ran.code == PIPE_CLOSED
    assert "rror" not in ran.told


def closed(redirections: str, *args: object) -> subprocess.CompletedProcess[str]:
    """Run kconv from a shell with streams closed."""
    script = f'exec "$@" {redirections}'
    words = ["sh", "-c", script, "sh", *KCONV, *map(str, args)]
    return subprocess.run(words, env=environment(), capture_output=True, text=True, check=False, timeout=PATIENCE)


@pytest.mark.parametrize("command", ["scan --target 1.32", "migrate --target 1.32", "roundtrip"])
def test_standard_input_that_is_closed(command: str) -> None:
    ran = closed("<&-", *command.split(), "-")
    assert ran.returncode == 2
    assert "standard input is closed" in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_standard_output_that_is_closed(one: Path) -> None:
    for words in (
        ("--version",),
        ("scan", "--target", "1.32", one),
        ("roundtrip", one),
        ("migrate", "--target", "1.32", one),
    ):
        ran = closed(">&-", *words)
        assert ran.returncode == 2
        assert ran.stderr.startswith("error: standard output is closed\n")
    assert one.read_text() == OLD


def test_standard_error_that_is_closed(one: Path) -> None:
    ran = closed("2>&-", "migrate", "--target", "1.32", one)
    assert ran.returncode == 0
    assert one.read_text() == NEW


def test_every_stream_closed(one: Path) -> None:
    ran = closed("<&- >&- 2>&-", "migrate", "--target", "1.32", one)
    assert ran.returncode == 2
    assert one.read_text() == OLD


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n---\n"])
def test_nothing_to_read_is_nothing_to_do(text: str) -> None:
    ran = kconv("migrate", "-", text=text)
    assert (ran.code, ran.out) == (0, text)
