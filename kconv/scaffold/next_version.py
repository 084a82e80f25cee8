"""A version is added to a project: new files, and a new line in the table. No other file of a person changes."""

from __future__ import annotations

import re
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from kconv.errors import UsageError
from kconv.manifests import atomic
from kconv.manifests.source import Seen
from kconv.names import version_order
from kconv.scaffold import names
from kconv.scaffold.answers import record_in
from kconv.scaffold.next_model import next_model
from kconv.scaffold.source import Source
from kconv.scaffold.version_table import Table, table_of

_COPIED = (("config/samples", "a sample"), ("tests/fixtures", "a fixture"))


class Addition(NamedTuple):
    """What is to be written: new files, and the table, which is there."""

    new: dict[Path, bytes]
    table: Path
    before: bytes
    after: bytes
    seen: Seen
    warnings: tuple[str, ...]

    @property
    def diff(self) -> str:
        """What changes in the table."""
        old, new = (text.decode().splitlines(keepends=True) for text in (self.before, self.after))
        return "".join(unified_diff(old, new, str(self.table), str(self.table)))


def addition(kind: str, version: str, folder: Path) -> Addition:
    """What a version adds to the project in a folder. Writes nothing.

    Raises UsageError for a version that is there or cannot be, and for a table or a model that cannot be read.
    """
    package = folder / record_in(folder).answers.package
    names.version(version)
    table = table_of(kind, package)
    if table.has(version):
        raise UsageError(f"{kind} has the version {version}", file=str(table.source.file), hint="name a new one")
    newest = _source_of(table.module(table.newest.module), folder)
    model = newest.file.with_name(f"{version}.py")
    new = {model: next_model(newest, kind=kind, version=version, before=table.newest.module)}
    warnings = [*_priority(version, table)]
    for place, what in _COPIED:
        old = folder / place / f"{table.newest.module}.yaml"
        if old.is_file():
            new[folder / place / f"{version}.yaml"] = _copied(old, version)
        else:
            warnings.append(f"{old} is not there: write {what} of {version} by hand")
    for file in new:
        if file.exists():
            raise UsageError("is there already", file=str(file), hint="move it away, or name another version")
    made, written = table.with_version(version), table.source
    return Addition(new, written.file, written.data, made, written.seen, tuple(warnings))


def _priority(version: str, table: Table) -> list[str]:
    first = max((row.module for row in table.rows), key=version_order)
    if version_order(version) > version_order(first):
        return []
    return [f"{version} has a lower priority than {first}: clients that name no version keep reading that"]


def _source_of(module: str, folder: Path) -> Source:
    file = folder.joinpath(*module.split(".")).with_suffix(".py")
    if not file.is_file():
        raise UsageError(f"the module {module} of the newest version is not found", file=str(file))
    return Source(file)


def _copied(file: Path, version: str) -> bytes:
    """A manifest in the next version; its comments and its layout stay."""
    text = file.read_bytes()
    old = file.stem.encode()
    made, count = re.subn(rb"(?m)^(apiVersion:[ \t]*['\"]?[^\s'\"/]+/)[^\s'\"/]+", rb"\g<1>" + version.encode(), text)
    if not count:
        raise UsageError("has no apiVersion at the start of a line", file=str(file), hint="mend it, and run again")
    return re.sub(rb"(?m)^(# .*|  name:.*)\b" + re.escape(old) + rb"\b", rb"\g<1>" + version.encode(), made)


def write(added: Addition, root: Path) -> None:
    """Write the new files, and then the table: before its last step, nothing of the project has changed.

    Raises ManifestError if a file cannot be written; what was written is taken away again.
    """
    written: list[Path] = []
    try:
        for file, data in added.new.items():
            with file.open("xb") as out:  # only what is new here is taken away again
                written.append(file)
                out.write(data)
        atomic.replace(str(added.table), added.after, added.seen, str(root))
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        raise
