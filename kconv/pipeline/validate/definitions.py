"""Custom resources are described by CustomResourceDefinitions, which lie beside them or in a folder of their own.

Both versions of the definition are read as they are: v1beta1 may have one schema for all versions and keeps unknown
fields unless it says otherwise, v1 has a schema a version and prunes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kconv.names import GroupVersion, GroupVersionKind
from kconv.paths import FieldPath, same
from kconv.records import NamedTuple
from kconv.structural.decode import misshapen
from kconv.structural.vocabulary import VALIDATIONS, Schema, nodes

GROUP = "apiextensions.k8s.io"
KIND = "CustomResourceDefinition"
_WORDS = frozenset({"description", "title", "example", "externalDocs"})


class Definition(NamedTuple):
    """One version of a custom resource: what its schema is written in, whether unknown fields stay, whether its
    status is a subresource, and whether the version is served.
    """

    holder: Any
    keeps: bool
    status: bool
    served: bool

    def schema(self) -> Schema | None:
        """The schema, or None if there is none or the server could not read it."""
        schema = _schema(self.holder)
        return None if schema is None or misshapen(schema) else schema

    def asks_the_same(self, other: Definition) -> bool:
        """Whether both accept the same objects: they may differ in descriptions."""
        mine, theirs = self.schema(), other.schema()
        if (mine is None, self.keeps, self.status) != (theirs is None, other.keeps, other.status):
            return False
        return same(_demands(mine or {}), _demands(theirs or {}))


def versions(crd: dict[str, Any]) -> Iterator[tuple[GroupVersionKind, Definition]]:
    """What a CustomResourceDefinition defines; nothing if the map is not one, or is malformed."""
    group, version = GroupVersion.split(str(crd.get("apiVersion")))
    spec = crd.get("spec")
    if group != GROUP or crd.get("kind") != KIND or not isinstance(spec, dict):
        return
    names, listed = spec.get("names"), spec.get("versions")
    if not isinstance(names, dict):
        return
    beta = version == "v1beta1"
    keeps = spec.get("preserveUnknownFields")
    keeps = keeps is True or (keeps is None and beta)
    for each in listed if isinstance(listed, list) else [{"name": spec.get("version")}]:
        if isinstance(each, dict) and isinstance(each.get("name"), str):
            holder = spec.get("validation") if beta and _schema(each.get("schema")) is None else each.get("schema")
            status = _has_status(each) or (beta and _has_status(spec))
            definition = Definition(holder, keeps, status, each.get("served") is not False)
            yield GroupVersionKind(str(spec.get("group")), each["name"], str(names.get("kind"))), definition


def _has_status(holder: dict[str, Any]) -> bool:
    subresources = holder.get("subresources")
    return isinstance(subresources, dict) and subresources.get("status") is not None


def _schema(holder: Any) -> Schema | None:
    if not isinstance(holder, dict):
        return None
    schema = holder.get("openAPIV3Schema")
    return schema if isinstance(schema, dict) else None


def unchecked(schema: Schema) -> Iterator[str]:
    """The parts of a schema that only the server checks."""
    from kconv.validation.matching import finder

    every = [node for _, node in nodes(schema)]
    rules = sum(len(node.get(VALIDATIONS) or ()) for node in every)
    if rules:
        yield f"{rules} CEL {'rule' if rules == 1 else 'rules'}"
    odd = {node["pattern"] for node in every if node.get("pattern") and finder(node["pattern"]) is None}
    yield from (f"the pattern {pattern}" for pattern in sorted(odd))


def _demands(schema: Schema) -> dict[FieldPath, Schema]:
    """Each node of a schema without its words and without the nodes below it."""
    return {
        path: {key: value for key, value in node.items() if key not in _WORDS and not _is_below(key, value)}
        for path, node in nodes(schema)
    }


def _is_below(key: str, value: Any) -> bool:
    return key == "properties" or (key in ("items", "additionalProperties") and isinstance(value, dict))
