"""Texts of a form: the formats that the API server checks, and patterns where pydantic has no place for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from kconv.crd.marks import Checks, Mark
from kconv.structural.pattern import refused
from kconv.structural.vocabulary import INT_OR_STRING
from kconv.structural.vocabulary import Schema as Node


class Format(Checks, Mark):
    """A text in one of the formats that the API server checks, such as uri, hostname, cidr or email."""

    def __init__(self, name: str) -> None:
        from kconv.validation.custom_formats import CUSTOM

        self.name = name
        self._reads: Callable[[str], bool] | None = CUSTOM.get(name.replace("-", ""))
        if self._reads is None and name not in UNREAD_FORMATS:
            raise ValueError(
                f"Format({name!r}): the API server does not check this format; {_known(CUSTOM)}; or use a pattern"
            )

    def on(self, node: Node) -> Node:
        if node.get("type") != "string":
            raise ValueError(f"Format({self.name!r}) is for str")
        return {**node, "format": self.name}

    def refused(self, value: Any) -> str:
        return "" if self._reads is None or self._reads(value) else f"must be in the format {self.name}"


class Pattern(Checks, Mark):
    """The form of a text that a field may also have as an integer: ``Annotated[IntOrString, Pattern("^[0-9]+%$")]``.

    It is one of Go's regular expressions (RE2). A plain str has its pattern in ``Field(pattern=…)``.
    """

    def __init__(self, pattern: str) -> None:
        from kconv.validation.matching import finder
        from kconv.validation.pattern import malformed

        if why := refused(pattern) or malformed(pattern):
            raise ValueError(f"Pattern({pattern!r}): {why}")
        self.pattern = pattern
        self._found_in = finder(pattern)

    def on(self, node: Node) -> Node:
        if node.get("type") != "string" and not node.get(INT_OR_STRING):
            raise ValueError("Pattern is for str and IntOrString")
        if "pattern" in node:
            return {**node, "allOf": [*node.get("allOf", ()), {"pattern": self.pattern}]}
        return {**node, "pattern": self.pattern}

    def refused(self, value: Any) -> str:
        fits = not isinstance(value, str) or self._found_in is None or self._found_in(value)
        return "" if fits else f"must match {self.pattern}"


UNREAD_FORMATS: Final = frozenset({"creditcard", "isbn", "isbn10", "isbn13", "password", "rgbcolor"})
"""Formats that only the API server reads; a password is any text."""


def _known(formats: Iterable[str]) -> str:
    return f"it checks {', '.join(sorted({*formats, *UNREAD_FORMATS}))}"
