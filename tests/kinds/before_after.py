"""One object before and after a conversion that keeps its behaviour, as a person reads it: YAML, as `kconv migrate` does."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import dedent
from typing import Any

import yaml

from kconv.engine import Conversion
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, Release
from kconv.paths import same


@dataclass(frozen=True)
class Case:
    """``after`` of "" means that only the apiVersion changes. ``told`` are pieces of notes, ``asks`` open decisions."""

    name: str
    to: str
    before: str
    after: str = ""
    decide: dict[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    defaults: str = "preserve"


def read(text: str) -> Any:
    """The object in a YAML text, indented as its test is."""
    return yaml.safe_load(dedent(text))


def converted(case: Case) -> Conversion:
    """What a migration makes of the case: without stash, for release 1.32."""
    return BUILT_IN.convert(
        read(case.before),
        GroupVersion.parse(case.to),
        defaults=case.defaults,  # type: ignore[arg-type]
        release=Release(32),
        decisions=case.decide,
        stash=False,
    )


def check(case: Case) -> None:
    """The object, the notes and the questions are what the case says."""
    before = read(case.before)
    result = converted(case)
    expected = read(case.after) if case.after else before
    assert result.object == {**expected, "apiVersion": case.to, "kind": before["kind"]}
    assert read(case.before) == before
    said = "\n".join(f"{note.kind}: {note.path}: {note.message}" for note in result.notes)
    assert all(piece in said for piece in case.told), said
    assert tuple(f"{asked.name} {asked.path}" for asked in result.questions) == case.asks


def check_return(case: Case) -> None:
    """Converted there and back without defaults, the object is the same."""
    before = read(case.before)
    there = BUILT_IN.convert(before, GroupVersion.parse(case.to), defaults="none").object
    back = BUILT_IN.convert(there, GroupVersion.parse(before["apiVersion"]), defaults="none").object
    assert same(back, before)
