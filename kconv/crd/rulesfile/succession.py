"""Each version names the one before it, so that the versions have an order which no date or name would give."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kconv.crd.faults import Fault
from kconv.crd.rulesfile.definitions import Shipped
from kconv.crd.rulesfile.document import RulesFile, VersionSaid
from kconv.settings import meant


def disordered(said: RulesFile, known: Collection[str], main: Shipped) -> Iterator[Fault]:
    """Versions that do not lead from the oldest to the newest, and a hub that is none of them.

    ``known`` are the versions by apiVersion, ``main`` the definition whose group is meant where none is written.
    """
    yield from _oldest(said)
    followed: dict[str, str] = {}
    for each in said.versions:
        if each.since is not None:
            yield from _since(each, each.since, said, known, main, followed)
            followed[main.full(each.since)] = each.name
    yield from _hub(said, known, main)


def _oldest(said: RulesFile) -> Iterator[Fault]:
    oldest = [each for each in said.versions if each.since is None]
    if not oldest:
        yield said.spec.below("versions").fault("one version is the oldest, and has no since")
    for each in oldest[1:]:
        why = f"since is required: {oldest[0].name} is the oldest version already"
        yield each.spot.fault(why, "each version but the oldest names the version before it")
    for each in oldest:
        if each.rules:
            yield each.spot.below("rules").fault("the oldest version has no rules", "name the version before: since")


def _since(
    each: VersionSaid, since: str, said: RulesFile, known: Collection[str], main: Shipped, followed: dict[str, str]
) -> Iterator[Fault]:
    names, spot, full = _names(said), each.spot.below("since"), main.full(since)
    if full not in known:
        yield spot.fault(f"{since} is not one of the versions {', '.join(names)}", meant(since, names))
    elif full in followed:
        yield spot.fault(f"{followed[full]} is the version after {since} already")
    elif full in _later(each, said, main):
        yield spot.fault(f"{since} is not before {each.name}: since leads in a circle")


def _hub(said: RulesFile, known: Collection[str], main: Shipped) -> Iterator[Fault]:
    names = _names(said)
    if said.hub is None and len(names) > 1:
        yield said.spec.fault("hub is required", f"it is the version that has all fields, one of {', '.join(names)}")
    elif said.hub is not None and main.full(said.hub) not in known:
        why = f"{said.hub} is not one of the versions {', '.join(names)}"
        yield said.spec.below("hub").fault(why, meant(said.hub, names))


def _names(said: RulesFile) -> list[str]:
    return [each.name for each in said.versions]


def _later(of: VersionSaid, said: RulesFile, main: Shipped) -> set[str]:
    """A version and all that follow it, by what since says."""
    found, size = {main.full(of.name)}, 0
    while len(found) > size:
        size = len(found)
        found |= {main.full(each.name) for each in said.versions if each.since and main.full(each.since) in found}
    return found
