"""`kconv validate`: whether manifests are what a release's API server takes, without asking one."""

from __future__ import annotations

from typing import Any

from kconv.cli import options
from kconv.cli.common_flags import release, resources
from kconv.cli.declare import command, option
from kconv.cli.reporting import open_report, write_report
from kconv.errors import UsageError
from kconv.manifests.unread import Unread

STDIN = "-"


@command(
    options.paths,
    release("--release", "The Kubernetes release to validate against: 1.32, v1.32.3 or latest."),
    option(
        "--crd",
        "definitions",
        multiple=True,
        metavar="PATH",
        file=True,
        help="Also read CustomResourceDefinitions from this path; repeatable.",
    ),
    option("--strict", is_flag=True, help="Also exit with 1 if no schema is known for an object."),
    resources,
    options.include,
    options.exclude,
    options.format_,
    options.jobs_or_cores,
    options.quiet,
    options.verbose,
    short_help="Check manifests against the schemas of a release.",
)
def validate(paths: tuple[str, ...], **flags: Any) -> int:
    """Check manifests against the schemas of a Kubernetes release, without a cluster.

    PATH is a file, a folder, or - for standard input; the default is the current folder. The report lists versions that
    the release does not serve, unknown fields, duplicate keys, wrong types and missing fields, as strictly as the API
    server decodes. Custom resources are checked against the declarations of --resources, others against the
    CustomResourceDefinitions below the paths and in --crd.

    Exits with 0 if no fault is found, 1 if there is a fault or a template, 2 if something cannot be read.
    """
    from kconv.pipeline.validate import Asked, validate
    from kconv.report.results.validation import ValidationResults

    paths = paths or (".",)
    if STDIN in paths and len(paths) > 1:
        raise UsageError("- (standard input) cannot be combined with other paths")
    request = options.request(paths, flags | {"target": flags["release"]}, named="--release")
    assert request.options.target is not None
    release, kinds = request.options.target, request.options.kinds
    asked = Asked(release, paths, flags["definitions"], request.include, request.exclude, kinds)
    report = open_report(
        flags["format_"], command="validate", level=options.verbosity(flags["quiet"], flags["verbose"])
    )
    unread = Unread(listed=flags["verbose"])
    outcomes = validate(asked, unread=unread, jobs=flags["jobs"])
    return write_report(outcomes, ValidationResults(unread, strict=flags["strict"]), report)
