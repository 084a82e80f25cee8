"""`kconv migrate-storage`: the objects of a kind are written in its storage version, by a person or a Job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kconv.cli import cluster_flags, options, suggest
from kconv.cli.cluster_progress import counting
from kconv.cli.commands import FINDINGS, OK
from kconv.cli.declare import argument, command, option
from kconv.cli.screen import out
from kconv.errors import UsageError

if TYPE_CHECKING:
    from kconv.cluster.rewriting import Written
    from kconv.crd.custom_resource import CustomResource


@command(
    argument("kind", metavar="GROUP/KIND"),
    option("--retire", metavar="VERSION", default="", help="A version that is to go: move everything that names it."),
    option(
        "--resources",
        "declaration",
        metavar="MODULE[:NAME]|FILE",
        default="",
        shell_complete=suggest.declarations,
        help="With --retire: the declaration, to find owned fields in the other version by its rules.",
    ),
    cluster_flags.context,
    cluster_flags.kubeconfig,
    option("--dry-run", is_flag=True, help="Ask the API server whether it would accept each object; write nothing."),
    option(
        "--by",
        choices=("kconv", "cluster"),
        default="kconv",
        show_default=True,
        help="Who writes the objects: cluster is the controller of Kubernetes, by a StorageVersionMigration.",
    ),
    option("--again", is_flag=True, help="Check every object even if status.storedVersions names no other version."),
    option(
        "--rate",
        metavar="N",
        number=True,
        least=0,
        default=100,
        show_default=True,
        help="The number of objects to write per second; 0 means no limit.",
    ),
    cluster_flags.format_,
    options.quiet,
    options.verbose,
    short_help="Write the stored objects of a kind in its storage version.",
)
def migrate_storage(kind: str, **flags: Any) -> int:
    """Write every object of a custom resource in the storage version of its definition, then remove the other versions
    from the definition's status.storedVersions.

    GROUP/KIND is such as backup.acme.io/Backup; the name of the definition, backups.backup.acme.io, does as well. The
    storage version is the one that the definition names: ship the definition first. The objects do not change. If the
    API server refuses one, it is reported and status.storedVersions stays. A run that was interrupted is started again.

    With --retire, managedFields and other objects' ownerReferences that name VERSION are moved to the storage version,
    too, and status.storedVersions stays until nothing names VERSION and the definition does not serve it.

    The user of the context must be allowed to get the definition, to patch its status, and to get, list and patch the
    objects; with --retire, to get, list and patch every object of the cluster; with --by cluster, to get, create and
    delete storageversionmigrations.storagemigration.k8s.io.
    Requires `pip install 'kconv[cluster]'`.

    Exits with 0 if all objects are in the storage version, 1 if the API server refuses some or VERSION cannot go yet, 2
    if something failed.
    """
    from kconv.cli.migration_report import as_json, line, summary
    from kconv.cluster.connection import connect
    from kconv.cluster.migration import migrate_storage as migrate

    if flags["declaration"] and not flags["retire"]:
        raise UsageError("--resources is used without --retire", hint="only owned fields are found by rules")
    resource = _resource(flags["declaration"], kind) if flags["declaration"] else None
    text, count = flags["format_"] == "text", counting(quiet=flags["quiet"])

    def seen(each: Written) -> None:
        count(each.remaining)
        if text and (each.state == "refused" or (flags["verbose"] and each.state in ("moved", "gone"))):
            out(line(each))

    with connect(flags["context"], kubeconfig=flags["kubeconfig"]) as cluster:
        found = migrate(
            cluster,
            kind,
            retire=flags["retire"],
            resource=resource,
            by_cluster=flags["by"] == "cluster",
            again=flags["again"],
            dry_run=flags["dry_run"],
            rate=flags["rate"],
            seen=seen,
        )
    out(as_json(found) if not text else "" if flags["quiet"] else summary(found))
    return FINDINGS if found.refused or found.unproved else OK


def _resource(declaration: str, kind: str) -> CustomResource:
    """The custom resource of a declaration that is called so."""
    from pathlib import Path

    from kconv.crd.available import require

    require([declaration], Path.cwd())
    from kconv.cli.declarations import resources_of

    for resource in resources_of([declaration], Path.cwd()):
        names = {
            name
            for one in resource.lineage
            for name in (f"{one.gvk.group}/{one.gvk.kind}", f"{one.plural}.{one.gvk.group}")
        }
        if kind.lower() in map(str.lower, names):
            return resource
    raise UsageError(f"{declaration} does not declare {kind}", hint="name its module, or MODULE:NAME")
