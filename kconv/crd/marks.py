"""What a definition says of a field beyond its type: JSON schema has no word for the key of a list or a quantity.

A mark stands in ``Annotated[…]``. Each knows its own part of the structural schema; where it also limits values, the
model refuses what the API server would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from kconv.structural.vocabulary import Schema as Node

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from kconv.names import Release

_Class = TypeVar("_Class", bound=type)
CLASS_MARKS: Final = "__kconv_marks__"
"""The attribute of a model that holds the marks of its decorators."""


class Mark:
    """A part of a field's schema."""

    def on(self, node: Node) -> Node:
        """The node with this mark. Raises ValueError, in words, where the type cannot have it."""
        raise NotImplementedError


class Whole:
    """The schema of a type, which takes the place of what the type itself says."""

    def of(self, release: Release) -> Node:
        """The node for a definition that is made for servers of a release. Raises ValueError if there is none."""
        raise NotImplementedError


class Checks:
    """What limits values."""

    def refused(self, value: Any) -> str:
        """Why a value does not fit, "" if it does."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(self._held, handler(source))

    def _held(self, value: Any) -> Any:
        if why := self.refused(value):
            raise ValueError(why)
        return value


class ClassMark(Mark):
    """A mark for a field, in ``Annotated[…]``, or for a class, as its decorator."""

    def __call__(self, cls: _Class) -> _Class:
        setattr(cls, CLASS_MARKS, (*cls.__dict__.get(CLASS_MARKS, ()), self))
        return cls


class Schema(Whole):
    """The schema of a type of one's own, to which JSON is held before the type reads it."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core.core_schema import no_info_before_validator_function

        from kconv.validation.checker import Checker

        check = Checker(lambda _: {}, custom=True).node(self.node)

        def fits(value: Any) -> Any:
            if type(value) in (str, int, float, bool, list, dict) and (found := check(value)):
                raise ValueError(str(found[0]))
            return value

        return no_info_before_validator_function(fits, handler(source))

    def of(self, release: Release) -> Node:  # noqa: ARG002
        return dict(self.node)


def class_marks(cls: type) -> list[Mark]:
    """The marks of a class and of those that it derives from, in the order in which they are written."""
    found = [mark for each in reversed(cls.__mro__) for mark in reversed(each.__dict__.get(CLASS_MARKS, ()))]
    return list(found)


def camel(name: str) -> str:
    """The field of Kubernetes' objects that a name in Python stands for: max_size is maxSize, from_ is from."""
    first, *others = name.rstrip("_").split("_")
    return first + "".join(other[:1].upper() + other[1:] for other in others)
