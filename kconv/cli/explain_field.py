"""`kconv explain KIND.FIELD`: one field in every version, as `kubectl explain` shows it for one server's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kconv.cli.screen import out
from kconv.errors import UnknownKindError, UsageError

if TYPE_CHECKING:
    from kconv.engine import Kind

_ITEM = re.compile(r"\[(?:[0-9]+|\*)?\]")
"""An item of a list, as `kconv validate` names it, or any item."""


def explain_field(text: str, format_: str) -> bool:
    """Print what is known of a field; False where the text is the name of a kind. Raises UsageError for no field."""
    from kconv.history.field import field
    from kconv.report import field as report

    kinds, words = _split(text)
    if not words:
        return False
    matches = [(kind, fields) for kind in kinds if (fields := field(kind, words))]
    if not matches:
        raise _no_field(kinds, words)
    if format_ == "json":
        import json

        out(json.dumps([report.as_json(*each) for each in matches], indent=2) + "\n")
    else:
        out("\n".join("".join(report.text(*each)) for each in matches))
    return True


def _split(text: str) -> tuple[list[Kind], tuple[str, ...]]:
    """The kinds named by the longest prefix, and the remaining keys; no keys if nothing names a kind."""
    from kconv import catalog
    from kconv.history.field import names_below
    from kconv.history.kind_schemas import kind_of

    parts = _ITEM.sub("", text).strip(".").split(".")
    for end in range(len(parts), 0, -1):
        try:
            lineage = catalog.find_kind(".".join(parts[:end]))
        except UnknownKindError:
            continue
        found = list(dict.fromkeys(kind_of(served.gvk) for served in lineage))
        words = tuple(parts[end:])
        # Ingress.network is a group misspelt, Ingress.sepc a field.
        first = _closest(words[0], [name for kind in found for name in names_below(kind, ())]) if words else ""
        return (found, words) if first else ([], ())
    return [], ()


def _closest(word: str, names: list[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, names, n=1)), "")


def _no_field(kinds: list[Kind], words: tuple[str, ...]) -> UsageError:
    """The error that names the first key that leads nowhere, and the nearest that leads on."""
    from kconv.history.field import field, names_below

    end = next(end for end in range(1, len(words) + 1) if not any(field(kind, words[:end]) for kind in kinds))
    near = _closest(words[end - 1], [name for kind in kinds for name in names_below(kind, words[: end - 1])])
    place = ".".join(words[: end - 1])
    hint = f"did you mean {near}?" if near else f"kconv explain {'.'.join((kinds[0].name, *words[: end - 1]))}"
    return UsageError(f"{kinds[0].name} has no field {words[end - 1]}{f' in {place}' if place else ''}", hint=hint)
