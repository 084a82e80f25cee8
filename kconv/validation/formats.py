"""Strings that Kubernetes decodes into Go types of their own (metav1.Time, resource.Quantity, []byte).

What those cannot read fails the whole object.
"""

from __future__ import annotations

import re
from typing import Final

_QUANTITY: Final = re.compile(
    r"[+-]?(?P<number>[0-9]*\.?[0-9]*)(?:[eE](?P<exponent>[+-]?[0-9]+)|(?P<suffix>[KMGTPE]i|[numkMGTPE])?)"
)
_BLANKS: Final = " \u0085\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What Quantity.UnmarshalJSON trims: Unicode's blanks but those that Go writes as an escape in JSON, such as a tab."""
_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_TIME: Final = r"(\d{{4}})-(\d\d)-(\d\d)T(\d\d?):([0-5]\d):([0-5]\d){}(?:Z|[+-](\d\d):(?:[0-5]\d|60))"
_RFC3339: Final = re.compile(_TIME.format(r"(?:[.,]\d+)?"), re.ASCII)
_RFC3339_MICRO: Final = re.compile(_TIME.format(r"[.,]\d{6}"), re.ASCII)


def is_quantity(text: str) -> bool:
    """500m, 1Gi, 1e3: resource.ParseQuantity, to which Quantity.UnmarshalJSON gives a string without blanks around it.

    Without a digit the number is 0: "Mi", ".", "+" and "e3" are quantities too. One whose suffix leads away from the
    fast way, on which ParseQuantity needs no digit, does not apply.
    """
    found = _QUANTITY.fullmatch(text.strip(_BLANKS))
    if found is None or not found[0]:
        return False
    exponent = _int64(found["exponent"] or "0")
    if exponent is None:
        return False
    return found["number"].strip(".") != "" or (_int32(exponent) >= -9 and found["suffix"] not in ("Pi", "Ei"))


def _int64(digits: str) -> int | None:
    """strconv.ParseInt: None for what 64 bits do not hold."""
    sign, number = digits[0] if digits[0] in "+-" else "", digits.lstrip("+-").lstrip("0") or "0"
    if len(number) > 19:
        return None
    value = int(sign + number)
    return value if -(2**63) <= value < 2**63 else None


def _int32(value: int) -> int:
    """The lowest 32 bits, as Go's conversion leaves them."""
    return (value + 2**31) % 2**32 - 2**31


def is_base64(text: str) -> bool:
    """What Go decodes into []byte: standard alphabet, padded; line breaks do not count."""
    return _BASE64.fullmatch(text.replace("\n", "").replace("\r", "")) is not None


def is_rfc3339(text: str) -> bool:
    """time.Parse(time.RFC3339), which also checks the calendar."""
    return _is_time(_RFC3339.fullmatch(text))


def is_rfc3339_micro(text: str) -> bool:
    """metav1.MicroTime's own layout, 2006-01-02T15:04:05.000000Z07:00: exactly six digits of a second."""
    return _is_time(_RFC3339_MICRO.fullmatch(text))


def _is_time(found: re.Match[str] | None) -> bool:
    if not found or int(found[4]) > 23 or (found[7] or "") > "24":
        return False
    return is_day(int(found[1]), int(found[2]), int(found[3]))


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has a day."""
    import datetime

    try:
        # Go has a year 0, a leap year like 4
        datetime.date(year or 4, month, day)
    except ValueError:
        return False
    return True
