"""The API server checks a write by the rules of the version that it is made in, and by no other version's.

A rule in CEL, or a field that is immutable, is passed by with a write through a version that does not have the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kconv.crd.definition import Definition
from kconv.crd.faults import Fault
from kconv.crd.history import Version
from kconv.crd.jsonpaths import in_object
from kconv.paths import show
from kconv.rules import Converts, of_sort, parts
from kconv.rules.base import reshaped
from kconv.structural.vocabulary import VALIDATIONS, Schema, nodes


def weaker(definition: Definition, schemas: Mapping[str, Schema]) -> Iterator[Fault]:
    """Rules of one version that its neighbour lacks at the same field."""
    models = {version.model: version for version in definition.versions}
    for newer in definition.versions:
        older = models.get(newer.since) if newer.since is not None else None
        if older is None or not (older.served and newer.served):
            continue
        before = reshaped(schemas[older.api_version], of_sort(parts(newer.rules), Converts), _no_reference)
        after = schemas[newer.api_version]
        yield from _lacking(before, after, older, newer)
        yield from _lacking(after, before, newer, older)


def _lacking(one: Schema, other: Schema, version: Version, neighbour: Version) -> Iterator[Fault]:
    there = dict(nodes(other))
    for path, node in nodes(one):
        known = [rule["rule"] for rule in there.get(path, {}).get(VALIDATIONS) or ()]
        for rule in node.get(VALIDATIONS) or ():
            if path in there and rule["rule"] not in known:
                place = show(in_object(path)) or "the object"
                why = f"a write through {neighbour.api_version} is not checked by {rule['rule']}"
                yield Fault(neighbour.written(path), f"{version}: {place}", why, "add the rule to that version")


def _no_reference(name: str) -> Schema:
    raise LookupError(f"a structural schema has no references, such as {name}")
