"""Strings that Kubernetes decodes into Go types of their own (metav1.Time, resource.Quantity, []byte).

What those cannot read fails the whole object.
"""

from __future__ import annotations

import re
from typing import Final

QUANTITY: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?")
"""What resource.ParseQuantity reads, as a whole."""
_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_TIME: Final = r"(\d{{4}})-(\d\d)-(\d\d)T(\d\d?):([0-5]\d):([0-5]\d){}(?:Z|[+-](\d\d):(?:[0-5]\d|60))"
_RFC3339: Final = re.compile(_TIME.format(r"(?:[.,]\d+)?"), re.ASCII)
_RFC3339_MICRO: Final = re.compile(_TIME.format(r"[.,]\d{6}"), re.ASCII)


def is_quantity(text: str) -> bool:
    """500m, 1Gi, 1e3: resource.ParseQuantity."""
    return QUANTITY.fullmatch(text) is not None


def is_base64(text: str) -> bool:
    """What Go decodes into []byte: standard alphabet, padded; line breaks do not count."""
    return _BASE64.fullmatch(text.replace("\n", "").replace("\r", "")) is not None


def is_rfc3339(text: str) -> bool:
    """time.Parse(time.RFC3339), which also checks the calendar."""
    return _is_time(_RFC3339.fullmatch(text))


def is_rfc3339_micro(text: str) -> bool:
    """metav1.MicroTime's own layout, 2006-01-02T15:04:05.000000Z07:00: six digits of a second, no more and no fewer."""
    return _is_time(_RFC3339_MICRO.fullmatch(text))


def _is_time(found: re.Match[str] | None) -> bool:
    if not found or int(found[4]) > 23 or int(found[7] or 0) > 24:
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
