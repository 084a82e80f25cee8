"""What an API server would do with a stored object once a webhook converts it, without one.

The server fills in a version's defaults before it converts an object and again before anybody reads it, prunes what the
schema does not name, and validates what is written. So does a trial, with the schemas of the declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from kconv.catalog import latest, schemas
from kconv.engine import Kind, convert_kind, stash
from kconv.engine.conversion import Misfit
from kconv.errors import ConversionError
from kconv.names import GroupVersion
from kconv.notes import Note
from kconv.paths import same
from kconv.pipeline.roundtrip.outcomes import Loss
from kconv.pipeline.roundtrip.trip import losses, opened
from kconv.records import NamedTuple
from kconv.structural.default import default
from kconv.structural.prune import prune
from kconv.structural.vocabulary import Schema
from kconv.validation.checker import Checker
from kconv.validation.finding import Check, Finding

if TYPE_CHECKING:
    from kconv.crd.custom_resource import CustomResource

Json = dict[str, Any]
Outcome = Literal["passes", "stashed", "dropped", "misfit", "invalid", "lost", "refused"]
"""The least first. ``stashed``: it comes back by the annotation; ``dropped``: without fields that rules drop;
``misfit``: with a value that a rule cannot read; ``invalid``: a schema refuses the object; ``lost``: it does not come
back; ``refused``: it cannot be converted whole, so that a webhook leaves fields out or stops every list."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class Trial(NamedTuple):
    """An object in one version: ``invalid`` is what that version's schema refuses of it.

    ``losses`` are the differences after the way back, without those that ``dropped`` explains: fields that rules drop.
    ``stash`` is the size of the annotation in bytes, ``annotations`` that of all annotations as the API server's limit
    counts them, with kubectl apply's copy. ``why`` it cannot be converted.
    """

    version: str
    invalid: tuple[Finding, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    dropped: tuple[Note, ...] = ()
    losses: tuple[Loss, ...] = ()
    stash: int = 0
    annotations: int = 0
    why: str = ""

    @property
    def outcome(self) -> Outcome:
        """The worst that became of it."""
        found = {
            "refused": self.why,
            "lost": self.losses,
            "invalid": self.invalid,
            "misfit": self.misfits,
            "dropped": self.dropped,
            "stashed": self.stash,
        }
        return next((outcome for outcome in reversed(OUTCOMES[1:]) if found[outcome]), "passes")


class Trials:
    """Tries the objects of one definition: the versions of a custom resource that have one group and one kind."""

    def __init__(self, resource: CustomResource, group: str, name: str) -> None:
        self.kind: Kind = resource.kind
        self.versions = [
            one.gvk.group_version for one in resource.lineage if (one.gvk.group, one.gvk.kind) == (group, name)
        ]
        self.schemas: Mapping[str, Schema] = resource.schemas
        self._checks = {str(each): _check(self.schemas[str(each)]) for each in self.versions}

    def of(self, obj: Json) -> Iterator[Trial]:
        """An object as it is stored, then in each other version and back. Never raises for what is in it."""
        own = GroupVersion.parse(obj["apiVersion"])
        yield Trial(str(own), invalid=tuple(self._checks[str(own)](obj) or ()))
        start = self._served(obj, own)
        for version in self.versions:
            if version != own:
                yield self._through(start, version, own)

    def _through(self, start: Json, version: GroupVersion, own: GroupVersion) -> Trial:
        try:
            there = convert_kind(self.kind, start, version, defaults="served")
            seen = self._served(there.object, version)
            back = convert_kind(self.kind, seen, own, defaults="served")
        except ConversionError as error:
            return Trial(str(version), why=error.why)
        except Exception as error:  # of a rule that a user has written
            return Trial(str(version), why=f"{type(error).__name__}: {error}")
        before, after = opened(self.kind, start), opened(self.kind, self._served(back.object, own))
        dropped = tuple(note for each in (there, back) for note in each.notes if note.kind == "dropped")
        places = {_pattern(note.path) for note in dropped}
        found = () if same(before, after) else losses(self.kind, before, after)
        lost = tuple(loss for loss in found if loss.after or _pattern(loss.path) not in places)
        invalid = tuple(self._checks[str(version)](seen) or ())
        return Trial(str(version), invalid, tuple(there.misfits), dropped, lost, *_sizes(seen))

    def _served(self, obj: Json, version: GroupVersion) -> Json:
        """What a client of the API server gets."""
        schema = self.schemas[str(version)]
        served: Json = default(prune(obj, schema, resource=True), schema)
        return served


def _pattern(path: str) -> str:
    """A path without the items that it leads through."""
    return re.sub(r"\[[^]]*\]", "[]", path)


def _check(schema: Schema) -> Check:
    release = latest()

    def resolve(name: str) -> Schema:
        return schemas.definition(name, release)

    metadata = Checker(resolve).definition("meta.v1.ObjectMeta")
    return Checker(resolve, custom=True, metadata=metadata).resource(schema)


def _sizes(obj: Json) -> tuple[int, int]:
    """The bytes of the stash, and of all annotations as the limit counts them; zeros without a stash."""
    annotations = obj["metadata"].get("annotations") or {}
    text = annotations.get(stash.ANNOTATION)
    if text is None:
        return 0, 0
    return stash.annotations_size({stash.ANNOTATION: text}), 2 * stash.annotations_size(annotations)
