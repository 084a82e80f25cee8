"""Patterns in a schema are Go regular expressions (RE2): what needs backtracking does not exist there.

Python's own parser cannot check them, as it lacks ``\\pL``, ``\\z`` and ``\\Q…\\E``, which Go has.
"""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"\\Q.*?(?:\\E|$)"  # quoted text
    r"|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]"  # a character class
    r"|(?P<backreference>\\(?:[89]|[1-7](?![0-7]))|\\k<|\(\?P=)"
    r"|(?P<lookaround>\(\?<?[=!])"
    r"|(?P<atomic>\(\?>)"
    r"|\{(?P<low>\d+)(?:,(?P<high>\d*))?\}"
    r"|\\.|.",
    re.DOTALL,
)
_MAX_REPEAT: Final = 1000


def refused(pattern: str) -> str:
    """Why Go would not compile a pattern, or nothing where no reason is known."""
    for token in _TOKEN.finditer(pattern):
        if token["backreference"]:
            return "backreferences are not supported"
        if token["lookaround"] or token["atomic"]:
            return "lookaround and atomic groups are not supported"
        if any(int(bound) > _MAX_REPEAT for bound in (token["low"], token["high"]) if bound):
            return f"a repetition of more than {_MAX_REPEAT} is not supported"
    return ""
