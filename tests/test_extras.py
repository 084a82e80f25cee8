"""Every optional library that pip installs with an extra is looked for under that extra's name."""

import tomllib
from pathlib import Path
from typing import Final

import pytest

from kconv import extras
from kconv.errors import UsageError

PROJECT: Final = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())["project"]
EXTRAS: Final = {name: set(asked) - {"pytest>=8"} for name, asked in PROJECT["optional-dependencies"].items()}
OF_NO_COMMAND: Final = {"bench", "dev", "progress"}


def _modules(requirements: set[str]) -> set[str]:
    """What the libraries of an extra are imported as, without those of the extras that it takes in."""
    return {each.partition(">=")[0].replace("-", "_") for each in requirements if not each.startswith("kconv[")}


@pytest.mark.parametrize("extra", sorted(EXTRAS.keys() - OF_NO_COMMAND))
def test_each_library_of_an_extra_is_looked_for(extra: str) -> None:
    taken_in = {module for name in EXTRAS if f"kconv[{name}]" in EXTRAS[extra] for module in extras.MODULES[name]}
    assert _modules(EXTRAS[extra]) <= set(extras.MODULES[extra]) <= _modules(EXTRAS[extra]) | taken_in


def test_all_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UsageError) as refused:
        extras.require("cluster")
    assert str(refused.value) == "cryptography and lightkube are not installed\n  pip install 'kconv[cluster]'"
