"""Where a class and its fields are written, and the texts below them: an error names the line that is to be changed.

Read off the source when a definition is made. pydantic can read the texts itself, but would for every class that is
imported.
"""

from __future__ import annotations

import ast
import inspect
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """A line of a file; no line where it is not known."""

    file: str = ""
    line: int | None = None


class Written(NamedTuple):
    """A class as it is written: its line, and of each field the line and the text below it."""

    line: int
    fields: dict[str, tuple[int, str]]


def place(cls: type, field: str = "") -> Place:
    """Where a class is written, or one of its fields, which may be a base class's."""
    for each in cls.__mro__ if field else (cls,):
        found = _written(each)
        if found and (not field or field in found.fields):
            return Place(_file(each), found.fields[field][0] if field else found.line)
    return Place(_file(cls))


def text_below(cls: type, field: str) -> str:
    """The docstring of a field, "" if it has none."""
    for each in cls.__mro__:
        found = _written(each)
        if found and field in found.fields:
            return found.fields[field][1]
    return ""


def text_of(cls: type) -> str:
    """The docstring of a class itself, not that of a base class."""
    return inspect.cleandoc(cls.__dict__.get("__doc__") or "")


def _file(cls: type) -> str:
    try:
        return inspect.getsourcefile(cls) or ""
    except (OSError, TypeError):
        return ""  # made by a program, or in a prompt


def _written(cls: type) -> Written | None:
    name = cls.__qualname__.partition("[")[0]  # a generic model's class with its parameters
    return _classes(_file(cls)).get(name.replace(".<locals>", ""))


@lru_cache(maxsize=256)
def _classes(file: str) -> dict[str, Written]:
    """The classes of a file by their qualified name."""
    try:
        tree = ast.parse(Path(file).read_bytes()) if file else ast.Module([], [])
    except (OSError, SyntaxError, ValueError):
        return {}
    found: dict[str, Written] = {}
    _collect(tree, "", found)
    return found


def _collect(node: ast.AST, outer: str, found: dict[str, Written]) -> None:
    for each in ast.iter_child_nodes(node):
        if isinstance(each, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            name = f"{outer}{each.name}"
            if isinstance(each, ast.ClassDef):
                found[name] = Written(each.lineno, _fields(each))
            _collect(each, f"{name}.", found)
        else:
            _collect(each, outer, found)


def _fields(node: ast.ClassDef) -> dict[str, tuple[int, str]]:
    found = {}
    for each, below in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            found[each.target.id] = each.lineno, _text(below)
    return found


def _text(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return inspect.cleandoc(node.value.value)
    return ""
