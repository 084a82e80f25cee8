"""How a difference between two versions of a field reads."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.engine import Kind
from kconv.history.between import Between
from kconv.history.differences import Difference
from kconv.names import GroupVersion
from kconv.report.fields import text

V1, V2 = GroupVersion("example.com", "v1"), GroupVersion("example.com", "v2")


@pytest.mark.parametrize(
    ("what", "old", "new", "words"),
    [
        ("default", None, [], "has the default [], had none"),
        ("default", {}, [], "has the default [], had {}"),
        ("default", "", False, 'has the default false, had ""'),
        ("enum", ["a", "b"], ["a"], "has the enum a, had a, b"),
    ],
)
def test_a_value_that_changes_is_named_as_it_was_and_as_it_is(what: Any, old: Any, new: Any, words: str) -> None:
    found = Difference(("spec", "hooks"), "Spec", what, old, new)
    between = Between(Kind("Cup", str(V2), {}), V1, V2, None, (), (found,), (), ((), ()), ())
    assert f"  spec.hooks {words}\n" in [*text(between)]
