"""Entries that were read from an annotation, which any client may have written: whether they are entries at all.

``engine.difference`` makes them, and ``engine.patch`` puts them back.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

Entry: TypeAlias = dict[str, Any]
_OPEN: Final = frozenset({"annotations", "labels"})
"""What of an object's metadata a conversion may change."""


def valid(entries: Any) -> bool:
    """Whether a value read from an annotation is a list of entries; any client may have written it."""
    return isinstance(entries, list) and all(_valid_entry(entry) for entry in entries)


def _valid_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and (_valid_order(entry) if "order" in entry else {"p"} < entry.keys() <= {"p", "was", "was#", "is", "misfit"})
        and isinstance(entry.get("misfit", ""), str)
        and isinstance(entry.get("p"), list)
        and bool(entry["p"])
        and all(isinstance(step, str) or _valid_item(step) for step in entry["p"])
        and _is_open(entry)
        and not (isinstance(entry["p"][-1], dict) and "is" not in entry and "order" not in entry)
    )


def _is_open(entry: Entry) -> bool:
    """Whether a conversion may change what an entry writes: never what an object is, and of its metadata only labels
    and annotations, as an API server has it."""
    first, *rest = entry["p"]
    if first != "metadata":
        return isinstance(first, str) and first not in ("apiVersion", "kind")
    if rest:
        return isinstance(rest[0], str) and rest[0] in _OPEN
    return all(map(is_open_metadata, (entry.get("was"), entry.get("is"))))


def is_open_metadata(value: Any) -> bool:
    """Whether an entry may write or remove this as the whole metadata of an object."""
    return not isinstance(value, dict) or value.keys() <= _OPEN


def _valid_order(entry: Entry) -> bool:
    names, order = entry.get("of"), entry["order"]
    return (
        entry.keys() == {"p", "of", "order"}
        and isinstance(names, list)
        and all(isinstance(name, dict) and bool(name) for name in names)
        and isinstance(order, list)
        and all(type(at) is int for at in order)
        and sorted(order) == [*range(len(names))]
    )


def _valid_item(step: Any) -> bool:
    if not isinstance(step, dict):
        return False
    if step.keys() == {"key"}:
        return isinstance(step["key"], dict) and bool(step["key"])
    counts = (step.get("nth"), step.get("of"))
    return (
        step.keys() == {"like", "nth", "of"}
        and isinstance(step["like"], str)
        and all(type(count) is int for count in counts)
        and 0 <= step["nth"] < step["of"]
    )
