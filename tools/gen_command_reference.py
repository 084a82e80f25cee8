"""Write docs/commands.md from the commands themselves, so that the reference cannot say what --help does not.

python tools/gen_command_reference.py            write the file
python tools/gen_command_reference.py --check    exit 1 if the file is not what the commands give (CI)
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

from pages import ROOT, write_or_check

sys.path.insert(0, str(ROOT))

import click

from kconv.cli.app import COMMANDS, app, load

HEAD = """# Commands

Written by tools/gen_command_reference.py from the commands; do not edit. Exit codes: [exit-codes.md](exit-codes.md),
the JSON report: [json-report.md](json-report.md).
"""


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_top(), *(line for name in COMMANDS for line in _command(name))])


def _top() -> Iterator[str]:
    for name in COMMANDS:
        yield f"- [`kconv {name}`](#kconv-{name}): {load(name).get_short_help_str(limit=200)}"
    yield ""


def _command(name: str) -> Iterator[str]:
    command = load(name)
    with click.Context(command, parent=click.Context(app, info_name="kconv"), info_name=name) as ctx:
        yield f"## kconv {name}\n"
        yield f"```text\n{ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}\n```\n"
        yield _text(command.help or "")
        options = [
            record
            for p in command.get_params(ctx)
            if isinstance(p, click.Option) and (record := p.get_help_record(ctx))
        ]
        yield "| flag | meaning |\n|---|---|"
        yield from (f"| `{_cell(flag)}` | {_cell(meaning)} |" for flag, meaning in options)
        yield ""


def _text(help_: str) -> str:
    """The help as Markdown: a block that click must not wrap is one that Markdown must not either."""
    blocks = inspect.cleandoc(help_).split("\n\n")
    return "\n\n".join(_verbatim(block) if block.startswith("\b") else block for block in blocks) + "\n"


def _verbatim(block: str) -> str:
    return "\n".join(["```text", *block.split("\n")[1:], "```"])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(write_or_check(ROOT / "docs/commands.md", reference(), __doc__))
