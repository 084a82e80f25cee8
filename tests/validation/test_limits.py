"""Values of an enum are JSON's: true is not 1, and 1.0 is 1."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.validation.limits import enum_check


@pytest.mark.parametrize(
    ("allowed", "value", "fits"),
    [
        ([True], True, True),
        ([True], 1, False),
        ([1], True, False),
        ([0], False, False),
        ([[True]], [1], False),
        ([{"a": True}], {"a": 1}, False),
        ([1], 1.0, True),
        (["1"], 1, False),
        ([None], None, True),
        ([None], False, False),
    ],
)
def test_an_enum_allows_equal_values_of_its_type(allowed: list[Any], value: Any, fits: bool) -> None:
    assert (enum_check(allowed)(value) is None) == fits
