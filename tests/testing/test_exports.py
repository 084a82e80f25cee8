"""What the documentation names is what can be imported, and importing the kit costs nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import kconv.testing
from kconv.testing import plugin

DOCS = Path(__file__).parents[2] / "docs" / "testing.md"


@pytest.mark.parametrize("name", kconv.testing.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(kconv.testing, name)
    assert found.__doc__
    assert found.__module__.startswith("kconv.testing.")
    assert found is getattr(kconv.testing, name)


def test_the_list_of_names_and_of_their_places_are_the_same() -> None:
    assert sorted(kconv.testing.__all__) == kconv.testing.__all__
    assert set(kconv.testing.__all__) == set(kconv.testing._PLACES)


def test_what_the_page_names_is_exported() -> None:
    named = set(re.findall(r"kconv\.testing\.(\w+)\(", DOCS.read_text(encoding="utf-8")))
    assert named
    assert named <= set(kconv.testing.__all__)


def test_the_page_has_every_law_in_its_own_words() -> None:
    table = re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert table == [(law.name, law.says) for law in kconv.testing.laws.every()]


def test_the_page_names_every_option() -> None:
    declared = re.findall(r'add(?:option|ini)\("([\w-]+)"', Path(plugin.__file__).read_text(encoding="utf-8"))
    page = DOCS.read_text(encoding="utf-8")
    assert declared
    assert [name for name in declared if f"`{name}" not in page] == []


def test_a_public_name_is_no_modules_name() -> None:
    """Importing the module would hide the name."""
    modules = {file.stem for file in Path(kconv.testing.__file__).parent.iterdir()}
    assert not modules & set(kconv.testing.__all__)


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lossy'"):
        _ = kconv.testing.lossy


def test_a_check_needs_no_hypothesis(tmp_path: Path) -> None:
    code = (
        "import sys, kconv.testing; kconv.testing.check(kind='Lease', examples=1); print('hypothesis' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert out.split() == ["False"]


def test_importing_the_kit_imports_nothing_else(tmp_path: Path) -> None:
    code = "import sys, kconv.testing; print(*sorted(name for name in sys.modules if name.startswith('kconv')))"
    out = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert out.split() == ["kconv", "kconv.testing"]
