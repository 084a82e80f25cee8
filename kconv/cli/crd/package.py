"""`kconv crd package`: what users install is made from the manifests that are deployed, and CI sees when it is not."""

from __future__ import annotations

from pathlib import Path

from kconv.cli import generated_files, options
from kconv.cli.commands import OK
from kconv.cli.declare import argument, command, option
from kconv.cli.screen import exact
from kconv.errors import UsageError


@command(
    argument("kustomization", metavar="KUSTOMIZATION", file=True),
    option(
        "--install",
        metavar="FILE",
        file=True,
        help="Write everything into one file, for kubectl apply; - is standard output.",
    ),
    option("--chart", metavar="DIR", file=True, help="Write a Helm chart into this folder."),
    option("--check", is_flag=True, help="Write nothing; exit with 1 if a file is not up to date."),
    options.quiet,
    short_help="Package a project as one manifest and as a Helm chart.",
)
def package(kustomization: str, *, install: str | None, chart: str | None, check: bool, quiet: bool) -> int:
    """Package what a kustomization of the project in the current folder builds, such as config/default.

    The chart installs into the namespace of its release, keeps the definition when it is uninstalled, and has values
    for images, replicas, resources and the choice of nodes. Requires kubectl or kustomize.

    Exits with 0 if the files are written or up to date, 1 if --check finds one that is not.
    """
    from kconv.crd.text import head
    from kconv.scaffold.packaging import packaged

    if install is None and chart is None:
        raise UsageError("nothing is to be written", hint="give --install FILE, --chart DIR or both")
    if check and install == generated_files.STDOUT:
        raise UsageError("--check requires a file", hint="give it with --install")
    made_by = f"kconv crd package {kustomization}"
    single, files = packaged(Path(kustomization), Path(), made_by)
    finish = generated_files.compared if check else generated_files.written
    codes = []
    if install == generated_files.STDOUT:
        exact(single)
    elif install is not None:
        file = Path(install)
        codes.append(finish({file.name: single}, file.parent, (), quiet=quiet))
    if chart is not None:
        codes.append(finish(files, Path(chart), (head(made_by),), quiet=quiet))
    return max(codes, default=OK)
