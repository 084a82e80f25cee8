"""What is too large to hold passes all the same, in memory that does not grow with it.

KCONV_LONG=1 takes the promised sizes: a stream of 1 GB and a directory of 100 MB.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.faults import generate
from tests.faults.running import KCONV, LONG, NEW, OLD, PATIENCE, ROOT, environment, kconv, measured, megabytes, names

STREAM = (1000 if LONG else 60) * 1_000_000
TREE = (100 if LONG else 6) * 1_000_000
MEMORY = 150
FLAT = 10
"""Megabytes that ten times the input may add."""

pytestmark = pytest.mark.slow


def digest(texts: Iterable[str | bytes]) -> str:
    total = hashlib.sha256()
    for text in texts:
        total.update(text.encode() if isinstance(text, str) else text)
    return total.hexdigest()


def piped(note: Path, size: int, *words: str) -> tuple[int, str, str]:
    """Exit code, digest of standard output and standard error of a command that reads a stream of that size."""
    source = [sys.executable, "-m", "tests.faults.generate", str(size)]
    with (
        (note.parent / "err").open("w+") as err,
        subprocess.Popen(source, cwd=ROOT, stdout=subprocess.PIPE, env=environment()) as documents,
        subprocess.Popen(
            measured(note, *KCONV, *words),
            stdin=documents.stdout,
            stdout=subprocess.PIPE,
            stderr=err,
            env=environment(),
        ) as process,
    ):
        assert documents.stdout is not None
        assert process.stdout is not None
        documents.stdout.close()
        found = digest(iter(lambda: process.stdout.read(1 << 20), b""))  # type: ignore[union-attr]
        code = process.wait(PATIENCE)
        err.seek(0)
        return code, found, err.read()


def test_a_stream_is_migrated_in_constant_memory(tmp_path: Path) -> None:
    note = tmp_path / "peak"
    code, found, err = piped(note, STREAM, "migrate", "--target", "1.32", "-")
    assert code == 0, err[-2000:]
    assert found == digest(generate.migrated(STREAM))
    assert f"{generate.count_of_old(STREAM):,} documents migrated" in err
    assert megabytes(note) < MEMORY


def test_a_stream_is_scanned_in_constant_memory(tmp_path: Path) -> None:
    peaks = []
    for size in (STREAM // 5, STREAM):
        code, _, err = piped(tmp_path / "peak", size, "scan", "--target", "1.32", "-")
        assert (code, err) == (1, "")
        peaks.append(megabytes(tmp_path / "peak"))
    assert max(peaks) < MEMORY
    assert peaks[1] - peaks[0] < FLAT


def test_a_stream_goes_through_every_version_in_constant_memory(tmp_path: Path) -> None:
    peaks = []
    for size in (STREAM // 20, STREAM // 4):
        code, _, err = piped(tmp_path / "peak", size, "roundtrip", "-v", "-")
        assert (code, err) == (0, "")
        peaks.append(megabytes(tmp_path / "peak"))
    assert max(peaks) < MEMORY
    assert peaks[1] - peaks[0] < FLAT


def test_a_file_as_large_as_a_stream_is_migrated_in_place(tmp_path: Path) -> None:
    path, note = tmp_path / "t" / "all.yaml", tmp_path / "peak"
    path.parent.mkdir()
    with path.open("w") as file:
        file.writelines(generate.stream(STREAM))
    ran = kconv("migrate", path, words=measured(note, *KCONV))
    assert ran.code == 0, ran.told[-2000:]
    with path.open("rb") as file:
        assert digest(iter(lambda: file.read(1 << 20), b"")) == digest(generate.migrated(STREAM))
    assert names(path.parent) == ["all.yaml"]
    assert megabytes(note) < MEMORY


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_large_directory_is_migrated_in_constant_memory(tmp_path: Path, jobs: str) -> None:
    note = tmp_path / "peak"
    files = generate.tree(tmp_path / "t", TREE)
    ran = kconv("migrate", tmp_path / "t", "-j", jobs, words=measured(note, *KCONV))
    assert ran.code == 0, ran.told[-2000:]
    assert f"{files:,} documents migrated" in ran.told
    for path in (tmp_path / "t").rglob("*"):
        assert path.is_dir() or path.read_text().startswith(NEW)
        assert not path.name.startswith(".")
    assert megabytes(note) < MEMORY
    again = kconv("scan", tmp_path / "t")
    assert again.code == 0
    assert OLD not in again.told
