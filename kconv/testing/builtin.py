"""Kubernetes' own kinds, and a user's kinds declared in the same vocabulary, as subjects of a test."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kconv import catalog
from kconv.engine import Kind, convert_kind
from kconv.engine.preserve import filler
from kconv.engine.route import leg, name_in
from kconv.engine.stash import ANNOTATION
from kconv.errors import UnknownKindError
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.testing.shape import Shape, of_builtin
from kconv.testing.subject import Json, Subject


def kind_named(name: str) -> Kind:
    """A registered kind by its name, with its group where two are called the same: `Eviction.policy`.

    Raises UnknownKindError.
    """
    own, _, group = name.partition(".")
    found = [each for each in BUILT_IN.registered() if each.name == own and each.versions[0].group.startswith(group)]
    if len(found) != 1:
        why = "several kinds are called" if found else "no kind that kconv has rules for is called"
        raise UnknownKindError(f"{why} {name}", hint="see kconv explain, and write Kind.group where there are two")
    return found[0]


@cache
def builtin(kind: Kind) -> Subject:
    """A registered kind, with the catalog's schemas."""
    return declared(kind, of_builtin(kind))


def names_of(kind: Kind) -> dict[str, str]:
    """What a kind is called in each version."""
    return {str(version): name_in(kind, version) for version in kind.versions}


def declared(kind: Kind, shapes: Mapping[str, Shape]) -> Subject:
    """A kind that is declared in kconv's vocabulary."""
    release = catalog.latest()

    def plain(obj: Json, to: str) -> Json:
        return convert_kind(kind, obj, GroupVersion.parse(to), release=release, defaults="none").object

    def deployed(obj: Json, to: str) -> Json | None:
        made = convert_kind(kind, obj, GroupVersion.parse(to), release=release)
        # A fragment gets no defaults; what the server would refuse is repaired or asked about, and reported.
        changed = made.fragment or made.questions or any(note.kind in ("repair", "nearest") for note in made.notes)
        return None if changed else made.object

    def with_defaults(obj: Json, version: str) -> Json:
        return filler(leg(kind, GroupVersion.parse(version)).filling, release)(obj)

    return Subject(
        kind.name,
        tuple(map(str, kind.versions)),
        plain,
        shapes,
        hub=kind.hub,
        annotations=frozenset({ANNOTATION}),
        deployed=deployed,
        filled=with_defaults,
        rules=kind,
        list_keys=kind.list_keys,
        names=names_of(kind),
    )
