"""The request and the outcomes of a round trip: reports and exit codes come from these and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kconv.kinds.registry import BUILT_IN, Kinds
from kconv.manifests.globs import NO_GLOBS, Globs
from kconv.names import GroupVersion
from kconv.pipeline.inspection import InspectedFile
from kconv.records import NamedTuple

Outcome = Literal["survives", "stashed", "lost", "refused", "error"]
"""Of one version: ``stashed``: it comes back by an annotation; ``lost``: not as it was; ``refused``: it cannot go there
or come back; ``error``: kconv failed."""
Status = Literal["survives", "stashed", "lost", "refused", "untried", "templated", "error"]
"""Of an object: the worst of its versions'; ``untried``: no version to send it through; ``error``: also unreadable."""

_WORSE: tuple[Outcome, ...] = ("survives", "stashed", "lost", "refused", "error")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to try; without ``through`` every version that an object's kind has. ``kinds`` are those that are known."""

    paths: tuple[str, ...] = ()
    through: tuple[GroupVersion, ...] = ()
    include: Globs = NO_GLOBS
    exclude: Globs = NO_GLOBS
    kinds: Kinds = BUILT_IN


class Loss(NamedTuple):
    """One place where an object did not come back as it was: the path in its own version, both values in words."""

    path: str
    before: str
    after: str


@dataclass(slots=True)
class Trip:
    """An object's way to another version and back.

    ``kept`` are the paths, in the object's own version, of what the other cannot represent, ``said`` those of what it
    says in another way; both come back by the annotation, which takes ``stash`` bytes. ``annotations`` is the size of
    all annotations there as the API server's limit counts it, with the copy of kubectl apply. ``why`` and ``hint``
    explain what was refused or failed, ``notes`` are the conversions' other messages.
    """

    through: str
    outcome: Outcome = "survives"
    losses: tuple[Loss, ...] = ()
    kept: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    stash: int = 0
    annotations: int = 0
    notes: tuple[str, ...] = ()
    why: str = ""
    hint: str = ""


@dataclass(slots=True)
class Tried:
    """What became of one document, or of one item of a List.

    ``line`` is the 1-based line of its apiVersion, ``index`` the document's place in the stream (empty ones count),
    ``why`` the reason for which it was not tried or could not be read.
    """

    file: str
    line: int
    index: int
    kind: str
    name: str
    api_version: str
    status: Status
    trips: list[Trip] = field(default_factory=list)
    why: str = ""
    hint: str = ""


FileTried = InspectedFile[Tried]
"""What became of the objects in one file."""


def worst(trips: list[Trip]) -> Outcome:
    """The outcome that counts for the whole object."""
    return max((trip.outcome for trip in trips), key=_WORSE.index)
