"""The request and the outcomes of a validation: reports and exit codes come from these and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kconv.manifests.globs import NO_GLOBS, Globs
from kconv.names import Release
from kconv.pipeline.inspection import InspectedFile
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.kinds.registry import Kinds

Validity = Literal["valid", "invalid", "fragment", "skipped", "templated", "error"]
"""``fragment``: a kustomize patch without a fault; ``skipped``: its schema is not known; ``error``: cannot be read."""


class Asked(NamedTuple):
    """What to validate against.

    ``paths`` and ``definitions`` are searched for CustomResourceDefinitions, once, when a custom resource is first met
    that ``kinds`` does not have.
    """

    release: Release
    paths: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    include: Globs = NO_GLOBS
    exclude: Globs = NO_GLOBS
    kinds: Kinds | None = None


class Fault(NamedTuple):
    """One thing that is wrong, and where: line and column from 1, the path in the object, the rule that it breaks."""

    line: int
    column: int
    path: str
    rule: str
    message: str
    hint: str = ""


class Validated(NamedTuple):
    """The result for one document, or for one item of a List.

    ``line`` is the 1-based line of its apiVersion, ``position`` the document's place in the stream (empty ones count),
    ``why`` the reason for which it was not checked, ``unchecked`` what of a checked one was left to the server,
    ``warnings`` what makes the verdict doubtful.
    """

    file: str
    line: int
    position: int
    kind: str
    name: str
    api_version: str
    status: Validity
    faults: tuple[Fault, ...] = ()
    why: str = ""
    hint: str = ""
    unchecked: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


ValidatedFile = InspectedFile[Validated]
"""What was found in one file; valid objects are counted and not listed."""
