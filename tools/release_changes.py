"""Print the changes of a release for a reviewer, from the catalog.

    python tools/release_changes.py 1.32

It prints kinds and versions that are new, deprecated or no longer served, and each field that is new, removed or
different. For every line, ask whether a rule in kconv/kinds/ is needed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from kconv import catalog
from kconv.catalog import schemas
from kconv.catalog.served import Served, everything
from kconv.names import Release

Node = dict[str, Any]


def changes(release: Release) -> Iterator[tuple[str, list[str]]]:
    """Each heading with its lines."""
    found = sorted(everything().values(), key=lambda one: one.gvk)
    new = [one for one in found if one.introduced == release]
    yield "New kinds", [_named(one) for one in new if _is_new_kind(one)]
    yield "New versions", [_named(one) for one in new if not _is_new_kind(one)]
    yield "No longer served", [_ended(one) for one in found if one.removed == release]
    yield "Deprecated", [_deprecated(one) for one in found if one.deprecated == release and one not in new]
    yield "Fields", list(fields(release))


def _is_new_kind(one: Served) -> bool:
    return all(other.introduced == one.introduced for other in catalog.versions(one.gvk))


def _named(one: Served) -> str:
    return str(one.gvk) if one.default else f"{one.gvk}, off by default"


def _ended(one: Served) -> str:
    return f"{one.gvk}: {one.replacement or 'nothing replaces it'}"


def _deprecated(one: Served) -> str:
    return f"{one.gvk}: removed in {one.removed or 'no release yet'}, {one.replacement or 'nothing replaces it'}"


def fields(release: Release) -> Iterator[str]:
    """The differences in each definition that the previous release also has; new and removed definitions by name."""
    before = Release(release.minor - 1)
    old, new = set(schemas.definitions(before)), set(schemas.definitions(release))
    for name in sorted(old | new):
        if name not in old:
            yield f"{name} is new"
        elif name not in new:
            yield f"{name} is gone"
        else:
            told = schemas.definition(name, before), schemas.definition(name, release)
            yield from (f"{name}.{line}" for line in differences(*told))


def differences(before: Node, after: Node) -> Iterator[str]:
    """The fields of a definition that are new, removed, required or no longer required, or otherwise different."""
    old, new = before.get("properties", {}), after.get("properties", {})
    for field in sorted(old.keys() | new.keys()):
        if field not in old:
            yield f"{field} is new"
        elif field not in new:
            yield f"{field} is gone"
        else:
            yield from (f"{field}: {line}" for line in _node(old[field], new[field]))
            required = [field in told.get("required", ()) for told in (before, after)]
            if required[0] != required[1]:
                yield f"{field} is {'required' if required[1] else 'no longer required'}"


def _node(old: Node, new: Node) -> Iterator[str]:
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield f"{key} is {_show(new, key)}, was {_show(old, key)}"


def _show(node: Node, key: str) -> str:
    return str(node[key]) if key in node else "not said"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", type=catalog.parse_release)
    for heading, lines in changes(parser.parse_args().release):
        print(f"\n{heading}: {len(lines) or 'none'}")
        for line in lines:
            print(f"  {line}")


if __name__ == "__main__":
    main()
