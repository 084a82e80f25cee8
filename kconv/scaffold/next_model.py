"""A new version starts as what the newest one is: the same model without its past, for its rules are since that one."""

from __future__ import annotations

import ast

from kconv.errors import UsageError
from kconv.scaffold.source import Edit, Source, called

_BY_HAND = "write the module by hand, and add it to the table"


def next_model(newest: Source, *, kind: str, version: str, before: str) -> bytes:
    """The module of a version: that of the newest, with its own version, and without rules.

    What only the rules used is left out. Raises UsageError for a module whose version cannot be found.
    """
    declared = _declared(newest, kind)
    group = str(declared.value).rpartition("/")[0]
    edits = [Edit(*newest.span(declared), f'"{group}/{version}"'.encode())]
    if doc := _docstring(newest):
        edits.append(Edit(*newest.span(doc), f'"""Version {version}: say what is new since {before}."""'.encode()))
    rules = _rules(newest)
    gone = [*rules, *_unused(newest, rules)]
    edits += [Edit(*_with_blank_lines(newest, node), b"") for node in gone]
    edits += _imports(newest, gone)
    made = newest.edited(edits).rstrip()
    text = made + b"\n\n\nRULES: list[Rule] = []  # since " + before.encode() + b"\n"
    return _with_rule_import(text).replace(b"\r\n", b"\n").replace(b"\n", newest.newline)


def _declared(source: Source, kind: str) -> ast.Constant:
    """The text ``group/version`` of the class."""
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and node.name == kind:
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and decorator.args and called(decorator) == "api_version":
                    found = decorator.args[0]
                    if isinstance(found, ast.Constant) and isinstance(found.value, str) and "/" in found.value:
                        return found
            raise source.refuse(node, f'{kind} has no @api_version("GROUP/VERSION") in plain sight', _BY_HAND)
    raise UsageError(f"has no class {kind}", file=str(source.file), hint=_BY_HAND)


def _docstring(source: Source) -> ast.expr | None:
    first = source.tree.body[0] if source.tree.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return first.value
    return None


def _rules(source: Source) -> list[ast.stmt]:
    """The list of the rules, and statements that add to it."""
    plain = [node for node in source.tree.body if not isinstance(node, ast.ClassDef | ast.FunctionDef)]
    return [node for node in plain if "RULES" in _bound(node) | _used([node])]


def _bound(node: ast.stmt) -> set[str]:
    """The names that a statement of a module makes."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {each.id for each in node.targets if isinstance(each, ast.Name)}
    return {node.target.id} if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else set()


def _used(nodes: list[ast.stmt]) -> set[str]:
    return {each.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.Name)}


def _unused(source: Source, gone: list[ast.stmt]) -> list[ast.stmt]:
    """Functions and values that nothing but the rules used."""
    dropped: list[ast.stmt] = []
    wanted = _used(gone)
    while True:
        rest = [node for node in source.tree.body if node not in gone and node not in dropped]
        more = [
            node
            for node in rest
            if not isinstance(node, ast.ClassDef)
            and (names := _bound(node)) & wanted
            and not names & _used([each for each in rest if each is not node])
        ]
        if not more:
            return dropped
        dropped += more
        wanted |= _used(more)


def _imports(source: Source, gone: list[ast.stmt]) -> list[Edit]:
    """Imports without the names that only the rules, or what they used, had."""
    used = _used([node for node in source.tree.body if node not in gone])
    unused = _used(gone) - used
    edits = []
    for node in source.tree.body:
        if not isinstance(node, ast.ImportFrom | ast.Import):
            continue
        kept = [each for each in node.names if _imported(each) not in unused]
        if not kept:
            edits.append(Edit(*source.lines(node), b""))
        elif len(kept) < len(node.names):
            edits.append(Edit(*source.span(node), _import_text(node, kept)))
    return edits


def _imported(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _import_text(node: ast.ImportFrom | ast.Import, names: list[ast.alias]) -> bytes:
    shorter = ast.ImportFrom(node.module, names, node.level) if isinstance(node, ast.ImportFrom) else ast.Import(names)
    return ast.unparse(shorter).encode()


def _with_blank_lines(source: Source, node: ast.stmt) -> tuple[int, int]:
    """The lines of a statement and the blank ones in front of it."""
    start, end = source.lines(node)
    return len(source.data[:start].rstrip()) + len(source.newline), end


def _with_rule_import(text: bytes) -> bytes:
    """Import ``Rule``, which the list of rules is annotated with, beside what else comes from kconv."""
    tree = ast.parse(text)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module]
    for node in imports:
        if any(_imported(each) == "Rule" for each in node.names):
            return text
    after = [node for node in imports if (node.module or "").startswith("kconv.crd")] or imports
    line = after[-1].end_lineno if after else 0
    lines = text.splitlines(keepends=True)
    return b"".join([*lines[:line], b"from kconv.rules import Rule\n", *lines[line:]])
