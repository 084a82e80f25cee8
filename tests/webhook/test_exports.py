"""What the package exports is there, whatever was imported before it: a module of the same name would take its place."""

from __future__ import annotations

import pkgutil

import pytest

import kconv.webhook


@pytest.mark.parametrize("name", kconv.webhook.__all__)
def test_every_public_name_is_there_and_no_module_has_it(name: str) -> None:
    assert getattr(kconv.webhook, name).__name__ == name
    assert name not in {each.name for each in pkgutil.iter_modules(kconv.webhook.__path__)}
