"""A placeholder is replaced by a value before a server reads it: no rule can judge what it will be."""

from __future__ import annotations

import re

# Shell and kustomize, Go and jinja, ERB, autoconf, Windows and sed.
_PLACEHOLDER = r"\$\{[^}]*\}|\$\([^)]*\)|\$[A-Za-z_]\w*|\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|%[A-Za-z_]\w*%|@[A-Za-z_]\w*@"


def has_placeholder(text: str) -> bool:
    """Whether something will be filled into a text."""
    return re.search(_PLACEHOLDER, text, re.DOTALL) is not None


class Unquoted(str):
    """A placeholder for a number: written without quotes, so that it becomes a number."""

    __slots__ = ()
