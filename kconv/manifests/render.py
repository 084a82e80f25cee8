"""New values as text that every reader takes for the same value.

PyYAML's dumper writes `1e3` and `0o17` plain, ruamel.yaml's writes `on` plain: right for their own YAML version, wrong
for Kubernetes. And neither can be told the indentation, quotes and spacing of the place a fragment goes to.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from kconv.errors import ManifestError
from kconv.placeholders import Unquoted

# What YAML 1.1, YAML 1.2 or Go read as something else than a string, in any case of letters, besides numbers and dates.
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"))
_PLAIN = re.compile(
    r"(?:[A-Za-z_/]|\.(?=[A-Za-z]))(?:[\w./@%+=~^$(){}*;,!?&|<>'\-]|:(?=[\w./\-@$(){}])|[ ](?=[\w./@%+=~^$({*;<>\-]))*",
    re.ASCII,
)
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:%|m|Ki|Mi|Gi|Ti|Pi|Ei|[kMGTP])")
_FLOW_UNSAFE = re.compile(r"[,\[\]{}?]|:(?=\S)")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes: blanks per level, blanks before a list's dash under its key, quotes, line ending.

    ``key_quote`` is what most keys of blocks are quoted with, "" where they are not. ``quote_strings`` says that most
    strings are quoted, also where they need not be. For flow style: ``colon`` and ``comma`` stand between a key and its
    value and between entries, ``pad`` inside the brackets, each on one line; ``quote_keys`` says that keys are quoted;
    ``unit`` is the indentation of one level inside several lines.
    """

    step: int = 2
    dash: int = 0
    quote: str = '"'
    quote_strings: bool = False
    eol: str = "\n"
    key_quote: str = ""
    colon: str = ": "
    comma: str = ", "
    pad: str = ""
    quote_keys: bool = False
    unit: str = "  "
    json: bool = False


_DEFAULT = Style()


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether a string needs no quotes for any reader."""
    if _AMOUNT.fullmatch(text):
        return True
    if not _PLAIN.fullmatch(text) or text.lower().lstrip(".") in _WORDS:
        return False
    return not (flow and _FLOW_UNSAFE.search(text))


def quoted(text: str, quote: str = '"') -> str:
    """A string in quotes; double ones where single ones cannot hold it."""
    if quote == "'" and "\n" not in text and "\r" not in text and "\t" not in text and not _UNPRINTABLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def scalar(value: Any, quote: str | None = None, *, flow: bool = False, style: Style = _DEFAULT) -> str:
    """A scalar on one line. ``quote`` is what quotes a string at its place so far, "" for none, None for a new one."""
    if isinstance(value, Unquoted):
        return _unquoted(value, flow=flow, style=style)
    if isinstance(value, str):
        if style.json or quote == '"':
            return quoted(value)
        if not (style.quote_strings if quote is None else quote) and is_plain(value, flow=flow):
            return value
        return quoted(value, quote or style.quote)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ManifestError(f"{value!r} is not a value that JSON, and so Kubernetes, can hold")
    text = json.dumps(value)
    return text if "." in text else text.replace("e", ".0e")  # YAML 1.1 takes 1e+30 for text


def _unquoted(text: str, *, flow: bool, style: Style) -> str:
    """A placeholder without quotes. Raises ManifestError where YAML takes it for something else there."""
    if not style.json and _reads_plain(f"{{k: {text}}}" if flow else f"k: {text}", text):
        return text
    where = "in JSON" if style.json else "inside of { } or [ ]" if flow else "in YAML"
    lines = "write the map over several lines without braces, or " if flow and not style.json else ""
    raise ManifestError(
        f"{text} cannot stand without quotes {where}, and in quotes it would not become a number",
        hint=f"{lines}migrate what it renders to",
    )


def _reads_plain(line: str, text: str) -> bool:
    """Whether a line with one key reads as the text, unquoted and a string."""
    import yaml

    from kconv.manifests.scalars import BadScalar, resolve

    try:
        scalars = [event for event in yaml.parse(line) if isinstance(event, yaml.ScalarEvent)]
        read = [resolve(event.value) for event in scalars if not event.style]
    except (yaml.YAMLError, BadScalar):
        return False
    return read == ["k", text]


def key(text: str, quote: str | None = None, *, flow: bool = False, style: Style = _DEFAULT) -> str:
    """A map key; ``<<`` as an ordinary key comes out quoted. ``quote`` is as in ``scalar``."""
    if quote is None:
        quote = (style.quote if style.quote_keys else "") if flow else style.key_quote
    return text if not quote and not style.json and is_plain(text, flow=flow) else quoted(text, quote or style.quote)


def literal(text: str, indent: int, eol: str) -> str | None:
    """A text of several lines as a `|` block whose lines stand at a column; None where quotes are needed.

    Never `|+`: it would swallow the blank lines that follow it.
    """
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 2 and not text.endswith("\n"):
        return None
    if not lines[0].strip() or lines[0][0] in " \t" or not lines[-1].strip() or _UNPRINTABLE.search(text):
        return None
    if "\r" in text or any(line != line.rstrip() for line in lines):
        return None
    header = "|" if text.endswith("\n") else "|-"
    return eol.join([header, *(" " * indent + line if line else "" for line in lines)])


def block(value: Any, style: Style = _DEFAULT) -> list[str]:
    """The lines of a map or list in block style, from column 0 and without line endings."""
    return _block(value, 0, style)


def _block(value: Any, column: int, style: Style) -> list[str]:
    lines: list[str] = []
    if isinstance(value, dict):
        for name, item in value.items():
            lines += entry(key(name, style=style) + ":", item, column, style)
        return lines
    for item in value:
        if isinstance(item, (dict, list)) and item:
            inner = _block(item, column + 2, style)
            lines += [" " * column + "- " + inner[0][column + 2 :], *inner[1:]]
        else:
            lines += entry("-", item, column, style)
    return lines


def entry(head: str, value: Any, column: int, style: Style, trail: str = "") -> list[str]:
    """The lines of one entry whose ``head`` is `key:` or `-`; ``trail`` is the comment behind it."""
    start = " " * column + head
    if isinstance(value, (dict, list)) and value:
        under_key = style.dash if isinstance(value, list) else style.step
        deeper = column + (2 if head == "-" or head.startswith("- ") else under_key)
        return [start + trail, *_block(value, deeper, style)]
    text = literal(value, column + style.step, style.eol) if isinstance(value, str) and "\n" in value else None
    if text is not None:
        first, _, rest = text.partition(style.eol)
        return [f"{start} {first}{trail}", *rest.split(style.eol)]
    return [f"{start} {leaf(value, style=style)}{trail}"]


def leaf(value: Any, quote: str | None = None, *, flow: bool = False, style: Style = _DEFAULT) -> str:
    """A scalar or an empty collection."""
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    return scalar(value, quote, flow=flow, style=style)


def flow(value: Any, style: Style, indent: str | None = None) -> str:
    """A value in flow style: on one line, or, with the ``indent`` of the line it starts on, on several."""
    if not isinstance(value, (dict, list)) or not value:
        return leaf(value, flow=True, style=style)
    if isinstance(value, dict):
        parts = [
            key(name, flow=True, style=style) + style.colon + flow(item, style, _deeper(indent, style))
            for name, item in value.items()
        ]
    else:
        parts = [flow(item, style, _deeper(indent, style)) for item in value]
    left, right = "{}" if isinstance(value, dict) else "[]"
    if indent is None:
        return left + style.pad + style.comma.join(parts) + style.pad + right
    gap = style.eol + indent + style.unit
    return left + gap + ("," + gap).join(parts) + style.eol + indent + right


def _deeper(indent: str | None, style: Style) -> str | None:
    return None if indent is None else indent + style.unit
