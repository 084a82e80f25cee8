"""Kubernetes' own types inside of a custom resource, such as the pod template of whatever runs pods.

A definition has no references, so the whole type stands in it: about 70 KB for a pod template. The catalog has the
types as Kubernetes' own server reads them, which is not quite how a structural schema may say it: metadata must be
described, or labels are pruned; a key of a list must be required or have a default; and Kubernetes' other defaults
would be written into every stored object, so only those of keys stay. Enums do not: a later release adds values.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kconv.crd.marks import Checks, Whole
from kconv.errors import KconvError
from kconv.names import Release
from kconv.structural.vocabulary import INT_OR_STRING as EITHER
from kconv.structural.vocabulary import (
    INT_OR_STRING_BRANCHES,
    LIST_MAP_KEYS,
    LIST_TYPE,
    MAP_TYPE,
    PRESERVE,
    Schema,
)

if TYPE_CHECKING:
    from kconv.validation.finding import Check

METADATA: Final[Schema] = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "namespace": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
        "finalizers": {"type": "array", "items": {"type": "string"}},
    },
}
"""Metadata inside of an object, such as a template's, as controller-gen writes it."""
INT_OR_STRING: Final[Schema] = {"anyOf": INT_OR_STRING_BRANCHES, EITHER: True}
QUANTITY: Final[Schema] = {
    "anyOf": INT_OR_STRING_BRANCHES,
    "pattern": r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?[0-9]+))?$",
    EITHER: True,
}
"""An amount, as controller-gen writes it, but for a fraction in the exponent, which Kubernetes does not read."""
_OWN: Final[dict[str, Schema]] = {
    "meta.v1.ObjectMeta": METADATA,
    "intstr.IntOrString": INT_OR_STRING,
    "resource.Quantity": QUANTITY,
}
_ANYTHING: Final[Schema] = {PRESERVE: True}
_KEPT: Final = ("type", "format", "required", LIST_TYPE, LIST_MAP_KEYS, MAP_TYPE, PRESERVE)


class BuiltIn(Checks, Whole):
    """A type of Kubernetes', by its name in the catalog: group, version and name, such as core.v1.PodTemplateSpec."""

    def __init__(self, name: str) -> None:
        if name.count(".") < 2:
            raise ValueError(f'BuiltIn({name!r}): write group, version and name, such as "core.v1.PodTemplateSpec"')
        self.name = name

    def of(self, release: Release) -> Schema:
        try:
            return structural(self.name, release)
        except KconvError as error:
            from difflib import get_close_matches

            from kconv.catalog import schemas

            near = get_close_matches(self.name, list(schemas.definitions(release)), n=1)
            raise ValueError(f"{error.reason}{f': is it {near[0]}?' if near else ''}") from None

    def refused(self, value: Any) -> str:
        """A field of another type, or one that is missing. A field that is not known may be a newer release's."""
        found = _check(self.name)(value)
        return str(found[0]) if found else ""


@lru_cache(maxsize=64)
def _check(name: str) -> Check:
    from kconv.catalog import latest
    from kconv.validation.checker import Checker

    node = structural(name, latest())
    return Checker(lambda _: node, custom=True, open_=True).node(node)


@lru_cache(maxsize=64)
def structural(name: str, release: Release) -> Schema:
    """The schema of a built-in type, memoised: never to be changed. Raises KconvError if the release has none."""
    return _OWN[name] if name in _OWN else _node(_definition(name, release), release, (name,))


def _node(node: Schema, release: Release, inside: tuple[str, ...]) -> Schema:
    name = node.get("$ref")
    if name in _OWN:
        return _OWN[str(name)]
    if name in inside or "oneOf" in node:
        return _ANYTHING  # a type that holds itself, such as a schema, or reads several types
    if name is not None:
        return _node(_definition(name, release), release, (*inside, name))
    made: Schema = {key: node[key] for key in _KEPT if key in node}
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            made[key] = _node(node[key], release, inside)
    if "properties" in node:
        made["properties"] = {key: _node(child, release, inside) for key, child in node["properties"].items()}
    if LIST_TYPE in made:
        made = _listed(made, node, release)
    return made if made.get("type") else {**made, **_ANYTHING}


def _listed(made: Schema, node: Schema, release: Release) -> Schema:
    """A node with a list type, where it is a list and its items are described."""
    kind, item, keys = made[LIST_TYPE], made.get("items", {}), made.get(LIST_MAP_KEYS, [])
    described = kind != "map" or {*keys} <= {*item.get("properties", ())}
    if made.get("type") != "array" or not described:  # what Go has as []byte is one text; an item may be any object
        return {key: value for key, value in made.items() if key not in (LIST_TYPE, LIST_MAP_KEYS)}
    if kind == "map":
        held = node["items"]
        return {**made, "items": _keyed(item, _definition(held["$ref"], release) if "$ref" in held else held, keys)}
    return {**made, "items": {**item, MAP_TYPE: "atomic"}} if kind == "set" and item.get("type") == "object" else made


def _definition(name: str, release: Release) -> Schema:
    from kconv.catalog import schemas  # a controller that has such a type need not read the catalog to start

    return schemas.definition(name, release)


def _keyed(item: Schema, node: Schema, keys: list[str]) -> Schema:
    """A list's items whose keys are there: required, or with Kubernetes' default."""
    missing = [key for key in keys if key not in item.get("required", ())]
    fields = dict(item["properties"])
    for key in missing:
        fields[key] = {**fields[key], "default": node["properties"][key].get("default", _ZERO[fields[key]["type"]])}
    return {**item, "properties": fields}


_ZERO: Final = {"string": "", "integer": 0, "boolean": False}
