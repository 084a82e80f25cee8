"""The path of each field of one version in another, composed from the rules' moves through the hub.

Text follows these: a comment on `backend.serviceName` belongs to `backend.service.name` afterwards. Two spokes know
nothing of each other, so their pairs (spoke path, hub path) are joined where they meet in the hub.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kconv.paths import EACH, VALUES, FieldPath, parse
from kconv.rules import Converts, Part

Pair = tuple[FieldPath, FieldPath]


def moves_to_hub(parts: Sequence[Part[Converts]]) -> list[Pair]:
    """The pairs (spoke path, hub path) of a version's rules, run one after the other."""
    pairs: list[Pair] = []
    for part in parts:
        fresh = [(part.path + parse(spoke), part.path + parse(hub)) for spoke, hub in part.rule.moves]
        # A later rule speaks of paths as the rules before it left them, and carries on what they have moved.
        resolved = [(place, hub) for spoke, hub in fresh for place in carried(spoke, turned(pairs))]
        pairs = [(spoke, place) for spoke, hub in pairs for place in carried(hub, fresh)]
        pairs += [pair for pair in resolved if pair not in pairs]
    return pairs


def join(source: Sequence[Pair], target: Sequence[Pair]) -> list[Pair]:
    """The pairs (source path, target path) of two versions' pairs with the hub."""
    outward = turned(target)
    inward = turned(source)
    joined = [(spoke, there) for spoke, hub in source for there in carried(hub, outward)]
    joined += [(back, spoke) for spoke, hub in target for back in carried(hub, inward)]
    return [pair for pair in dict.fromkeys(joined) if pair[0] != pair[1]]


def turned(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs the other way round, such as (hub path, spoke path)."""
    return [(hub, spoke) for spoke, hub in pairs]


def carried(path: FieldPath, pairs: Sequence[Pair]) -> list[FieldPath]:
    """Where pairs take a path: by the longest that it begins with; several when one place has several."""
    best = max((len(old) for old, _ in pairs if _leads(path, old)), default=0)
    if not best:
        return [path]
    return [_bound(new, old, path) + path[best:] for old, new in pairs if len(old) == best and _leads(path, old)]


def _leads(path: FieldPath, old: FieldPath) -> bool:
    """Whether a path begins with a pattern, in which VALUES stands for any key."""
    if VALUES not in old:
        return path[: len(old)] == old
    return len(path) >= len(old) and all(
        mine == theirs or (theirs is VALUES and isinstance(mine, str)) for mine, theirs in zip(path, old, strict=False)
    )


def _bound(new: FieldPath, old: FieldPath, path: FieldPath) -> FieldPath:
    """A pattern with the keys that a path has where the pattern it begins with has VALUES."""
    keys = iter([mine for mine, theirs in zip(path, old, strict=False) if theirs is VALUES])
    return tuple(next(keys, part) if part is VALUES else part for part in new)


def indexed(pattern: FieldPath, like: FieldPath) -> FieldPath:
    """A pattern with the indices of another path; with 0 where that path has fewer."""
    indices = iter([part for part in like if isinstance(part, int)])
    return tuple(next(indices, 0) if part is EACH else part for part in pattern)
