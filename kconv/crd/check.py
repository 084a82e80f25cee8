"""A definition is checked before it is printed: what the API server refuses, and what it takes and nobody means.

Schemas are judged by ``kconv.structural``, defaults and the definition itself by ``kconv.validation``. CEL is the API
server's to compile.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from kconv.catalog import schemas as catalog
from kconv.crd.definition import Definition
from kconv.crd.faults import Fault
from kconv.crd.history import Defined, Version
from kconv.crd.jsonpaths import in_object, lists_on
from kconv.crd.paths_shown import faults_of_paths
from kconv.crd.source import Place
from kconv.names import GroupVersionKind, Release, version_order
from kconv.paths import FieldPath, get, show
from kconv.structural.refusals import refusals
from kconv.structural.vocabulary import LIST_TYPE, VALIDATIONS, Schema, nodes
from kconv.validation.checker import Checker

_GVK: Final = GroupVersionKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition")
_BY_DEFAULT: Final = {VALIDATIONS: Release(25), "selectableFields": Release(31)}
"""Fields that servers drop, in releases that have them, unless a feature gate is open."""
APPLIED: Final = 262_144
"""Bytes that `kubectl apply` can keep in the annotation of what it applied last."""
STORED: Final = 1_572_864
"""Bytes of a request that etcd takes."""


def faults(definition: Definition, crd: dict[str, Any], release: Release) -> Iterator[Fault]:
    """Everything for which a server of the release refuses a definition, or silently leaves out a part of it."""
    for path, why, hint in refusals(crd):
        yield _at(definition, path, why, hint)
    yield from _of_release(definition, crd, release)
    written = {each["name"]: each["schema"]["openAPIV3Schema"] for each in crd["spec"]["versions"]}
    for version in definition.versions:
        schema = written[version.declared.group_version.version]
        yield from _defaults(version, schema)
        yield from _transitions(version, schema)
        yield from faults_of_paths(version, schema)
    if definition.storage is None:
        why = f"no version is the storage version: {', '.join(map(str, definition.versions))}"
        yield Fault(definition.versions[0].place, definition.name, why, "write storage=True for one of them")
    if not any(version.served for version in definition.versions):
        yield Fault(definition.versions[0].place, definition.name, "no version is served", "serve one")
    if (size := _size(crd)) > STORED:
        yield _at(
            definition,
            (),
            f"{size:,} bytes are more than etcd accepts, {STORED:,}",
            "leave out the descriptions with --max-description 0",
        )


def warnings(definition: Definition, crd: dict[str, Any]) -> Iterator[Fault]:
    """What a server takes, and is not meant like this, or not checked here."""
    size, place = _size(crd), definition.versions[0].place
    if APPLIED < size <= STORED:
        advice = "use `kubectl apply --server-side`, or leave out the descriptions with --max-description 0"
        yield Fault(
            place,
            definition.name,
            f"{size:,} bytes are more than client-side `kubectl apply` accepts, {APPLIED:,}",
            advice,
        )
    rules = sum(
        len(node.get(VALIDATIONS) or ()) for each in crd["spec"]["versions"] for _, node in nodes(_schema(each))
    )
    if rules:
        what = "1 CEL rule is" if rules == 1 else f"{rules} CEL rules are"
        yield Fault(Place(), definition.name, f"{what} not checked: the API server compiles them")
    first = max(definition.versions, key=lambda each: version_order(each.declared.group_version.version))
    good = [each for each in definition.versions if each.served and not each.deprecated]
    if good and first not in good:
        state = "deprecated" if first.served else "not served"
        why = f"is {state} but has the highest priority: clients that do not name a version use it"
        yield Fault(first.place, str(first), why)


def _schema(version: dict[str, Any]) -> Schema:
    schema: Schema = version["schema"]["openAPIV3Schema"]
    return schema


def _size(crd: dict[str, Any]) -> int:
    return len(json.dumps(crd, ensure_ascii=False, separators=(",", ":")).encode())


def _at(definition: Definition, path: FieldPath, why: str, advice: str = "") -> Fault:
    """A fault at a path of the manifest, in the words of the version that it is in."""
    index = path[2] if path[:2] == ("spec", "versions") and len(path) > 2 else 0
    version = definition.versions[index if isinstance(index, int) else 0]
    model = version.model
    place = model.shipped.place(path) if path and isinstance(model, Defined) else version.place
    return Fault(place, f"{definition.name}: {show(path)}" if path else definition.name, why, advice)


def _of_release(definition: Definition, crd: dict[str, Any], release: Release) -> Iterator[Fault]:
    """What the release's own type of a definition does not have."""
    name = catalog.of(_GVK, release)
    if name is None:
        yield _at(definition, (), f"release {release} does not serve {_GVK.api_version}", "1.16 is the first that does")
        return
    check = Checker(lambda each: catalog.definition(each, release)).definition(name)
    for found in check(crd) or ():
        why = f"release {release} has no such field" if found.rule == "unknown" else found.message
        yield _at(definition, found.path, why)
    for word, since in _BY_DEFAULT.items():
        place = next(_places(crd, word), None) if release < since else None
        if place is not None:
            yield _at(definition, place, f"a server of release {release} leaves it out: it came with {since}")


def _places(value: Any, word: str, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Where a key is in a manifest."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key == word:
                yield (*path, key)
            yield from _places(below, word, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _places(below, word, (*path, index))


def _defaults(version: Version, schema: Schema) -> Iterator[Fault]:
    """Defaults that the rest of their own node refuses: a server finds that out when it makes the CRD."""
    for path, node in nodes(schema):
        if node.get("default") is None:
            continue
        for found in Checker(lambda _: {}, custom=True).node(node)(node["default"]) or ():
            where = f"{version}: {show((*in_object(path), *found.path))}"
            yield Fault(version.written((*path, "default")), where, f"the default is invalid: {found.message}")


def _transitions(version: Version, schema: Schema) -> Iterator[Fault]:
    """Rules about ``oldSelf`` in lists whose items have no identity: the server finds no item from before."""
    for path, node in nodes(schema):
        for rule in node.get(VALIDATIONS) or ():
            if "oldSelf" in rule["rule"] and (lost := _uncorrelated(schema, path)) is not None:
                why = f"oldSelf cannot be used below the list {show(in_object(lost))}, because its items have no key"
                where, advice = f"{version}: {show(in_object(path))}", "make it a ListMap, or move the rule to the list"
                yield Fault(version.written((*path, VALIDATIONS)), where, why, advice)


def _uncorrelated(schema: Schema, path: FieldPath) -> FieldPath | None:
    """The first list without keys on the way to a node."""
    return next((each for each in lists_on(path) if get(schema, each).get(LIST_TYPE) != "map"), None)
