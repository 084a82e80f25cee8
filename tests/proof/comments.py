"""Finds the comments of a YAML text without any code of kconv: what lies between libyaml's tokens and starts with #.

kconv promises that every comment survives, and checks so itself; this second pair of eyes shares no line with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import yaml

_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\r\n\x85\u2028\u2029]*")


def comments(text: str) -> Counter[str]:
    """Every comment of a text and how often it stands there. Raises yaml.YAMLError for what is no YAML."""
    text = text.lstrip("\ufeff")
    found: Counter[str] = Counter()
    for gap in _gaps(text):
        found.update(comment.rstrip() for comment in _COMMENT.findall(gap))
    return found


def _gaps(text: str) -> Iterator[str]:
    """What lies between tokens, one blank before it: a comment must follow white space, here a token's last character."""
    end = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start = token.start_mark.index
        if start > end:
            yield text[end - 1 : start] if end else text[:start]
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            header = text[start : token.end_mark.index].split("\n", 1)[0]
            yield header
        end = max(end, token.end_mark.index)
    yield text[max(end - 1, 0) :]
