"""Rules in CEL, which the API server evaluates for each write: what no type says, and what one field asks of another.

CEL is checked by the server, and by nothing in the model. Only the unions that are generated here are checked by both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar

from kconv.crd.marks import Checks, ClassMark, Mark, camel
from kconv.structural.vocabulary import VALIDATIONS, Schema

_Class = TypeVar("_Class", bound=type)
Reason = Literal["FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate"]
_RESERVED: Final = frozenset(
    {"true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import"}
    | {"let", "loop", "package", "namespace", "return"}
)


class cel(ClassMark):  # noqa: N801 - a decorator
    """A rule that the API server evaluates, as x-kubernetes-validations.

    ``self`` is the value, ``oldSelf`` the one before the write. ``message`` is what a refusal says,
    ``message_expression`` computes it. ``field_path`` is the field that is reported, such as ``.size``, as seen from
    the value. With ``optional_old_self`` a rule about ``oldSelf`` also runs when an object is created.
    """

    def __init__(
        self,
        rule: str,
        message: str = "",
        *,
        message_expression: str = "",
        reason: Reason | None = None,
        field_path: str = "",
        optional_old_self: bool = False,
    ) -> None:
        if not rule.strip():
            raise ValueError("cel(''): the rule is empty")
        words = {
            "rule": rule,
            "message": message,
            "messageExpression": message_expression,
            "reason": reason,
            "fieldPath": field_path,
            "optionalOldSelf": optional_old_self,
        }
        self.entry = {key: value for key, value in words.items() if value}

    def on(self, node: Schema) -> Schema:
        return with_rule(node, self.entry)


class _Immutable(Mark):
    """A field that keeps the value it was given first. One that may be absent can be set later, and not removed."""

    def on(self, node: Schema) -> Schema:
        return with_rule(node, {"rule": "self == oldSelf", "message": "is immutable"})


Immutable: Final = _Immutable()


def keeps(field: str) -> dict[str, Any]:
    """The rule of an object that keeps an immutable field which it has."""
    name = escaped(field)
    return {"rule": f"!has(oldSelf.{name}) || has(self.{name})", "message": f"{field} is immutable"}


class Union(Checks, ClassMark):
    """How many of some fields may be set."""

    word = ""
    test = ""
    hold: Callable[[int], bool]

    def __init__(self, *fields: str) -> None:
        if len(set(fields)) < max(len(fields), 2):
            raise ValueError(f"{type(self).__name__}{fields}: name at least two fields, each once")
        self.fields = fields
        self.names = tuple(map(camel, fields))

    def on(self, node: Schema) -> Schema:
        known = node.get("properties") or {}
        for name in self.names:
            if name not in known:
                raise ValueError(f"{name} is not a field; there are {', '.join(known)}")
            if name in (node.get("required") or ()) or known[name].get("default") is not None:
                raise ValueError(f"{name} is always present: a field of a union must be optional and without a default")
        there = ", ".join(f"has(self.{escaped(name)})" for name in self.names)
        rule = f"[{there}].filter(x, x).size() {self.test}"
        return with_rule(node, {"rule": rule, "message": self.message})

    def __call__(self, cls: _Class) -> _Class:
        for field in self.fields:
            if field not in getattr(cls, "model_fields", {}):
                raise ValueError(f"{type(self).__name__}{self.fields}: {cls.__name__} has no field {field}")
        self.names = tuple(cls.model_fields[field].alias or field for field in self.fields)  # type: ignore[attr-defined]
        return super().__call__(cls)

    @property
    def message(self) -> str:
        """What a refusal says."""
        return f"{self.word} of {', '.join(self.names)} must be set"

    def refused(self, model: Any) -> str:
        """Why an instance of the model does not fit, "" if it does."""
        return "" if self.hold(sum(vars(model).get(field) is not None for field in self.fields)) else self.message


class one_of(Union):  # noqa: N801 - a decorator
    """A class decorator: exactly one of the fields is set."""

    word, test, hold = "exactly one", "== 1", staticmethod(lambda count: count == 1)


class at_most_one_of(Union):  # noqa: N801
    """A class decorator: one of the fields is set, or none."""

    word, test, hold = "at most one", "<= 1", staticmethod(lambda count: count <= 1)


class at_least_one_of(Union):  # noqa: N801
    """A class decorator: one or more of the fields are set."""

    word, test, hold = "at least one", ">= 1", staticmethod(lambda count: count >= 1)


def with_rule(node: Schema, entry: dict[str, Any]) -> Schema:
    """The node with one more rule."""
    return {**node, VALIDATIONS: [*node.get(VALIDATIONS, ()), entry]}


def escaped(name: str) -> str:
    """A field's name in CEL, as the API server declares it."""
    if name in _RESERVED:
        return f"__{name}__"
    for text, word in (("__", "__underscores__"), (".", "__dot__"), ("-", "__dash__"), ("/", "__slash__")):
        name = name.replace(text, word)
    return name
