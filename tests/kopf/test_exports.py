"""An operator's start costs only what it uses, and a missing extra is named."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kconv.kopf

HEAVY = ("kopf", "pydantic", "aiohttp")


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


def test_to_import_the_package_imports_nothing_heavy() -> None:
    done = python(f"import kconv.kopf, sys; print([name for name in {HEAVY} if name in sys.modules])")
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize("missing", ["kopf", "pydantic"])
@pytest.mark.parametrize("name", kconv.kopf.__all__)
def test_a_missing_extra_is_named(missing: str, name: str) -> None:
    done = python(f"import sys; sys.modules[{missing!r}] = None; from kconv.kopf import {name}")
    assert done.stderr.endswith(f"{missing} is not installed\n  pip install 'kconv[kopf]'\n")


def test_every_public_name_is_exported() -> None:
    for name in kconv.kopf.__all__:
        assert getattr(kconv.kopf, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'Storage'"):
        kconv.kopf.Storage  # noqa: B018
