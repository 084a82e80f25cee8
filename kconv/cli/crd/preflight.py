"""`kconv crd preflight`: whether a webhook could convert what a cluster holds, asked before one is armed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kconv.cli import cluster_flags, options, suggest
from kconv.cli.commands import FINDINGS, OK
from kconv.cli.declarations import resources_of
from kconv.cli.declare import argument, command, option
from kconv.cli.screen import out
from kconv.crd.available import require, require_any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kconv.cli.preflight_report import PreflightReport
    from kconv.cluster.preflight import Tried


@command(
    argument("declarations", nargs=-1, metavar="MODULE[:NAME]|FILE...", shell_complete=suggest.declarations),
    cluster_flags.context,
    cluster_flags.kubeconfig,
    option("-n", "--namespace", metavar="NAME", default="", help="Only the objects of this namespace; default: all."),
    cluster_flags.format_,
    options.quiet,
    options.verbose,
    short_help="Try the conversions of custom resources on all objects that a cluster has.",
)
def preflight(declarations: tuple[str, ...], **flags: Any) -> int:
    """Convert every object of the cluster to every version that is declared and back, in memory, before a webhook does.

    MODULE is the import name of a module, such as acme.backup, and NAME a custom resource in it; FILE is a file of
    rules. Reported are objects that the schema of a version refuses, values that no rule can read, whatever does not
    come back, objects that cannot be converted at all, and stashes that fill a quarter of the annotations. Nothing is
    written. Rules in CEL are left to the API server. The user of the context must be allowed to get the definitions,
    and to list their objects in all namespaces, or in that of -n. Requires `pip install 'kconv[cluster,crd]'`.

    Exits with 0 if there is nothing of this, 1 if there is, 2 if something failed.
    """
    require_any(declarations)
    require(declarations, Path.cwd())
    from kconv.cli.cluster_progress import counting
    from kconv.cli.preflight_report import REPORTS

    report = REPORTS[flags["format_"]](out, quiet=flags["quiet"], verbose=flags["verbose"])
    count = counting(quiet=flags["quiet"])
    for tried in _tried(declarations, flags, report):
        report.add(tried)
        count(tried.remaining)
    report.close()
    return FINDINGS if report.found else OK


def _tried(declarations: tuple[str, ...], flags: dict[str, Any], report: PreflightReport) -> Iterator[Tried]:
    from kconv.cluster import preflight
    from kconv.cluster.connection import connect

    resources = resources_of(declarations, Path.cwd())
    with connect(flags["context"], kubeconfig=flags["kubeconfig"]) as cluster:
        for resource in resources:
            report.begin(str(resource))
            yield from preflight.preflight(cluster, resource, namespace=flags["namespace"], absent=report.absent)
