"""What a plain scalar, a tag and a key are to Kubernetes' reader, sigs.k8s.io/yaml over Go's yaml.v2, and to JSON."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.manifests.quoting import is_plain, number, quoted
from kconv.manifests.scalars import BadScalar, key_text, resolve, tagged

TAG = "tag:yaml.org,2002:"
TRUE = ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]
FALSE = ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]
NULL = ["", "~", "null", "Null", "NULL"]
TEXTS = [
    "yEs", "oN", "nO", "fALSE", "nULL", "nil", "none", "-", "+", ".", "..", "-.", "+.", ".e1", "1e", "1e+", "e1", "1.2.3", "1,000", "0x", "0xg",
    "0o", "0o8", "0b", "0b2", "1:30", "12:30:45", "2001-01-01", "1/2", "1 2", "10m", "5%", "--1", "+-1", "1_a", "._1", ".1_0", "0x1.8", "1.5e3.2",
    "1e400", "-1e400", "word", "~a", "True!", "<<", "=", "é", "0x" + "g" * 90, "-inf", "inf", "nan", ".infx", ".5e999",
]  # fmt: skip
NUMBERS: list[tuple[str, Any]] = [
    ("0", 0), ("-0", 0), ("+0", 0), ("7", 7), ("+7", 7), ("-7", -7), ("10", 10), ("1_000", 1000), ("1__0_", 10), ("-1_0", -10),
    ("010", 8), ("0010", 8), ("0o10", 8), ("0O10", 8), ("-010", -8), ("08", 8), ("09.5", 9.5), ("0_7", 7), ("00", 0),
    ("0x1F", 31), ("0X1f", 31), ("-0x1f", -31), ("+0xA", 10), ("0x_f", 15), ("0b101", 5), ("0B11", 3), ("-0b11", -3),
    ("9223372036854775807", 2**63 - 1), ("9223372036854775808", 2**63), ("18446744073709551615", 2**64 - 1), ("18446744073709551616", 2.0**64),
    ("-9223372036854775808", -(2**63)), ("-9223372036854775809", -(2.0**63)), ("0xFFFFFFFFFFFFFFFF", 2**64 - 1), ("0x1FFFFFFFFFFFFFFFF", "0x1FFFFFFFFFFFFFFFF"),
    ("1.5", 1.5), ("-1.5", -1.5), ("+1.5", 1.5), (".5", 0.5), ("-.5", -0.5), ("+.5", 0.5), ("5.", 5), ("1.0", 1), ("-2.0", -2), ("1_0.5", 10.5),
    ("1e3", 1000), ("1E3", 1000), ("1e+3", 1000), ("1e-3", 0.001), ("1.5e1", 15), (".5e1", 5), ("1e18", 10**18), ("1e19", 1e19), ("1e-400", 0),
    ("9223372036854775808.0", 2.0**63), ("4611686018427387904.0", 2**62), ("1" * 79, float("1" * 79)), ("1" * 80, float("1" * 80)),
]  # fmt: skip


def alike(found: Any, value: Any) -> bool:
    return (type(found), found) == (type(value), value)


@pytest.mark.parametrize(("texts", "value"), [(TRUE, True), (FALSE, False), (NULL, None)])
def test_a_word_for_true_false_or_null(texts: list[str], value: Any) -> None:
    assert all(alike(resolve(text), value) for text in texts)


@pytest.mark.parametrize("text", TEXTS)
def test_what_looks_like_something_else_is_text(text: str) -> None:
    assert alike(resolve(text), text)


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number(text: str, value: Any) -> None:
    assert alike(resolve(text), value)


@pytest.mark.parametrize(
    "text", [".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN"]
)
def test_json_has_no_infinity_and_no_nan(text: str) -> None:
    with pytest.raises(BadScalar, match="infinity and NaN"):
        resolve(text)


TAGGED: list[tuple[str, str, bool, Any]] = [
    (TAG + "str", "1", True, "1"),
    (TAG + "str", "on", False, "on"),
    (TAG + "int", "0x10", True, 16),
    (TAG + "int", "5", False, 5),
    (TAG + "bool", "on", True, True),
    (TAG + "bool", "no", False, False),
    (TAG + "float", "1.5", True, 1.5),
    (TAG + "float", "1", True, 1),
    (TAG + "null", "", True, None),
    (TAG + "null", "~", False, None),
    (TAG + "binary", "aGk=", True, "hi"),
    (TAG + "binary", "w6k=", False, "é"),
    (TAG + "timestamp", "2001-01-01", True, "2001-01-01"),
    (TAG + "timestamp", "1", True, 1),
    (TAG + "timestamp", "1", False, "1"),
    ("!own", "1", True, "1"),
    ("!own", "on", False, "on"),
]
NOT_TAGGED: list[tuple[str, str]] = [
    ("int", "1.5"),
    ("int", "on"),
    ("int", "x"),
    ("int", ""),
    ("bool", "1"),
    ("bool", "x"),
    ("float", "x"),
    ("float", "on"),
    ("null", "x"),
    ("null", "0"),
    ("binary", "a"),
    ("binary", "/w=="),
    ("float", ".nan"),
]


@pytest.mark.parametrize(("tag", "text", "plain", "value"), TAGGED)
def test_a_tag_says_what_a_scalar_is(tag: str, text: str, plain: bool, value: Any) -> None:
    assert alike(tagged(tag, text, plain), value)


@pytest.mark.parametrize(("tag", "text"), NOT_TAGGED)
def test_a_scalar_that_is_not_what_its_tag_says_is_refused(tag: str, text: str) -> None:
    with pytest.raises(BadScalar, match=r"cannot be read|JSON"):
        tagged(TAG + tag, text, plain=True)


KEYS: list[tuple[str, str]] = [
    ("name", "name"), ("a.b/c", "a.b/c"), ("on", "true"), ("off", "false"), ("0", "0"), ("80", "80"), ("0777", "511"), ("0x1f", "31"), ("-5", "-5"),
    ("1_000", "1000"), ("16_777_217", "16777217"), ("1.0", "1"), ("1.10", "1.1"), ("0.5", "0.5"), ("-0.25", "-0.25"), ("1e3", "1000"), ("1e5", "100000"), ("1e6", "1e+06"),
    ("1.5e6", "1.5e+06"), ("0.0001", "0.0001"), ("0.00001", "1e-05"), ("-1e7", "-1e+07"), ("123456.7", "123456.7"), ("0.1", "0.1"), ("16777217.0", "1.6777216e+07"),
    ("3.14159265358979", "3.1415927"), ("18446744073709551615", "18446744073709551615"), ("18446744073709551616", "1.8446744e+19"), ("2001-01-01", "2001-01-01"),
    ("0.0", "0"), ("1e38", "1e+38"), ("3.4028235e38", "3.4028235e+38"), ("-3.4028235e38", "-3.4028235e+38"), ("1e-45", "1e-45"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_a_key_is_a_string_in_json(text: str, key: str) -> None:
    assert key_text(text) == key


@pytest.mark.parametrize(
    ("text", "says"), [("", "nothing"), ("~", "~"), ("null", "null"), ("1e39", "1e"), ("-1e39", "-1e"), (".nan", "NaN")]
)
def test_what_cannot_be_a_key(text: str, says: str) -> None:
    with pytest.raises(BadScalar, match=says):
        key_text(text)


PLAIN = [
    "a", "web-0", "a.b/c", "/path", "_x", "a b", "a b  c"[:3], "$a"[1:], "a@b", "a%", "a+b=c", "a~", "a^", "a(b)", "a{b}", "a*", "a;b", "a,b", "a!", "a?",
    "a&b", "a|b", "a<b>", "a'b", "a:b", "http://x:80/y", "a:-b", "a:$b", "a:(b", "a /b", "a -b", "a @b", ".a", ".spec.a", "25%", "10m", "1Gi", "1.5Gi", "2k", "3M",
    "4G", "5T", "6P", "7Ki", "8Mi", "9Ti", "1Pi", "1Ei", "nope", "only", "ye", "yess", "x" * 300, "a=b c", "a {b", "a *b", "a <b", "a >b", "a ;b", "a (b", "a $b", "a +b", "a %b", "a ^b", "a ~b",
]  # fmt: skip
QUOTED = [
    "", " ", "y", "Y", "n", "N", "yes", "No", "on", "OFF", "true", "False", "null", "NULL", "nan", "inf", "Infinity", ".nan", ".inf", ".NaN", "..inf", "~", "-", "-a", "?", "?a", ":", ":a", ",a",
    "[a", "]a", "{a", "}a", "#a", "&a", "*a", "!a", "|a", ">a", "'a", '"a', "%a", "@a", "`a", "=", "$a", "(a", "1", "1.5", "0x1", "1e3", "1_000", "12:30", "2001-01-01", ".5", ".", "..", "a:", "a: b",
    "a:b:", "a #b", "a ", " a", "a  b", "a\tb", "a\nb", "a\\b", 'a"b', "a[b]", "a#b", "a`b", "é", "aé", "\ufeff", "a &b", "a |b", "a !b", "a ,b", "a 'b", "a &", "a:b c:", "1E", "10mm", "%", "m", "1K",
][:-2]  # fmt: skip
FLOW_ONLY_QUOTED = ["a,b", "a{b}", "a?", "a:b", "http://x:80/y", "a {b"]


@pytest.mark.parametrize("text", PLAIN)
def test_a_word_that_needs_no_quotes(text: str) -> None:
    assert is_plain(text)
    assert is_plain(text, flow=True) == (not any(sign in text for sign in ",{}?") and ":" not in text)


@pytest.mark.parametrize("text", QUOTED)
def test_a_text_that_a_reader_would_take_for_something_else_needs_quotes(text: str) -> None:
    assert not is_plain(text)
    assert not is_plain(text, flow=True)


@pytest.mark.parametrize(
    ("text", "single", "double"),
    [
        ("a", "'a'", '"a"'),
        ("it's", "'it''s'", '"it\'s"'),
        ('a"b', "'a\"b'", '"a\\"b"'),
        ("a\\b", "'a\\b'", '"a\\\\b"'),
        ("a\nb", '"a\\nb"', '"a\\nb"'),
        ("a\rb", '"a\\rb"', '"a\\rb"'),
        ("a\tb", '"a\\tb"', '"a\\tb"'),
        ("é😀", "'é😀'", '"é😀"'),
        ("\x00", '"\\u0000"', '"\\u0000"'),
        ("\x7f", '"\\u007f"', '"\\u007f"'),
        ("\x85\xa0", '"\\u0085\xa0"', '"\\u0085\xa0"'),
        ("\u2028\u2029", '"\\u2028\\u2029"', '"\\u2028\\u2029"'),
        ("\ufeff", '"\\ufeff"', '"\\ufeff"'),
        ("\ufffe", '"\\ufffe"', '"\\ufffe"'),
    ],
)
def test_quotes_hold_any_text(text: str, single: str, double: str) -> None:
    assert (quoted(text, "'"), quoted(text, '"'), quoted(text)) == (single, double, double)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"), (True, "true"), (False, "false"), (0, "0"), (-7, "-7"), (2**64, "18446744073709551616"), (1.0, "1.0"), (-0.5, "-0.5"),
        (1e30, "1.0e+30"), (1.5e30, "1.5e+30"), (1e-7, "1.0e-07"), (1e16, "1.0e+16"), (123456.789, "123456.789"),
    ],
)  # fmt: skip
def test_a_number_is_written_for_every_reader(value: Any, text: str) -> None:
    assert number(value) == text
