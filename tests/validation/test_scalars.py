"""Single values: which ones Go's decoder takes for a built-in kind's field, and which JSON schema takes for another's."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.structural.vocabulary import INT_OR_STRING
from kconv.validation.checker import Checker

Json = Any
SCHEMA = dict[str, Any]
INTEGER, INT32, STRING = {"type": "integer"}, {"type": "integer", "format": "int32"}, {"type": "string"}
NUMBER, TRUTH, MAP, LIST = {"type": "number"}, {"type": "boolean"}, {"type": "object"}, {"type": "array"}
EITHER = {INT_OR_STRING: True}
QUANTITY, BYTES = {"type": "string", "format": "quantity"}, {"type": "string", "format": "byte"}
TIME = {"type": "string", "format": "date-time"}
BIG = 2**63


def resolve(name: str) -> SCHEMA:
    return {"Named": {"type": "object", "properties": {"a": STRING}}}[name]


def findings(schema: SCHEMA, value: Json, **options: Any) -> list[str]:
    """What is wrong with a value: the rule, the sentence and the hint."""
    found = Checker(resolve, **options).node(schema)(value) or []
    return [f"{each.rule}: {each}{f' ({each.hint})' if each.hint else ''}" for each in found]


# schema, what both readers take, what Go alone takes, what JSON schema alone takes, what neither does
SCALARS: list[tuple[str, SCHEMA, list[Json], list[Json], list[Json], list[Json]]] = [
    ("integer", INTEGER, [0, -1, BIG - 1, -BIG], [None], [1.0, -0.0], [1.5, "1", True, [], {}, BIG, -BIG - 1]),
    ("int32", INT32, [2**31 - 1, -(2**31)], [None], [1.0], [2**31, -(2**31) - 1, False]),
    ("number", NUMBER, [0, 1.5, -1, BIG], [None], [], ["1", True, [], {}]),
    ("string", STRING, ["", "a"], [None], [], [0, True, [], {}, 1.5]),
    ("boolean", TRUTH, [True, False], [None], [], [0, 1, "true", [], {}]),
    ("map", MAP, [{}], [None, {"a": 1}], [], [[], "a", 0, True]),
    ("list", LIST, [[], [1, None]], [None], [], [{}, "a", 0, True]),
    ("int or string", EITHER, [0, "", "50%", 2**31 - 1], [None], [1.0, 2**31], [1.5, True, [], {}]),
    ("quantity", QUANTITY, ["1Gi", "0.5"], [None, 1, 1.5], ["no", ""], [True, [], {}]),
    ("bytes", BYTES, ["YQ=="], [None, "", [0, 255, None], []], [], ["a", "YQ=", 1, True, {}, [256], [-1], [True], ["a"]]),
    ("time", TIME, ["2006-01-02T15:04:05Z"], [None, "2006-01-02T5:04:05Z"], [], ["", "2006-01-02", 1, True]),
]  # fmt: skip


@pytest.mark.parametrize("row", SCALARS, ids=[row[0] for row in SCALARS])
def test_which_values_a_field_takes(row: Any) -> None:
    _, schema, both, go, custom, neither = row
    taken = [value for value in (*both, *go, *custom, *neither) if not findings(schema, value)]
    taken_by_json = [value for value in (*both, *go, *custom, *neither) if not findings(schema, value, custom=True)]
    assert list(map(repr, taken)) == list(map(repr, [*both, *go]))
    assert list(map(repr, taken_by_json)) == list(map(repr, [*both, *custom]))


@pytest.mark.parametrize("schema", [row[1] for row in SCALARS], ids=[row[0] for row in SCALARS])
def test_null_is_taken_where_the_schema_or_a_fragment_allows_it(schema: SCHEMA) -> None:
    assert findings({**schema, "nullable": True}, None, custom=True) == []
    assert findings(schema, None, custom=True, fragment=True) == []
    assert findings({**schema, "nullable": False}, None, custom=True) != []


SAID: list[tuple[SCHEMA, Json, str]] = [
    (STRING, 1, "type: must be a string, is the number 1 (put it in quotes)"),
    (STRING, True, "type: must be a string, is true (put it in quotes)"),
    (STRING, 1.5, "type: must be a string, is the number 1.5 (put it in quotes)"),
    (STRING, {}, "type: must be a string, is a map"),
    (TRUTH, "true", 'type: must be true or false, is the string "true" (write it without quotes)'),
    (TRUTH, "false", 'type: must be true or false, is the string "false" (write it without quotes)'),
    (NUMBER, "5", 'type: must be a number, is the string "5"'),
    (MAP, "5", 'type: must be a map, is the string "5"'),
    (TRUTH, "yes", 'type: must be true or false, is the string "yes"'),
    (TRUTH, 0, "type: must be true or false, is the number 0"),
    (INTEGER, "-5", 'type: must be an integer, is the string "-5" (write it without quotes)'),
    (INTEGER, "five", 'type: must be an integer, is the string "five"'),
    (INTEGER, "٥", 'type: must be an integer, is the string "٥"'),
    (INTEGER, "5-", 'type: must be an integer, is the string "5-"'),
    (INT32, 2**31, "bounds: must be an integer from -2147483648 to 2147483647, is 2147483648"),
    (EITHER, False, "type: must be an integer or a string, is false"),
    (EITHER, 2**31, "bounds: must be an integer from -2147483648 to 2147483647, is 2147483648"),
    (LIST, {}, "type: must be a list, is a map (begin each item with a dash)"),
    (LIST, "a", 'type: must be a list, is the string "a"'),
    (MAP, [], "type: must be a map, is a list (remove the dash)"),
    (MAP, "a" * 70, f'type: must be a map, is the string "{"a" * 58}…'),
    (QUANTITY, "no", 'format: must be a quantity such as 500m or 1Gi, is "no"'),
    (QUANTITY, {}, "type: must be a quantity such as 500m or 1Gi, is a map"),
    (BYTES, "a", 'format: must be base64, is "a"'),
    (BYTES, {}, "type: must be a string of base64, is a map"),
    (TIME, "noon", 'format: must be a time such as 2006-01-02T15:04:05Z, is "noon"'),
    (TIME, 5, "type: must be a string, is the number 5 (put it in quotes)"),
]


@pytest.mark.parametrize(("schema", "value", "said"), SAID, ids=[row[2] for row in SAID])
def test_what_is_wrong_is_said_with_what_to_do(schema: SCHEMA, value: Json, said: str) -> None:
    assert findings(schema, value) == [said]


def test_null_is_said_to_be_null() -> None:
    assert findings(STRING, None, custom=True) == ["type: must be a string, is null"]
    assert findings({"type": "string", "format": "date"}, "no", custom=True) == [
        'format: must be in the format date, is "no"'
    ]


def test_a_large_number_is_out_of_range_however_it_is_written() -> None:
    low, high = -(2**63), 2**63 - 1
    assert findings(INTEGER, 1e30, custom=True) == [f"bounds: must be an integer from {low} to {high}, is 1e+30"]
    assert findings(INT32, -3e9, custom=True) == [
        "bounds: must be an integer from -2147483648 to 2147483647, is -3000000000.0"
    ]


def test_a_format_of_strings_says_nothing_of_numbers() -> None:
    assert findings({"type": "number", "format": "date"}, 1, custom=True) == []
    assert findings({"type": "boolean", "format": "date"}, True, custom=True) == []


QUANTITIES = ["0", "1", "-1", "+1", ".5", "5.", "1.5", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei", "1n", "1u", "1m", "1k", "1M", "1G", "1T", "1P", "1E", "1e3", "1E-3", " 1 "]  # fmt: skip
NO_DIGIT = ["Mi", ".", "+", "-", "e3", "E+3", "m", "+.k", "e-9", "e4294967296"]
NONE = ["", " ", "1 Gi", "1.2.3", "1,5", "1KI", "1Zi", "1mi", "one", "1e", "1e1.5", "Pi", "Ei", "e-10", "1e9223372036854775808", "\t1", "0x1", "--1", "1GiB"]  # fmt: skip


@pytest.mark.parametrize("text", QUANTITIES)
def test_a_quantity(text: str) -> None:
    assert findings(QUANTITY, text) == []


@pytest.mark.parametrize("text", NO_DIGIT)
def test_a_quantity_without_a_digit_is_zero(text: str) -> None:
    assert findings(QUANTITY, text) == []


@pytest.mark.parametrize("text", NONE, ids=repr)
def test_no_quantity(text: str) -> None:
    assert len(findings(QUANTITY, text)) == 1


TIMES = ["2006-01-02T15:04:05Z", "2006-01-02T15:04:05.5Z", "2006-01-02T15:04:05,123456789+01:00", "2006-01-02T5:04:05-24:60", "2024-02-29T00:00:00Z", "0000-02-29T23:59:59Z"]  # fmt: skip
NO_TIMES = ["2006-01-02 15:04:05Z", "2006-01-02T15:04:05", "2006-13-02T15:04:05Z", "2023-02-29T15:04:05Z", "2006-01-00T15:04:05Z", "2006-01-02T24:04:05Z", "2006-01-02T15:60:05Z", "2006-01-02T15:04:60Z", "2006-01-02T15:04:05+25:00", "2006-01-02T15:04:05+01:61", "2006-01-02T15:04:05.Z", "2006-1-02T15:04:05Z", "2006-01-02t15:04:05z", "٢006-01-02T15:04:05Z"]  # fmt: skip


@pytest.mark.parametrize("text", TIMES)
def test_a_time(text: str) -> None:
    assert findings(TIME, text) == []


@pytest.mark.parametrize("text", NO_TIMES)
def test_no_time(text: str) -> None:
    assert len(findings(TIME, text)) == 1


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("05.123456Z", True),
        ("05,123456+01:00", True),
        ("05.12345Z", False),
        ("05.1234567Z", False),
        ("05.123456Z ", False),
        ("05Z", False),
    ],
)
def test_a_micro_time_has_six_digits_of_a_second(text: str, fits: bool) -> None:
    check = Checker(lambda _: STRING).definition("meta.v1.MicroTime")
    found = check(f"2006-01-02T15:04:{text}")
    assert (found is None) == fits
    assert check(None) is None
    assert check("٢006-01-02T15:04:05.123456Z") is not None
    assert [each.message.partition(",")[0] for each in check("x") or ()] == [
        "must be a time such as 2006-01-02T15:04:05.000000Z"
    ]


@pytest.mark.parametrize("text", ["", "YQ==", "YWI=", "YWJj", "YWJj\r\nYWJj", "+/+/"])
def test_base64(text: str) -> None:
    assert findings(BYTES, text) == []


@pytest.mark.parametrize("text", ["Y", "YQ", "YQ=", "YQ===", "YQ==YQ==", "Y Q=", "-_-_", "YWJj\t"])
def test_no_base64(text: str) -> None:
    assert len(findings(BYTES, text)) == 1
