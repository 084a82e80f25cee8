"""A manifest in Git has the old version for years after objects are stored in the new one: it is applied again and again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.running import Cluster
from tests.e2e.backups import Backups, backup

pytestmark = pytest.mark.cluster
Json = Any
TIMES = 100
OLD = {
    "schedule": "0 3 * * *",
    "target": "s3://bucket/daily",
    "secret": "s3",
    "checksum": "md5",
    "maxSize": "10Gi",
    "hooks": [
        {"name": "a", "cmd": ["sync"], "after": True, "timeout": "20s"},
        {"name": "b", "cmd": ["true"], "after": False, "timeout": "20s"},
    ],
}
MODES = {"client-side": ("apply",), "server-side": ("apply", "--server-side", "--field-manager=git")}


class Git:
    """A manifest, and kubectl as a GitOps tool runs it."""

    def __init__(self, cluster: Cluster, namespace: str, file: Path, mode: tuple[str, ...]) -> None:
        self.cluster, self.namespace, self.file, self.mode = cluster, namespace, file, mode

    def commit(self, spec: Json) -> None:
        self.file.write_text(json.dumps(backup("v1alpha1", spec)), encoding="utf-8")

    def apply(self, times: int = 1) -> list[str]:
        """What kubectl says of each of so many times."""
        files = ["-f", str(self.file)] * times
        done = self.cluster.kubectl("-n", self.namespace, *self.mode, *files)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def differs(self) -> str:
        """What `kubectl diff` shows."""
        flags = self.mode[1:]
        done = self.cluster.kubectl("-n", self.namespace, "diff", *flags, "-f", str(self.file))
        assert done.returncode in (0, 1), done.stderr
        return done.stdout


@pytest.fixture(params=MODES)
def git(request: pytest.FixtureRequest, backups: Backups, cluster: Cluster, tmp_path: Path) -> Git:
    found = Git(cluster, backups.namespace, tmp_path / "backup.json", MODES[request.param])
    found.commit(OLD)
    found.apply()
    return found


def test_to_apply_again_changes_nothing(git: Git, backups: Backups) -> None:
    """Not even what only the new version has, and another client set."""
    backups.patch("v1", {"spec": {"suspend": False, "retention": {"maxAge": "720h0m0s"}}})
    before = backups.get("v1")
    said = git.apply(TIMES)
    assert len(said) == TIMES
    after = backups.get("v1")
    assert after["spec"] == before["spec"]
    assert after["metadata"]["generation"] == before["metadata"]["generation"]
    assert git.differs() == ""


def test_what_is_removed_in_git_is_gone_in_every_version(git: Git, backups: Backups) -> None:
    backups.patch("v1", {"spec": {"suspend": False}})
    assert git.differs() == ""
    git.commit(
        {key: value for key, value in OLD.items() if key not in ("checksum", "maxSize")} | {"hooks": OLD["hooks"][:1]}
    )
    assert git.differs() != ""
    git.apply()
    assert git.differs() == ""
    old, new = backups.get("v1alpha1")["spec"], backups.get("v1")["spec"]
    assert not {"checksum", "maxSize"} & (old.keys() | new.keys())
    assert [each["name"] for each in old["hooks"]] == [each["name"] for each in new["hooks"]] == ["a"]
    assert new["suspend"] is False
