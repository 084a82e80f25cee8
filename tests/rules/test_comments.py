"""A manifest in place: what stands above a field and beside it goes where the field's meaning goes, and comes back.

A comment whose field is gone stands at the nearest place that is left (DESIGN.md, law 8).
"""

from __future__ import annotations

from textwrap import dedent, indent
from typing import Any

import pytest

import kconv.rules
from kconv.engine import Kind, convert_kind
from kconv.manifests import edit, tree
from kconv.names import GroupVersion, Release
from kconv.paths import MISSING
from kconv.rules import (
    PRESENT,
    Annotation,
    At,
    ByType,
    Cases,
    Converts,
    Dropped,
    Former,
    Function,
    Gone,
    Implied,
    Inverse,
    Items,
    Kept,
    Keyed,
    KnowsOnly,
    Lacks,
    Move,
    Rule,
    Split,
    Turn,
    Values,
    When,
    Wrap,
    parts,
)
from tests.rules.test_forms import to_seconds, to_text

Json = Any
OLD, NEW = "e.io/v1", "e.io/v2"
BACK = "as it was"
TYPES: list[Rule] = [
    When("spec.type", [name], [Move("spec.url", f"spec.{name.lower()}.url")]) for name in ("S3", "GCS")
]
MODES = Cases(
    ["spec.enabled", "spec.manual"],
    ["spec.mode"],
    [((True, True), ("Manual",)), ((True, MISSING), ("Auto",))],
    says="x",
)
TEXTS: dict[str, tuple[list[Rule], str, str, str]] = {
    "a move": (
        [Move("spec.keep", "spec.retention.count")],
        """
        # how many
        keep: 3  # copies
        """,
        """
        retention:
          # how many
          count: 3  # copies
        """,
        BACK,
    ),
    "a value in another form": (
        [Turn("spec.wait", "spec.limit.time", to_text, to_seconds, says="x")],
        """
        # how long
        wait: 10  # seconds
        other: 1
        """,
        """
        limit:
          # how long
          time: "10s"  # seconds
        other: 1
        """,
        BACK,
    ),
    "a value in another form, in place": (
        [Turn("spec.wait", "spec.wait", to_text, to_seconds, says="x")],
        """
        # how long
        wait: 10  # seconds
        """,
        """
        # how long
        wait: "10s"  # seconds
        """,
        BACK,
    ),
    "another word": (
        [Move("spec.keep", "spec.reclaim"), Values("spec.reclaim", [(True, "Retain")], says="x")],
        """
        # what stays
        keep: true  # all
        """,
        """
        # what stays
        reclaim: Retain  # all
        """,
        BACK,
    ),
    "items that become objects": (
        [Items("spec.args", "spec.arguments", "name")],
        """
        # the words
        args:  # all of them
        # the first
        - a  # one
        - b
        # the end
        """,
        """
        # the words
        arguments:  # all of them
        # the first
        -  # one
          name: a
        - name: b
        # the end
        """,
        BACK,
    ),
    "a value that becomes an object": (
        [Wrap("spec.image", "spec.image.name")],
        """
        # what runs
        image: x  # pinned
        other: 1
        """,
        """
        image:
          # what runs
          name: x  # pinned
        other: 1
        """,
        BACK,
    ),
    "a text that is split": (
        [Split("spec.target", "s3://{spec.to.bucket}[/{spec.to.path}]")],
        """
        # where copies go
        target: s3://b/p  # in Paris
        other: 1
        """,
        """
        to:
          # where copies go
          bucket: b  # in Paris
          path: p
        other: 1
        """,
        BACK,
    ),
    "a union that is split by type": (
        [ByType("spec.port", {int: "spec.to.number", str: "spec.to.name"})],
        """
        # the port
        port: http  # by name
        """,
        """
        to:
          # the port
          name: http  # by name
        """,
        BACK,
    ),
    "two fields that become one": (
        [MODES],
        """
        # it runs
        enabled: true  # since May
        # nobody waits
        manual: true  # by hand
        """,
        """
        # it runs
        mode: Manual  # since May
        # nobody waits
        # by hand
        """,
        """
        # it runs
        enabled: true  # since May
        manual: true
        # nobody waits
        # by hand
        """,
    ),
    "a field that is dropped": (
        [Dropped("spec.sum", why="x")],
        """
        # of the old copies
        sum: md5  # weak
        other: 1
        """,
        """
        # of the old copies
        # weak
        other: 1
        """,
        "gone",
    ),
    "a value of a map": (
        [At("spec.pools{}", [Move("count", "scale.replicas")])],
        """
        pools:
          # the first
          a:
            # how many
            count: 1  # one
        """,
        """
        pools:
          # the first
          a:
            scale:
              # how many
              replicas: 1  # one
        """,
        BACK,
    ),
    "under a condition": (
        TYPES,
        """
        type: GCS  # cheap
        # where
        url: u  # in Paris
        """,
        """
        type: GCS  # cheap
        gcs:
          # where
          url: u  # in Paris
        """,
        BACK,
    ),
    "under a condition that does not hold": (
        TYPES,
        """
        type: Other  # cheap
        # where
        url: u  # in Paris
        """,
        """
        type: Other  # cheap
        # where
        url: u  # in Paris
        """,
        BACK,
    ),
    "a value that follows from another": (
        [Implied("spec.action.type", [("spec.action.to", PRESENT, "Redirect")])],
        """
        # what happens
        action:  # at once
          # whereto
          to: x  # far
        """,
        """
        # what happens
        action:  # at once
          # whereto
          to: x  # far
          type: Redirect
        """,
        BACK,
    ),
    "a version that is newer than the hub": (
        [Inverse([Move("spec.a.b", "spec.c"), Turn("spec.seconds", "spec.time", to_text, to_seconds, says="x")])],
        """
        # cee
        c: 1  # is a.b
        # how long
        time: "1s"  # is seconds
        """,
        """
        a:
          # cee
          b: 1  # is a.b
        # how long
        seconds: 1  # is seconds
        """,
        BACK,
    ),
    "a former way": (
        [Former([Move("spec.account", "spec.accountName")])],
        """
        # who
        account: a  # of us
        """,
        """
        # who
        accountName: a  # of us
        """,
        "gone",
    ),
    "a map that becomes a list": (
        [Keyed("spec.ports", "spec.ports", "name")],
        """
        # where it listens
        ports:  # all
          # for people
          web:  # http
            number: 80  # standard
          # for machines
          api: {number: 8080}  # grpc
          # for nobody
          dead: {}
        """,
        """
        # where it listens
        ports:  # all
        # for machines
        - {name: api, number: 8080}  # grpc
        # for nobody
        - name: dead
        # for people
        -  # http
          name: web
          number: 80  # standard
        """,
        """
        # where it listens
        ports:  # all
          # for machines
          api: {number: 8080}  # grpc
          # for nobody
          dead: {}
          # for people
          web:  # http
            number: 80  # standard
        """,
    ),
    "a map that becomes a list elsewhere, of other items": (
        [Keyed("spec.pools", "spec.members", "name"), At("spec.members[]", [Move("count", "size.count")])],
        """
        # who works
        pools:
          # the small one
          a:
            # few
            count: 1  # one
          # the large one
          b:
            kind: b  # its class
            count: 9  # most
        """,
        """
        # who works
        members:
        # the small one
        - name: a
          size:
            # few
            count: 1  # one
        # the large one
        - name: b
          kind: b  # its class
          size:
            count: 9  # most
        """,
        BACK,
    ),
}


def text(version: str, spec: str) -> str:
    return f"apiVersion: {version}\nkind: Thing\nspec:\n{indent(dedent(spec).lstrip(), '  ')}"


def migrated(rules: list[Rule], manifest: str, to: str, *, keep: bool = False) -> str:
    kind = Kind("Thing", hub=NEW, spokes={OLD: rules})
    document = tree.parse(manifest)
    made = convert_kind(kind, document.value, GroupVersion.parse(to), release=Release.parse("1.34"), keep=keep)
    return edit.rewrite(document, made.object, made.moves).text


@pytest.mark.parametrize("name", TEXTS)
def test_comments_go_where_the_meaning_goes(name: str) -> None:
    rules, old, new, back = TEXTS[name]
    there = migrated(rules, text(OLD, old), NEW)
    assert there == text(NEW, new)
    expected = {"as it was": old, "gone": new}.get(back, back)
    assert migrated(rules, there, OLD) == text(OLD, expected)


def test_the_comment_of_a_field_that_is_kept_stands_at_the_nearest_place() -> None:
    rules: list[Rule] = [Kept("spec.sum", why="x")]
    there = migrated(rules, text(OLD, "# of the old copies\nsum: md5  # weak\nother: 1\n"), NEW, keep=True)
    assert there.startswith(text(NEW, "# of the old copies\n# weak\nother: 1\n"))


def test_every_rule_that_moves_something_has_a_text_here() -> None:
    rules = {kind for kind in vars(kconv.rules).values() if isinstance(kind, type) and issubclass(kind, Converts)}
    shown = {type(part.rule) for found, *_ in TEXTS.values() for part in parts(found)}
    elsewhere = {
        Annotation,
        Function,
        Kept,
        KnowsOnly,
        Lacks,
    }  # in the built-in kinds' tests, or above; some move nothing
    assert rules - {Converts, Gone} - shown == elsewhere
