"""Whatever a pattern and a text are, an answer comes at once, and it is the one that Python's `re` would come to."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.validation.automaton import Automaton, automaton
from kconv.validation.languages import Lengths, UndecidedError, some, texts, witness
from kconv.validation.matching import finder
from kconv.validation.pattern import compiled

PATTERNS = [
    "", "^$", "a", "^a+$", "a|b*", "x$|^y", "^(ab)?c{2,4}$", "a{0,3}b", "^.{3}$", "(?s)^.{3}$", "^a{2,}$", "(a*)*b",
    r"^\d+(\.\d+)?s$", r"\w\W\s\S\D", r"\Aab\z", r"\bfox\b", r"a\Bb", "^[^/]+(/[^/]*)*$", "[^a-c]", r"[\d_]x", r"[^\s]b",
    "(?i)aBC", "(?i:a)B", "(?i)[a-c]x", "[[:alpha:]]+\\.", r"\Qa.b\E", r"\x{61}", "ä", "(a|ab)(c|bcd)$", "^a*?b",
    "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
]  # fmt: skip
TEXTS = ["", "a", "ab", "abc", "abcd", "ABC", "aBc", "a.b", "12s", "1.5s", "-", "a\nb", "fox", " fox ", "foxy", "ä", "\x0b", "a/b/", "x\n"]  # fmt: skip


def machine(pattern: str) -> Automaton:
    found = automaton(pattern)
    assert found is not None
    return found


@pytest.mark.parametrize("pattern", PATTERNS)
def test_an_automaton_finds_what_python_finds(pattern: str) -> None:
    expression = compiled(pattern)
    assert expression is not None
    for text in [*TEXTS, *(one + other for one in TEXTS for other in TEXTS)]:
        assert machine(pattern).found_in(text) == bool(expression.search(text)), text


IN_GO_ONLY = {
    "between nothing and nothing": (r"\B", [""], ["a"]),
    "the long s": ("(?i)^S$", ["s", "ſ"], ["k"]),
    "the sign of the kelvin": ("^(?i:[j-l])$", ["K", "\u212a"], ["ſ"]),
    "neither of them": ("(?i)^[^sk]$", ["a"], ["ſ", "\u212a"]),
}


@pytest.mark.parametrize("name", IN_GO_ONLY)
def test_what_python_reads_otherwise_is_found_as_go_finds_it(name: str) -> None:
    pattern, fits, wrong = IN_GO_ONLY[name]
    found = finder(pattern)
    assert found is not None
    assert [*map(found, fits), *map(found, wrong)] == [True] * len(fits) + [False] * len(wrong)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    more = st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "*?", "{2,}"])
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, more).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    )


DRAWN = st.recursive(st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "^", "$", r"\b", r"\d", r"\s", "c"]), _grown)


@given(DRAWN, st.text("abc \n0", max_size=8))
def test_an_automaton_of_any_pattern_finds_what_python_finds(pattern: str, text: str) -> None:
    expression, found = compiled(pattern), automaton(pattern)
    if expression is not None and found is not None:
        assert found.found_in(text) == bool(expression.search(text))


UNREADABLE = ["(?m)^a$", "(?=a)", r"(a)\1", r"\pL", "(?i)ä", "[a--b]", r"\G", "a**", "((a{0,999}){0,999}){0,999}"]


@pytest.mark.parametrize("pattern", UNREADABLE)
def test_what_has_no_automaton_is_not_guessed_at(pattern: str) -> None:
    assert automaton(pattern) is None


SLOW = {
    "words": (r"(.+)\s(.+)\s(.+)\s(.+)\s(.+)x$", "a b " * 20_000, False),
    "nested": ("^(a+)+$", "a" * 40 + "b", False),
    "nested, found": ("^(a+)+$", "a" * 100_000, True),
    "one of two": ("^(a|aa)+$", "a" * 60 + "b", False),
    "optional": ("^" + "a?" * 40 + "a" * 40 + "$", "a" * 41 + "b", False),
    "not anchored": ("a+x", "a" * 500_000, False),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_pattern_that_takes_python_hours_is_answered(name: str) -> None:
    pattern, text, expected = SLOW[name]
    found = finder(pattern)
    assert found is not None
    assert found(text) is expected


NOT_JUDGED = {
    "each step takes long": ("(a|b)*a(a|b){900}c$", "".join(random.Random(1).choices("ab", k=20_000))),
    "there is no automaton": ("^((a?){150}){150}b", "a" * 200),
    "there is no automaton of letters in both cases": ("(?i)ä", "a"),
}


@pytest.mark.parametrize("name", NOT_JUDGED)
def test_what_would_take_too_long_counts_as_found(name: str) -> None:
    pattern, text = NOT_JUDGED[name]
    found = finder(pattern)
    assert found is None or found(text)


@given(st.sampled_from(PATTERNS), st.text("ab.c/x-1s \n", max_size=60))
def test_a_pattern_finds_the_same_whoever_looks(pattern: str, text: str) -> None:
    expression, found = compiled(pattern), finder(pattern)
    assert expression is not None
    assert found is not None
    assert found(text) == bool(expression.search(text))


WITNESSES = {
    "none": ("^s3://[a-z]+$", "^s3://.+$", None),
    "an empty part": ("^s3://[a-z]*$", "^s3://.+$", "s3://"),
    "another letter": ("^[a-z]$", "^[b-z]$", "a"),
    "a longer one": ("^a*$", "^a{0,2}$", "aaa"),
    "the same in other words": ("^(a|b)*$", "^[ab]*$", None),
    "not anchored": ("a", "^a", "0a"),
}


@pytest.mark.parametrize("name", WITNESSES)
def test_a_text_shows_that_a_pattern_accepts_more(name: str) -> None:
    one, other, expected = WITNESSES[name]
    found = witness([machine(one)], machine(other))
    assert found == expected
    if found is not None:
        assert compiled(one).search(found)  # type: ignore[union-attr]
        assert not compiled(other).search(found)  # type: ignore[union-attr]


def test_a_text_has_the_length_that_is_asked_for() -> None:
    digits = machine("^[0-9]+s$")
    assert some([digits, Lengths(3, 5)], 9) == ["00s", "000s", "0000s"]
    assert witness([digits, Lengths(0, 3)], Lengths(0, 2)) == "00s"
    assert witness([digits, Lengths(0, None)], Lengths(0, None)) is None


def test_too_many_states_are_no_answer() -> None:
    late = machine("(a|b)*a(a|b){14}$")
    with pytest.raises(UndecidedError):
        witness([late], machine("."))
    assert some([late], 3) == []
    assert next(texts([machine("^(a|b)*a(a|b){5}$")])) == "a" * 6
