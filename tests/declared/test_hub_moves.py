"""Another version becomes the hub while objects that were stored before still carry a stash of the former one.

Whatever a client reads and writes back in between, what the stash holds is found again: DESIGN.md, law 4, across a
change of the declaration.
"""

from __future__ import annotations

import copy
from itertools import product
from typing import Any

import pytest
from hypothesis import given

from kconv.engine import Kind, convert_kind, stash
from kconv.names import GroupVersion, Release
from kconv.paths import same
from kconv.testing import strategies
from tests.declared import backup

Json = Any
RELEASE = Release.parse("1.34")
OLD = ("v1alpha1", "v1beta1", "v1")
ALL = (*OLD, "v2")


def convert(kind: Kind, obj: Json, version: str) -> Json:
    to = GroupVersion(backup.GROUP, version)
    return convert_kind(kind, obj, to, release=RELEASE, defaults="none").object


def without_stash(kind: Kind, obj: Json) -> Json:
    return stash.take(obj, kind.name, kind.hub)[0]


def drawn(version: str) -> Any:
    schema = copy.deepcopy(backup.SCHEMAS[version])
    schema["properties"]["spec"]["properties"].pop("verbose", None)  # which is dropped, as the declaration says
    schema["properties"]["metadata"] = {"type": "object", "properties": {"name": {"type": "string", "enum": ["a"]}}}
    return strategies.of_schema(schema, f"{backup.GROUP}/{version}", "Backup", dense=True)


MOVES = [
    (before, after, versions)
    for before, (after, versions) in product(OLD, [("v1beta1", OLD), ("v1", OLD), ("v1", ALL)])
    if before != after
]
"""The hub before and after, and the versions afterwards: v2 may come with the change. A hub that has given up what two
other versions have would not carry it from one to the other (docs/declare.md), so it is no choice.
"""


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize(("before", "after", "versions"), MOVES, ids=str)
def test_an_object_comes_back_though_the_hub_has_moved(
    before: str, after: str, versions: tuple[str, ...], version: str
) -> None:
    then, now = backup.kind(before, *OLD), backup.kind(after, *versions)

    @given(drawn(version))
    def comes_back(obj: Json) -> None:
        for there in OLD:
            stored = convert(then, obj, there)
            assert same(without_stash(now, convert(now, stored, version)), obj)
            for third in versions:
                around = convert(now, convert(now, stored, third), version)
                assert same(without_stash(now, around), obj), (there, third)

    comes_back()
