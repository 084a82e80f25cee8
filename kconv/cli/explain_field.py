"""`kconv explain KIND.FIELD`: one field in every version, as `kubectl explain` shows it for one server's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from kconv.cli.screen import out
from kconv.errors import UnknownKindError, UsageError

if TYPE_CHECKING:
    from kconv.engine import Kind
    from kconv.history.field import Schemas

Known: TypeAlias = "tuple[Kind, Schemas]"
"""A kind, and its schemas by apiVersion where it is a custom resource."""
_ITEM = re.compile(r"\[(?:[0-9]+|\*)?\]")
"""An item of a list, as `kconv validate` names it, or any item."""


def explain_field(text: str, format_: str, modules: Sequence[str] = ()) -> bool:
    """Print what is known of a field; False where the text is the name of a kind. Raises UsageError for no field."""
    from kconv.history.field import field
    from kconv.report import field as report

    kinds, words = _declared(text, modules) if modules else _split(text)
    if not words:
        kinds, words = _split(text) if modules else _declared(text, modules)
    if not words:
        return False
    matches = [(kind, fields) for kind, schemas in kinds if (fields := field(kind, words, schemas))]
    if not matches:
        raise _no_field(kinds, words)
    if format_ == "json":
        import json

        out(json.dumps([report.as_json(*each) for each in matches], indent=2) + "\n")
    else:
        out("\n".join("".join(report.text(*each)) for each in matches))
    return True


def _split(text: str) -> tuple[list[Known], tuple[str, ...]]:
    """The built-in kinds named by the longest prefix, and the remaining keys; no keys if nothing names a kind."""
    from kconv import catalog
    from kconv.history.kind_schemas import kind_of

    def named(text: str) -> list[Known]:
        try:
            lineage = catalog.find_kind(text)
        except UnknownKindError:
            return []
        return [(kind, None) for kind in dict.fromkeys(kind_of(served.gvk) for served in lineage)]

    return _longest(text, named)


def _declared(text: str, modules: Sequence[str]) -> tuple[list[Known], tuple[str, ...]]:
    """The same for custom resources."""
    from kconv.cli.declared_kinds import resources_named

    return _longest(text, lambda name: [(entry.kind, entry.schemas) for entry in resources_named(name, modules)])


def _longest(text: str, named: Callable[[str], list[Known]]) -> tuple[list[Known], tuple[str, ...]]:
    from kconv.history.field import names_below

    parts = _ITEM.sub("", text).strip(".").split(".")
    for end in range(len(parts), 0, -1):
        found = named(".".join(parts[:end]))
        if found:
            words = tuple(parts[end:])
            # Ingress.network is a group misspelt, Ingress.sepc a field.
            names = [name for kind, schemas in found for name in names_below(kind, (), schemas)] if words else []
            return (found, words) if words and _closest(words[0], names) else ([], ())
    return [], ()


def _closest(word: str, names: list[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, names, n=1)), "")


def _no_field(kinds: list[Known], words: tuple[str, ...]) -> UsageError:
    """The error that names the first key that leads nowhere, and the nearest that leads on."""
    from kconv.history.field import field, names_below

    def is_known(length: int) -> bool:
        return any(field(kind, words[:length], schemas) for kind, schemas in kinds)

    end = next(end for end in range(1, len(words) + 1) if not is_known(end))
    below = (names_below(kind, words[: end - 1], schemas) for kind, schemas in kinds)
    near = _closest(words[end - 1], [name for names in below for name in names])
    place = ".".join(words[: end - 1])
    kind, _ = kinds[0]
    hint = f"did you mean {near}?" if near else f"kconv explain {'.'.join((kind.name, *words[: end - 1]))}"
    return UsageError(f"{kind.name} has no field {words[end - 1]}{f' in {place}' if place else ''}", hint=hint)
