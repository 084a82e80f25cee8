"""`kconv scan`: what is old in a repository, before anything is changed."""

from __future__ import annotations

from typing import Any

from kconv.cli import options
from kconv.cli.common_flags import resources
from kconv.cli.declare import command
from kconv.cli.reporting import open_report, write_report


@command(
    options.paths,
    options.target,
    resources,
    options.include,
    options.exclude,
    options.format_,
    options.jobs_or_cores,
    options.quiet,
    options.verbose,
    short_help="List objects whose API version a release deprecates or removes.",
)
def scan(paths: tuple[str, ...], **flags: Any) -> int:
    """List the objects whose API version is deprecated or removed in a Kubernetes release.

    The report gives the file and line of each object, the version that replaces its own, and whether `kconv migrate`
    can convert it. Nothing is written. A version of a custom resource is old if the declaration of --resources
    deprecates it or does not serve it.

    Exits with 0 if there are no such objects, 1 if there are any, 2 if something failed.
    """
    from kconv.manifests.unread import Unread
    from kconv.pipeline.migrate import scan
    from kconv.report.results.migration import MigrationResults

    paths = paths or (".",)
    request = options.request(paths, flags)
    unread = Unread(listed=flags["verbose"])
    outcomes = scan(
        paths, request.options, include=request.include, exclude=request.exclude, unread=unread, jobs=flags["jobs"]
    )
    report = open_report(flags["format_"], command="scan", level=options.verbosity(flags["quiet"], flags["verbose"]))
    return write_report(outcomes, MigrationResults(unread, dry=True, release=request.options.target), report)
