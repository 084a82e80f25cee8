"""What kustomize built before a migration it builds after it: each object as it was, or as it becomes by itself.

kubectl's own kustomize is asked, so this needs the programs of .ci/build-peers.
"""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from kconv.names import GroupVersionKind, Release
from kconv.paths import same
from kconv.pipeline.migrate import Options, migrate, scan
from kconv.pipeline.migrate.identify import gvk_of
from kconv.pipeline.migrate.overlays.trial import Trial
from kconv.pipeline.migrate.target import Target
from tests.overlays.trees import plant
from tests.peers import bin_dir

TARGET = Options(target=Release(32))
SEED = int(os.environ.get("KCONV_SEED", "20261129"))
TREES = int(os.environ.get("KCONV_TREES", "150"))
pytestmark = pytest.mark.cluster


def built(folder: Path) -> list[dict[str, Any]] | None:
    """What kubectl builds of a folder, None where it cannot."""
    done = subprocess.run([bin_dir() / "kubectl", "kustomize", folder], capture_output=True, text=True, check=False)
    return [each for each in yaml.safe_load_all(done.stdout) if each] if done.returncode == 0 else None


def of(obj: dict[str, Any]) -> GroupVersionKind:
    return gvk_of(obj["apiVersion"], obj["kind"])


def wanted(obj: dict[str, Any]) -> Any:
    """What a run makes of an object that was built."""
    trial = Trial(Target(TARGET))
    to = trial.destination(obj, of(obj))
    return trial.moved(obj, to)[0] if to else None


def check(top: Path, root: Path, told: Counter[str]) -> str:
    """What is wrong with a tree after its migration, "" where nothing is."""
    before = built(top)
    if before is None:
        told["was not built"] += 1
        return ""
    files = {file: file.read_text() for file in root.rglob("*.yaml")}
    outcomes = list(migrate([str(root)], TARGET, write=True))
    scanned = list(scan([str(root)], TARGET))
    after = built(top)
    if after is None:
        return "is not built any more"
    if len(before) != len(after):
        return f"{len(after)} objects instead of {len(before)}"
    left = {document.status for outcome in outcomes for document in outcome.documents} - {"migrated", "fragment"}
    told["waits" if "waits" in left else "moves"] += 1
    changed = any(file.read_text() != text for file, text in files.items())
    if left - {"unchanged"} and not any(outcome.documents for outcome in scanned):
        return f"{left} is not scanned"
    for old, new in zip(sorted(before, key=_key), sorted(after, key=_key), strict=True):
        if same(old, new):
            continue
        if not same(wanted(old), new):
            return f"{of(new)} is not what {of(old)} becomes:\n{yaml.safe_dump(wanted(old))}---\n{yaml.safe_dump(new)}"
    if not changed and not left and any(Target(TARGET).verdict(of(each)).new_version for each in before):
        return "nothing was done, and nothing reported"
    return ""


def _key(obj: dict[str, Any]) -> tuple[str, str]:
    return obj["kind"], obj["metadata"]["name"]


def test_what_was_built_is_still_built(tmp_path: Path) -> None:
    told: Counter[str] = Counter()
    for number in range(TREES):
        root = tmp_path / str(number)
        top = plant(root, Random(f"{SEED}.{number}"))
        copy = {file: file.read_text() for file in root.rglob("*.yaml")}
        wrong = check(top, root, told)
        shown = "".join(f"--- {file.relative_to(root)}\n{text}\n" for file, text in sorted(copy.items()))
        assert not wrong, f"KCONV_SEED={SEED}, tree {number}: {wrong}\n{shown}"
    print(told)
    assert min(told["moves"], told["waits"]) > TREES // 10, told
