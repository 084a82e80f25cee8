"""`kconv convert`: existing scripts run `kubectl convert`; this takes its place in them, and keeps the comments."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

from kconv.cli import options, suggest
from kconv.cli.commands import FAILED, OK
from kconv.cli.common_flags import resources
from kconv.cli.declare import command, option
from kconv.cli.reporting import open_report
from kconv.cli.screen import err, exact
from kconv.errors import ManifestError, UsageError
from kconv.report import formats
from kconv.report.style import QUIET, VERBOSE


@command(
    option(
        "-f",
        "--filename",
        "files",
        multiple=True,
        metavar="FILE|DIR|-",
        file=True,
        help="A file or folder to convert, or - for standard input; repeatable.",
    ),
    option("-R", "--recursive", is_flag=True, help="Also read the subfolders of a folder."),
    option("-k", "--kustomize", metavar="DIR", hidden=True, help="Not supported: kconv does not build kustomizations."),
    option(
        "--output-version",
        metavar="GROUP/VERSION",
        shell_complete=suggest.versions,
        help="The API version to convert to; by default, the preferred one.",
    ),
    option("-o", "--output", choices=["yaml", "json"], default="yaml", show_default=True, help="The output format."),
    option(
        "--local",
        type=bool,
        is_flag=False,
        flag_value=True,
        hidden=True,
        help="Always on: kconv never contacts a cluster.",
    ),
    option(
        "--validate",
        is_flag=False,
        flag_value="strict",
        hidden=True,
        help="Not supported, except for false and ignore.",
    ),
    option("-v", "--verbose", is_flag=True, help="Also report on standard error what was converted."),
    options.target,
    resources,
    options.defaults,
    options.decide,
    options.stash,
    short_help="Print manifests in another API version, like kubectl convert.",
    others=True,
)
def convert(files: tuple[str, ...], others: list[str], **flags: Any) -> int:
    """Print manifests in another API version without changing any file.

    The flags are those of `kubectl convert` that need no cluster. Several inputs are printed as one List in JSON and as
    separate documents in YAML. YAML keeps its comments and formatting, and fields that Kubernetes does not know are
    kept in both. A document whose kind does not have the version is printed unchanged.

    Without --output-version, kconv converts to the version that a release prefers: the one given by --target, or the
    latest.

    Exits with 0, or with 2 if a document cannot be converted, is a template, is encrypted or requires a decision. Such
    a document is printed unchanged.
    """
    _refuse(files, others, flags)
    from kconv.manifests.unread import Unread
    from kconv.pipeline.migrate import convert_texts
    from kconv.report.results.migration import MigrationResults
    from kconv.report.results.statuses import UNSOLVED

    paths = tuple(path for name in files for path in _below(name, flags["recursive"]))
    request = options.request(
        files, flags | {"to": flags["output_version"], "include": (), "exclude": ()}, preferred=True
    )
    level = VERBOSE if flags["verbose"] else QUIET
    report = open_report(formats.DEFAULT, command="convert", level=level, to_stderr=True)
    results = MigrationResults(Unread())
    reported: set[str] = set()  # files with an error that the report has
    wanted = flags["output_version"]
    met = wanted is None

    def texts() -> Iterator[tuple[str, bytes]]:
        nonlocal met
        for outcome, data in convert_texts(paths, request.options):
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
        raise UsageError("no objects to convert", hint="the input contains no manifest")
    if not met:
        err(f"no object is available in version {wanted}: all are printed unchanged\n")
    return FAILED if results.counts.count((*UNSOLVED, "templated", "encrypted")) else OK


def _print(output: str, texts: Iterator[tuple[str, bytes]], failed: Callable[[ManifestError], None]) -> None:
    from kconv.cli.printing import as_json, as_yaml

    for text in (as_json(texts, failed),) if output == "json" else as_yaml(texts, failed):
        exact(text)


def _refuse(files: tuple[str, ...], others: list[str], flags: dict[str, Any]) -> None:
    """What kubectl takes and kconv does not, each with the way that works."""
    if others:
        raise UsageError(f"unexpected argument {others[0]}", hint=f"pass files with a flag: -f {others[0]}")
    if flags["validate"] not in (None, "false", "ignore"):
        hint = "omit it, and validate the output with kubectl apply --dry-run=server"
        raise UsageError(
            f"--validate={flags['validate']} is not supported: kconv does not contact a cluster", hint=hint
        )
    if flags["kustomize"]:
        hint = f"kubectl kustomize {flags['kustomize']} | kconv convert -f -"
        raise UsageError("-k is not supported: kconv does not build kustomizations", hint=hint)
    for name in files:
        if name.startswith(("http://", "https://")):
            raise UsageError(
                f"{name} is not read: kconv does not open network connections",
                hint=f"curl -L {name} | kconv convert -f -",
            )
    if not files:
        raise UsageError("no input", hint="use -f FILE, -f DIR or -f -")
    if flags["local"] is False:
        raise UsageError("--local=false is not supported: kconv does not contact a cluster", hint="omit it")


def _below(name: str, recursive: bool) -> list[str]:
    """A folder's own files, as kubectl reads them without -R; the pipeline would walk through subfolders."""
    if recursive or not os.path.isdir(name):
        return [name]
    from pathlib import Path

    from kconv.manifests.scope import SUFFIXES

    found = sorted(str(file) for file in Path(name).iterdir() if file.is_file() and file.name.endswith(SUFFIXES))
    if not found:
        raise UsageError("contains no manifest", file=name, hint="add -R to include its subfolders")
    return found
