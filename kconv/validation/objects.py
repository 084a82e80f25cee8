"""Objects: fields that are named, fields that are not, and those that must be there.

A field's schema is compiled when the field is first met, for few objects use more than a small part of their kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from kconv.structural.vocabulary import EMBEDDED, META_FIELDS, PRESERVE, Schema, items
from kconv.validation.finding import Check, Finding, mistyped
from kconv.validation.scalars import ANY_OBJECT, custom_scalar, go_scalar


class Nodes(Protocol):
    """What an object needs of the ``Checker`` that compiles its fields; ``checker`` says what each of them means."""

    @property
    def custom(self) -> bool: ...
    @property
    def fragment(self) -> bool: ...
    @property
    def nulls(self) -> bool: ...
    @property
    def metadata(self) -> Check | None: ...
    def node(self, schema: Schema) -> Check: ...
    def branch(self, schema: Schema) -> Check: ...
    def unknown(self, key: str) -> Check: ...


class _Fields(dict[str, Check]):
    """The checks of an object's fields, compiled when a field is first met."""

    def __init__(self, compile_: Callable[[str], Check | None], unknown: Callable[[str], Check]) -> None:
        self._compile, self._unknown = compile_, unknown

    def __missing__(self, key: str) -> Check:
        found = self._compile(key)
        if found is None:
            return self._unknown(key)  # not cached: the number of unknown names has no bound
        self[key] = found
        return found


class ObjectCheck:
    """An object whose fields are named."""

    def __init__(self, checker: Nodes, schema: Schema, *, keep: bool = False, resource: bool = False) -> None:
        self.checker = checker
        self.meta = resource or bool(schema.get(EMBEDDED))
        self.schemas = schema.get("properties") or {}
        self.rest = schema.get("additionalProperties")
        self.typed = bool(schema.get("type")) or self.meta or not checker.custom
        self.nulls = checker.nulls or bool(schema.get("nullable"))
        self.required = () if checker.fragment else _required(schema)
        kept = keep or bool(schema.get(PRESERVE))
        self.fields = _Fields(self._field, _pass if kept else checker.unknown)
        self.present: Callable[[dict[str, Any], str], bool] = _is_present if checker.custom else _is_set

    def _field(self, key: str) -> Check | None:
        if self.meta and key in META_FIELDS:
            return self._meta(key)
        if key in self.schemas:
            return self.checker.node(self.schemas[key] or {})
        if self.rest is not None and self.rest is not False:
            return self.checker.node(self.rest) if isinstance(self.rest, dict) else anything
        return None

    def _meta(self, key: str) -> Check:
        """What every object has; the schema may narrow it (metadata.name) but does not describe it."""
        checker = self.checker
        own: Check = go_scalar({"type": "string"})
        if key == "metadata":
            own = checker.metadata or ANY_OBJECT
        narrower = self.schemas.get(key)
        return all_of(own, [checker.branch(narrower)], nulls=True) if narrower else own

    def check(self, value: Any) -> list[Finding] | None:
        if type(value) is not dict:
            return None if not self.typed or (value is None and self.nulls) else mistyped(value, "a map")
        found: list[Finding] | None = None
        fields = self.fields
        for key, entry in value.items():
            faults = fields[key](entry)
            if faults is not None:
                found = found or []
                found += [each.below(key) for each in faults]
        for name in self.required:
            if not self.present(value, name):
                found = found or []
                found.append(Finding((name,), "required", "is required"))
        return found


class BranchCheck(ObjectCheck):
    """The fields and items of a combination's schema, of which any may be absent and others are not unknown."""

    def __init__(self, checker: Nodes, schema: Schema) -> None:
        super().__init__(checker, schema, keep=True)
        self.type = custom_scalar({"type": schema.get("type")}, nulls=False)
        of = items(schema)
        self.item = checker.branch(of) if of is not None else None

    def _field(self, key: str) -> Check | None:
        if key in self.schemas:
            return self.checker.branch(self.schemas[key] or {})
        return self.checker.branch(self.rest) if isinstance(self.rest, dict) else None

    def check(self, value: Any) -> list[Finding] | None:
        if wrong := self.type(value):
            return wrong
        if type(value) is dict:
            return super().check(value)
        if type(value) is list and self.item is not None:
            faults = ((index, self.item(entry)) for index, entry in enumerate(value))
            return [each.below(index) for index, found in faults for each in found or ()] or None
        return None


def _required(schema: Schema) -> tuple[str, ...]:
    own = tuple(schema.get("required") or ())
    return tuple(dict.fromkeys(("apiVersion", "kind", *own))) if schema.get(EMBEDDED) else own


def _is_present(value: dict[str, Any], name: str) -> bool:
    return name in value


def _is_set(value: dict[str, Any], name: str) -> bool:
    return value.get(name) is not None


def anything(value: Any) -> None:  # noqa: ARG001 - a check that finds nothing
    return None


def unknown_field(value: Any) -> list[Finding]:  # noqa: ARG001 - whatever it holds
    return [Finding((), "unknown", "unknown field")]


def _pass(key: str) -> Check:  # noqa: ARG001 - whatever its name
    return anything


def all_of(base: Check, more: Iterable[Check], *, nulls: bool) -> Check:
    """Every finding of a value that has the right type; of one that has not, only that."""
    rest = tuple(more)

    def check(value: Any) -> list[Finding] | None:
        found = base(value)
        if value is None and nulls:
            return found
        if found is not None and any(not each.path and each.rule == "type" for each in found):
            return found
        for each in rest:
            faults = each(value)
            if faults is not None:
                found = (found or []) + faults
        return found

    return check
