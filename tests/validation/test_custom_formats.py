"""The formats of a custom resource's strings, as kube-openapi reads them (pkg/validation/strfmt)."""

from __future__ import annotations

import pytest

from kconv.validation.custom_formats import CUSTOM

LONG_LABEL = "a" * 63
FORMATS: dict[str, tuple[list[str], list[str]]] = {
    "bsonobjectid": (["0123456789abcdefABCDEF00"], ["", "0123456789abcdefABCDEF0", "0123456789abcdefABCDEF0g", "0123456789abcdefABCDEF000"]),
    "byte": (["YQ==", "YWJj\n"], ["", "a", "YWJj\nYWJj"]),
    "cidr": (["10.0.0.0/8", "10.0.0.0/32", "fd00::/128", "10.00.0.01/0"], ["10.0.0.0", "10.0.0.0/33", "fd00::/129", "/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "fe80::1%eth0/64", "10.0.0.0/8/8"]),
    "date": (["2024-02-29", "0000-01-01"], ["", "2023-02-29", "2024-2-29", "2024-02-29T00:00:00Z", "24-02-29"]),
    "datetime": (["2024-01-01T00:00:00Z", "2024-01-01t23:59:59.5z", "2024-01-01T00:00:00+01:00", "2024-01-01T00:00:00ZTmore"], ["2024-01-01", "2024-01-01 00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2023-02-29T00:00:00Z", "2024-01-01T00:00:00"]),
    "duration": (["0", "1h30m", "0.5s", "-1.5h", "+3us", "3µs", "22 ns", "3 days", "1 Week", "2 hours", "5 millis"], ["", "1", "h", "1.5", "days", "3 yr", "1 fortnight"]),
    "email": (["a@b", "a b@c", " a@b "], ["", "a", "@b", "a@", "a@ ", "a@b@"]),
    "hexcolor": (["#fff", "FFF", "#a0B1c2"], ["", "#ff", "#ffff", "#ggg", "##fff"]),
    "hostname": (["a", "a-b", "a-", "a.example.com", f"{LONG_LABEL}.com", "é", "1"], ["", "-a", "a_b", "a..com", "a.1", f"{LONG_LABEL}a.com", ".com", ".".join(["a" * 62] * 5), "a-" + "a" * 62]),
    "ipv4": (["1.2.3.4", "01.02.003.4", "0.0.0.0"], ["", "1.2.3", "1.2.3.256", "::1", "1.2.3.4%1", "a"]),
    "ipv6": (["::1", "fd00::", "::ffff:1.2.3.4"], ["", "1.2.3.4", "fe80::1%eth0", ":::", "g::"]),
    "mac": (["00:11:22:33:44:55", "00-11-22-33-44-ff", "0011.2233.4455", "00:11:22:33:44:55:66:77", "0011.2233.4455.6677"], ["", "00:11:22:33:44", "00:11:22:33:44:5", "00:11-22:33:44:55", "0011.2233", "00:11:22:33:44:gg"]),
    "ssn": (["123-45-6789", "123 45 6789", "123456789"], ["", "12-345-6789", "123-45-678", "a23-45-6789"]),
    "uri": (["http://a", "a:b", "/a", "/a?b=%zz", "http://u@a:80/b", "http://[::1]:80", "mailto:%zz", "/a b", "a://b/c?d/e", "a:[", "//["], ["", "a", "1a:b", " a:b", "http://a b", "/%zz", "http://a:x", "http://[::1", "/a\x7f", "/a\n", "http://a/%zz", "?a", "#a"]),
    "uuid": (["01234567-89ab-cdef-0123-456789abcdef", "0123456789abcdef0123456789ABCDEF"], ["", "01234567-89ab-cdef-0123-456789abcde", "g1234567-89ab-cdef-0123-456789abcdef"]),
    "uuid3": (["01234567-89ab-3def-0123-456789abcdef"], ["01234567-89ab-4def-0123-456789abcdef"]),
    "uuid4": (["01234567-89ab-4def-8123-456789abcdef", "01234567-89ab-4def-b123-456789abcdef"], ["01234567-89ab-3def-8123-456789abcdef", "01234567-89ab-4def-7123-456789abcdef"]),
    "uuid5": (["01234567-89ab-5def-9123-456789abcdef"], ["01234567-89ab-4def-9123-456789abcdef", "01234567-89ab-5def-0123-456789abcdef"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_what_fits_a_format(name: str) -> None:
    fits, not_ = FORMATS[name]
    assert [text for text in fits if not CUSTOM[name](text)] == []
    assert [text for text in not_ if CUSTOM[name](text)] == []


def test_every_format_has_its_row() -> None:
    assert set(CUSTOM) == set(FORMATS)


@pytest.mark.parametrize("unit", ["ns", "us", "µs", "ms", "s", "m", "h", "hr", "d", "w", "wk", "nanos", "micros", "millis", "secs", "mins", "hours", "Days", "weeks"])  # fmt: skip
def test_a_duration_may_be_spoken(unit: str) -> None:
    assert CUSTOM["duration"](f"3 {unit}")
    assert CUSTOM["duration"](f"3{unit}")


@pytest.mark.parametrize("unit", ["ns", "us", "µs", "μs", "ms", "s", "m", "h"])
def test_a_duration_of_go(unit: str) -> None:
    assert CUSTOM["duration"](f"-1.5{unit}.5{unit}")


@pytest.mark.parametrize("unit", ["y", "mo", "k", "x"])
def test_other_units_are_none(unit: str) -> None:
    assert not CUSTOM["duration"](f"3{unit}")
