"""The name of an object by its bytes, which are sure only where no other text can have the line in it."""

from __future__ import annotations

import re

_METADATA = re.compile(rb"^metadata:[ \t]*(?:#.*)?\r?\n((?:[ \t]+.*\n?|[ \t]*\r?\n|#.*\n?)*)", re.MULTILINE)
_INDENT = re.compile(rb"^([ \t]+)[^\s#]", re.MULTILINE)
_NAME = re.compile(
    rb"""^([ \t]+)(name|generateName)[ \t]*:[ \t]+(["']?)([^\s"'#&*!|>{}\[\]\\]+)\3[ \t]*(?:(?<=[ \t])#.*)?\r?$""",
    re.MULTILINE,
)
# A word that Kubernetes may read as a number, a boolean or null.
_NO_TEXT = re.compile(rb"[-+.~0-9].*|(?i:y|n|yes|no|on|off|true|false|null)")
# How deep the next line with words on it is, "" behind a comment: a plain text goes on in one deeper than its key.
_NEXT = re.compile(rb"\n?(?:[ \t]*\r?\n)*(?:([ \t]*)[!\"$-~]|[ \t]*(?:#|\Z))")
_PLAIN = rb"""[^\s"'{}\[\]|>&*!#](?:[^\n:#]|:(?![ \t\r\n])|(?<![ \t])\#)*+"""
# Lines each of which ends what it begins: no quotes, flow style or block scalar in which a later line would be text.
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
# What YAML takes for the end of a line too.
_BREAK = re.compile(rb"\r(?!\n)|\xc2\x85|\xe2\x80[\xa8\xa9]")


def name_in(data: bytes) -> tuple[str, bool]:
    """metadata.name, else generateName, as far as the bytes tell; and whether that is sure.

    What is not sure is what a text that cannot be read seems to be called.
    """
    block = _METADATA.search(data)
    indent = block and _INDENT.search(block.group(1))
    if not block or not indent:
        return "", False
    told: dict[bytes, re.Match[bytes]] = {}
    for each in _NAME.finditer(data, *block.span(1)):
        if each.group(1) == indent.group(1):
            told.setdefault(each.group(2), each)
    found = told.get(b"name", told.get(b"generateName"))
    return (found.group(4).decode(errors="replace"), _means_it(data, found)) if found else ("", False)


def _means_it(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether what looks like a name is one: no line of another text, whole, and a text to Kubernetes."""
    if found.group(2) != b"name":
        return False
    before = _SETTLED.match(data, 0, found.start())
    if not before or before.end() != found.start() or _BREAK.search(data, 0, found.end() + 1):
        return False
    if found.group(3):
        return True
    after = _NEXT.match(data, found.end())
    ends = after is not None and len(after.group(1) or b"") <= len(found.group(1))
    return ends and not _NO_TEXT.fullmatch(found.group(4))
