"""How the fields of two versions of a kind differ: which were moved, removed or added, and what else the rules say.

Both schemas are compared in the hub's form, so that a field that only moved is not a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kconv.catalog import latest
from kconv.engine import Kind
from kconv.engine.moves import Pair, carried
from kconv.engine.route import Leg, route
from kconv.history import kind_schemas
from kconv.history.differences import Comparison, Difference
from kconv.history.kind_schemas import Structure
from kconv.names import GroupVersion, Release
from kconv.paths import FieldPath
from kconv.rules import Part, Rule
from kconv.rules.schema import Node, at


@dataclass(frozen=True)
class Between:
    """What a conversion from one version to another means for the fields.

    ``releases`` are those whose schemas were compared, None of a custom resource, ``moved`` pairs of field paths. A
    difference has the path of the source's where the field is gone, else of the target's. ``values``, ``defaults`` of
    source and target, ``demands`` of the target are sentences of the rules.
    """

    kind: Kind
    source: GroupVersion
    target: GroupVersion
    releases: tuple[Release, Release] | None
    moved: tuple[Pair, ...]
    differences: tuple[Difference, ...]
    values: tuple[str, ...]
    defaults: tuple[tuple[str, ...], tuple[str, ...]]
    demands: tuple[str, ...]


def between(kind: Kind, source: GroupVersion, target: GroupVersion, release: Release | None = None) -> Between:
    """Compare two versions of a kind as ``release`` has them, without one as the newest that has both.

    A version that the release has not is taken from the release next to it. Raises UnknownKindError if no release has
    a schema of one of them.
    """
    chosen = _releases(kind, source, target, release)
    old, new = (
        Structure(at, kind_schemas.schema(kind, version, at), kind_schemas.resolver(at))
        for version, at in zip((source, target), chosen, strict=True)
    )
    return _compared(kind, (source, target), (old, new), chosen)


def between_declared(kind: Kind, source: GroupVersion, target: GroupVersion, declared: Mapping[str, Node]) -> Between:
    """Compare two versions of a custom resource by its schemas, which are given by apiVersion."""
    (old,), (new,) = (kind_schemas.structures(kind, version, declared) for version in (source, target))
    return _compared(kind, (source, target), (old, new), None)


def _compared(
    kind: Kind,
    versions: tuple[GroupVersion, GroupVersion],
    structures: tuple[Structure, Structure],
    releases: tuple[Release, Release] | None,
) -> Between:
    source, target = versions
    way = route(kind, source, target)
    resolves = structures[0].resolve, structures[1].resolve
    schemas = structures[0].node, structures[1].node
    moved = tuple(
        pair for pair in way.moves if all(at(*each) is not None for each in zip(schemas, pair, resolves, strict=True))
    )
    in_hub = [kind_schemas.in_hub(kind, *each) for each in zip((source, target), schemas, resolves, strict=True)]
    backs = [[(hub, own) for own, hub in leg.moves] for leg in (way.source, way.target)]
    found = Comparison(*resolves).differences(*in_hub)
    differences = tuple(one._replace(path=_back(one.path, backs[one.what != "gone"])) for one in found)
    newest = releases or (latest(), latest())
    fills = [list(_fills(*each)) for each in zip((way.source, way.target), newest, strict=True)]
    own = tuple(tuple(line for line in fills[at] if line not in fills[1 - at]) for at in (0, 1))
    return Between(
        kind,
        source,
        target,
        releases,
        moved,
        differences,
        tuple(dict.fromkeys(line for leg in (way.source, way.target) for line in _values(leg))),
        (own[0], own[1]),
        tuple(_said(part for part in way.target.settling if not part.rule.of_others)),
    )


def _releases(
    kind: Kind, source: GroupVersion, target: GroupVersion, release: Release | None
) -> tuple[Release, Release]:
    """The releases to compare."""
    olds, news = kind_schemas.published(kind, source), kind_schemas.published(kind, target)
    for version, found in ((source, olds), (target, news)):
        if not found:
            kind_schemas.schema(kind, version, kind_schemas.known()[-1])
    if release is None:
        release = max(set(olds) & set(news), default=olds[-1])
    return _nearest(olds, release), _nearest(news, release)


def _nearest(releases: Sequence[Release], release: Release) -> Release:
    """The release itself, else the newest before it, else the oldest."""
    return max((one for one in releases if one <= release), default=releases[0])


def _back(path: FieldPath, pairs: list[Pair]) -> FieldPath:
    """A hub's path as a version has it."""
    return carried(path, pairs)[0]


def _values(leg: Leg) -> Iterator[str]:
    """What the rules change in place."""
    return _said(part for part in leg.converting if not part.rule.moves and not part.rule.lacks)


def _fills(leg: Leg, release: Release) -> Iterator[str]:
    """What a version means by leaving fields out, in a release."""
    return _said(part for part in leg.filling if part.rule.fillings(release))


def _said(parts: Iterable[Part[Rule]]) -> Iterator[str]:
    """The sentences of rules."""
    for part in parts:
        yield from part.describe()
