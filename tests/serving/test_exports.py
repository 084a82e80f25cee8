"""What a server of somebody else's imports is there, and no module of the same name takes its place."""

from __future__ import annotations

import pkgutil

import pytest

import kconv.serving


@pytest.mark.parametrize("name", kconv.serving.__all__)
def test_every_public_name_is_there_and_no_module_has_it(name: str) -> None:
    assert getattr(kconv.serving, name).__name__ == name
    assert name not in {each.name for each in pkgutil.iter_modules(kconv.serving.__path__)}
