"""Each published module in turn."""

from __future__ import annotations

import pytest

from tests.go_webhooks import modules


@pytest.fixture(params=modules.NAMES)
def module(request: pytest.FixtureRequest) -> str:
    """The name of a module whose webhook is built; the others are skipped."""
    name: str = request.param
    if reason := modules.why_not(name):
        pytest.skip(reason)
    return name
