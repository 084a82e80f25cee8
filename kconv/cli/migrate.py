"""`kconv migrate`: manifests in a repository to the versions that the next release of a cluster serves."""

from __future__ import annotations

import sys
from typing import Any

from kconv.cli import options, suggest
from kconv.cli.common_flags import resources
from kconv.cli.declare import command, option
from kconv.cli.reporting import open_report, write_report
from kconv.cli.screen import exact, paint_for
from kconv.errors import UsageError
from kconv.pipeline.migrate import FileOutcome
from kconv.report import formats

STDIN = "-"


@command(
    options.paths,
    options.target,
    option(
        "--to",
        metavar="GROUP/VERSION",
        shell_complete=suggest.versions,
        help="Migrate to this version instead of a release, for every kind that has it.",
    ),
    option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change."),
    option(
        "--diff",
        is_flag=True,
        help="Write nothing; print a unified diff to standard output and the report to standard error.",
    ),
    resources,
    options.deprecated,
    options.defaults,
    options.decide,
    options.stash,
    options.include,
    options.exclude,
    options.format_,
    options.jobs,
    options.quiet,
    options.verbose,
    short_help="Rewrite manifests to the API versions that a release serves.",
)
def migrate(paths: tuple[str, ...], **flags: Any) -> int:
    """Rewrite manifests in place to the API versions that a Kubernetes release serves.

    PATH is a file, a folder, or - to read standard input and write standard output; the default is the current folder.
    The structure is converted, behaviour and comments are preserved, and every byte that need not change stays the
    same. Custom resources are migrated if --resources declares them.

    Exits with 0 if every manifest is migrated, 1 if old versions remain (with --check and --diff: if there are any), 2
    if something failed or requires a decision.
    """
    paths = paths or (".",)
    _refuse_contradictions(paths, flags)
    from kconv.manifests.unread import Unread
    from kconv.pipeline.migrate import migrate
    from kconv.report.results.migration import MigrationResults

    request = options.request(paths, flags)
    dry = flags["check"] or flags["diff"]
    unread = Unread(listed=flags["verbose"])
    outcomes = migrate(
        paths,
        request.options,
        include=request.include,
        exclude=request.exclude,
        unread=unread,
        write=not dry,
        texts=flags["diff"],
        jobs=flags["jobs"],
    )
    report = open_report(
        flags["format_"],
        command="migrate",
        level=options.verbosity(flags["quiet"], flags["verbose"]),
        to_stderr=flags["diff"] or (STDIN in paths and not dry),
    )
    return write_report(outcomes, MigrationResults(unread, dry=dry), report, _print_diff if flags["diff"] else None)


def _refuse_contradictions(paths: tuple[str, ...], flags: dict[str, Any]) -> None:
    if flags["target"] is not None and flags["to"] is not None:
        raise UsageError("--target and --to cannot be used together", hint="give either a release or a version")
    if STDIN in paths and len(paths) > 1:
        raise UsageError("- (standard input) cannot be combined with other paths")
    if flags["format_"] != formats.DEFAULT and (flags["diff"] or (STDIN in paths and not flags["check"])):
        other = "--diff" if flags["diff"] else "the migrated manifest"
        raise UsageError(
            f"--format {flags['format_']} and {other} both write to standard output",
            hint="add --check, or omit one of the two",
        )


def _print_diff(outcome: FileOutcome) -> None:
    from kconv.report.diff import unified

    if outcome.before is not None and outcome.after is not None:
        exact("".join(unified(outcome.file, outcome.before, outcome.after, paint_for(sys.stdout))))
