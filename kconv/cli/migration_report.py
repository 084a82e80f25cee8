"""What became of stored objects, for a person who watches or for a Job whose log is read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kconv.report.counts import counted
from kconv.report.style import printable

if TYPE_CHECKING:
    from kconv.cluster.migration import Migration
    from kconv.cluster.rewriting import Written

_WORDS = {
    "moved": "moved",
    "already": "already there",
    "accepted": "accepted, none written",
    "gone": "deleted in the meantime",
    "refused": "refused",
}


def line(each: Written) -> str:
    """One object."""
    return printable(f"{each.label}  {each.state}" + (f": {each.why}" if each.why else "")) + "\n"


def summary(found: Migration) -> str:
    """The counts, and why a version cannot go."""
    return "".join(f"{text}\n" for text in _summary(found))


def _summary(found: Migration) -> Iterator[str]:
    counts = _counted(found.objects) or "nothing to do"
    yield f"{found.kind} to {found.storage}: {counts}; status.storedVersions: {', '.join(found.stored)}"
    if not found.retired:
        return
    if found.managed:
        when = "then" if found.dry_run else "now"
        lost = counted(found.unowned, f"field has no manager {when}", f"fields have no manager {when}")
        moved = "to move" if found.dry_run else "moved"
        yield f"managedFields: {counted(found.managed, 'object', 'objects')} {moved}" + (f", {lost}" if lost else "")
    if found.dependents:
        yield f"ownerReferences of other objects: {_counted(found.dependents)}"
    yield from found.unproved
    if found.done:
        yield f"nothing names {found.retired} any more: ship a definition without it"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(counted(counts[state], words) for state, words in _WORDS.items() if counts[state])


def as_json(found: Migration) -> str:
    """The same for programs, in one object."""
    refused = [{"namespace": each.namespace, "name": each.name, "message": each.why} for each in found.refused]
    value = {
        "kind": found.kind,
        "storageVersion": found.storage,
        "storedVersions": list(found.stored),
        "dryRun": found.dry_run,
        "objects": {state: found.objects[state] for state in _WORDS},
        "refused": refused,
        "retired": found.retired or None,
        "dependents": {state: found.dependents[state] for state in _WORDS},
        "managedFieldsMoved": found.managed,
        "fieldsWithoutManager": found.unowned,
        "unproved": found.unproved,
        "done": found.done,
    }
    return json.dumps(value) + "\n"
