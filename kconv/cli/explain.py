"""`kconv explain`: a kind's history in words, from the same rules that convert it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kconv.cli.screen import out
from kconv.report.table import table

if TYPE_CHECKING:
    from kconv.catalog import Served
    from kconv.engine import Kind

_HEADER = ("APIVERSION", "STABILITY", "INTRODUCED", "DEPRECATED", "REMOVED", "REPLACED BY")


@click.command(short_help="Tell a kind's versions and how they differ.")
@click.argument("kind", metavar="KIND[.GROUP]")
def explain(kind: str) -> None:
    """Tell the versions of a built-in kind, since when and until when they are served, and how they differ.

    KIND is a name, plural or short name, as kubectl takes them: Ingress, ingresses, ing, ingress.extensions.
    """
    from kconv import catalog

    told: list[Served] = []
    for served in catalog.find_kind(kind):
        if served not in told:
            lineage = catalog.versions(served.gvk)
            out("".join(_history(lineage)) if not told else "\n" + "".join(_history(lineage)))
            told += lineage


def _history(lineage: list[Served]) -> Iterator[str]:
    names = dict.fromkeys(served.gvk.kind for served in lineage)
    yield f"{', '.join(names)}\n\n"
    several = len(names) > 1
    yield from table(_HEADER, (_row(served, several) for served in lineage))
    found = _kinds(lineage)
    for kind in found:
        yield from _differences(kind)
    if not found and len(lineage) > 1:
        yield "\nkconv has no rules for this kind yet.\n"


def _row(served: Served, several: bool) -> tuple[str, ...]:
    from kconv import catalog

    removed = served.removed and f"{served.removed}{' (announced)' if served.removed > catalog.latest() else ''}"
    return (
        str(served.gvk) if several else served.gvk.api_version,
        served.stability + ("" if served.default else ", off by default"),
        str(served.introduced),
        str(served.deprecated or ""),
        removed or "",
        (str(served.replacement) if several else served.replacement.api_version) if served.replacement else "",
    )


def _kinds(lineage: list[Served]) -> list[Kind]:
    from kconv import kinds

    return list(dict.fromkeys(kind for served in lineage if (kind := kinds.find(served.gvk))))


def _differences(kind: Kind) -> Iterator[str]:
    """What each version's rules say; versions with the same rules are told together."""
    told: dict[tuple[str, ...], list[str]] = {}
    for version in kind.versions:
        lines = tuple(line for rule in kind.rules(version) for line in rule.describe())
        if lines or str(version) != kind.hub:
            told.setdefault(lines, []).append(str(version))
    if told:
        yield f"\nThe hub of {kind.name} has the shape of {kind.hub}.\n"
    for lines, versions in told.items():
        yield f"\n{', '.join(versions)}: {'' if lines else 'no difference'}\n".replace(": \n", ":\n")
        yield from (f"  {line}\n" for line in lines)
