"""A validation checks objects against the schemas of their kinds, Kubernetes' own and those of definitions. Nothing is
written."""

from __future__ import annotations

import os
from collections.abc import Iterator

from kconv.errors import UsageError
from kconv.manifests.unread import Unread
from kconv.manifests.walk import Found
from kconv.pipeline.jobs import run
from kconv.pipeline.stream import read
from kconv.pipeline.validate.document import Validation
from kconv.pipeline.validate.outcomes import Asked, Fault, Validated, ValidatedFile, Validity
from kconv.pipeline.validate.schemas import Schemas

__all__ = ["Asked", "Fault", "Validated", "ValidatedFile", "Validity", "validate"]


def validate(asked: Asked, *, unread: Unread | None = None, jobs: int = 1) -> Iterator[ValidatedFile]:
    """Validate the manifests below the paths; the results have the order of ``kconv.manifests.walk``.

    ``unread`` takes what the walk skips. Raises UsageError for a path that does not exist.
    """
    for path in asked.definitions:  # searched only once a custom resource is met
        if not os.path.exists(path):
            raise UsageError("no such file or directory", file=path)
    validation = Validation(Schemas(asked))

    def held(found: Found) -> Iterator[ValidatedFile]:
        return read(found, validation)

    yield from run(asked.paths, held, jobs, include=asked.include, exclude=asked.exclude, unread=unread)
