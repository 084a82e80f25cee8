"""A line that looks like an object's name may be part of another text: bytes show a name only if none can hold it."""

from __future__ import annotations

import re

_METADATA = re.compile(rb"^metadata:[ \t]*(?:#.*)?\r?\n((?:[ \t]+.*\n?|[ \t]*\r?\n|#.*\n?)*)", re.MULTILINE)
_INDENT = re.compile(rb"^([ \t]+)[^\s#]", re.MULTILINE)
_NAME = re.compile(
    rb"""^([ \t]+)(name|generateName)[ \t]*:[ \t]+(["']?)([^\s"'#&*!|>{}\[\]\\]+)\3[ \t]*(?:(?<=[ \t])#.*)?\r?$""",
    re.MULTILINE,
)
# A word that Kubernetes may parse as a number, a boolean or null.
_NO_TEXT = re.compile(rb"[-+.~0-9].*|(?i:y|n|yes|no|on|off|true|false|null)")
# The indent of the next line with words on it, "" after a comment: a plain scalar continues on a deeper line.
_NEXT = re.compile(rb"\n?(?:[ \t]*\r?\n)*(?:([ \t]*)[!\"$-~]|[ \t]*(?:#|\Z))")
_PLAIN = rb"""[^\s"'{}\[\]|>&*!#](?:[^\n:#]|:(?![ \t\r\n])|(?<![ \t])\#)*+"""
# Lines that each end what they begin: no quotes, flow style or block scalar that would make a later line text.
_SETTLED = re.compile(
    rb"""(?:
        [ \t]*+ (?:[-?:][ \t]++)*+
        (?:(?: "[^"\\\n]*+" | '[^'\n]*+' | %(plain)b ) [ \t]*+ :(?=[ \t\r\n]) [ \t]*+)?
        (?: "(?:[^"\\\n]|\\[^\n])*+" | '(?:[^'\n]|'')*+' | \{[^{}\[\]"'\#\n]*+\} | \[[^{}\[\]"'\#\n]*+\] | %(plain)b )?
        [ \t]*+ (?:\#.*+)? \r?\n
    )*+"""
    % {b"plain": _PLAIN},
    re.VERBOSE,
)
# Other characters that end a line in YAML.
_BREAK = re.compile(rb"\r(?!\n)|\xc2\x85|\xe2\x80[\xa8\xa9]")


def name_in(data: bytes) -> tuple[str, bool]:
    """metadata.name, or else generateName, as the bytes show it; and whether that is certain.

    A name that is not certain is good enough only for a document that cannot be parsed.
    """
    block = _METADATA.search(data)
    indent = block and _INDENT.search(block.group(1))
    if not block or not indent:
        return "", False
    by_key: dict[bytes, re.Match[bytes]] = {}
    for each in _NAME.finditer(data, *block.span(1)):
        if each.group(1) == indent.group(1):
            by_key.setdefault(each.group(2), each)
    found = by_key.get(b"name", by_key.get(b"generateName"))
    return (found.group(4).decode(errors="replace"), _is_name(data, found)) if found else ("", False)


def _is_name(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether what looks like a name is one: not part of another text, complete, and a string to Kubernetes."""
    if found.group(2) != b"name":
        return False
    before = _SETTLED.match(data, endpos=found.start())
    assert before
    if before.end() != found.start() or _BREAK.search(data, endpos=found.end() + 1):
        return False
    if found.group(3):
        return True
    after = _NEXT.match(data, found.end())
    ends = after is not None and len(after.group(1) or b"") <= len(found.group(1))
    return ends and not _NO_TEXT.fullmatch(found.group(4))
