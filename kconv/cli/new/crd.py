"""`kconv new crd`: a project is made once, by a person who answers questions or by a script that gives flags."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

from kconv.cli.commands import OK
from kconv.cli.declare import Param, argument, command, option
from kconv.cli.screen import out
from kconv.scaffold.answers import OPTIONS, Option


def _param(each: Option) -> Param:
    default = each.default if isinstance(each.default, str) else None
    shown = f"{each.question}{f'; by default {default}' if default else ''}."
    if each.yes_or_no:
        names = f"{each.flag}/--no-{each.flag.removeprefix('--')}"
        return option(names, default=None, help=f"{each.question}; by default {'yes' if each.default else 'no'}.")
    if each.choices:
        return option(each.flag, choices=each.choices, help=shown)
    return option(each.flag, metavar="TEXT", help=shown)


@command(
    argument("name", metavar="PLURAL.GROUP"),
    option("-o", "--output", metavar="DIR", file=True, help="The folder of the project; by default the plural."),
    *(_param(each) for each in OPTIONS),
    option("-y", "--yes", is_flag=True, help="Ask nothing: what no flag answers has its default."),
    option(
        "--force", is_flag=True, help="Write into a folder with files; what differs is put beside, as FILE.kconv-new."
    ),
    short_help="Make a project: models, definition, webhook, manifests, tests, CI.",
)
def crd(name: str, **flags: Any) -> int:
    """Make the project of a custom resource, such as backups.example.com.

    On a terminal, kconv asks what no flag answers; elsewhere the defaults are taken. A project is written whole or not
    at all, and no file is ever overwritten. Requires `pip install 'kconv[scaffold]'`.
    """
    from kconv import extras
    from kconv.cli.new import questions
    from kconv.scaffold import names
    from kconv.scaffold.answers import answers_of
    from kconv.scaffold.place import refuse_taken
    from kconv.scaffold.project import create

    extras.require("scaffold")
    plural, _ = names.plural_and_group(name)
    place = Path(flags["output"] or plural)
    given = {each.name: flags[each.name] for each in OPTIONS}
    answers_of(name, given)  # a flag that is wrong is reported before anything is asked
    refuse_taken(place, force=flags["force"])
    if not flags["yes"] and sys.stdin.isatty() and sys.stderr.isatty():
        given = questions.answered(name, given)
    answers = answers_of(name, given)
    created = create(answers, place, force=flags["force"])
    out(f"{place}: the project of {answers.crd}, kind {answers.kind}, versions {', '.join(answers.versions)}\n")
    for file in created.beside:
        out(f"{file}: written beside your file, which differs\n")
    if not created.packaged:
        out("not packaged yet, because neither kubectl nor kustomize is on PATH: run make package\n")
    out(f"next: cd {shlex.quote(str(place))}, and read README.md\n")
    return OK
