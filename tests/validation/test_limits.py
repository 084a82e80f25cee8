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


def test_of_values_that_differ_in_case_the_first_by_name_is_meant() -> None:
    variants = [a + b + c + d for a in "aA" for b in "bB" for c in "cC" for d in "dD"]
    found = enum_check([each for each in variants if each != "abcd"])("abcd")
    assert [each.hint for each in found or ()] == ["did you mean ABCD?"]
