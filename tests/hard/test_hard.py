"""The hard inputs, as files that a person reads: folder before/ becomes folder after/, and report.txt is the session.

A folder is a case and needs no code. Its report's first line is the command, its last the exit code:
    tests/hard/<letter>-<name>/before/…  after/…  report.txt
"""

from __future__ import annotations

import io
import json
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kconv.manifests.templates import named_so
from tests.cli.conftest import Kconv, kconv
from tests.cluster.apiserver import ApiServer
from tests.proof.acceptance import plain, refusals
from tests.proof.documents import decode, objects
from tests.proof.run import snapshot
from tests.prove_migration import prove_copy

__all__ = ["kconv"]
HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/before"))


class Session(NamedTuple):
    """A case's report: the arguments after ``migrate``, what was printed, the exit code."""

    flags: list[str]
    output: str
    code: int


def session(case: str) -> Session:
    text = (HERE / case / "report.txt").read_text(encoding="utf-8")
    command, _, rest = text.partition("\n")
    output, _, code = rest.rstrip("\n").rpartition("exit ")
    return Session(shlex.split(command.removeprefix("$ kconv migrate ")), output, int(code))


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case's name; its before/ is copied to the current folder."""
    shutil.copytree(HERE / request.param / "before", tmp_path / "case")
    monkeypatch.chdir(tmp_path / "case")
    return str(request.param)


def test_the_files_and_the_report_are_as_a_person_found_them_right(case: str, kconv: Kconv) -> None:
    wanted = session(case)
    ran = kconv("migrate", *wanted.flags)
    assert snapshot(Path()) == snapshot(HERE / case / "after")
    assert (ran.out + ran.err, ran.code) == (wanted.output, wanted.code)


def test_a_second_run_changes_nothing(case: str, kconv: Kconv) -> None:
    shutil.copytree(HERE / case / "after", ".", dirs_exist_ok=True)
    ran = kconv("migrate", *session(case).flags, "--format", "json")
    assert snapshot(Path()) == snapshot(HERE / case / "after")
    assert {entry["status"] for entry in json.loads(ran.out)["documents"]} <= {
        "decision",
        "embedded",
        "error",
        "no-successor",
        "templated",
        "unchanged",
    }
    assert ran.code == session(case).code


@pytest.mark.parametrize("flag", ["--check", "--diff"])
def test_looking_writes_nothing(case: str, flag: str, kconv: Kconv) -> None:
    ran = kconv("migrate", *session(case).flags, flag)
    assert snapshot(Path()) == snapshot(HERE / case / "before")
    assert ran.code == max(1, session(case).code)


def test_standard_input_gives_the_same_text(case: str, kconv: Kconv, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in snapshot(Path()).items():
        if name.endswith((".yaml", ".yml", ".json")) and not named_so(name, b"{{"):
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
            out = io.TextIOWrapper(io.BytesIO())
            monkeypatch.setattr(sys, "stdout", out)
            kconv("migrate", "-", *session(case).flags)
            out.flush()
            assert out.buffer.getvalue() == (HERE / case / "after" / name).read_bytes(), name


def test_convert_prints_the_same_objects_but_for_what_a_server_demands(case: str, kconv: Kconv) -> None:
    flags = session(case).flags
    documents = json.loads(kconv("migrate", "--check", "--format", "json", *flags).out)["documents"]
    alike = {
        (entry["file"], entry["kind"], entry["name"])
        for entry in documents
        if entry["status"] == "migrated" and not {note["kind"] for note in entry["notes"]} & {"repair", "decision"}
    }
    for name in {file for file, _, _ in alike}:
        if name.endswith((".yaml", ".yml")):
            wanted = named(name, decode((HERE / case / "after" / name).read_bytes()))
            got = named(name, kconv("convert", "-f", name, *flags).out)
            assert {key: got.get(key) for key in wanted if key in alike} == {k: wanted[k] for k in wanted if k in alike}


def named(file: str, text: str) -> dict[tuple[str, str, str], Any]:
    """Every object of a text by file, kind and name."""
    return {(file, found.kind, found.name): plain(found.node) for found in objects(file, text)}


@pytest.mark.cluster
def test_a_real_server_accepts_what_was_migrated(case: str, apiserver: ApiServer) -> None:
    flags = session(case).flags
    proof = prove_copy(HERE / case / "before", flags[flags.index("--target") + 1], *without_target(flags))
    refused = [str(one) for one in refusals(apiserver, proof.converted)]
    assert not refused, "\n".join(refused)


def without_target(flags: list[str]) -> list[str]:
    at = flags.index("--target")
    return flags[:at] + flags[at + 2 :]
