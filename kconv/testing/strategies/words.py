"""Scalars by type and format, each list beginning with what a reader likes to see in a failure.

Formats are those that kconv.validation judges; of each a few values that are written differently and mean
something (a quantity of 0.5 is no 500m to a text), for a converter loses what it takes to be the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kconv.structural.vocabulary import INT_OR_STRING, Schema
from kconv.validation.custom_formats import CUSTOM
from kconv.validation.pattern import compiled

if TYPE_CHECKING:
    import re

WORDS: Final = (
    "a",
    "b",
    "web",
    "",
    "x.y/z",
    "80",
    "true",
    "null",
    "1e3",
    "0777",
    "~",
    "a b",
    "- x",
    "é",
    "l1\nl2\n",
    "#c",
    "Web",
    " a ",
    "e\u0301",
    "😀",
    "a" * 300,
)
NAMES: Final = ("a", "b", "web", "db", "x-1", "example.com", "job.v1")
KEYS: Final = (*NAMES, "LOG_LEVEL", "Web", "example.com/a")
"""What a map's keys may be called."""
FORMATS: Final[dict[str, tuple[Any, ...]]] = {
    "bsonobjectid": ("507f1f77bcf86cd799439011",),
    "byte": ("YQ==", "aGVsbG8=", "AAECAw=="),
    "cidr": ("10.0.0.0/8", "fd00::/8", "0.0.0.0/0"),
    "date": ("2006-01-02", "2024-02-29"),
    "date-time": ("2006-01-02T15:04:05Z", "2024-02-29T23:59:59.123456Z", "2006-01-02T15:04:05+02:00"),
    "datetime": ("2006-01-02T15:04:05Z", "2024-02-29T23:59:59.123Z"),
    "duration": ("1s", "1h30m", "0.5s", "0", "90s"),
    "email": ("a@example.com",),
    "hexcolor": ("#fff", "#a0b1c2"),
    "hostname": ("a", "web.example.com"),
    "ipv4": ("10.0.0.1", "0.0.0.0"),
    "ipv6": ("::1", "fd00::1", "2001:db8::1"),
    "mac": ("01:23:45:67:89:ab", "01-23-45-67-89-AB"),
    "password": ("a", ""),
    "quantity": ("1", "100m", "1Gi", "0", "0.5", "1e3", 2, "100Mi", "1000m"),
    "ssn": ("123-45-6789",),
    "uri": ("https://example.com/a?b=c", "/a", "urn:x"),
    "uuid": ("123e4567-e89b-42d3-a456-426614174000",),
    "uuid3": ("123e4567-e89b-32d3-a456-426614174000",),
    "uuid4": ("123e4567-e89b-42d3-a456-426614174000",),
    "uuid5": ("123e4567-e89b-52d3-a456-426614174000",),
}
INTEGERS: Final = (1, 0, 2, 3, 80, 443, 30000, 2147483647, -1, 9007199254740993)
NUMBERS: Final = (1, 0, 0.5, 1.25, -1, 100, 1e9)
_PORTS_AND_SHARES: Final = (80, "http", "25%", 0, 443, "100%", 65535, "80")
_SIZES: Final = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


def scalars(node: Schema) -> Sequence[Any]:
    """Values of a node that is neither an object nor a list; never none."""
    if node.get("enum"):
        return list(node["enum"])
    kind, form = node.get("type") or "", (node.get("format") or "")
    if node.get(INT_OR_STRING) or form == "int-or-string":
        return _either(node)
    if kind == "boolean":
        return (False, True)
    if kind in ("integer", "number"):
        return _numbers(node, whole=kind == "integer")
    return _strings(node, form)


def _either(node: Schema) -> Sequence[Any]:
    """A number or a text, each within what the node asks of it."""
    least, most = node.get("minimum", _SIZES["int64"][0]), node.get("maximum", _SIZES["int64"][1])
    fits = [
        value
        for value in (*_PORTS_AND_SHARES, *(FORMATS["quantity"] if node.get("pattern") else ()))
        if (fits_node(value, node) if isinstance(value, str) else _within(value, node, least, most))
    ]
    if node.get("pattern") and not any(isinstance(value, str) for value in fits):
        fits += _matching(node["pattern"], node.get("minLength") or 0, node.get("maxLength"))
    return fits or _numbers(node, whole=True)


def _numbers(node: Schema, *, whole: bool) -> Sequence[Any]:
    """Numbers within the node's bounds: well-known ones where they fit, else such as lie at the bounds."""
    low, high = _SIZES.get(node.get("format") or "", _SIZES["int64"])
    step = node.get("multipleOf")
    least, most = node.get("minimum", low), node.get("maximum", high)
    fits = [
        value for value in (INTEGERS if whole else NUMBERS) if _within(value, node, max(least, low), min(most, high))
    ]
    if step:
        fits = _multiples(node, step, max(least, low), min(most, high))
    if step:
        return fits or [0]
    if len(fits) > 2:
        bounds = [node[name] for name in ("minimum", "maximum") if name in node]
        return list(dict.fromkeys([*fits, *(each for each in bounds if _within(each, node, least, most))]))
    edges = [least, least + 1, most, most - 1, (least + most) / 2]
    inside = [int(each) if whole or float(each).is_integer() else each for each in edges]
    return list(dict.fromkeys([*fits, *(each for each in inside if _within(each, node, least, most))])) or [int(least)]


def _multiples(node: Schema, step: Any, least: Any, most: Any) -> list[Any]:
    """Some multiples: about zero, or at the bound that is nearer to it."""
    by = Fraction(str(step))
    near = 0 if least <= 0 <= most else least if least > 0 else most
    first = round(Fraction(str(near)) / by)
    found = [by * each for each in (first, first + 1, first + 2, first - 1, first - 2)]
    exact = [int(each) if each.denominator == 1 else float(each) for each in found]
    return [each for each in exact if _within(each, node, least, most)]


def _within(value: Any, node: Schema, least: Any, most: Any) -> bool:
    above = value > least if node.get("exclusiveMinimum") else value >= least
    return bool(above and (value < most if node.get("exclusiveMaximum") else value <= most))


def _strings(node: Schema, form: str) -> Sequence[Any]:
    plain = form if form in FORMATS else form.replace("-", "")
    known = FORMATS.get(plain)
    if known and (plain in CUSTOM or plain in ("date-time", "quantity")):
        fits = [value for value in known if not isinstance(value, str) or fits_node(value, node)]
        if fits:
            return fits
    if node.get("pattern"):
        return _matching(node["pattern"], node.get("minLength") or 0, node.get("maxLength"))
    least = node.get("minLength") or 0
    return [word for word in WORDS if fits_node(word, node)] or ["a" * least, "b" * least]


def fits_node(text: str, node: Schema) -> bool:
    """Whether a text is within a node's bounds and matches its pattern."""
    most, pattern = node.get("maxLength"), node.get("pattern")
    expression = compiled(pattern) if pattern else None
    long_enough = len(text) >= (node.get("minLength") or 0) and (most is None or len(text) <= most)
    return long_enough and (expression is None or expression.search(text) is not None)


@lru_cache(maxsize=1024)
def _matching(pattern: str, least: int, most: int | None) -> Sequence[str]:
    """Strings that a pattern allows: those well-known ones that fit, else some that Hypothesis makes of it."""
    if compiled(pattern) is None:  # Go's own: kconv does not judge by it either
        return NAMES
    node = {"minLength": least, "maxLength": most, "pattern": pattern}
    known = (word for words in FORMATS.values() for word in words if isinstance(word, str))
    fits = [word for word in (*NAMES, *WORDS, "a-b", "A", "1", "v1", *known) if fits_node(word, node)]
    return fits or [text for text in _made(pattern) if fits_node(text, node)] or ["a" * least]


def _made(pattern: str) -> list[str]:
    """Strings of a pattern, in a thread of its own: Hypothesis refuses to make them inside of somebody's test."""
    from concurrent.futures import ThreadPoolExecutor

    expression = compiled(pattern)
    if expression is None:
        return []
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_collected, expression).result()


def _collected(expression: re.Pattern[str], count: int = 60) -> list[str]:
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st

    found = dict[str, None]()

    @seed(0)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.from_regex(expression, alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
    def collect(text: str) -> None:
        found[text] = None

    collect()
    return sorted(found, key=lambda text: (len(text), text))
