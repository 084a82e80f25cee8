"""Kubernetes' tools read UTF-8 and nothing else: a file in another encoding is reported, not guessed at."""

from __future__ import annotations

import codecs

from kconv.errors import ManifestError

_WIDE = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_HINT = "save the file as UTF-8"


def wide(data: bytes) -> str:
    """The name of an encoding with two or four bytes per character; "" for any other."""
    head = data[:4]
    if head.isascii() and 0 not in head:  # as in nearly all files
        return ""
    for mark, name in _WIDE.items():
        if data.startswith(mark):
            return name
    if len(head) == 4 and head.count(0) in (2, 3):
        return "utf-32" if head.count(0) == 3 else "utf-16"
    return ""


def refuse_wide(data: bytes, name: str, file: str) -> None:
    """Raise ManifestError for a manifest in UTF-16 or UTF-32; other files in these encodings are skipped."""
    if any("apiVersion".encode(each) in data for each in _ENCODINGS):
        raise ManifestError(f"the file is {name.upper()}, and Kubernetes reads UTF-8", file=file, line=1, hint=_HINT)


def text_of(data: bytes, file: str, line: int) -> str:
    """Decode a document that starts at ``line`` of ``file``. Raises ManifestError at the first invalid byte."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        valid = data[: error.start].decode()
        at, column = line + valid.count("\n"), len(valid.rpartition("\n")[2]) + 1
        reason = f"not UTF-8: byte 0x{data[error.start]:02x}"
        raise ManifestError(reason, file=file, line=at, column=column, hint=_HINT) from error
