"""The examples are a company's own packages: a test imports them as its developers do."""

from __future__ import annotations

from tests.crd.conftest import examples_on_path

__all__ = ["examples_on_path"]
