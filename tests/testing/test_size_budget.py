"""A text that fills the annotations is put where the schema leaves room for it, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.testing import check

V1, V2 = "example.com/v1", "example.com/v2"
BOUNDED: dict[str, dict[str, Any]] = {
    "a pattern that Python takes hours for": {"pattern": r"^(@(hourly|daily))|((.+)\s(.+)\s(.+)\s(.+)\s(.+))$"},
    "a pattern that takes any text": {"pattern": "^.*$"},
    "a length": {"maxLength": 1000},
    "an enum": {"enum": ["@daily", "@hourly"]},
    "a format": {"format": "duration"},
}


@pytest.mark.parametrize("bound", BOUNDED)
def test_only_a_field_without_bounds_gets_a_large_text(bound: str) -> None:
    fields = {"bounded": {"type": "string", **BOUNDED[bound]}, "open": {"type": "string"}}
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}
    sizes: dict[str, set[int]] = {"bounded": {0}, "open": {0}}

    def convert(obj: Any, to: str) -> Any:
        for name, value in (obj.get("spec") or {}).items():
            sizes[name].add(len(value))
        return {**obj, "apiVersion": to}

    schemas = {V1: schema, V2: schema}
    check(convert, kind="Job", schemas=schemas, only=["size-budget"], examples=40, seed=1).raise_if_failed()
    assert max(sizes["bounded"]) < 1000
    assert max(sizes["open"]) > 100_000
