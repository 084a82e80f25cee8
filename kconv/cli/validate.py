"""`kconv validate`: whether manifests are what a release's API server takes, without asking one."""

from __future__ import annotations

import sys
from typing import Any

import click

from kconv.cli import options, suggest
from kconv.cli.app import FAILED, FINDINGS, OK
from kconv.cli.progress import watched
from kconv.cli.screen import out, paint_for
from kconv.errors import UsageError
from kconv.manifests.unread import Unread
from kconv.report.validity import Counts, ValidityJson, ValidityText

STDIN = "-"


@click.command(short_help="Check manifests against the schemas of a release.")
@options.paths
@click.option(
    "--release",
    metavar="RELEASE",
    shell_complete=suggest.releases,
    help="The Kubernetes release to be right for: 1.32, v1.32.3 or latest.",
)
@click.option(
    "--crd",
    "definitions",
    multiple=True,
    metavar="PATH",
    type=options.FILE,
    help="Also take CustomResourceDefinitions from here; repeatable.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 also if an object has no schema to be checked against.")
@options.flags(options.include, options.exclude, options.format_, options.jobs_or_cores, options.quiet, options.verbose)
def validate(paths: tuple[str, ...], **flags: Any) -> int:
    """Check manifests against the schemas of a Kubernetes release, without a cluster.

    PATH is a file, a folder, or - for standard input; without one it is the current folder. Found are versions that
    the release does not serve, unknown fields, keys that stand twice, wrong types and missing fields, as strictly as
    the API server decodes. Custom resources are held to the CustomResourceDefinitions below the paths and to --crd.

    Exits with 0 if nothing is wrong, 1 if something is or is a template, 2 if something cannot be read.
    """
    from kconv.pipeline.validation import Asked, validate

    paths = paths or (".",)
    if STDIN in paths and len(paths) > 1:
        raise UsageError("- stands for standard input and goes with no other path")
    request = options.request(paths, flags | {"target": flags["release"]}, named="--release")
    level = options.level(flags["quiet"], flags["verbose"])
    assert request.options.target is not None
    asked = Asked(request.options.target, paths, flags["definitions"], request.include, request.exclude)
    text = flags["format_"] == "text"
    report = ValidityText(out, level=level, paint=paint_for(sys.stdout)) if text else ValidityJson(out)
    counts = Counts(Unread(listed=flags["verbose"]))
    for outcome in watched(validate(asked, unread=counts.unread, jobs=flags["jobs"])):
        counts.add(outcome)
        report.file(outcome)
    report.close(counts)
    return _exit_code(counts.statuses, strict=flags["strict"])


def _exit_code(statuses: dict[str, int], *, strict: bool) -> int:
    if statuses["error"]:
        return FAILED
    found = statuses["invalid"] + statuses["templated"] + (statuses["skipped"] if strict else 0)
    return FINDINGS if found else OK
