"""`kconv migrate-storage`: the objects of a kind are written in its storage version, by a person or a Job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kconv.cli import cluster_flags, options
from kconv.cli.cluster_progress import counting
from kconv.cli.commands import FINDINGS, OK
from kconv.cli.declare import argument, command, option
from kconv.cli.screen import out

if TYPE_CHECKING:
    from kconv.cluster.migration import Migration
    from kconv.cluster.rewriting import Written


@command(
    argument("kind", metavar="GROUP/KIND"),
    cluster_flags.context,
    cluster_flags.kubeconfig,
    option("--dry-run", is_flag=True, help="Ask the API server whether it would accept each object; write nothing."),
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
    Requires `pip install 'kconv[cluster]'`.

    Exits with 0 if all objects are in the storage version, 1 if the API server refuses some, 2 if something failed.
    """
    from kconv.cluster.connection import connect
    from kconv.cluster.migration import migrate_storage as migrate

    text = flags["format_"] == "text"
    with connect(flags["context"], kubeconfig=flags["kubeconfig"]) as cluster:
        count = counting(quiet=flags["quiet"])

        def seen(each: Written) -> None:
            count(each.remaining)
            if text and (each.state == "refused" or (flags["verbose"] and each.state in ("moved", "gone"))):
                out(_line(each))

        found = migrate(cluster, kind, again=flags["again"], dry_run=flags["dry_run"], rate=flags["rate"], seen=seen)
    if not text:
        out(_json(found))
    elif not flags["quiet"]:
        out(f"{_summary(found)}\n")
    return FINDINGS if found.refused else OK


def _line(each: Written) -> str:
    return f"{each.label}  {each.state}" + (f": {each.why}" if each.why else "") + "\n"


def _summary(found: Migration) -> str:
    from kconv.report.counts import counted

    parts = [
        counted(found.moved, "moved"),
        counted(found.already, "already there"),
        counted(found.accepted, "accepted, none written"),
        counted(found.gone, "deleted in the meantime"),
        counted(len(found.refused), "refused"),
    ]
    counts = ", ".join(part for part in parts if part) or "no objects"
    stored = f"status.storedVersions: {', '.join(found.stored)}"
    if found.stored == (found.storage,) and not found.refused and counts == "no objects":
        return f"{found.kind}: stored in {found.storage} only"
    return f"{found.kind} to {found.storage}: {counts}; {stored}"


def _json(found: Migration) -> str:
    import json

    refused = [{"namespace": each.namespace, "name": each.name, "message": each.why} for each in found.refused]
    value = {
        "kind": found.kind,
        "storageVersion": found.storage,
        "storedVersions": list(found.stored),
        "dryRun": found.dry_run,
        "moved": found.moved,
        "already": found.already,
        "accepted": found.accepted,
        "gone": found.gone,
        "refused": refused,
    }
    return json.dumps(value) + "\n"
