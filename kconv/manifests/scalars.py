"""Which value a plain YAML scalar has for Kubernetes, whose Go reader is neither YAML 1.1 nor 1.2.

sigs.k8s.io/yaml reads `on` as true, `0777` and `0o17` as octal, `1e3` as a number and `12:30:45` as text, and hands the
result on as JSON, where `1.0` has become 1. PyYAML and ruamel.yaml each disagree with it somewhere.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import struct
from functools import lru_cache
from itertools import count
from typing import TypeAlias

Plain: TypeAlias = "str | int | float | None"
"""What a scalar can be; True and False are int."""

_WORDS: dict[str, float | None] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
_SUSPECT = frozenset("+-.0123456789yYnNtTfFoO~")
_INTEGER = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+)|(0|[1-9][0-9]*))")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_TAG = "tag:yaml.org,2002:"
_BASES = ((2, 16), (3, 8), (4, 2), (5, 10))


class BadScalar(ValueError):  # noqa: N818 - never leaves this room: tree.py turns it into a ManifestError with its line
    """A scalar that Kubernetes' reader refuses, or that JSON cannot hold."""


@lru_cache(maxsize=16384)
def resolve(text: str) -> Plain:
    """The value of a plain scalar: str, bool, int, float or None. Raises BadScalar for infinity and NaN."""
    if text and text[0] not in _SUSPECT:
        return text
    if text in _WORDS:
        return _json_number(_WORDS[text])
    return _number(text)


def _number(text: str) -> Plain:
    plain = text if text[0] == "." else text.replace("_", "")
    found = _INTEGER.fullmatch(plain)
    if found and len(plain) < 80:
        base, digits = next((base, found[at]) for at, base in _BASES if found[at] is not None)
        number = -int(digits, base) if found[1] == "-" else int(digits, base)
        if -(2**63) <= number < 2**64:
            return number
    if _FLOAT.fullmatch(plain):
        real = float(plain)
        return text if math.isinf(real) else _json_number(real)
    return text


def _json_number(value: float | None) -> float | None:
    """The number as it comes out of JSON, where a whole float is written without a point."""
    if type(value) is not float:
        return value
    if not math.isfinite(value):
        raise BadScalar("infinity and NaN are not values that JSON, and so Kubernetes, can hold")
    return int(value) if value.is_integer() and abs(value) < 2**63 else value


def tagged(tag: str, text: str, plain: bool) -> Plain:
    """The value of a scalar with an explicit tag, as sigs.k8s.io/yaml decodes it. Raises BadScalar where it refuses."""
    name = tag.removeprefix(_TAG)
    if name == "binary":
        try:
            return base64.b64decode(text).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadScalar(f"!!binary value cannot be read: {error}") from None
    if name not in _EXPECTED:
        return text if name == tag or name == "str" or not plain else resolve(text)
    value = resolve(text)
    if not isinstance(value, _EXPECTED[name]) or (name != "bool" and isinstance(value, bool)):
        raise BadScalar(f"{text!r} cannot be read as !!{name}")
    return value


_EXPECTED: dict[str, type | tuple[type, ...]] = {"bool": bool, "int": int, "float": (int, float), "null": type(None)}


def key_text(text: str) -> str:
    """The string that a plain map key becomes, as JSON has no other keys: `on:` is "true". null is a BadScalar."""
    value = resolve(text)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and _INTEGER.fullmatch(text.replace("_", "")):
        return str(value)
    if value is None:
        raise BadScalar(f"{text or 'nothing'} cannot be a map key")
    return _short_float(float(value))


def _short_float(value: float) -> str:
    """Go's FormatFloat(x, 'g', -1, 32): the shortest digits that give the same 32-bit number."""
    rounded = _float32(value)
    if math.isinf(rounded):
        raise BadScalar(f"{value!r} cannot be a map key")
    short = next(s for s in (f"{rounded:.{n}e}" for n in count()) if _float32(float(s)) == rounded)
    digits, _, exponent = short.partition("e")
    if -4 <= int(exponent) < 6:
        return f"{rounded:.{max(len(digits.lstrip('-').replace('.', '')) - 1 - int(exponent), 0)}f}"
    return short


def _float32(value: float) -> float:
    """The 32-bit number next to a float: infinity for what is beyond the largest."""
    single: float
    try:
        (single,) = struct.unpack("<f", struct.pack("<f", value))
    except OverflowError:
        return math.inf
    return single
