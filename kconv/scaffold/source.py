"""A person's file is edited where it must be and nowhere else: spans of its syntax tree, in bytes, say where."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

from kconv.errors import UsageError
from kconv.manifests.source import read


class Edit(NamedTuple):
    """The bytes from ``start`` to ``end`` are replaced."""

    start: int
    end: int
    text: bytes


class Source:
    """A Python file: its bytes, its tree, and where a node lies in the bytes.

    Raises UsageError for a file that is no Python, or not in UTF-8.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        found = read(str(file))
        self.data, self.seen = found.data, found.seen
        try:
            self.data.decode("utf-8")
            self.tree = ast.parse(self.data, str(file))
        except (SyntaxError, UnicodeDecodeError, ValueError) as error:
            line = getattr(error, "lineno", None)
            raise UsageError(f"is not Python in UTF-8: {error}", file=str(file), line=line) from error
        bom = len("\ufeff".encode()) if self.data.startswith("\ufeff".encode()) else 0
        self._starts = [bom]
        self._starts += [index + 1 for index, byte in enumerate(self.data) if byte == ord("\n")]

    @property
    def newline(self) -> bytes:
        """How the file ends its lines."""
        return b"\r\n" if b"\r\n" in self.data else b"\n"

    def span(self, node: ast.expr | ast.stmt | ast.alias) -> tuple[int, int]:
        """The first byte of a node, and the one behind its last."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._starts[node.lineno - 1] + node.col_offset
        return start, self._starts[node.end_lineno - 1] + node.end_col_offset

    def lines(self, node: ast.stmt) -> tuple[int, int]:
        """The bytes of the whole lines of a statement, with its decorators and the comment behind it."""
        assert node.end_lineno is not None
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        behind = self._starts[node.end_lineno] if node.end_lineno < len(self._starts) else len(self.data)
        return self._starts[first - 1], behind

    def indent(self, offset: int) -> bytes:
        """The white space in front of the line of a byte."""
        start = self.data.rfind(b"\n", 0, offset) + 1
        line = self.data[start:offset]
        return line[: len(line) - len(line.lstrip())]

    def edited(self, edits: list[Edit]) -> bytes:
        """The bytes after edits, which do not overlap."""
        data = self.data
        for edit in sorted(edits, reverse=True):
            data = data[: edit.start] + edit.text + data[edit.end :]
        return data

    def refuse(self, node: ast.expr | ast.stmt, reason: str, hint: str) -> UsageError:
        """The error for a place in the file."""
        return UsageError(reason, file=str(self.file), line=node.lineno, hint=hint)


def called(call: ast.Call) -> str:
    """The last name of what is called: ``CustomResource`` of ``crd.CustomResource(…)``; "" for what has none."""
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
