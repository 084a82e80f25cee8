"""The structure of every built-in kind in every release from 1.9 on, as OpenAPI v3 nodes on plain dicts.

A release publishes only its own structure; the files in schemas/structure/ hold all of them, folded by
tools/build_structure.py, a file for a group's version: reading one kind reads the files that it reaches.

What Go's decoding makes of JSON is not repeated in each node: null counts as an absent field everywhere, and a field
that an object's definition does not name is unknown, unless it says x-kubernetes-preserve-unknown-fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from kconv.catalog.tables import structure, structures
from kconv.errors import KconvError
from kconv.names import GroupVersionKind, Release
from kconv.records import NamedTuple

Node = dict[str, Any]


class Span(NamedTuple):
    """The releases in which a field or definition exists: from ``since`` to before ``until``; None: it still does."""

    since: Release
    until: Release | None

    def __contains__(self, release: object) -> bool:
        return isinstance(release, Release) and self.since <= release and (self.until is None or release < self.until)


def of(gvk: GroupVersionKind, release: Release) -> str | None:
    """The name of the kind's definition, such as ``apps.v1.Deployment``. None if the release does not publish the kind.

    Lists (DeploymentList) are kinds too. What is published may be off by default; ``served`` says which is.
    """
    place = f"{_package(gvk.group)}.{gvk.version}"
    published = structure(place)
    if published is None or published["group"] != gvk.group or gvk.kind not in published["kinds"]:
        return None
    return f"{place}.{gvk.kind}" if release in _span(published["kinds"][gvk.kind]) else None


@cache
def definition(name: str, release: Release) -> Node:
    """A definition as one release has it, memoised: an OpenAPI v3 structural node that is never to be changed.

    Another definition is ``{"$ref": "core.v1.PodSpec"}``, with what belongs to the field beside it (``default``,
    ``x-kubernetes-…``). Raises KconvError if the release has no definition of that name.
    """
    published = _published(name)
    if published is None or release not in _span(published["releases"]):
        raise KconvError(f"release {release} has no definition {name}")
    if "node" in published:
        node: Node = published["node"]
        return node
    properties, required = {}, []
    for field, table in published["fields"].items():
        for key, variant in table.items():
            releases, _, word = key.partition(" ")
            if release in _span(releases):
                properties[field] = variant
                if word:
                    required.append(field)
    node = {"type": "object", **published.get("also", {}), "properties": properties}
    return {**node, "required": required} if required else node


@cache
def history(name: str) -> Mapping[str, Span]:
    """The releases in which each field of a definition exists, over all releases. Empty for one without fields.

    Raises KconvError if no release has a definition of that name.
    """
    published = _published(name)
    if published is None:
        raise KconvError(f"no release has a definition {name}")
    found = {}
    for field, table in published.get("fields", {}).items():
        parts = [_span(key.partition(" ")[0]) for key in table]
        found[field] = Span(parts[0].since, parts[-1].until)
    return found


def lifetime(name: str) -> Span | None:
    """The releases that have a definition of that name. None if none has."""
    published = _published(name)
    return _span(published["releases"]) if published else None


def definitions(release: Release) -> Iterator[str]:
    """The names of all definitions of a release, by file and name."""
    for place, content in structures():
        for own, published in content["definitions"].items():
            if release in _span(published["releases"]):
                yield f"{place}.{own}"


def kinds(release: Release) -> Iterator[GroupVersionKind]:
    """All kinds that a release publishes, lists included, by group and version."""
    for _, content in structures():
        for kind, releases in content["kinds"].items():
            if release in _span(releases):
                yield GroupVersionKind(content["group"], content["version"], kind)


def references(node: Node) -> Iterator[str]:
    """The names that a node refers to, itself, in its items, values and alternatives; in a definition in its fields."""
    if "$ref" in node:
        yield node["$ref"]
    below = [*node.get("properties", {}).values(), *node.get("oneOf", ())]
    below += [node[key] for key in ("items", "additionalProperties") if key in node]
    for each in below:
        yield from references(each)


def _package(group: str) -> str:
    return group.partition(".")[0] or "core"


def _published(name: str) -> Node | None:
    place, _, own = name.rpartition(".")
    published = structure(place)
    found: Node | None = published["definitions"].get(own) if published else None
    return found


@cache
def _span(text: str) -> Span:
    first, _, last = text.partition("-")
    return Span(Release(int(first)), Release(int(last) + 1) if last else None)
