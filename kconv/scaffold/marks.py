"""A printer of YAML would quote Helm's actions, and cannot print one in place of a map: marks stand for them."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = re.compile("\ue000([0-9]+)\ue001")


class Marks:
    """What is printed in place of marks, which are of two characters of the private use area with a number between."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, str]] = []

    def text(self, action: str) -> str:
        """A mark within a line."""
        return self._mark("text", action)

    def number(self, action: str) -> str:
        """A mark for a whole value that is no text, and so has no quotes."""
        return self._mark("number", action)

    def block(self, value: str) -> str:
        """A mark for a whole map or list, which is printed below its key."""
        return self._mark("block", value)

    def optional(self, value: str) -> str:
        """A mark for a map or list whose key is left out if it is empty."""
        return self._mark("optional", value)

    def _mark(self, how: str, text: str) -> str:
        self._texts.append((how, text))
        return f"\ue000{len(self._texts) - 1}\ue001"

    def filled(self, text: str) -> str:
        """A printed text with the actions in place of the marks."""
        return "".join(self._line(line) for line in text.splitlines(keepends=True))

    def _line(self, line: str) -> str:
        found = _MARK.search(line)
        if found is None:
            return line
        how, value = self._texts[int(found[1])]
        if how == "text":
            return _MARK.sub(lambda each: self._texts[int(each[1])][1], line)
        key = line[: found.start()].rstrip("\"' ")
        if how == "number":
            return f"{key} {value}\n"
        indent = " " * (len(key) - len(key.lstrip(" -")))
        below = f"{indent}  {{{{- toYaml {'.' if how == 'optional' else value} | nindent {len(indent) + 2} }}}}\n"
        if how == "block":
            return f"{key}\n{below}"
        return f"{indent}{{{{- with {value} }}}}\n{key}\n{below}{indent}{{{{- end }}}}\n"
