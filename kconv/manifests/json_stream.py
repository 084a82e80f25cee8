"""JSON objects need no `---` between them: they follow each other, as when `kubectl get -o json` appends to a file."""

from __future__ import annotations

from collections.abc import Iterable

from kconv.manifests.split import BOM, Block, RawDocument, split

_BLANK = b" \t\r\n"
_NEAR = 1024
"""The number of bytes within which an object begins."""


def looks_json(data: bytes) -> bool:
    """Whether text starts like a JSON object; so does a YAML flow mapping."""
    return data.removeprefix(BOM).lstrip(_BLANK).startswith(b"{")


def documents(block: Block, index: int = 0) -> Iterable[RawDocument]:
    """The documents of a block of JSON or YAML; ``index`` is that of the first."""
    found = split_json(block, index) if looks_json(block.data[:_NEAR]) else None
    return split(block, index) if found is None else found


def split_json(block: Block, index: int = 0) -> list[RawDocument] | None:
    """The objects of a block that is only JSON; None if it is not (it may still be YAML)."""
    try:
        text = block.data.decode()
    except UnicodeDecodeError:
        return None
    import json  # only a few manifests are JSON

    decoder, found = json.JSONDecoder(), list[RawDocument]()
    at = _skip(text, 1 if text.startswith("\ufeff") else 0)
    offset, line = len(text[:at].encode()), block.line + text.count("\n", 0, at)
    while at < len(text):
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None
        following = _skip(text, end)
        data = text[at : end if following < len(text) else len(text)].encode()
        found.append(RawDocument(index + len(found), line, block.offset + offset, data))
        between = text[at:following]
        offset, line, at = offset + len(between.encode()), line + between.count("\n"), following
    return found


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at
