"""The packages from which the facts of a release come: Go modules of Kubernetes, and kubernetes-validate on PyPI.

Their ordinary clients, `go` and `pip`, download and cache them. A release is not added if one of its packages is not
available, because half of its facts would be those of the previous release.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import published

MODULES = ("api", "apiextensions-apiserver", "kube-aggregator")
_ARCHIVE = re.compile(r"kubernetes[-_]validate-(\d[\d.]*\d)[-.]")


class Release(NamedTuple):
    """A row of releases.tsv: the release, Kubernetes' newest patch of it, and the package with its schemas."""

    release: str
    kubernetes: str
    package: str

    @property
    def minor(self) -> int:
        return int(self.release.partition(".")[2])


class MissingError(Exception):
    """Why a release cannot be added: the packages that are not available, one per line, or that it is not the next."""


def table() -> list[Release]:
    """The rows of releases.tsv."""
    lines = published.RELEASES.read_text(encoding="utf-8").splitlines()[1:]
    return [Release(*line.split("\t")) for line in lines]


def write(rows: list[Release]) -> None:
    """Write releases.tsv."""
    lines = ("\t".join(row) for row in rows)
    published.RELEASES.write_text("\n".join(["release\tkubernetes\tkubernetes-validate", *lines, ""]), encoding="utf-8")


def bring(minor: int, folder: Path) -> list[Release]:
    """The table with a release, whose packages are downloaded. Raises MissingError with all missing packages."""
    rows = [row for row in table() if row.minor != minor]
    before = next((row for row in rows if row.minor == minor - 1), None)
    if before is None or rows[-1] != before:
        newest = table()[-1]
        raise MissingError(
            f"1.{minor} is neither the newest release ({newest.release}) nor the one after it (1.{newest.minor + 1})"
        )
    kubernetes, archive = newest_patch(minor), package(minor, folder)
    missing = [] if kubernetes else [f"k8s.io/kubernetes v1.{minor}: the Go proxy has no release of it"]
    missing += [] if archive else [f"kubernetes-validate 1.{minor}: pip finds none that has the schemas of 1.{minor}"]
    missing += [
        f"{name}: go mod download does not find it" for name in _modules(before.kubernetes, kubernetes) if not had(name)
    ]
    if missing or archive is None:
        raise MissingError("\n".join(missing))
    return [*repackaged(rows, archive), Release(f"1.{minor}", kubernetes, version(archive))]


def repackaged(rows: list[Release], archive: Path) -> list[Release]:
    """The rows with a new package instead of the previous newest one, for the releases that it contains."""
    held, last = published.files(archive).keys(), rows[-1].package
    return [
        row._replace(package=version(archive)) if row.package == last and row.minor in held else row for row in rows
    ]


def _modules(before: str, kubernetes: str) -> list[str]:
    names = [f"k8s.io/kubernetes@v{kubernetes}"] if kubernetes else []
    for release in filter(None, (before, kubernetes)):
        names += [f"k8s.io/{module}@v0.{release.partition('.')[2]}" for module in MODULES]
    return names


def newest_patch(minor: int) -> str:
    """Kubernetes' newest patch of a minor release in the Go proxy, without alphas and betas; "" if there is none."""
    told = _go("list", "-m", "-versions", "k8s.io/kubernetes")
    patches = [int(patch) for patch in re.findall(rf"v1\.{minor}\.(\d+)(?!\S)", told.stdout)]
    return f"1.{minor}.{max(patches)}" if patches else ""


def had(module: str) -> bool:
    """Whether a Go module is in the module cache, or could be downloaded."""
    return _go("mod", "download", module).returncode == 0


def package(minor: int, folder: Path) -> Path | None:
    """The archive of the newest kubernetes-validate of a minor release in the folder, or None if pip finds none."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", temporary]
        if subprocess.run([*command, f"kubernetes-validate~=1.{minor}.0"], capture_output=True).returncode:
            return None
        archive = next(Path(temporary).iterdir())
        archive = archive.replace(folder / archive.name)
    return archive if minor in published.files(archive) else None


def version(archive: Path) -> str:
    """kubernetes_validate-1.24.1-py3-none-any.whl → 1.24.1."""
    found = _ARCHIVE.match(archive.name)
    assert found, archive
    return found[1]


def _go(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run go outside of any module."""
    with tempfile.TemporaryDirectory() as nowhere:
        return subprocess.run(["go", *arguments], cwd=nowhere, capture_output=True, text=True)
