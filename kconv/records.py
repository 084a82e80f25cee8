"""``typing.NamedTuple`` compiles the annotation of each field, half of what it costs to make a class, and kconv makes
fifty before it has read a file. The one here leaves annotations as they are written; type checkers see typing's."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    _MADE = frozenset(("__module__", "__qualname__", "__annotations__", "__orig_bases__"))
    """What a class body holds that the tuple type has already."""

    class _Record(type):
        """Makes a tuple type of a class body: its annotations are the fields, their values the defaults."""

        def __new__(cls, name: str, bases: tuple[object, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            made.__annotations__ = fields
            made.__qualname__ = body["__qualname__"]
            for key in body.keys() - fields.keys() - _MADE:
                setattr(made, key, body[key])
            return made

    class NamedTuple(metaclass=_Record):
        """As ``typing.NamedTuple``, but that it does not evaluate annotations. No other base may stand beside it."""
