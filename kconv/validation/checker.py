"""Thousands of objects are checked against the same few schemas, so each schema is compiled into a function.

Two readers check objects against a schema. Kubernetes decodes a built-in kind into Go types, where null is absence, a
field that the type does not name is an error (fieldValidation=Strict), and 1.0 is not an integer. A custom resource
stays JSON: a structural schema prunes unknown fields, which strict validation reports, and judges each value by JSON
schema's rules, with nulls only if it is ``nullable``. Defaults are filled in before (``default``).

A node is compiled when a value first reaches it, because few objects use more than a small part of their kind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kconv.structural.vocabulary import (
    EMBEDDED,
    INT_OR_STRING,
    JUNCTORS,
    PRESERVE,
    Schema,
    additional,
    items,
)
from kconv.validation.finding import Check, Finding, mistyped
from kconv.validation.limits import combinations, enum_check, limits, list_type
from kconv.validation.objects import BranchCheck, ObjectCheck, all_of, anything, unknown_field
from kconv.validation.scalars import ANY_OBJECT, custom_scalar, go_scalar, micro_time

Resolve = Callable[[str], Schema]
"""The definition that a ``$ref`` names."""
MICRO_TIME = "meta.v1.MicroTime"
_LIMITING = frozenset(
    {"enum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum"}
    | {"multipleOf", "pattern", "uniqueItems", "not", *JUNCTORS}
)


class Checker:
    """The checks of one set of schemas, compiled as they are needed.

    ``custom`` reads as for custom resources. A ``fragment`` is a part of an object, as a kustomize patch is: what is
    required may be elsewhere, null deletes, and ``$patch`` directs. ``open`` lets unknown fields pass, as a CRD with
    preserveUnknownFields does. ``metadata`` judges the metadata of a custom resource.
    """

    def __init__(
        self,
        resolve: Resolve,
        *,
        custom: bool = False,
        fragment: bool = False,
        open_: bool = False,
        metadata: Check | None = None,
    ) -> None:
        self.custom, self.fragment, self.open = custom, fragment, open_
        self.nulls = fragment or not custom
        self.metadata = metadata
        self._resolve = resolve
        self._definitions: dict[str, Check] = {}

    def definition(self, name: str) -> Check:
        """The check of a definition by its name."""
        found = self._definitions.get(name)
        if found is None:
            # A definition may hold itself: until it is compiled, its name leads to it.
            self._definitions[name] = lambda value: self._definitions[name](value)
            found = self._definitions[name] = self._own(name) or self.node(self._resolve(name))
        return found

    def _own(self, name: str) -> Check | None:
        """The check of a built-in definition whose Go type reads less than its schema allows."""
        return micro_time() if name == MICRO_TIME else None

    def resource(self, schema: Schema) -> Check:
        """The check of a custom resource: its metadata, apiVersion and kind need not be in its schema."""
        return self._limited(schema, ObjectCheck(self, schema, resource=True).check)

    def node(self, schema: Schema, *, keep: bool = False) -> Check:
        """The check of one node. ``keep``: the list that holds it keeps its items' unknown fields."""
        name = schema.get("$ref")
        if name is not None:
            return self.definition(name)
        return self._limited(schema, self._typed(schema, keep))

    def _typed(self, schema: Schema, keep: bool) -> Check:
        kind = schema.get("type")
        if schema.get(INT_OR_STRING) or schema.get("format") in ("int-or-string", "quantity"):
            return self._scalar(schema)
        if kind == "array":
            return self._list(schema, keep)
        if kind == "object" or (self.custom and not kind) or schema.get("properties"):
            return self._map(schema, keep)
        if not kind:
            return anything if not schema.get("oneOf") else self._by_type(schema["oneOf"])
        return self._scalar(schema)

    def _scalar(self, schema: Schema) -> Check:
        return custom_scalar(schema, nulls=self._nulls(schema)) if self.custom else go_scalar(schema)

    def _nulls(self, schema: Schema) -> bool:
        return self.nulls or bool(schema.get("nullable"))

    def _map(self, schema: Schema, keep: bool) -> Check:
        values = additional(schema)
        if not self.custom:
            if schema.get(PRESERVE):
                return anything
            if "properties" not in schema:
                return self._values(values) if values is not None else ANY_OBJECT
        elif not schema.get("properties") and values is not None and not schema.get(EMBEDDED):
            return self._values(values, nulls=self._nulls(schema), typed=bool(schema.get("type")))
        return ObjectCheck(self, schema, keep=keep).check

    def _values(self, values: Schema, *, nulls: bool = True, typed: bool = True) -> Check:
        """A map whose values share one schema."""
        item, null = self.node(values), self._null(values)

        def check(value: Any) -> list[Finding] | None:
            if type(value) is not dict:
                return None if (value is None and nulls) or not typed else mistyped(value, "a map")
            found: list[Finding] = []
            for key, entry in value.items():
                faults = item(null if entry is None else entry)
                if faults is not None:
                    found += [each.below(key) for each in faults]
            return found or None

        return check

    def _list(self, schema: Schema, keep: bool) -> Check:
        of, nulls = items(schema), self._nulls(schema)
        item = self.node(of, keep=keep or bool(schema.get(PRESERVE))) if of is not None else anything
        null = self._null(of or {})

        def check(value: Any) -> list[Finding] | None:
            if type(value) is not list:
                return None if value is None and nulls else mistyped(value, "a list")
            found: list[Finding] = []
            for index, entry in enumerate(value):
                faults = item(null if entry is None else entry)
                if faults is not None:
                    found += [each.below(index) for each in faults]
            return found or None

        return check

    def _null(self, schema: Schema) -> Any:
        """What a null in a list or map is: Go has an item there, with nothing of what is required in it."""
        if self.custom or self.fragment:
            return None
        name = schema.get("$ref")
        return {} if (self._resolve(name) if name else schema).get("required") else None

    def _by_type(self, choices: list[Schema]) -> Check:
        """Go types that read several JSON types (JSONSchemaPropsOrBool): the value's own type says which is meant."""
        checks: dict[type, Check] = {}
        for choice in choices:
            checks[_PYTHON.get(choice.get("type"), dict)] = self.node(choice)
        words = " or ".join(_WORDS[each] for each in checks)

        def check(value: Any) -> list[Finding] | None:
            found = checks.get(type(value))
            if found is not None:
                return found(value)
            return None if value is None else mistyped(value, words)

        return check

    def _limited(self, schema: Schema, base: Check) -> Check:
        """The check of a node's type, and behind it those of its other keywords."""
        more: list[Check] = []
        if not _LIMITING.isdisjoint(schema):
            if self.custom:
                more = [*limits(schema), *combinations(schema, self.branch)]
            elif schema.get("enum"):
                more = [_unless_empty(enum_check(schema["enum"]))]
        unique = list_type(schema) if self.custom and not self.fragment else None
        if unique is not None:
            more.append(unique)
        return all_of(base, more, nulls=self._nulls(schema)) if more else base

    def branch(self, schema: Schema) -> Check:
        """The schemas in allOf, anyOf, oneOf or not narrow values and describe no structure."""
        base = BranchCheck(self, schema).check
        return all_of(base, [*limits(schema), *combinations(schema, self.branch)], nulls=False)

    def unknown(self, key: str) -> Check:
        """The check of a field that is not named anywhere."""
        if self.open or (self.fragment and key.startswith("$")):
            return anything
        return unknown_field


_PYTHON: dict[str | None, type] = {"array": list, "boolean": bool, "string": str}
_WORDS: dict[type, str] = {dict: "a map", list: "a list", bool: "true or false", str: "a string"}


def _unless_empty(check: Check) -> Check:
    """An empty string is absence to Go, and the server fills in a default."""
    return lambda value: None if value == "" else check(value)
