"""kconv's own NamedTuple makes the types that typing's makes, without evaluating their annotations."""

from __future__ import annotations

import pickle
import typing
from typing import Any

import pytest

from kconv import records


def make(base: Any) -> Any:
    class Point(base):  # type: ignore[misc]
        """A place."""

        x: int
        y: not_a_name | None = None  # type: ignore[name-defined]  # noqa: F821
        SIDES = 4

        @property
        def sum(self) -> int:
            return self.x + (self.y or 0)

        @staticmethod
        def origin() -> Any:
            return Point(0)

        def __str__(self) -> str:
            return f"{self.x}:{self.y}"

    return Point


class Pair(records.NamedTuple):
    left: str
    right: tuple[int, ...] = ()


OURS, TYPINGS = make(records.NamedTuple), make(typing.NamedTuple)


@pytest.mark.parametrize(
    "name", ["_fields", "_field_defaults", "__doc__", "__module__", "__qualname__", "__match_args__", "__slots__"]
)
def test_a_type_has_what_typings_has(name: str) -> None:
    assert getattr(OURS, name) == getattr(TYPINGS, name)


def test_its_objects_are_tuples_with_the_methods_of_the_class() -> None:
    point = OURS(1, 2)
    assert (point, point.sum, str(point), OURS.origin()) == ((1, 2), 3, "1:2", (0, None))
    assert point._replace(x=5) == (5, 2)
    assert sorted(set(dir(OURS)) ^ set(dir(TYPINGS))) in ([], ["__orig_bases__"])


def test_annotations_stay_as_they_are_written() -> None:
    assert OURS.__annotations__["y"] == "not_a_name | None"


def test_objects_are_pickled() -> None:
    assert pickle.loads(pickle.dumps(Pair("a", (1,)))) == Pair("a", (1,))
    assert type(pickle.loads(pickle.dumps(Pair("a")))) is Pair
