"""Settings are found from what is migrated upward, and nothing in them is ignored."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pytest

from kconv.errors import UsageError
from kconv.settings import Settings, find

FULL = """
target = "1.32"
include = ["deploy/**"]
exclude = ["*.gen.yaml"]
leave-out-defaults = ["Deployment.spec.progressDeadlineSeconds"]
[decisions]
"webhook.sideEffects" = "None"
crd.preserve = true
"""


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "kconv.toml").write_text(FULL)
    assert find(str(tmp_path)) == Settings(
        target="1.32",
        include=("deploy/**",),
        exclude=("*.gen.yaml",),
        decisions={"webhook.sideEffects": "None", "crd.preserve": "true"},
        leave_out_defaults=("Deployment.spec.progressDeadlineSeconds",),
        file=str(tmp_path / "kconv.toml"),
    )


def test_nothing_written_means_nothing_set(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find(str(tmp_path)) == Settings()


def test_the_nearest_file_above_wins_and_kconv_toml_before_pyproject(tmp_path: Path) -> None:
    below = tmp_path / "deploy" / "base"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.kconv]\ntarget = "1.30"\n')
    manifest = below / "web.yaml"
    manifest.touch()
    assert find(str(manifest)).target == "1.30"
    (tmp_path / "kconv.toml").write_text('target = "1.31"\n')
    assert find(str(manifest)).target == "1.31"
    (below / "kconv.toml").write_text('target = "1.32"\n')
    assert find(str(manifest)).target == "1.32"


class Case(NamedTuple):
    name: str
    text: str
    says: str


REFUSED = [
    Case("misspelt key", 'taget = "1.32"', "did you mean target?"),
    Case(
        "strange key",
        'zzz = "1.32"',
        "known names are decisions, exclude, include, leave-out-defaults, resources, target",
    ),
    Case("release as a number", "target = 1.30", 'must be a release in quotes, such as "1.32"'),
    Case("one glob without a list", 'include = "a"', "must be a list of globs"),
    Case("list of numbers", "exclude = [1]", "must be a list of globs"),
    Case("decision as a number", "decisions = {a = 1}", "must be a table of names and answers in quotes"),
    Case("decisions as text", 'decisions = "a=b"', "must be a table"),
    Case("no TOML", "target =", "is not TOML"),
    Case("not UTF-8", "\udcff", "is not TOML"),
]


@pytest.mark.parametrize("case", REFUSED, ids=attrgetter("name"))
@pytest.mark.parametrize("shared", [False, True], ids=["kconv.toml", "pyproject.toml"])
def test_what_cannot_be_meant_is_refused(case: Case, shared: bool, tmp_path: Path) -> None:
    file = tmp_path / ("pyproject.toml" if shared else "kconv.toml")
    text = f"[tool.kconv]\n{case.text}\n" if shared else case.text
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError) as raised:
        find(str(tmp_path))
    assert case.says in str(raised.value)
    assert raised.value.file == str(file)
