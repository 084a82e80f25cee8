"""The drawer of mutants changes what behaviour hangs on, one thing at a time, and nothing else."""

from __future__ import annotations

import mutants as drawer
import pytest
from mutations import Mutant, mutants

MADE = {
    "if a < b: f()": {"if a <= b: f()", "if not (a < b): f()", "if a < b: pass", "pass"},
    "x = a is b": {"x = a is not b"},
    "x = a not in b": {"x = a in b"},
    "x = a and (b)": {"x = a or (b)", "x = ((a))", "x = ((b))"},
    "x = not a": {"x =  a"},
    "x = 1": {"x = 2", "x = 0"},
    "x = 0": {"x = 1", "x = (-1)"},
    "x = True": {"x = False"},
    "x = 'word'": {'x = ""', "x = None"},
    "x = ''": {'x = "x"'},
    "x = None": {'x = "x"'},
    "x = a + b": {"x = a - b"},
    "x += a": {"x -= a", "pass"},
    "del x": {"pass"},
    "raise ValueError('no ' + x)": {"pass"},
    "x = a[b:]": {"x = a[:]"},
    "x = f(a, k=b)": {"x = f(a)", "x = f(k=b)"},
    "x = any(a)": {"x = all(a)"},
    "x = a.copy()": {"x = a"},
    "x = sorted(a)": {"x = (a)"},
    "x = a if b else c": {"x = a if (not (b)) else c"},
    "x = [a for a in b if a]": {"x = [a for a in b if True]"},
    "x = lambda a: a": {"x = lambda a: None"},
    "for x in a: break": {"for x in (): break", "for x in a: continue"},
    "for x in a: continue": {"for x in (): continue", "for x in a: break", "for x in a: pass"},
    "while a: f()": {"while False: f()", "while a: pass"},
    "def f(a=1): return a": {"def f(a=2): return a", "def f(a=0): return a", "def f(a=1): return None"},
    "def f(a): a.b = c": {"def f(a): pass"},
    "def f(a): b = a": {"def f(a): b = None"},
    "try: f()\nexcept (A, B): g()": {
        "try: pass\nexcept (A, B): g()",
        "try: f()\nexcept A: g()",
        "try: f()\nexcept B: g()",
        "try: f()\nexcept (A, B): pass",
    },
    "try: f()\nexcept A: g()": {
        "try: pass\nexcept A: g()",
        "try: f()\nexcept (): g()",
        "try: f()\nexcept A: pass",
    },
    "x = 'é' + 1": {"x = 'é' - 1", 'x = "" + 1', "x = None + 1", "x = 'é' + 2", "x = 'é' + 0"},
}
UNSEEN = [
    "'''A docstring.'''",
    "x = 'two words'",
    "x = f'{a}'",
    "from a import b",
    "if TYPE_CHECKING: import a",
    "def f(a: 'int' = b) -> None: ...",
    "def describe(a): return 1",
    "__all__ = ['a']",
    "Alias = Callable[[int], None]",
    "Alias: TypeAlias = 'int | None'",
    "@cache(maxsize=1)\ndef f(): ...",
    "raise NotImplementedError",
    "x = zip(a, strict=True)",
]


def texts(source: str) -> set[str]:
    return {each.applied(source.encode()).decode() for each in mutants(source.encode())}


@pytest.mark.parametrize("source", MADE)
def test_an_operator_makes_these_mutants(source: str) -> None:
    assert texts(source) == MADE[source]


@pytest.mark.parametrize("source", UNSEEN)
def test_what_no_behaviour_hangs_on_is_not_mutated(source: str) -> None:
    assert texts(source) == set()


@pytest.mark.parametrize(("source", "text"), [("x = (a)", "x = ((a))"), ("x = a", "x = a +")])
def test_the_same_program_and_none_are_no_mutants(source: str, text: str) -> None:
    assert not Mutant("", "", 0, len(source), text).is_another(source.encode())


def test_a_mutant_is_named_by_its_function_and_its_lines_which_may_move() -> None:
    source = "class A:\n    def f(self):\n        return  b\n"
    (mutant,) = mutants(source.encode())
    (moved,) = mutants(f"# above\n{source}".encode())
    assert (mutant.where, *mutant.lines(source.encode())) == ("A.f", "return b", "return None")
    assert (moved.where, *moved.lines(f"# above\n{source}".encode())) == ("A.f", "return b", "return None")


@pytest.mark.parametrize("room", drawer.ROOMS.values(), ids=drawer.ROOMS)
def test_a_room_has_code_and_tests(room: drawer.Room) -> None:
    assert all(any(drawer.ROOT.glob(path)) for path in room.code)
    assert drawer.tests_of(room)


@pytest.mark.full
def test_every_mutant_that_is_said_to_be_equivalent_can_be_drawn() -> None:
    assert drawer.stale() == []
