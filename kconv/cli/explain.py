"""`kconv explain`: a kind's history in words, from the same rules that convert it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING

from kconv.cli import common_flags, suggest
from kconv.cli.common_flags import release
from kconv.cli.declare import argument, command, option
from kconv.cli.screen import out
from kconv.errors import UsageError
from kconv.report.table import table

if TYPE_CHECKING:
    from kconv.catalog import Served
    from kconv.engine import Kind
    from kconv.kinds.custom import CustomVersion, Entry
    from kconv.names import GroupVersion, GroupVersionKind, Release

_RELEASES = ("RELEASES", "PREFERRED", "STORED")
_DECLARED = ("APIVERSION", "KIND", "SERVED", "DEPRECATED", "SUCCESSOR")
_HEADER = ("APIVERSION", "SINCE", "DEPRECATED", "REMOVED", "SUCCESSOR")
"""Short ones: with the longest group's name the table has 80 columns."""


@command(
    argument("kind", metavar="KIND[.GROUP][.FIELD]", shell_complete=suggest.kinds),
    option("-v", "--verbose", is_flag=True, help="Also show the defaults that all versions have in common."),
    option(
        "--from",
        "source",
        metavar="VERSION",
        shell_complete=suggest.versions,
        help="Compare the fields of this version with those of --to.",
    ),
    option(
        "--to", "target", metavar="VERSION", shell_complete=suggest.versions, help="The version to compare --from with."
    ),
    common_flags.resources,
    release("--release", "Compare the fields as of this release; by default, the newest that has both versions."),
    option(
        "--format",
        "format_",
        choices=["text", "json"],
        default="text",
        show_default=True,
        help="The format of a comparison or of a field.",
    ),
    short_help="Show the versions of a kind and how they differ.",
)
def explain(
    kind: str,
    verbose: bool,
    source: str | None,
    target: str | None,
    resources: tuple[str, ...],
    release: str | None,
    format_: str,
) -> None:
    """Show the versions of a kind, the releases that serve them, and how they differ.

    KIND is a name, plural or short name, as kubectl accepts it: Ingress, ingresses, ing, ingress.extensions. A version
    marked off is served only if --runtime-config enables it. A release in parentheses is announced but not yet out.
    PREFERRED is the version that discovery lists first among those that are on. STORED is the version in which etcd
    holds the objects, whichever version they were sent in.

    With a field, such as ingress.spec.rules.http.paths.pathType, show where each version has it, its type, and the
    releases that have it.

    --from and --to compare the fields of two versions: which were moved, removed or added, or have another type, and
    what each version means by an absent field.

    With --resources, or if the settings name modules, KIND may be a custom resource.
    """
    if source or target:
        from kconv.cli.explain_fields import explain_fields

        if not (source and target):
            raise UsageError("--from and --to must be used together", hint="name the two versions to compare")
        explain_fields(kind, source, target, release, format_, resources)
        return
    if release is None and "." in kind:
        from kconv.cli.explain_field import explain_field

        if explain_field(kind, format_, resources):
            return
    if release or format_ != "text":
        raise UsageError("--release and --format require a comparison", hint="name two versions with --from and --to")
    from kconv import catalog
    from kconv.cli.declared_kinds import resources_named

    if declared := resources_named(kind, resources):
        out("\n".join("".join(declared_history(entry, verbose=verbose)) for entry in declared))
        return
    shown: list[Served] = []
    for served in _built_in(kind, resources):
        if served not in shown:
            lineage = catalog.versions(served.gvk)
            out(("\n" if shown else "") + "".join(history(lineage, verbose=verbose)))
            shown += lineage


def _built_in(name: str, resources: tuple[str, ...]) -> list[Served]:
    """The built-in kinds of a name. Raises UnknownKindError, with a declared name that may be meant."""
    from kconv import catalog
    from kconv.errors import UnknownKindError

    try:
        return catalog.find_kind(name)
    except UnknownKindError as error:
        from kconv.cli.declared_kinds import names_like

        near = names_like(name, resources)
        if not near:
            raise
        why = f"{name!r} is neither a built-in nor a declared kind"
        raise UnknownKindError(why, hint=f"did you mean {' or '.join(near)}?") from error


def declared_history(entry: Entry, *, verbose: bool) -> Iterator[str]:
    """The lines about a custom resource: its versions, and how they differ."""
    rows = [
        (one.gvk.api_version, one.gvk.kind, "yes" if one.served else "no", one.deprecated, _by(entry, one))
        for one in entry.lineage
    ]
    yield f"{entry.kind.name}\n\n"
    yield from table(_DECLARED, rows)
    if len(entry.kind.versions) > 1:
        yield from differences(entry.kind, verbose)


def _by(entry: Entry, version: CustomVersion) -> str:
    """The version that replaces an old one."""
    new = entry.successor
    if new is None or new == version.gvk or (version.served and not version.deprecated):
        return ""
    return new.version if new.group == version.gvk.group else new.api_version


def history(lineage: list[Served], *, verbose: bool = False) -> Iterator[str]:
    """The lines about a kind: its versions, what each release prefers and stores, and how the versions differ."""
    names = dict.fromkeys(served.gvk.kind for served in lineage)
    for name in names:
        yield ("" if name == lineage[0].gvk.kind else "\n") + f"{name}\n\n"
        yield from table(_HEADER, (_row(served) for served in lineage if served.gvk.kind == name))
        yield from _renamed(name, lineage)
    yield from _over_releases(lineage)
    if gone := _gone(lineage):
        yield f"\n{gone}\n"
    found = _kinds(lineage)
    for kind in found:
        if len(kind.versions) > 1:
            yield from differences(kind, verbose)
    alone = [served.gvk.api_version for served in lineage for kind in found if _alone(served, kind)]
    if alone and len(lineage) > 1 and not gone:
        yield f"\nNothing converts {' or '.join(alone)} to any other version.\n"
    if not found and len(lineage) > 1:
        yield "\nkconv has no rules for this kind: it reports old versions of it, and leaves them as they are.\n"


def _renamed(name: str, lineage: list[Served]) -> Iterator[str]:
    """That a kind has another name today."""
    new = (served.replacement.kind for served in lineage if served.replacement and served.gvk.kind == name)
    for kind in dict.fromkeys(new):
        if kind != name:
            yield f"\n{name} is called {kind} now.\n"


def _over_releases(lineage: list[Served]) -> Iterator[str]:
    """What each release prefers, a version a group, and stores; bodies of subresources are neither."""
    from kconv import catalog
    from kconv.catalog.timeline import timeline

    spans = timeline(lineage)
    if all(catalog.is_request_body(served.gvk) for served in lineage) or not spans:
        return
    yield "\n"
    every = {gvk for span in spans for gvk in (*span.preferred, *(span.stored or ()))}
    name: Callable[[GroupVersionKind], str] = (
        str
        if len({gvk.kind for gvk in every}) > 1
        else attrgetter("version" if len({gvk.group for gvk in every}) == 1 else "api_version")
    )

    def joined(names: Iterable[GroupVersionKind]) -> str:
        return ", ".join(map(name, names))

    rows = (
        (
            str(span.first) if span.first == span.last else f"{span.first}-{span.last}",
            joined(span.preferred) or "none by default",
            "unknown" if span.stored is None else joined(span.stored),
        )
        for span in spans
    )
    yield from table(_RELEASES, rows)


def _gone(lineage: list[Served]) -> str:
    """A note that a kind has no version left to migrate to; "" if it has one."""
    from kconv import catalog

    removed = [served.removed for served in lineage if served.removed and served.removed <= catalog.latest()]
    if len(removed) < len(lineage):
        return ""
    return f"No release from {max(removed)} on serves it, and nothing replaces it."


def _row(served: Served) -> tuple[str, ...]:
    return (
        served.gvk.api_version,
        f"{served.introduced}{'' if served.default else ', off'}",
        _release(served.deprecated),
        _release(served.removed),
        _successor(served),
    )


def _release(release: Release | None) -> str:
    from kconv import catalog

    if release is None:
        return ""
    return f"({release})" if release > catalog.latest() else str(release)


def _successor(served: Served) -> str:
    """What of the replacement's version differs from the version's own."""
    new, old = served.replacement, served.gvk
    if new is None:
        return ""
    return new.version if new.group == old.group else new.api_version


def _kinds(lineage: list[Served]) -> list[Kind]:
    from kconv import kinds

    return list(dict.fromkeys(kind for served in lineage if (kind := kinds.find(served.gvk))))


def _alone(served: Served, kind: Kind) -> bool:
    return kind.versions == (served.gvk.group_version,)


def differences(kind: Kind, verbose: bool) -> Iterator[str]:
    """What each version's rules say, without what all of them say; versions that say the same share a section."""
    said = {str(version): _sentences(kind, version) for version in kind.versions}
    shared = [line for line in said[kind.hub] if all(line in lines for lines in said.values())]
    sections: dict[tuple[str, ...], list[str]] = {}
    for version, lines in said.items():
        sections.setdefault(tuple(line for line in lines if line not in shared), []).append(version)
    if len(sections) == 1:
        yield f"\n{kind.name} is the same in {', '.join(said)}.\n"
    else:
        yield f"\nThe hub of {kind.name} has the shape of {kind.hub}.\n"
        for own, versions in sections.items():
            if own or versions != [kind.hub]:
                yield from _section(", ".join(versions), own or ("nothing of its own",))
    if shared and verbose:
        yield from _section("in every version", shared)
    if kind.unproven:
        unproven = ", ".join(version for version in map(str, kind.versions) if version in kind.unproven)
        yield f"\nUnproven: {unproven}, as no Kubernetes code was at hand that converts it; read off the API types.\n"


def _sentences(kind: Kind, version: GroupVersion) -> list[str]:
    return [line for rule in kind.rules(version) for line in rule.describe()]


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"\n{title}:\n"
    yield from (f"  {line}\n" for line in lines)
