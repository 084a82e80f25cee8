"""A file of rules and a definition are a custom resource, as one that is written in Python is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kconv.crd import history
from kconv.crd.custom_resource import CustomResource
from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.history import Defined, Version
from kconv.crd.kind import kind_of
from kconv.crd.rulesfile.definitions import Shipped, chosen, definitions
from kconv.crd.rulesfile.document import RulesFile, VersionSaid, read
from kconv.crd.rulesfile.paths_named import misnamed
from kconv.crd.rulesfile.spot import every
from kconv.crd.rulesfile.succession import disordered
from kconv.crd.rulesfile.vocabulary import PYTHON
from kconv.crd.rulesfile.wording import phrased, worded
from kconv.crd.version_facts import Declared, group_version


def resources_of(file: Path, crds: Sequence[Path] = ()) -> list[CustomResource]:
    """The custom resources of a file of rules, one for each document.

    ``crds`` are files with the definitions, in place of those that the file names. Raises UsageError, and
    DeclarationError with all that is wrong.
    """
    return every(lambda said: _resource(said, crds), read(file))


def _resource(said: RulesFile, crds: Sequence[Path]) -> CustomResource:
    known = definitions(list(crds) or _files(said))
    main = chosen(said.name, known)
    models = _models(said, main, known)
    if faults := [*_unsaid(models, known), *disordered(said, models, main)]:
        raise DeclarationError(faults)
    versions = [_version(each, models, main, known) for each in said.versions]
    hub = models[main.full(said.hub)] if said.hub else None
    resource = _table(said, versions, hub, main, known)
    rules = {main.full(each.name): each.rules for each in said.versions}
    if faults := [*misnamed(resource.history, rules)]:
        raise DeclarationError(faults)
    try:
        kind_of(resource.history)  # which holds every field to the rules
    except ValueError as error:
        said.spec.below("versions").fail(phrased(str(error)))
    return resource


def _files(said: RulesFile) -> list[Path]:
    """The files that the rules name. Raises DeclarationError for one that there is not."""
    if not said.crds:
        said.spec.fail("crds is required: the file with the definition", "name it there, or with --crd FILE")
    for index, file in enumerate(said.crds):
        if not file.is_file():
            spot = said.spec.below("crds").below(index)
            spot.fail(f"there is no file {spot.value}", f"kconv looks for {file}, as seen from the rules")
    return said.crds


def _table(
    said: RulesFile, versions: list[Version], hub: Defined | None, main: Shipped, known: Mapping[str, Shipped]
) -> CustomResource:
    names = main.crd["spec"]["names"]
    used = {(each.declared.group_version.group, each.declared.kind) for each in versions}
    try:
        return CustomResource(
            *versions,
            hub=hub,
            scope=main.crd["spec"].get("scope"),
            plural=names["plural"],
            singular=names.get("singular", ""),
            short_names=names.get("shortNames") or (),
            categories=names.get("categories") or (),
            shipped={(each.group, each.kind): each.crd for each in known.values() if (each.group, each.kind) in used},
        )
    except ValueError as error:
        said.spec.fail(str(error).removeprefix("CustomResource: "))


def _models(said: RulesFile, main: Shipped, known: Mapping[str, Shipped]) -> dict[str, Defined]:
    """The versions by apiVersion, as the definitions have them."""
    found: dict[str, Defined] = {}

    def add(each: VersionSaid) -> None:
        name = main.full(each.name)
        if name in found:
            each.spot.below("name").fail(f"{each.name} is there twice")
        found[name] = _model(each, name, main, known)

    every(add, said.versions)
    return found


def _model(each: VersionSaid, name: str, main: Shipped, known: Mapping[str, Shipped]) -> Defined:
    spot = each.spot.below("name")
    try:
        version = group_version(name)
    except ValueError as error:
        spot.fail(str(error))
    kind = each.kind or main.kind
    of = next((one for one in known.values() if (one.group, one.kind) == (version.group, kind)), None)
    if of is None:
        there = ", ".join(f"{one.kind} in {one.group}" for one in known.values())
        spot.fail(f"no definition has the kind {kind} in {version.group}", f"there is {there}")
    if version.version not in of.versions:
        advice = "keep a version in its definition, with served: false, as long as objects are stored in it"
        spot.fail(f"the definition {of.name} has no version {version.version}; it has {', '.join(of.versions)}", advice)
    shipped = history.Shipped(lambda path: of.spot.at(path).place, of.schema_at(version.version))
    words = partial(worded, words=PYTHON)
    return Defined(Declared(version, kind), of.schema(version.version), each.spot.place, shipped, words)


def _unsaid(models: Mapping[str, Defined], known: Mapping[str, Shipped]) -> Iterator[Fault]:
    """Versions of the definitions of which the file says nothing: their objects could not be converted."""
    kinds = {(each.declared.group_version.group, each.declared.kind) for each in models.values()}
    for each in known.values():
        for index, version in enumerate(each.crd["spec"]["versions"]):
            if (each.group, each.kind) in kinds and f"{each.group}/{version['name']}" not in models:
                spot = each.spot.below("spec").below("versions").below(index)
                why = f"{each.name} has the version {version['name']}, of which the rules say nothing"
                yield spot.fault(why, "add it to spec.versions of the rules")


def _version(each: VersionSaid, models: Mapping[str, Defined], main: Shipped, known: Mapping[str, Shipped]) -> Version:
    model = models[main.full(each.name)]
    version: dict[str, Any] = _defined(model, known)
    warning = version.get("deprecationWarning")
    try:
        return Version(
            model,
            since=None if each.since is None else models[main.full(each.since)],
            rules=[one.rule for one in each.rules],
            storage=version.get("storage") is True,
            served=version.get("served") is not False,
            deprecated=warning or True if version.get("deprecated") is True else False,
        )
    except ValueError as error:
        each.spot.fail(str(error))


def _defined(model: Defined, known: Mapping[str, Shipped]) -> dict[str, Any]:
    """The version in its definition."""
    group, name = model.declared.group_version.group, model.declared.group_version.version
    of = next(each for each in known.values() if (each.group, each.kind) == (group, model.declared.kind))
    return of.versions[name]
