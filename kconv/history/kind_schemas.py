"""The schema of a kind's hub, and of each spoke as its rules bring it there: the catalog's structure, the rules' moves.

The hub has the structure of the hub version in the newest release that has it, and what only spokes know: the fields
that the hub version's own rules say it lacks, as the spoke that has them types them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kconv import catalog, kinds
from kconv.catalog import schemas
from kconv.engine.kind import Kind
from kconv.errors import UnknownKindError
from kconv.names import GroupVersion, GroupVersionKind, Release, version_order
from kconv.paths import FieldPath
from kconv.records import NamedTuple
from kconv.rules import Converts, of_sort
from kconv.rules.base import reshaped
from kconv.rules.schema import Node, Resolve, at, no_references, opened, put


@cache
def kind_of(gvk: GroupVersionKind) -> Kind:
    """The kind of a built-in version, for one without rules (ScheduledJob) that of its newest form; one that nothing
    converts is its own hub."""
    found = kinds.find(gvk)
    if found is None:
        newest = max(catalog.versions(gvk), key=lambda one: version_order(one.gvk.version)).gvk
        found = kinds.find(newest) or _alone(newest)
    return found


@cache
def _alone(gvk: GroupVersionKind) -> Kind:
    return Kind(gvk.kind, hub=gvk.api_version, spokes={})


@cache
def resolver(release: Release) -> Resolve:
    """Definitions by name, as a release has them; one that it has not, as the last release that had it."""

    def resolve(name: str) -> Node:
        span = schemas.lifetime(name)
        if span is None or release in span:
            return schemas.definition(name, release)
        return schemas.definition(name, Release(span.until.minor - 1) if span.until else span.since)

    return resolve


def published(kind: Kind, version: GroupVersion) -> list[Release]:
    """The releases that publish a version of the kind, oldest first."""
    gvk = version.kind(kind.name)
    return [release for release in known() if schemas.of(gvk, release)]


@cache
def known() -> tuple[Release, ...]:
    """Every release whose structure the catalog has, oldest first."""
    always = schemas.lifetime("meta.v1.ObjectMeta")
    first = always.since if always else min(catalog.releases())
    return tuple(Release(minor) for minor in range(first.minor, max(catalog.releases()).minor + 1))


class Structure(NamedTuple):
    """A version's schema, and how its references are resolved. ``release`` is the one that has it; None for a custom
    resource, whose schema is the same in every release and has no references.
    """

    release: Release | None
    node: Node
    resolve: Resolve


def structures(kind: Kind, version: GroupVersion, declared: Mapping[str, Node] | None = None) -> list[Structure]:
    """The schemas of a version over the releases, the oldest first; ``declared`` are those of a custom resource."""
    if declared is not None:
        return [Structure(None, declared[str(version)], no_references)] if str(version) in declared else []
    releases = published(kind, version)
    return [Structure(release, schema(kind, version, release), resolver(release)) for release in releases]


def schema(kind: Kind, version: GroupVersion, release: Release) -> Node:
    """The kind's schema in one version and release. Raises UnknownKindError if the release does not publish it."""
    gvk = version.kind(kind.name)
    name = schemas.of(gvk, release)
    if name is None:
        raise UnknownKindError(f"release {release} has no {gvk}", gvk=gvk)
    return {"$ref": name}


def in_hub(kind: Kind, version: GroupVersion, node: Node, resolve: Resolve) -> Node:
    """A version's schema in the hub's form: each rule takes the fields it moves along."""
    return reshaped(node, of_sort(kind.parts(version), Converts), resolve)


def hub_release(kind: Kind) -> Release:
    """The newest release that has the hub version. Raises UnknownKindError if none has."""
    found = published(kind, kind.versions[0])
    if not found:
        raise UnknownKindError(f"no release has a schema of {kind.hub} {kind.name}")
    return found[-1]


@cache
def hub(kind: Kind) -> Node:
    """The schema of the kind's hub. Its references are to be resolved with ``resolver(hub_release(kind))``."""
    release, version = hub_release(kind), kind.versions[0]
    resolve = resolver(release)
    node = schema(kind, version, release)
    for part in of_sort(kind.parts(version), Converts):
        for path in part.below(part.rule.lacks):
            for end in range(1, len(path) + 1):
                node = _with_lacking(kind, node, path[:end], end < len(path), resolve)
    return node


def _with_lacking(kind: Kind, node: Node, path: FieldPath, above: bool, resolve: Resolve) -> Node:
    """The hub's schema with a field that the hub version lacks; ``above`` for what only holds one that it lacks."""
    if at(node, path, resolve) is not None or (found := _from_spokes(kind, path)) is None:
        return node
    if above:
        found = {"type": "object", "properties": {}, "title": opened(found, resolve).get("title", "")}
    return put(node, path, found, resolve)


def _from_spokes(kind: Kind, path: FieldPath) -> Node | None:
    """The node of a hub path in the newest release of the first spoke that has it, in the hub's form or in its own."""
    for version in kind.versions[1:]:
        for release in reversed(published(kind, version)):
            resolve = resolver(release)
            own = schema(kind, version, release)
            for node in (in_hub(kind, version, own, resolve), own):
                found = at(node, path, resolve)
                if found and not _made(found):
                    return found
    return None


def _made(node: Node) -> bool:
    """Whether a node comes from a rule and not from a definition."""
    return "properties" in node and "title" not in node
