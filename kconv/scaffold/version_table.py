"""The table of versions is a person's file: one version is added to it, and every other byte stays as it is.

It must say what it says in plain sight. A table that is put together by a function is refused, with what to write.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from kconv.errors import UsageError
from kconv.scaffold.source import Edit, Source, called
from kconv.scaffold.words import fitted, natural

_BY_HAND: Final = "add the version by hand: docs/custom-resources.md, Several versions"


class Row(NamedTuple):
    """``Version(v1.Backup, since=v1beta1.Backup, …)``: the module, and that of the version before."""

    call: ast.Call
    module: str
    since: str


class Table:
    """The table of a kind, as it is written."""

    def __init__(self, source: Source, call: ast.Call, kind: str) -> None:
        self.source, self.call, self.kind = source, call, kind
        self.rows = [_row(source, argument, kind) for argument in call.args]
        before = {row.since for row in self.rows}
        newest = [row for row in self.rows if row.module not in before]
        if len(newest) != 1:
            raise source.refuse(call, "the versions are not one row, each with since= the one before", _BY_HAND)
        [self.newest] = newest
        if not any(word.arg == "hub" for word in call.keywords):
            hint = f"write hub={self.newest.module}.{kind}, and add the version again"
            raise source.refuse(call, "the table has no hub=: the new version would become it", hint)
        self.imported = _import(source, self.newest.module, call)

    def module(self, name: str) -> str:
        """The import name of the module that a name of the table stands for."""
        alias = next(each for each in self.imported.names if _bound(each) == name)
        return f"{self.imported.module}.{alias.name}"

    def has(self, version: str) -> bool:
        """Whether the version is in the table."""
        return version in [row.module for row in self.rows]

    def with_version(self, version: str) -> bytes:
        """The file with a version that is newer than the newest."""
        edits = [self._row_edit(version)]
        if all(_bound(each) != version for each in self.imported.names):
            edits.append(self._import_edit(version))
        made = self.source.edited(edits)
        ast.parse(made)
        return made

    def _row_edit(self, version: str) -> Edit:
        """In front of the newest if the newest is the first, else behind it.

        The version is not served: while it is rolled out, replicas answer that do not know it.
        """
        start, end = self.source.span(self.newest.call)
        indent = self.source.indent(start)
        since = f"since={self.newest.module}.{self.kind}"
        line = f"Version({version}.{self.kind}, {since}, rules={version}.RULES, served=False)"
        if self.newest is self.rows[0]:
            return Edit(start, start, self._lines(line, indent) + b"," + self._behind_comma(indent))
        return Edit(end, end, b"," + self._behind_comma(indent) + self._lines(line, indent))

    def _lines(self, line: str, indent: bytes) -> bytes:
        text = fitted(f"{indent.decode()}{line},").strip().removesuffix(",")
        return text.encode().replace(b"\n", self.source.newline)

    def _behind_comma(self, indent: bytes) -> bytes:
        """What stands between two rows: a line's end where each has a line."""
        one_line = self.newest.call.lineno == self.call.lineno
        return b" " if one_line else self.source.newline + indent

    def _import_edit(self, version: str) -> Edit:
        names = self.imported.names
        after = next((each for each in names if natural(each.name) > natural(version)), None)
        node = after or names[-1]
        start, end = self.source.span(node)
        own_line = node.lineno != self.imported.lineno and len({each.lineno for each in names}) == len(names)
        gap = self.source.newline + self.source.indent(start) if own_line else b" "
        text = version.encode()
        return Edit(start, start, text + b"," + gap) if after else Edit(end, end, b"," + gap + text)


def table_of(kind: str, package: Path) -> Table:
    """The table of a kind in a package. Raises UsageError if there is none, several, or one that cannot be read."""
    found = [each for file in sorted(package.rglob("*.py")) for each in _tables(Source(file))]
    fitting = [(source, call) for source, call in found if kind in _kinds(call)]
    if len(fitting) == 1:
        return Table(*fitting[0], kind)
    if fitting:
        places = ", ".join(f"{source.file}:{call.lineno}" for source, call in fitting)
        raise UsageError(f"{kind} has several tables: {places}", hint=_BY_HAND)
    known = sorted({each for _, call in found for each in _kinds(call)})
    hint = f"the kinds with a table are {', '.join(known)}" if known else _BY_HAND
    raise UsageError(f"no table CustomResource(Version(….{kind}, …), …) is found in {package}", hint=hint)


def _tables(source: Source) -> Iterator[tuple[Source, ast.Call]]:
    for node in source.tree.body:
        if isinstance(node, ast.AnnAssign) or (isinstance(node, ast.Assign) and len(node.targets) == 1):
            value = node.value
            if isinstance(value, ast.Call) and called(value) == "CustomResource":
                yield source, value


def _kinds(call: ast.Call) -> set[str]:
    """The classes that are named anywhere in a table, also in one that cannot be edited."""
    return {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)} - {"RULES"}


def _row(source: Source, node: ast.expr, kind: str) -> Row:
    if not isinstance(node, ast.Call) or called(node) != "Version" or len(node.args) != 1:
        raise source.refuse(node, "a row of the table is not Version(MODULE.KIND, …)", _BY_HAND)
    since = next((word.value for word in node.keywords if word.arg == "since"), None)
    if any(word.arg is None for word in node.keywords):
        raise source.refuse(node, "a row of the table has arguments with **", _BY_HAND)
    return Row(node, _module(source, node.args[0], kind), _module(source, since, kind) if since else "")


def _module(source: Source, node: ast.expr, kind: str) -> str:
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        raise source.refuse(node, "a version of the table is not written MODULE.KIND", _BY_HAND)
    if node.attr != kind:
        hint = "a kind that was renamed has two definitions: add the version by hand"
        raise source.refuse(node, f"the table has the kind {node.attr}, too", hint)
    return node.value.id


def _import(source: Source, module: str, call: ast.Call) -> ast.ImportFrom:
    for node in source.tree.body:
        if isinstance(node, ast.ImportFrom) and any(_bound(each) == module for each in node.names):
            if node.level or not node.module:
                raise source.refuse(node, "the versions are imported relatively", "write `from PACKAGE import VERSION`")
            return node
    raise source.refuse(call, f"the module {module} is not imported with `from PACKAGE import {module}`", _BY_HAND)


def _bound(alias: ast.alias) -> str:
    """The name that `from PACKAGE import` gives a module."""
    return alias.asname or alias.name
