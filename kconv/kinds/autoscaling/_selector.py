"""Label selectors written as text (`app=web,tier=front`), as `labels.Parse` reads and `labels.Selector` prints them.

A Scale's status holds one. Its older versions have a map of labels beside it if the text requires only equal labels, so
only those are read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
_DNS = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_SPACE = r"[ \t\r\n]*"
_EQUAL = re.compile(rf"{_SPACE}((?:({_DNS}(?:\.{_DNS})*)/)?{_NAME}){_SPACE}==?{_SPACE}((?:{_NAME})?){_SPACE}")
_PREFIX_LENGTH = 253


def labels_of(text: str) -> dict[str, str] | None:
    """The labels that a selector requires; None if it requires anything else, or cannot be parsed."""
    labels: dict[str, str] = {}
    if not text.strip(" \t\r\n"):
        return labels
    for requirement in text.split(","):
        found = _EQUAL.fullmatch(requirement)
        if not found or len(found[2] or "") > _PREFIX_LENGTH:
            return None
        labels[found[1]] = found[3]
    return labels


def text_of(labels: Mapping[str, str]) -> str:
    """The selector that requires these labels."""
    return ",".join(f"{key}={labels[key]}" for key in sorted(labels))
