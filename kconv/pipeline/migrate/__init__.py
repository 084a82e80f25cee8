"""A migration, its dry run (a scan) and its printed form: each file goes through ``file``, each document through
``document``, which names the stages in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kconv.manifests.globs import NO_GLOBS, Globs
from kconv.manifests.scope import Scope
from kconv.manifests.unread import Unread
from kconv.manifests.walk import Found, walk
from kconv.pipeline.migrate.outcomes import DocumentOutcome, FileOutcome, Options, Status

if TYPE_CHECKING:
    from kconv.pipeline.migrate.run import Run

__all__ = ["DocumentOutcome", "FileOutcome", "Options", "Status", "convert_texts", "migrate", "scan"]

_ALONE = 64
"""The number of files whose scan takes about as long as starting another process."""
_DEFERS = 64
"""The number of files that each other process of a scan leaves to the first one, because kustomizations must be built
for them. A migration imports the engine anyway."""


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
    without, nothing is written. With ``texts`` the outcome of a changed file has both its texts. ``unread`` records
    what the walk skips. Raises UsageError for a path that does not exist; everything else is an outcome.
    """
    from kconv.pipeline.jobs import run
    from kconv.pipeline.migrate.file import Migration
    from kconv.pipeline.migrate.output import Rewriting
    from kconv.pipeline.stream import read

    every = _run(options, Scope(paths, include, exclude))._replace(texts=texts)
    visitor = Rewriting if write else Migration

    def handle(found: Found) -> Iterator[FileOutcome]:
        return read(found, visitor(found, every))

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
    """What is deprecated or removed below ``paths``, read in one pass and parsed only where bytes are not enough.

    A document that ``migrate`` would convert has the status "migrated". Raises as ``migrate`` does.
    """
    from kconv.pipeline.jobs import run
    from kconv.pipeline.migrate.file import Migration
    from kconv.pipeline.stream import read

    scope = Scope(paths, include, exclude)
    every = _run(options._replace(deprecated=True), scope, defers=_DEFERS)._replace(dry=True)

    def handle(found: Found) -> Iterator[FileOutcome]:
        return read(found, Migration(found, every))

    yield from run(paths, handle, jobs, include=include, exclude=exclude, unread=unread, alone=_ALONE)


def convert_texts(paths: Sequence[str], options: Options) -> Iterator[tuple[FileOutcome, bytes]]:
    """The outcome and the whole text of each file, with its documents converted if possible; nothing is written.

    Files without a manifest have an outcome that is ``skipped``. Raises as ``migrate`` does.
    """
    from kconv.pipeline.migrate.printing import Printing
    from kconv.pipeline.migrate.run import Run
    from kconv.pipeline.migrate.target import Target
    from kconv.pipeline.stream import read

    run = Run(Target(options._replace(demands=False)))
    for found in walk(paths):
        if not found.skipped:
            printing = Printing(found, run)
            (outcome,) = read(found, printing)
            yield outcome, printing.text


def _run(options: Options, scope: Scope, *, defers: int = 0) -> Run:
    """A run over files that kustomize may build."""
    from kconv.pipeline.migrate.overlays import Overlays
    from kconv.pipeline.migrate.run import Run
    from kconv.pipeline.migrate.target import Target

    target = Target(options)
    return Run(target, Overlays(target, scope, defers=defers))
