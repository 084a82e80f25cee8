"""Strings and numbers that every reader takes for the same value, in quotes only where they need them.

PyYAML's dumper writes `1e3` and `0o17` plain, ruamel.yaml's writes `on` plain: right for their own YAML version, wrong
for Kubernetes.
"""

from __future__ import annotations

import math
import re
from typing import Any

from kconv.errors import ManifestError

# What YAML 1.1, YAML 1.2 or Go read as something else than a string, in any case of letters, besides numbers and dates.
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"))
_PLAIN = re.compile(
    r"(?:[A-Za-z_/]|\.(?=[A-Za-z]))(?:[\w./@%+=~^$(){}*;,!?&|<>'\-]|:(?=[\w./\-@$(){}])|[ ](?=[\w./@%+=~^$({*;<>\-]))*",
    re.ASCII,
)
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:%|m|Ki|Mi|Gi|Ti|Pi|Ei|[kMGTP])")
_FLOW_UNSAFE = re.compile(r"[,\[\]{}?]|:(?=\S)")
UNPRINTABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
"""What stands escaped in a string. To compile it takes as long as to import this module, and few texts need it."""


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether a string needs no quotes for any reader."""
    if _AMOUNT.fullmatch(text):
        return True
    if not _PLAIN.fullmatch(text) or text.lower().lstrip(".") in _WORDS:
        return False
    return not (flow and _FLOW_UNSAFE.search(text))


def quoted(text: str, quote: str = '"') -> str:
    """A string in quotes; double ones where single ones cannot hold it."""
    if quote == "'" and "\n" not in text and "\r" not in text and "\t" not in text and not re.search(UNPRINTABLE, text):
        return "'" + text.replace("'", "''") + "'"
    import json  # a scan quotes nothing, and need not import it

    return re.sub(UNPRINTABLE, _escaped, json.dumps(text, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def number(value: Any) -> str:
    """A number, boolean or null. Raises ManifestError for what JSON cannot hold."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ManifestError(f"{value!r} is not a value that JSON, and so Kubernetes, can hold")
    import json

    text = json.dumps(value)
    return text if "." in text else text.replace("e", ".0e")  # YAML 1.1 takes 1e+30 for text
