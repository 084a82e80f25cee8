"""`kconv resources`: what a release serves, without a cluster of that release to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kconv.cli import suggest
from kconv.cli.screen import out
from kconv.report.table import table

if TYPE_CHECKING:
    from kconv.catalog import Served
    from kconv.names import Release

_HEADER = (
    "APIVERSION",
    "KIND",
    "NAME",
    "SHORT",
    "NAMESPACED",
    "STABILITY",
    "DEPRECATED",
    "DEFAULT",
    "PREFERRED",
    "STORED",
)


@click.command(short_help="List the groups, versions and kinds of a release.")
@click.option(
    "--release",
    default="latest",
    show_default=True,
    metavar="RELEASE",
    shell_complete=suggest.releases,
    help="1.16 to the latest known.",
)
def resources(release: str) -> None:
    """List the groups, versions and kinds of a Kubernetes release.

    DEFAULT tells whether a server without --runtime-config serves the version, PREFERRED whether it is its group's
    preferred one, STORED whether etcd holds the kind in it. Where nobody has told, it says unknown.
    """
    from kconv import catalog

    chosen = catalog.parse_release(release)
    out("".join(table(_HEADER, (_row(served, chosen) for served in catalog.served(chosen)))))


def _row(served: Served, release: Release) -> tuple[str, ...]:
    from kconv import catalog

    gvk = served.gvk
    return (
        gvk.api_version,
        gvk.kind,
        served.plural,
        ",".join(served.short_names),
        _word(served.namespaced),
        served.stability,
        str(served.deprecated) if served.deprecated and served.deprecated_in(release) else "",
        _word(served.on_by_default(release)),
        _word(catalog.preferred(gvk.group, release) == gvk.version),
        _word(served.stored_in(release)),
    )


def _word(answer: bool | None) -> str:
    return "unknown" if answer is None else "yes" if answer else "no"
