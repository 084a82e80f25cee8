"""PyYAML reads in C where it was built with libyaml, and ten times as slowly in Python where it was not.

Importing it takes Python 3.11 three times as long as to start, because it compiles the expressions of its reader in
Python, and one of them spans all of Unicode. Here they are compiled when they are first used, so kconv imports PyYAML
from here.
"""

from __future__ import annotations

import re
import sys
from typing import Any

__all__ = [
    "AliasEvent",
    "Loader",
    "MappingEndEvent",
    "MappingStartEvent",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "yaml",
]

_compile: Any = re.compile


class _Later:
    """An expression that is compiled when it is first used."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(_compile(*self._given), name)
        setattr(self, name, found)
        return found


def _later(pattern: Any, flags: int = 0) -> Any:
    """``re.compile`` while PyYAML is imported. Another thread may call it then, too."""
    caller: str = sys._getframe(1).f_globals["__name__"]
    return (_Later if caller.startswith("yaml.") else _compile)(pattern, flags)


re.compile = _later
try:
    import yaml
    from yaml.events import (
        AliasEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
        StreamEndEvent,
    )
finally:
    re.compile = _compile

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Its scalars are YAML 1.1's; where Kubernetes' own are needed, only its events are used."""
