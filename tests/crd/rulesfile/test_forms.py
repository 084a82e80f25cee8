"""A number that is written in another form comes back as it was, or is not written at all."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.crd.rulesfile.forms import NAMES, form, turning

TEXTS = ("{}", "{}Gi", "v{}", "-{}.")
PAIRS = [pair for pair in permutations((*NAMES, *TEXTS), 2) if form(pair[0]).measures == form(pair[1]).measures]
NUMBERS = st.one_of(st.integers(), st.integers(-90, 90), st.sampled_from([0, 60, 3600, 86400, 2**63, -(2**63)]))


@pytest.mark.parametrize("pair", PAIRS, ids=" to ".join)
@given(number=NUMBERS)
def test_what_is_written_is_read_as_the_same_number(pair: tuple[str, str], number: int) -> None:
    source, target = form(pair[0]), form(pair[1])
    forth, back = turning(source, target, None, None)
    value = source.write(number)
    made = None if value is None else forth(value)
    if made is not None:
        assert back(made) == value


@pytest.mark.full
@pytest.mark.parametrize("name", [*NAMES, *TEXTS])
@given(value=st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=5), st.lists(st.integers(), max_size=2)))
def test_a_form_reads_any_value_without_an_error(name: str, value: Any) -> None:
    number = form(name).read(value)
    assert number is None or type(number) is int


ROWS: dict[str, tuple[str, str, Any, Any]] = {
    "a minute and a half": ("seconds", "duration", 90, "1m30s"),
    "another way to write it": ("duration", "seconds", "90s", 90),
    "less than a second": ("duration", "seconds", "1500ms", None),
    "a boolean is no number": ("seconds", "duration", True, None),
    "a text is no number": ("seconds", "duration", "90", None),
    "milliseconds": ("milliseconds", "seconds", 5000, 5),
    "days": ("days", "duration", 2, "48h"),
    "negative": ("minutes", "duration", -5, "-5m"),
    "more than Go's 64 bits": ("days", "duration", 10**9, None),
    "a suffix": ("integer", "{}Gi", 10, "10Gi"),
    "zeros in front are no number": ("{}Gi", "integer", "010Gi", None),
    "minus nothing": ("{}Gi", "integer", "-0Gi", None),
    "another suffix": ("{}Gi", "integer", "10Mi", None),
    "from one text to another": ("{}Gi", "{} GiB", "7Gi", "7 GiB"),
    "characters of patterns": ("integer", "({}).*", 3, "(3).*"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_value_has_its_other_form(name: str) -> None:
    source, target, value, wanted = ROWS[name]
    forth, _ = turning(form(source), form(target), None, None)
    assert forth(value) == wanted


@pytest.mark.parametrize(("value", "wanted"), [(0, None), (1, "1s"), (9, "9s"), (10, None)])
def test_bounds_hold_for_the_integer(value: int, wanted: str | None) -> None:
    forth, back = turning(form("seconds"), form("duration"), 1, 9)
    assert forth(value) == wanted
    assert back(f"{value}s") == (value if wanted else None)


@pytest.mark.parametrize("text", ["", "secs", "{}{}", "Gi"])
def test_what_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no form"):
        form(text)
