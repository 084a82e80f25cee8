"""The formats for strings of custom resources, as kube-openapi checks them (pkg/validation/strfmt).

``isbn``, ``creditcard`` and ``rgbcolor`` are left to the server, and so is the part of an email address that only Go's
mail parser checks.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from kconv.validation.formats import is_base64, is_day

_GO_DURATION: Final = re.compile(r"[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)", re.ASCII)


def _is_go_duration(text: str) -> bool:
    """time.ParseDuration: 1h30m, 0.5s."""
    return _GO_DURATION.fullmatch(text) is not None


def _is_date(text: str) -> bool:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text, re.ASCII)
    return found is not None and is_day(*map(int, found.groups()))


_CLOCK: Final = re.compile(r"(\d\d):(\d\d):(\d\d)(?:.\d+)?(?:z|[+-]\d\d:\d\d)", re.ASCII)


def _is_date_time(text: str) -> bool:
    date, t, rest = text.lower().partition("t")
    clock = _CLOCK.fullmatch(rest.partition("t")[0])
    return bool(t) and _is_date(date) and clock is not None and clock[1] <= "23" and max(clock[2], clock[3]) <= "59"


_SPOKEN: Final = re.compile(r"\d+\s*([A-Za-zµ]+)", re.ASCII)
_UNITS: Final = frozenset({"ns", "us", "µs", "ms", "s", "m", "h", "hr", "d", "w", "wk"})
_LONG_UNITS: Final = ("nano", "micro", "milli", "sec", "min", "hour", "day", "week")


def _is_duration(text: str) -> bool:
    """A Go duration, or Scala's: 22 ns, 3 days."""
    units = (found.lower() for found in _SPOKEN.findall(text))
    return _is_go_duration(text) or any(unit in _UNITS or unit.startswith(_LONG_UNITS) for unit in units)


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address; the server takes leading zeros in an IPv4 one, and no zone."""
    plain = re.sub(r"(?<![0-9A-Fa-f:])0+(?=[0-9])", "", text) if ":" not in text else text
    try:
        return None if "%" in text else ipaddress.ip_address(plain)
    except ValueError:
        return None


def _is_ipv4(text: str) -> bool:
    return isinstance(_ip(text), ipaddress.IPv4Address)


def _is_ipv6(text: str) -> bool:
    return isinstance(_ip(text), ipaddress.IPv6Address)


def _is_cidr(text: str) -> bool:
    address, _, bits = text.partition("/")
    found = _ip(address)
    return found is not None and bits.isdecimal() and int(bits) <= found.max_prefixlen


_MAC: Final = re.compile(
    r"[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?::[0-9a-f]{2}){7}|(?::[0-9a-f]{2}){19}"
    r"|(?:-[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){7}|(?:-[0-9a-f]{2}){19})"
    r"|[0-9a-f]{4}(?:(?:\.[0-9a-f]{4}){2}|(?:\.[0-9a-f]{4}){3}|(?:\.[0-9a-f]{4}){9})",
    re.IGNORECASE,
)
_HOST: Final = re.compile(
    r"[a-zA-Z0-9](?:-?[a-zA-Z0-9]{0,62})?|(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}"
)
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AUTHORITY: Final = re.compile(r"(?:[^@/?#\s]*@)?(?:\[[0-9A-Fa-f:.%]+\]|[^:\s<>\"\[\]\\^`{|}]*)(?::[0-9]*)?")


def _is_hostname(text: str) -> bool:
    if not text.isascii():
        return True  # letters and symbols of every script are allowed; which ones is the server's to say
    return len(text) <= 255 and _HOST.fullmatch(text) is not None and all(len(part) <= 63 for part in text.split("."))


def _is_uri(text: str) -> bool:
    """net/url.ParseRequestURI: absolute, or an absolute path."""
    scheme = _SCHEME.match(text)
    rest = text[scheme.end() :] if scheme else text
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in text) or not (scheme or rest[:1] == "/"):
        return False
    if rest[:1] == "/" and _BAD_ESCAPE.search(rest.partition("?")[0]):
        return False
    return not (scheme and rest.startswith("//")) or _AUTHORITY.fullmatch(re.split("[/?#]", rest[2:])[0]) is not None


def _is_email(text: str) -> bool:
    name, at, host = text.strip().rpartition("@")
    return bool(name.strip() and at and host.strip())


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.fullmatch(text) is not None


_UUID = "[0-9a-f]{{8}}-?[0-9a-f]{{4}}-?{}[0-9a-f]{{3}}-?{}[0-9a-f]{{3}}-?[0-9a-f]{{12}}"

CUSTOM: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "bsonobjectid": _matches("[0-9a-f]{24}"),
        "byte": lambda text: bool(text) and len(text.splitlines()) == 1 and is_base64(text),
        "cidr": _is_cidr,
        "date": _is_date,
        "datetime": _is_date_time,
        "duration": _is_duration,
        "email": _is_email,
        "hexcolor": _matches("#?(?:[0-9a-f]{3}|[0-9a-f]{6})"),
        "hostname": _is_hostname,
        "ipv4": _is_ipv4,
        "ipv6": _is_ipv6,
        "mac": lambda text: _MAC.fullmatch(text) is not None,
        "ssn": _matches(r"[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}"),
        "uri": _is_uri,
        "uuid": _matches(_UUID.format("[0-9a-f]", "[0-9a-f]")),
        "uuid3": _matches(_UUID.format("3", "[0-9a-f]")),
        "uuid4": _matches(_UUID.format("4", "[89ab]")),
        "uuid5": _matches(_UUID.format("5", "[89ab]")),
    }
)
"""The formats of a custom resource's strings, by their name without dashes; all others are not looked at."""
