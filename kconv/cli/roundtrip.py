"""`kconv roundtrip`: whether a repository's own objects survive every version of their kind, and the way back."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from kconv.cli import options, suggest
from kconv.cli.app import FAILED, FINDINGS, OK
from kconv.cli.progress import watched
from kconv.cli.screen import out, paint_for
from kconv.errors import UsageError
from kconv.manifests.unread import Unread
from kconv.names import GroupVersion

if TYPE_CHECKING:
    from kconv.report.roundtrip.counts import Counts
    from kconv.report.roundtrip.json import RoundTripJson
    from kconv.report.roundtrip.junit import RoundTripJUnit
    from kconv.report.roundtrip.text import RoundTripText

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
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="The report's format.",
)
@options.flags(options.include, options.exclude, options.jobs_or_cores, options.quiet, options.verbose)
def roundtrip(paths: tuple[str, ...], **flags: Any) -> int:
    """Convert every object to every other version of its kind and back, and tell what is not as it was.

    PATH is a file, a folder, or - for standard input; without one it is the current folder. Nothing is written. No
    defaults are filled in, and what a version cannot hold may go into kconv's annotation: the report names it, with the
    bytes that the annotations take. Custom resources have no rules here and are counted as not tried.

    Exits with 0 if all come back, 1 if something does not or is a template, 2 if something cannot be read.
    """
    from kconv.pipeline.roundtrip import Asked, roundtrip
    from kconv.report.roundtrip.counts import Counts

    paths = paths or (".",)
    if STDIN in paths and len(paths) > 1:
        raise UsageError("- stands for standard input and goes with no other path")
    level, strict = options.level(flags["quiet"], flags["verbose"]), flags["strict"]
    request = options.request(paths, flags, preferred=True)
    asked = Asked(paths, tuple(_versions(flags["through"])), request.include, request.exclude)
    report, counts = _report(flags["format_"], level, strict), Counts(Unread(listed=flags["verbose"]))
    for outcome in watched(roundtrip(asked, unread=counts.unread, jobs=flags["jobs"])):
        counts.add(outcome)
        report.file(outcome)
    report.close(counts)
    return _exit_code(counts, strict=strict)


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


def _report(format_: str, level: int, strict: bool) -> RoundTripJson | RoundTripJUnit | RoundTripText:
    if format_ == "json":
        from kconv.report.roundtrip.json import RoundTripJson

        return RoundTripJson(out)
    if format_ == "junit":
        from kconv.report.roundtrip.junit import RoundTripJUnit

        return RoundTripJUnit(out, strict=strict)
    from kconv.report.roundtrip.text import RoundTripText

    return RoundTripText(out, level=level, strict=strict, paint=paint_for(sys.stdout))


def _exit_code(counts: Counts, *, strict: bool) -> int:
    from kconv.report.roundtrip.counts import is_finding

    if counts.statuses["error"]:
        return FAILED
    lost = sum(number for outcome, number in counts.trips.items() if is_finding(outcome, strict=strict))
    return FINDINGS if lost or counts.statuses["templated"] else OK
