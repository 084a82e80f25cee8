"""The whole flow of a migration: the one place where manifests and engine meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kconv.manifests.globs import NO_GLOBS, Globs
from kconv.manifests.scope import Scope
from kconv.manifests.unread import Unread
from kconv.manifests.walk import walk
from kconv.pipeline.outcomes import DocumentOutcome, FileOutcome, Options, Status

__all__ = ["DocumentOutcome", "FileOutcome", "Globs", "Options", "Status", "Unread", "convert", "migrate", "scan"]

_ALONE = 64
"""Files of which a scan takes about as long as a further process takes to start."""


def migrate(
    paths: Sequence[str],
    options: Options,
    *,
    include: Globs = NO_GLOBS,
    exclude: Globs = NO_GLOBS,
    unread: Unread | None = None,
    write: bool = False,
    texts: bool = False,
    jobs: int = 1,
) -> Iterator[FileOutcome]:
    """Migrate the manifests below ``paths``; their outcomes, in the order of ``kconv.manifests.walk``.

    With ``write`` the files are replaced as the iterator proceeds, and standard input (``-``) goes to standard output;
    without, nothing is written. With ``texts`` an outcome that changes has both its texts. ``unread`` takes what the
    walk passes over. Raises UsageError for a path that is not there; everything else is an outcome.
    """
    from kconv.pipeline.file import Mode, handler
    from kconv.pipeline.jobs import run

    handle = handler(options, Mode(write=write, texts=texts), Scope(paths, include, exclude))
    yield from run(paths, handle, jobs, include=include, exclude=exclude, unread=unread)


def scan(
    paths: Sequence[str],
    options: Options,
    *,
    include: Globs = NO_GLOBS,
    exclude: Globs = NO_GLOBS,
    unread: Unread | None = None,
    jobs: int = 1,
) -> Iterator[FileOutcome]:
    """What is deprecated or removed below ``paths``, read in one pass and parsed only where bytes do not tell.

    A document that ``migrate`` would convert has the status "migrated". Raises as ``migrate`` does.
    """
    from kconv.pipeline.file import Mode, handler
    from kconv.pipeline.jobs import run

    handle = handler(options._replace(deprecated=True), Mode(dry=True), Scope(paths, include, exclude))
    yield from run(paths, handle, jobs, include=include, exclude=exclude, unread=unread, alone=_ALONE)


def convert(paths: Sequence[str], options: Options) -> Iterator[tuple[FileOutcome, bytes]]:
    """The outcome and the whole text of each file, its documents converted where they can be; nothing is written.

    Files without a manifest have an outcome that is ``skipped``. Raises as ``migrate`` does.
    """
    from kconv.pipeline.file import whole
    from kconv.pipeline.goal import Goal

    goal = Goal(options._replace(demands=False))
    for found in walk(paths):
        if not found.skipped:
            yield whole(found, goal)
