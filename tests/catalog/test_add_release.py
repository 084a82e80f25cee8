"""tools/add_release.py runs every tool that a release needs, and nothing where a package of it cannot be had."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import add_release
import pytest
import refresh_resources
import release_changes
import release_packages
from release_packages import MissingError, Release

from kconv import catalog
from kconv.names import Release as Minor

ROOT = Path(__file__).parents[2]
NEXT = catalog.latest().minor + 1
ROWS = [Release("1.90", "1.90.3", "1.89.0"), Release("1.91", "1.91.2", "1.91.0"), Release("1.92", "1.92.0", "1.91.0")]


def test_every_tool_that_reads_packages_or_writes_a_page_is_run() -> None:
    run = {word for step in add_release.steps("1.30.14", "1.31.14") for word in step}
    names = ("refresh_*.py", "build_*.py", "gen_*_reference.py")
    named = {f"tools/{file.name}" for name in names for file in (ROOT / "tools").glob(name)}
    assert named <= run


def test_catalog_and_structure_are_built_before_the_defaults_are_asked_for_and_after() -> None:
    tools = [str(step[1]) for step in add_release.steps("1.30.14", "1.31.14")]
    asked = tools.index("tools/refresh_defaults.py")
    for tool in ("tools/build_structure.py", "tools/build_catalog.py"):
        assert tool in tools[:asked]
        assert tool in tools[asked:]


@pytest.fixture
def without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Go nor pip finds anything."""
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/go")
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, returncode=1, stdout="", stderr="")
    )


@pytest.mark.usefixtures("without_packages")
def test_a_release_whose_packages_cannot_be_had_is_not_added(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = release_packages.published.RELEASES.read_text()
    monkeypatch.setattr(add_release, "PACKAGES", tmp_path)
    monkeypatch.setattr("sys.argv", ["add_release.py", f"1.{NEXT}"])
    assert add_release.main() == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"k8s.io/kubernetes v1.{NEXT}: the Go proxy has no release of it" in told.err
    assert f"kubernetes-validate 1.{NEXT}: pip finds none" in told.err
    assert "k8s.io/api@v0." in told.err
    assert release_packages.published.RELEASES.read_text() == before


@pytest.mark.parametrize("minor", [NEXT + 1, NEXT - 2, 8])
def test_releases_are_added_one_after_the_other(minor: int, tmp_path: Path) -> None:
    with pytest.raises(
        MissingError, match=rf"1\.{minor} is neither the newest release \(1\.{NEXT - 1}\) nor the one after"
    ):
        release_packages.bring(minor, tmp_path)


@pytest.mark.parametrize("release", ["1.x", "v1.32", "1.32.4", "2.1"])
def test_what_is_no_minor_release_is_refused(
    release: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["add_release.py", release])
    with pytest.raises(SystemExit):
        add_release.main()
    assert f"{release} is not a minor release, such as 1.32" in capsys.readouterr().err


def test_without_go_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("sys.argv", ["add_release.py", f"1.{NEXT}"])
    with pytest.raises(SystemExit):
        add_release.main()
    assert "go is not on PATH: install Go 1.26" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("proxy", "newest"),
    [
        ("v1.90.1 v1.91.0 v1.91.10 v1.91.9 v1.92.0-beta.0", "1.91.10"),
        ("v1.91.0-alpha.1 v1.91.0-beta.0 v1.9.1", ""),
    ],
)
def test_the_newest_patch_is_no_beta(proxy: str, newest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer: Any = subprocess.CompletedProcess([], 0, stdout=f"k8s.io/kubernetes {proxy}\n")
    monkeypatch.setattr(release_packages, "_go", lambda *_: answer)
    assert release_packages.newest_patch(91) == newest


def test_a_new_package_takes_over_the_releases_of_the_newest_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_packages.published, "files", lambda _: {90: b"", 92: b"", 93: b""})
    rows = release_packages.repackaged(ROWS, Path("kubernetes_validate-1.93.0-py3-none-any.whl"))
    assert [row.package for row in rows] == ["1.89.0", "1.91.0", "1.93.0"]


@pytest.mark.parametrize("name", ["kubernetes-validate-1.24.1.tar.gz", "kubernetes_validate-1.24.1-py3-none-any.whl"])
def test_the_version_of_a_package(name: str) -> None:
    assert release_packages.version(Path(name)) == "1.24.1"


def test_releases_that_are_not_read_keep_what_the_table_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(refresh_resources, "DATA", tmp_path)
    (tmp_path / "a.tsv").write_text("kind\treleases\nGone\t20-22\nLeft\t22\nStays\t20-22\n")
    refresh_resources.write("a.tsv", ("kind",), {("Stays",): {22, 23}, ("New",): {23}}, {22, 23})
    assert (tmp_path / "a.tsv").read_text() == "kind\treleases\nGone\t20-21\nNew\t23\nStays\t20-23\n"


def test_what_a_release_changed() -> None:
    told = dict(release_changes.changes(Minor(22)))
    assert told["New kinds"] == []
    assert "policy/v1 Eviction" in told["New versions"]
    assert "extensions/v1beta1 Ingress: networking.k8s.io/v1 Ingress" in told["No longer served"]
    assert "policy/v1beta1 Eviction: removed in 1.25, policy/v1 Eviction" in told["Deprecated"]
    assert "core.v1.ServiceSpec.topologyKeys is gone" in told["Fields"]
    assert "extensions.v1beta1.Ingress is gone" in told["Fields"]


def test_what_is_different_in_a_definition() -> None:
    before = {"properties": {"gone": {}, "same": {"type": "string"}, "a": {"default": 1}}, "required": ["same"]}
    after = {"properties": {"new": {}, "same": {"type": "string"}, "a": {"enum": ["A"]}}, "required": ["a"]}
    assert list(release_changes.differences(before, after)) == [
        "a: default is not said, was 1",
        "a: enum is ['A'], was not said",
        "a is required",
        "gone is gone",
        "new is new",
        "same is no longer required",
    ]
