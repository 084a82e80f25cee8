"""The examples' declarations, executed once: it takes a third of a second to make their models."""

from __future__ import annotations

import sys

import pytest

from kconv.crd import CustomResource
from kconv.crd.modules import resources_in
from tests.crd.conftest import EXAMPLES, examples_on_path

__all__ = ["MODULES", "examples_on_path", "resources"]
MODULES = ("acme.backup", "acme.backup_v2", "acme.route", "acme.workerpool")


@pytest.fixture(scope="session")
def resources() -> dict[str, CustomResource]:
    """The custom resources of examples/, by their modules."""
    before, path = set(sys.modules), list(sys.path)
    found = {module: resources_in(module, EXAMPLES)[0] for module in MODULES}
    for name in set(sys.modules) - before:
        if name.partition(".")[0] == "acme":
            del sys.modules[name]
    sys.path[:] = path
    return found
