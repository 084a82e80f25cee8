"""The functions that Kubernetes adds to CEL (k8s.io/apiserver/pkg/cel/library): quantities, URLs, addresses, formats of
names; and CEL's own durations, which Go reads in the same form.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from kconv.testing import go_texts
from kconv.testing.expressions.optional import Optional
from kconv.testing.expressions.values import Duration, FailedError
from kconv.validation.custom_formats import CUSTOM

Json = Any
_PATH: Final = "%/:@!$&'()*+,;=~-._"
"""What an escaped path keeps."""


def _quantity(text: str) -> Fraction:
    found = go_texts.quantity(text)
    if found is None:
        raise FailedError(text)
    return found


def _integer(number: Fraction) -> int:
    if number.denominator != 1:
        raise FailedError(number)
    return int(number)


def _compared(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def _duration(text: str) -> Duration:
    found = go_texts.nanoseconds(text)
    if found is None:
        raise FailedError(text)
    return Duration(found)


def _cut(unit: int) -> Callable[[Duration], int]:
    return lambda duration: int(Fraction(duration.nanoseconds, unit))


@dataclass(frozen=True)
class _Url:
    """An absolute URL, or an absolute path."""

    parts: SplitResult

    @property
    def host(self) -> str:
        """With the port, and without the user."""
        return self.parts.netloc.rpartition("@")[2]

    @property
    def port(self) -> str:
        """As it is written; "" if it is not."""
        return self.host.rpartition("]")[2].rpartition(":")[2] if ":" in self.host.rpartition("]")[2] else ""

    @property
    def name(self) -> str:
        """The host without its port and without the brackets of an IPv6 address."""
        host = self.host[: -len(self.port) - 1] if self.port else self.host.removesuffix(":")
        return host[1:-1] if host.startswith("[") else host

    @property
    def path(self) -> str:
        """Escaped; a URL such as `urn:x` has none."""
        opaque = self.parts.scheme and not self.parts.netloc and not self.parts.path.startswith("/")
        return "" if opaque else quote(self.parts.path, safe=_PATH)


def _url(text: str) -> _Url:
    if not CUSTOM["uri"](text):
        raise FailedError(text)
    return _Url(urlsplit(text))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Without zone, leading zeros and IPv4 in IPv6, as the server requires it."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError as error:
        raise FailedError(text) from error
    if "%" in text or (isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped):
        raise FailedError(text)
    return found


def _cidr(text: str) -> str:
    address, _, bits = text.partition("/")
    if not re.fullmatch(r"0|[1-9]\d{0,2}", bits) or int(bits) > _address(address).max_prefixlen:
        raise FailedError(text)
    return text


def _takes(read: Callable[[str], Any]) -> Callable[[str], bool]:
    """Whether a function can read a text."""

    def takes(text: str) -> bool:
        try:
            read(text)
        except FailedError:
            return False
        return True

    return takes


_LABEL: Final = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_NAME: Final = "[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?"


@dataclass(frozen=True)
class _Format:
    """A form that a name must have, and how long it may be."""

    pattern: str
    longest: int

    def findings(self, text: str) -> Optional:
        """What is wrong with a text; no value if nothing is."""
        fits = len(text) <= self.longest and re.fullmatch(self.pattern, text)
        return Optional() if fits else Optional(["invalid"])


_FORMATS: Final = {
    "dns1123Label": _Format(_LABEL, 63),
    "dns1123Subdomain": _Format(rf"{_LABEL}(?:\.{_LABEL})*", 253),
    "dns1035Label": _Format("[a-z](?:[-a-z0-9]*[a-z0-9])?", 63),
    "labelValue": _Format(f"(?:{_NAME})?", 63),
    "qualifiedName": _Format(rf"(?:(?=[^/]{{1,253}}/){_LABEL}(?:\.{_LABEL})*/)?(?=.{{1,63}}$){_NAME}", 317),
}

KUBERNETES: Final[Mapping[tuple[str, int], tuple[tuple[Any, ...], Callable[..., Json]]]] = {
    ("quantity", 1): ((str,), _quantity),
    ("isQuantity", 1): ((str,), _takes(_quantity)),
    ("isGreaterThan", 2): ((Fraction, Fraction), lambda one, other: one > other),
    ("isLessThan", 2): ((Fraction, Fraction), lambda one, other: one < other),
    ("compareTo", 2): ((Fraction, Fraction), _compared),
    ("isInteger", 1): ((Fraction,), lambda number: number.denominator == 1),
    ("asInteger", 1): ((Fraction,), _integer),
    ("asApproximateFloat", 1): ((Fraction,), float),
    ("add", 2): ((Fraction, (Fraction, int)), lambda one, other: one + other),
    ("sub", 2): ((Fraction, (Fraction, int)), lambda one, other: one - other),
    ("duration", 1): ((str,), _duration),
    ("getHours", 1): ((Duration,), _cut(3600 * 10**9)),
    ("getMinutes", 1): ((Duration,), _cut(60 * 10**9)),
    ("getSeconds", 1): ((Duration,), _cut(10**9)),
    ("url", 1): ((str,), _url),
    ("isURL", 1): ((str,), _takes(_url)),
    ("getScheme", 1): ((_Url,), lambda url: url.parts.scheme),
    ("getHost", 1): ((_Url,), lambda url: url.host),
    ("getHostname", 1): ((_Url,), lambda url: url.name),
    ("getPort", 1): ((_Url,), lambda url: url.port),
    ("getEscapedPath", 1): ((_Url,), lambda url: url.path),
    ("getQuery", 1): ((_Url,), lambda url: parse_qs(url.parts.query, keep_blank_values=True)),
    ("ip", 1): ((str,), _address),
    ("isIP", 1): ((str,), _takes(_address)),
    ("family", 1): ((ipaddress._BaseAddress,), lambda address: address.version),
    ("isCIDR", 1): ((str,), _takes(_cidr)),
    ("validate", 2): ((_Format, str), _Format.findings),
    **{(f"format.{name}", 0): ((), lambda found=found: found) for name, found in _FORMATS.items()},
}
"""As ``FUNCTIONS`` has CEL's own."""
