"""JSON reports are written as documents come and never collected, because a stream may be larger than memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


class JsonStream:
    """Writes ``{"documents": […], "summary": {…}}``, one document a line."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._opened = False

    def document(self, document: dict[str, Any]) -> None:
        """Write one document."""
        self._write((",\n  " if self._opened else '{"documents": [\n  ') + _line(document))
        self._opened = True

    def close(self, summary: dict[str, Any]) -> None:
        """Write the summary; without it the report is cut off and not valid JSON, on purpose."""
        self._write("\n]" if self._opened else '{"documents": []')
        self._write(f', "summary": {_line(summary)}}}\n')


def _line(value: Any) -> str:
    # file names may hold bytes that are not UTF-8: only escaped can they pass through any pipe
    return json.dumps(value, ensure_ascii=True)
