"""`kconv new version`: who adds a version has the project open, and reviews what changes in a file of theirs."""

from __future__ import annotations

from pathlib import Path

from kconv.cli.commands import OK
from kconv.cli.declare import argument, command, option
from kconv.cli.screen import err, out


@command(
    argument("kind", metavar="KIND"),
    argument("version_", metavar="VERSION"),
    option("--dry-run", is_flag=True, help="Write nothing, show only what would change in the table."),
    short_help="Add a version to a kind of the project in the current folder.",
)
def version(kind: str, version_: str, *, dry_run: bool) -> int:
    """Add a version to a kind, such as `kconv new version Backup v2`.

    The new model, sample and fixture start as copies of those of the newest version, with an empty list of rules. The
    table of the versions gets one line, which is shown; no other file changes. The line says served=False, until every
    replica of the webhook knows the version. A table that is not written in plain sight is refused.
    """
    from kconv.scaffold.next_version import addition, write

    here = Path()
    added = addition(kind, version_, here)
    out(added.diff)
    for warning in added.warnings:
        err(f"warning: {warning}\n")
    if dry_run:
        return OK
    write(added, here)
    for file in added.new:
        out(f"{file}: written\n")
    out("next: change the model, write its RULES, and run make generate; the version is not served yet\n")
    return OK
