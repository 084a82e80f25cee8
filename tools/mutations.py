"""Small changes to a module's source, each of which a test should notice: a mutation tester's operators.

mutmut 3 mutates nothing outside of functions, nor a dataclass; cosmic-ray deletes no statement and drops no argument,
and writes into the checkout. What is needed of them is this table of operators.

Not mutated is what no behaviour hangs on: annotations and type aliases, docstrings, decorators, ``__all__`` and
``__slots__``, what only a type checker imports, ``strict``, by which zip asserts, and the wording of messages, which is
every text with a space in it, every f-string, what is raised, and what ``describe`` returns.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "//"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "//"),
    ast.Pow: ("**", "*"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
    ast.BitXor: ("^", "|"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
}
NAMES = {
    "any": "all",
    "all": "any",
    "min": "max",
    "max": "min",
    "startswith": "endswith",
    "endswith": "startswith",
    "removeprefix": "removesuffix",
    "removesuffix": "removeprefix",
    "partition": "rpartition",
    "rpartition": "partition",
    "lower": "upper",
    "upper": "lower",
    "lstrip": "rstrip",
    "rstrip": "lstrip",
    "fullmatch": "match",
    "match": "search",
}
"""Functions and methods that are called alike and do nearly the same."""
TRANSPARENT = ("sorted", "reversed")
"""Functions whose only argument could stand in their place."""
UNSEEN = frozenset({"describe", "__repr__", "__str__"})
DECLARED = frozenset({"__all__", "__slots__"})


class Mutant(NamedTuple):
    """One change: ``text`` for the bytes from ``start`` to ``end`` of a module's source.

    ``where`` is the function that it is in, by its qualified name.
    """

    operator: str
    where: str
    start: int
    end: int
    text: str

    def applied(self, source: bytes) -> bytes:
        """The mutated source."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def is_another(self, source: bytes) -> bool:
        """Whether it makes another program of the source, and one that Python can read."""
        try:
            return ast.dump(ast.parse(self.applied(source))) != ast.dump(ast.parse(source))
        except SyntaxError:
            return False

    def lines(self, source: bytes) -> tuple[str, str]:
        """The lines that it changes, before and after, as one line each: how a mutant is found again."""
        first = source.rfind(b"\n", 0, self.start) + 1
        last = source.find(b"\n", self.end)
        before = source[first : last if last >= 0 else len(source)]
        after = source[first : self.start] + self.text.encode() + source[self.end : first + len(before)]
        return " ".join(before.decode().split()), " ".join(after.decode().split())


def mutants(source: bytes) -> list[Mutant]:
    """Every mutant of a module, in the order of the source; few of them are no other program."""
    found = {each[2:]: each for each in _Mutations(source).of(ast.parse(source))}
    return [found[change] for change in sorted(found)]


class _Mutations:
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.where: list[str] = []

    def start(self, node: ast.AST) -> int:
        return self.starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        return self.starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]

    def text(self, node: ast.AST) -> str:
        return self.source[self.start(node) : self.end(node)].decode()

    def mutant(self, operator: str, start: int, end: int, text: str) -> Mutant:
        return Mutant(operator, ".".join(self.where), start, end, text)

    def instead(self, operator: str, node: ast.AST, text: str) -> Mutant:
        return self.mutant(operator, self.start(node), self.end(node), text)

    def of(self, node: ast.AST) -> Iterator[Mutant]:
        """The mutants of a node and of all below it."""
        named = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if _is_unseen(node, bool(self.where)):
            return
        if named:
            self.where.append(node.name)  # type: ignore[attr-defined]
        make = getattr(self, f"of_{type(node).__name__}", None)
        if make:
            yield from make(node)
        for field, child in ast.iter_fields(node):
            if field not in ("annotation", "returns", "decorator_list", "bases", "ops", "op", "ctx"):
                for each in child if isinstance(child, list) else [child]:
                    if isinstance(each, ast.AST) and not (isinstance(node, ast.Raise)):
                        yield from self.of(each)
        if named:
            self.where.pop()

    def between(self, operator: str, left: ast.AST, right: ast.AST, old: str, new: str) -> Iterator[Mutant]:
        """Another operator between two operands: parentheses stand between them too."""
        gap = self.source[self.end(left) : self.start(right)].decode()
        at = gap.find(old)
        if at >= 0:
            start = self.end(left) + len(gap[:at].encode())
            yield self.mutant(operator, start, start + len(old), new)

    def of_Compare(self, node: ast.Compare) -> Iterator[Mutant]:  # noqa: N802
        for left, op, right in zip([node.left, *node.comparators], node.ops, node.comparators, strict=False):
            yield from self.between("comparison", left, right, *COMPARISONS[type(op)])

    def of_BinOp(self, node: ast.BinOp) -> Iterator[Mutant]:  # noqa: N802
        if type(node.op) in ARITHMETIC and not isinstance(node.left, ast.JoinedStr):
            yield from self.between("arithmetic", node.left, node.right, *ARITHMETIC[type(node.op)])

    def of_BoolOp(self, node: ast.BoolOp) -> Iterator[Mutant]:  # noqa: N802
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            yield from self.between("and/or", left, right, old, new)
        for dropped in node.values:
            rest = [f"({self.text(each)})" for each in node.values if each is not dropped]
            yield self.instead("operand dropped", node, f"({f' {old} '.join(rest)})")

    def of_UnaryOp(self, node: ast.UnaryOp) -> Iterator[Mutant]:  # noqa: N802
        sign = {ast.Not: "not", ast.USub: "-", ast.Invert: "~"}.get(type(node.op))
        if sign:
            yield self.mutant("not removed", self.start(node), self.start(node) + len(sign), "")

    def of_Constant(self, node: ast.Constant) -> Iterator[Mutant]:  # noqa: N802
        for text in _other_constants(node.value):
            yield self.instead("constant", node, text)

    def of_If(self, node: ast.If) -> Iterator[Mutant]:  # noqa: N802
        yield self.instead("condition negated", node.test, f"not ({self.text(node.test)})")
        if not node.orelse and self.source[self.start(node) :].startswith(b"if"):
            yield self.instead("statement deleted", node, "pass")

    def of_IfExp(self, node: ast.IfExp) -> Iterator[Mutant]:  # noqa: N802
        yield self.instead("condition negated", node.test, f"(not ({self.text(node.test)}))")

    def of_While(self, node: ast.While) -> Iterator[Mutant]:  # noqa: N802
        yield self.instead("loop skipped", node.test, "False")

    def of_For(self, node: ast.For) -> Iterator[Mutant]:  # noqa: N802
        yield self.instead("loop skipped", node.iter, "()")

    def of_comprehension(self, node: ast.comprehension) -> Iterator[Mutant]:
        for test in node.ifs:
            yield self.instead("filter dropped", test, "True")

    def of_Return(self, node: ast.Return) -> Iterator[Mutant]:  # noqa: N802
        if node.value is None:
            yield self.instead("statement deleted", node, "pass")
        elif not isinstance(node.value, ast.Constant):
            yield self.instead("return value", node.value, "None")

    def of_Lambda(self, node: ast.Lambda) -> Iterator[Mutant]:  # noqa: N802
        if not isinstance(node.body, ast.Constant):
            yield self.instead("return value", node.body, "None")

    def of_Break(self, node: ast.Break) -> Iterator[Mutant]:  # noqa: N802
        yield self.instead("break/continue", node, "continue")

    def of_Continue(self, node: ast.Continue) -> Iterator[Mutant]:  # noqa: N802
        yield self.instead("break/continue", node, "break")
        yield self.instead("statement deleted", node, "pass")

    def deleted(self, node: ast.stmt) -> Iterator[Mutant]:
        yield self.instead("statement deleted", node, "pass")

    of_Delete = deleted  # noqa: N815

    def of_Expr(self, node: ast.Expr) -> Iterator[Mutant]:  # noqa: N802
        yield from self.deleted(node)

    def of_Raise(self, node: ast.Raise) -> Iterator[Mutant]:  # noqa: N802
        if "NotImplementedError" not in self.text(node):
            yield from self.deleted(node)

    def of_AugAssign(self, node: ast.AugAssign) -> Iterator[Mutant]:  # noqa: N802
        yield from self.deleted(node)
        old, new = ARITHMETIC[type(node.op)]
        yield from self.between("arithmetic", node.target, node.value, f"{old}=", f"{new}=")

    def of_Assign(self, node: ast.Assign) -> Iterator[Mutant]:  # noqa: N802
        if self.where and not isinstance(node.targets[0], ast.Name):
            yield from self.deleted(node)
        elif self.where and not isinstance(node.value, ast.Constant):
            yield self.instead("assigned value", node.value, "None")

    def of_Slice(self, node: ast.Slice) -> Iterator[Mutant]:  # noqa: N802
        for bound in (node.lower, node.upper, node.step):
            if bound is not None:
                yield self.instead("slice bound", bound, "")

    def of_ExceptHandler(self, node: ast.ExceptHandler) -> Iterator[Mutant]:  # noqa: N802
        if isinstance(node.type, ast.Tuple):
            for one in node.type.elts:
                yield self.instead("exception narrowed", node.type, self.text(one))
        elif node.type is not None:
            yield self.instead("exception narrowed", node.type, "()")

    def of_Call(self, node: ast.Call) -> Iterator[Mutant]:  # noqa: N802
        name, at = _called(node)
        if name in NAMES:
            end = self.end(node.func)
            yield self.mutant("function", end - len(name), end, NAMES[name])
        if name == "copy" and isinstance(node.func, ast.Attribute) and not node.args:
            yield self.instead("function", node, self.text(node.func.value))
        if name in TRANSPARENT and at and len(node.args) == 1 and not isinstance(node.args[0], ast.GeneratorExp):
            yield self.instead("function", node, f"({self.text(node.args[0])})")
        arguments: list[ast.AST] = [*node.args, *(each for each in node.keywords if each.arg != "strict")]
        if len(arguments) > 1:
            for dropped in arguments:
                yield self.without(arguments, dropped)

    def without(self, arguments: list[ast.AST], dropped: ast.AST) -> Mutant:
        at = arguments.index(dropped)
        start, end = self.start(dropped), self.end(dropped)
        if at:
            start = self.end(arguments[at - 1])
        else:
            end = self.start(arguments[1])
        return self.mutant("argument dropped", start, end, "")


def _is_unseen(node: ast.AST, inside: bool) -> bool:
    """Whether no behaviour hangs on a node."""
    match node:
        case ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.keyword(arg="strict"):
            return True
        case ast.FunctionDef(name=name) if name in UNSEEN:
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in DECLARED or (not inside and name.lstrip("_")[:1].isupper() and not name.isupper())
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.Call(func=ast.Name(id="TypeVar" | "cast")):
            return True
    return False


def _other_constants(value: object) -> list[str]:
    match value:
        case bool():
            return [str(not value)]
        case int() | float():
            return [str(value + 1), str(value - 1) if value else "(-1)"]
        case str():
            return [] if " " in value.strip() else ['""', "None"] if value else ['"x"']
        case bytes():
            return [] if b" " in value.strip() else ['b"x"' if not value else 'b""']
        case None:
            return ['"x"']
    return []


def _called(node: ast.Call) -> tuple[str, bool]:
    """The name that is called, and whether it stands alone."""
    match node.func:
        case ast.Name(id=name):
            return name, True
        case ast.Attribute(attr=name):
            return name, False
    return "", False
