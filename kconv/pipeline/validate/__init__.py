"""The whole flow of a validation: the one place where manifests and schemas meet. Nothing is written."""

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
    """Hold the manifests below the paths to their schemas; what is found, in the order of ``kconv.manifests.walk``.

    ``unread`` takes what the walk passes over. Raises UsageError for a path that is not there; everything else is an
    outcome.
    """
    for path in asked.definitions:  # searched only once a custom resource is met
        if not os.path.exists(path):
            raise UsageError("no such file or directory", file=path)
    validation = Validation(Schemas(asked))

    def held(found: Found) -> Iterator[ValidatedFile]:
        return read(found, validation)

    yield from run(asked.paths, held, jobs, include=asked.include, exclude=asked.exclude, unread=unread)
