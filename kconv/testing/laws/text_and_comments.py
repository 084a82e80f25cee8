"""A manifest is a person's text: a conversion in place keeps every comment, and writes exactly what was converted."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kconv.engine import convert_kind
from kconv.errors import ManifestError
from kconv.names import GroupVersion
from kconv.testing.laws.base import Breach, Case, Law, Legs, arrow, differs
from kconv.testing.subject import Json, Subject


def _applies(subject: Subject, legs: Legs) -> bool:  # noqa: ARG001 - one signature for every law
    return subject.rules is not None


def _holds(subject: Subject, case: Case) -> Breach | None:
    from kconv.catalog import latest
    from kconv.manifests import edit, tree

    if subject.rules is None:
        return None
    source, target = case.legs
    text = "\n".join(_commented(case.obj)) + "\n"
    document = tree.parse(text)
    made = convert_kind(
        subject.rules, document.value, GroupVersion.parse(target), release=latest(), defaults="none", keep=True
    )
    leg = arrow(source, target)
    try:
        written = edit.rewrite(document, made.object, made.moves).text
    except ManifestError as error:
        return Breach(f"its text cannot be written: {error}", leg, target)
    gone = [f"# c{number}" for number in range(text.count("  # c")) if f"# c{number}\n" not in written]
    if gone:
        return Breach(f"the comment {gone[0]} is lost", leg, target)
    return differs(subject, made.object, tree.parse(written).value, target, "its text reads as something else", leg)


def _commented(value: Json) -> list[str]:
    """The object as YAML in block style, with a comment behind every line."""
    lines = list(_lines(value, ""))
    return [f"{line}  # c{number}" for number, line in enumerate(lines)]


def _lines(value: Json, indent: str) -> Iterator[str]:
    entries = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, item in entries:
        head = indent + ("-" if key is None else f"{json.dumps(key, ensure_ascii=False)}:")
        if isinstance(item, (dict, list)) and item:
            yield head
            yield from _lines(item, indent + "  ")
        else:
            yield f"{head} {json.dumps(item, ensure_ascii=False)}"


LAW = Law(
    "text-and-comments",
    "Written back into its own text, an object keeps every comment and parses to what was converted.",
    _holds,
    applies=_applies,
    wild=True,
)
