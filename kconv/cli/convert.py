"""`kconv convert`: what `kubectl convert` is asked for, in scripts that exist, with the comments kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from kconv.cli import options, suggest
from kconv.cli.app import FAILED, OK
from kconv.cli.reporting import open_report
from kconv.cli.screen import err, exact
from kconv.errors import ManifestError, UsageError
from kconv.report import formats
from kconv.report.style import QUIET, VERBOSE


@click.command(
    short_help="Print manifests in another version, as kubectl convert does.",
    context_settings={"allow_extra_args": True},
)
@click.option(
    "-f",
    "--filename",
    "files",
    multiple=True,
    metavar="FILE|DIR|-",
    type=options.FILE,
    help="What to convert; repeatable.",
)
@click.option("-R", "--recursive", is_flag=True, help="Also the folders in a folder.")
@click.option("-k", "--kustomize", metavar="DIR", hidden=True, help="Refused: kconv does not build.")
@click.option(
    "--output-version",
    metavar="GROUP/VERSION",
    shell_complete=suggest.versions,
    help="The version; by default the one that is preferred.",
)
@click.option(
    "-o", "--output", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True, help="The format."
)
@click.option("--local", type=bool, is_flag=False, flag_value=True, hidden=True, help="Always so: no cluster is asked.")
@click.option("--validate", is_flag=False, flag_value="strict", hidden=True, help="Refused but for false and ignore.")
@click.option("-v", "--verbose", is_flag=True, help="Also report what was converted, on standard error.")
@options.flags(options.target, options.defaults, options.decide, options.stash)
@click.pass_context
def convert(ctx: click.Context, /, files: tuple[str, ...], **flags: Any) -> int:
    """Print manifests in another API version, and change no file.

    The flags are those of `kubectl convert` that need no cluster. Several inputs are one List in JSON and documents in
    YAML. YAML keeps its comments and its text, and every output keeps fields that Kubernetes does not know. A document
    that has no such version is printed as it is.

    Without --output-version it is the version that a release (--target, by default the latest) prefers.

    Exits with 0, or with 2 if something failed, is a template, is encrypted or waits for a decision: that is printed as
    it was.
    """
    _refuse(files, ctx.args, flags)
    from kconv import pipeline
    from kconv.report.results.migration import MigrationResults
    from kconv.report.results.statuses import UNSOLVED

    paths = tuple(path for name in files for path in _below(name, flags["recursive"]))
    request = options.request(
        files, flags | {"to": flags["output_version"], "include": (), "exclude": ()}, preferred=True
    )
    level = VERBOSE if flags["verbose"] else QUIET
    report = open_report(formats.DEFAULT, command="convert", level=level, to_stderr=True)
    results = MigrationResults(pipeline.Unread())
    reported: set[str] = set()  # files with an error that the report has
    wanted = flags["output_version"]
    met = wanted is None

    def texts() -> Iterator[tuple[str, bytes]]:
        nonlocal met
        for outcome, data in pipeline.convert(paths, request.options):
            met = met or wanted.encode() in data
            report.file(results.file(outcome))
            reported.update(each.file for each in outcome.documents if each.status == "error")
            if not outcome.skipped:
                yield outcome.file, data

    def failed(error: ManifestError) -> None:
        results.counts.statuses["error"] += 1
        if error.file not in reported:
            err(f"error: {error}\n")

    _print(flags["output"], texts(), failed)
    if not results.counts.files:
        raise UsageError("no objects to convert", hint="the input holds no manifest")
    if not met:
        err(f"no object has the version {wanted}: all are printed as they were\n")
    return FAILED if results.counts.count((*UNSOLVED, "templated", "encrypted")) else OK


def _print(output: str, texts: Iterator[tuple[str, bytes]], failed: Callable[[ManifestError], None]) -> None:
    from kconv.cli.printing import as_json, as_yaml

    for text in (as_json(texts, failed),) if output == "json" else as_yaml(texts, failed):
        exact(text)


def _refuse(files: tuple[str, ...], others: list[str], flags: dict[str, Any]) -> None:
    """What kubectl takes and kconv does not, each with the way that works."""
    if others:
        raise UsageError(f"{others[0]} stands alone", hint=f"files are given with a flag: -f {others[0]}")
    if flags["validate"] not in (None, "false", "ignore"):
        hint = "leave it out, and validate what is printed with kubectl apply --dry-run=server"
        raise UsageError(f"--validate={flags['validate']} is not supported: kconv asks no cluster", hint=hint)
    if flags["kustomize"]:
        hint = f"kubectl kustomize {flags['kustomize']} | kconv convert -f -"
        raise UsageError("-k is not supported: kconv does not build kustomizations", hint=hint)
    for name in files:
        if name.startswith(("http://", "https://")):
            raise UsageError(
                f"{name} is not read: kconv opens no connections", hint=f"curl -L {name} | kconv convert -f -"
            )
    if not files:
        raise UsageError("no input", hint="give -f FILE, -f DIR or -f -")
    if flags["local"] is False:
        raise UsageError("--local=false is not supported: kconv asks no cluster", hint="leave it out")


def _below(name: str, recursive: bool) -> list[str]:
    """A folder's own files, as kubectl takes them without -R; the pipeline walks through all of it."""
    folder = Path(name)
    if recursive or not folder.is_dir():
        return [name]
    from kconv.manifests.scope import SUFFIXES

    found = sorted(str(file) for file in folder.iterdir() if file.is_file() and file.name.endswith(SUFFIXES))
    if not found:
        raise UsageError("has no manifest", file=name, hint="add -R to look into its folders")
    return found
