"""Hypothesis strategies for objects that a schema allows, for a user's own tests.

A check draws from the same makers without Hypothesis, which takes longer to import than all of kconv.

>>> from hypothesis import given
>>> from kconv.testing import strategies
>>> @given(strategies.objects("Ingress", "networking.k8s.io/v1"))
... def test_my_controller(ingress): ...
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kconv.errors import UnknownKindError
from kconv.paths import FieldPath
from kconv.structural.vocabulary import Schema
from kconv.testing.draws import Undrawable
from kconv.testing.expressions import unfollowed
from kconv.testing.shape import Shape
from kconv.testing.strategies.making import Maker, tree

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["objects", "of_schema", "of_shape", "unfollowed"]


def objects(kind: str, version: str, *, dense: bool = False, unknown: bool = False) -> SearchStrategy[dict[str, Any]]:
    """Objects of a built-in kind's version, as the newest release that has it describes them.

    ``version`` is an apiVersion: "apps/v1". ``dense`` draws many fields at each level instead of a few, ``unknown``
    also such as the schema does not name. They shrink to the least that is required. Raises UnknownKindError.
    """
    from kconv.testing.builtin import kind_named
    from kconv.testing.shape import of_builtin

    found = of_builtin(kind_named(kind)).get(version)
    if found is None:
        raise UnknownKindError(f"no release has a schema of {version} {kind}", hint="see kconv explain")
    return of_shape(found, dense=dense, unknown=unknown)


def of_schema(
    schema: Schema, api_version: str, kind: str, *, dense: bool = False, unknown: bool = False
) -> SearchStrategy[dict[str, Any]]:
    """Objects of a custom resource's version, by its structural schema (`openAPIV3Schema`)."""
    from kconv.testing.shape import of_schemas

    return of_shape(of_schemas(kind, {api_version: schema})[api_version], dense=dense, unknown=unknown)


def of_shape(
    shape: Shape, *, dense: bool = False, unknown: bool = False, frequent: Iterable[FieldPath] | Mapping[Any, Any] = ()
) -> SearchStrategy[dict[str, Any]]:
    """Objects of a shape. ``frequent`` are the paths of fields that most of them are to have."""
    from hypothesis import reject
    from hypothesis.strategies import composite

    paths = dict(frequent) if isinstance(frequent, Mapping) else tree(frequent)
    maker = Maker(shape, paths, dense=dense, unknown=unknown)

    @composite
    def made(draw: DrawFn) -> dict[str, Any]:
        try:
            return maker.resource(_Drawn(draw))
        except Undrawable:
            return reject()

    return made()


class _Drawn:
    """A Draw whose numbers Hypothesis chooses."""

    def __init__(self, draw: DrawFn) -> None:
        from hypothesis.strategies import integers

        self._draw, self._integers = draw, integers

    def number(self, low: int, high: int) -> int:
        return self._draw(self._integers(low, high)) if high > low else low
