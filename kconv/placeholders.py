"""Text that stands for a value which something fills in before a server reads it: no rule can judge what it will be."""

from __future__ import annotations

import re

# Shell and kustomize, Go and jinja, ERB, autoconf, Windows and sed.
_PLACEHOLDER = r"\$\{[^}]*\}|\$\([^)]*\)|\$[A-Za-z_]\w*|\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|%[A-Za-z_]\w*%|@[A-Za-z_]\w*@"


def has_placeholder(text: str) -> bool:
    """Whether something will be filled into a text."""
    return re.search(_PLACEHOLDER, text, re.DOTALL) is not None


class Unquoted(str):
    """A placeholder in the place of a number: written without quotes, so that a number stands there in the end."""

    __slots__ = ()
