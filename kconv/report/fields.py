"""The differences between two versions' fields, in words for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kconv.paths import show

if TYPE_CHECKING:
    from kconv.history.between import Between
    from kconv.history.differences import Difference


def text(found: Between) -> Iterator[str]:
    """The differences by what they are, each section with its heading."""
    yield f"{found.kind.name}: {found.source} to {found.target}{_of_releases(found)}\n"
    sections = {
        "moved": [f"{show(before)} is {show(after)}" for before, after in found.moved],
        "gone": [_sentence(one) for one in found.differences if one.what == "gone"],
        "new": [_sentence(one) for one in found.differences if one.what == "new"],
        "changed": [_sentence(one) for one in found.differences if one.what not in ("gone", "new")],
        "said otherwise": found.values,
        f"meant by {found.source} alone": found.defaults[0],
        f"meant by {found.target} alone": found.defaults[1],
        f"demanded by {found.target}": found.demands,
    }
    if not any(sections.values()):
        yield "\nthe same fields, defaults and demands\n"
    for title, lines in sections.items():
        yield from _section(title, lines)


def as_json(found: Between) -> dict[str, Any]:
    """The same as an object: paths, types and values apart. The release is null for a custom resource."""
    releases = map(str, found.releases) if found.releases else (None, None)
    old, new = (
        {"apiVersion": str(version), "release": release}
        for version, release in zip((found.source, found.target), releases, strict=True)
    )
    return {
        "kind": found.kind.name,
        "from": old,
        "to": new,
        "moved": [{"from": show(before), "to": show(after)} for before, after in found.moved],
        "gone": [{"path": show(one.path), "type": one.old} for one in found.differences if one.what == "gone"],
        "new": [{"path": show(one.path), "type": one.new} for one in found.differences if one.what == "new"],
        "changed": [
            {"path": show(one.path), "what": one.what, "from": one.old, "to": one.new}
            for one in found.differences
            if one.what not in ("gone", "new")
        ],
        "values": list(found.values),
        "defaults": {"from": list(found.defaults[0]), "to": list(found.defaults[1])},
        "demands": list(found.demands),
    }


def _of_releases(found: Between) -> str:
    """Whose schemas were compared; those of a custom resource are the same in every release."""
    if found.releases is None:
        return ""
    old, new = found.releases
    return f", fields of {new}" if old == new else f", fields of {old} and {new}"


def _sentence(one: Difference) -> str:
    place = show(one.path)
    if one.what in ("gone", "new"):
        return f"{place}, {one.old or one.new}"
    if one.what == "required":
        return f"{place} {'is' if one.new else 'is not'} required"
    if one.what == "type":
        return f"{place} is of type {one.new}, was {one.old}"
    return f"{place} has the {one.what} {_value(one.new)}, had {_value(one.old)}"


def _value(value: Any) -> str:
    import json

    if value is None:
        return "none"
    words = isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)
    return ", ".join(value) if words else json.dumps(value)


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    lines = list(lines)
    if lines:
        yield f"\n{title}:\n"
        yield from (f"  {line}\n" for line in lines)
