"""`kconv roundtrip`: whether a repository's own objects survive every version of their kind, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from kconv.cli import options, suggest
from kconv.cli.reporting import open_report, write_report
from kconv.errors import UsageError
from kconv.manifests.unread import Unread
from kconv.names import GroupVersion

STDIN = "-"


@click.command(short_help="Prove that objects survive every version of their kind, and back.")
@options.paths
@click.option(
    "--through",
    multiple=True,
    metavar="GROUP/VERSION",
    shell_complete=suggest.versions,
    help="Only through this version, for the kinds that have it; repeatable.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 also if an object comes back only by an annotation.")
@options.flags(options.include, options.exclude, options.format_, options.jobs_or_cores, options.quiet, options.verbose)
def roundtrip(paths: tuple[str, ...], **flags: Any) -> int:
    """Convert every object to every other version of its kind and back, and tell what is not as it was.

    PATH is a file, a folder, or - for standard input; without one it is the current folder. Nothing is written. No
    defaults are filled in, and what a version cannot hold may go into kconv's annotation: the report names it, with the
    bytes that the annotations take. Custom resources have no rules here and are counted as not tried.

    Exits with 0 if all come back, 1 if something does not or is a template, 2 if something cannot be read.
    """
    from kconv.pipeline.roundtrip import Asked, roundtrip
    from kconv.report.results.roundtrip import RoundTripResults

    paths = paths or (".",)
    if STDIN in paths and len(paths) > 1:
        raise UsageError("- stands for standard input and goes with no other path")
    request = options.request(paths, flags, preferred=True)
    asked = Asked(paths, tuple(_versions(flags["through"])), request.include, request.exclude)
    report = open_report(
        flags["format_"], command="roundtrip", level=options.verbosity(flags["quiet"], flags["verbose"])
    )
    unread = Unread(listed=flags["verbose"])
    outcomes = roundtrip(asked, unread=unread, jobs=flags["jobs"])
    return write_report(outcomes, RoundTripResults(unread, strict=flags["strict"]), report)


def _versions(texts: Iterable[str]) -> Iterable[GroupVersion]:
    """The versions of --through. Raises UsageError for one that no kind with rules has."""
    for text in texts:
        from difflib import get_close_matches

        from kconv import kinds

        version = GroupVersion.parse(text)
        known = {str(each) for kind in kinds.registered() for each in kind.versions}
        if text not in known:
            near = get_close_matches(text, sorted(known), n=1)
            hint = f"did you mean {near[0]}?" if near else "kconv explain KIND tells the versions of a kind"
            raise UsageError(f"no built-in kind has the version {text}", path="--through", hint=hint)
        yield version
