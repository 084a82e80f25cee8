"""The catalog's schemas in jsonschema's own words, so that an independent validator can judge the same objects.

What Go's decoder means beyond JSON schema is written out: null is absence, 1.0 is no integer, an empty string is a
default where an enum stands, and a field that is not named is an error.
"""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from kconv.catalog import schemas
from kconv.names import Release
from kconv.structural.vocabulary import EMBEDDED, INT_OR_STRING, PRESERVE
from kconv.validation.custom_formats import CUSTOM
from kconv.validation.formats import is_base64, is_quantity, is_rfc3339

_KEPT = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "multipleOf", "pattern")
_INT32 = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}
_INT64 = {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1}

_strict_integer = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
GoValidator = extend(Draft202012Validator, type_checker=_strict_integer)


def _formats(own: dict[str, Any]) -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, reads in own.items():
        checker.checks(name)(lambda value, reads=reads: not isinstance(value, str) or reads(value))
    return checker


GO_FORMATS = _formats({"byte": is_base64, "date-time": is_rfc3339, "quantity": is_quantity})
CUSTOM_FORMATS = _formats(dict(CUSTOM))


def of_release(release: Release) -> dict[str, Any]:
    """``$defs`` with every definition of a release."""
    every = {name: schemas.definition(name, release) for name in schemas.definitions(release)}
    needy = frozenset(name for name, node in every.items() if node.get("required"))
    return {name: builtin(node, needy) for name, node in every.items()}


def validator(name: str, definitions: dict[str, Any]) -> Validator:
    """A jsonschema validator of one definition."""
    return GoValidator({"$ref": f"#/$defs/{name}", "$defs": definitions}, format_checker=GO_FORMATS)


def builtin(node: dict[str, Any], needy: frozenset[str]) -> dict[str, Any]:
    """A node of the catalog; ``needy`` are the definitions that require something."""
    if "$ref" in node:
        return {"$ref": f"#/$defs/{node['$ref']}"}
    return {"anyOf": [{"type": "null"}, _builtin(node, needy)]}


def _builtin(node: dict[str, Any], needy: frozenset[str]) -> dict[str, Any]:  # noqa: C901 - one keyword after another
    form, kind = node.get("format"), node.get("type")
    if form == "quantity":
        return {"type": ["string", "number"], "format": "quantity"}
    if node.get(INT_OR_STRING):
        return {"anyOf": [{"type": "string"}, _INT32]}
    if "oneOf" in node:
        return {"anyOf": [builtin(each, needy) for each in node["oneOf"]]}
    if node.get(PRESERVE):
        return {}
    if form == "byte":
        byte = {"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 0, "maximum": 255}]}
        return {"anyOf": [{"type": "string", "format": "byte"}, {"type": "array", "items": byte}]}
    if kind == "integer":
        return _INT32 if form == "int32" else _INT64
    found: dict[str, Any] = {"type": kind} | ({"format": form} if form == "date-time" else {})
    if node.get("enum"):
        found["enum"] = [*node["enum"], ""]
    if "items" in node:
        found["items"] = _entry(node["items"], needy)
    if "additionalProperties" in node:
        found["additionalProperties"] = _entry(node["additionalProperties"], needy)
    elif "properties" in node:
        fields = {name: builtin(field, needy) for name, field in node["properties"].items()}
        there = {name: {"not": {"type": "null"}} for name in node.get("required") or ()}
        found |= {"properties": fields, "additionalProperties": False}
        found["allOf"] = [{"required": list(there), "properties": there}]
    return found


def _entry(node: dict[str, Any], needy: frozenset[str]) -> dict[str, Any]:
    """What a list or map holds: for a null, Go has an entry there without anything that is required."""
    may_be_null = node.get("$ref") not in needy and not node.get("required")
    return {"if": {"type": "null"}, "then": may_be_null, "else": builtin(node, needy)}


def custom(node: dict[str, Any], *, branch: bool = False) -> dict[str, Any]:  # noqa: C901 - one keyword after another
    """A node of a structural schema; ``branch`` for what stands in anyOf and its like, which describes no structure."""
    found = {key: node[key] for key in _KEPT if node.get(key) is not None}
    for key, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if key in node:
            found[strict if node.get(strict) else key] = node[key]
    if node.get("type"):
        found["type"] = [node["type"], "null"] if node.get("nullable") else node["type"]
    if node.get("type") == "integer":
        found["allOf"] = [{key: limit for key, limit in _of_format(node).items() if key != "type"}]
    elif node.get("format"):
        found["format"] = node["format"].replace("-", "")
    if node.get(INT_OR_STRING):
        found["anyOf"] = [_INT64, {"type": "string"}, *([{"type": "null"}] if node.get("nullable") else [])]
    elif "anyOf" in node:
        found["anyOf"] = [custom(each, branch=True) for each in node["anyOf"]]
    if "oneOf" in node:
        found["oneOf"] = [custom(each, branch=True) for each in node["oneOf"]]
    if "allOf" in node:
        found["allOf"] = [*found.get("allOf", ()), *(custom(each, branch=True) for each in node["allOf"])]
    if "not" in node:
        found["not"] = custom(node["not"], branch=True)
    if "enum" in node:
        found["enum"] = node["enum"]
    if "items" in node:
        found["items"] = custom(node["items"], branch=branch)
    return found | _fields(node, branch)


def _of_format(node: dict[str, Any]) -> dict[str, Any]:
    return _INT32 if node.get("format") == "int32" else _INT64


def _fields(node: dict[str, Any], branch: bool) -> dict[str, Any]:
    found: dict[str, Any] = {key: node[key] for key in ("required",) if key in node}
    if "properties" in node:
        found["properties"] = {name: custom(field, branch=branch) for name, field in node["properties"].items()}
    more = node.get("additionalProperties")
    if isinstance(more, dict):
        found["additionalProperties"] = custom(more, branch=branch)
    elif more is None and not branch and not node.get(PRESERVE) and node.get("type") in ("object", None):
        found["additionalProperties"] = False
    if node.get(EMBEDDED):
        found["required"] = ["apiVersion", "kind", *found.get("required", ())]
    return found
