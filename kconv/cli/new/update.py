"""`kconv new update`: the person who maintains a project gets what the templates have learned, and loses nothing."""

from __future__ import annotations

from pathlib import Path

from kconv.cli.commands import OK
from kconv.cli.declare import command
from kconv.cli.screen import err, out


@command(short_help="Put the newest templates' render on a branch, to be merged.")
def update() -> int:
    """Render the project in the current folder from the newest templates, on the branch kconv-scaffold.

    No file of the work tree changes: merge the branch, and Git keeps what you changed. With
    --update in place of update, it is the same command.
    """
    from kconv.scaffold.update import BRANCH, update

    done = update(Path())
    for path in done.changed:
        out(f"{path}: changed on the branch {BRANCH}\n")
    for path in done.gone:
        out(f"{path}: gone on the branch {BRANCH}\n")
    for path in done.left:
        err(f"warning: {path}: has a new template, but was edited before its first commit: compare it by hand\n")
    if done.changed or done.gone:
        out(f"next: git merge {BRANCH}, and run make generate package\n")
    else:
        out("the templates have nothing new\n")
    return OK
