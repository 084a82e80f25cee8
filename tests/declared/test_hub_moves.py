"""Another version becomes the hub while objects that were stored before still carry a stash of the former one.

Whatever a client reads and writes back in between, what the stash holds is found again: DESIGN.md, law 4, across a
change of the declaration. The full tier takes 3,000 objects of each example through the moves.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any, NamedTuple

import pytest

from kconv.paths import same
from tests.declared.resources import VERSIONS, convert, declared, drawn, named, without_stash
from tests.tiers import examples

Json = Any
pytestmark = pytest.mark.usefixtures("examples_on_path")


class Change(NamedTuple):
    """A declaration and its hub before and after: versions may come with the change."""

    before: str
    old: str
    after: str
    new: str


CHANGES = [
    *(Change("acme.backup", old, "acme.backup", new) for old, new in permutations(VERSIONS["acme.backup"], 2)),
    *(Change("acme.backup", old, "acme.backup_v2", "v1") for old in VERSIONS["acme.backup"]),
    *(Change(module, old, module, new) for module in ("acme.route", "acme.workerpool") for old, new in permutations(VERSIONS[module], 2)),
]  # fmt: skip
OBJECTS = 3_000


@pytest.mark.full
@pytest.mark.parametrize("change", CHANGES, ids=" ".join)
def test_an_object_comes_back_though_the_hub_has_moved(change: Change) -> None:
    then, now = declared(change.before, change.old), declared(change.after, change.new)
    own = [each for each in CHANGES if each.before == change.before]
    versions, names = VERSIONS[change.before], named(now)
    count = -(-examples(OBJECTS) // (len(own) * len(versions)))
    for version in versions:
        for obj in drawn(then, version, count):
            for there in versions:
                stored = convert(then.kind, obj, names[there])
                for third in names.values():
                    around = convert(now.kind, convert(now.kind, stored, third), names[version])
                    assert same(without_stash(now.kind, around), obj), (there, third, obj)
