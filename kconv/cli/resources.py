"""`kconv resources`: what a release serves, without a cluster of that release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kconv.cli import common_flags, suggest
from kconv.cli.common_flags import release_or_latest
from kconv.cli.declare import command, option
from kconv.cli.screen import err, out
from kconv.errors import UsageError
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.catalog import Served
    from kconv.catalog.resources import Resource
    from kconv.kinds.custom import CustomVersion
    from kconv.names import GroupVersionKind, Release

_HEADER = ("APIVERSION", "KIND", "SHORT")
_WIDE = (
    *("NAME", "NAMESPACED", "STABILITY", "DEPRECATED", "REMOVED"),
    *("DEFAULT", "PREFERRED", "STORAGE", "SUBRESOURCES", "VERBS"),
)


class _Entry(NamedTuple):
    served: Served | CustomVersion
    resource: Resource | None
    default: bool
    preferred: bool


@command(
    release_or_latest("The Kubernetes release: 1.16 to the latest known."),
    option(
        "--all",
        "everything",
        is_flag=True,
        help="Also list versions that are off unless --runtime-config enables them.",
    ),
    option(
        "--group", metavar="GROUP", shell_complete=suggest.groups, help='List only this group; "" is the core group.'
    ),
    option("--namespaced/--cluster", default=None, help="List only namespaced resources, or only cluster-scoped ones."),
    option(
        "-o",
        "--format",
        "format_",
        choices=["text", "wide", "name", "json"],
        default="text",
        show_default=True,
        help="The format of the list; json includes everything.",
    ),
    common_flags.resources,
    short_help="List the groups, versions and kinds of a release.",
)
def resources(
    release: str,
    everything: bool,
    group: str | None,
    namespaced: bool | None,
    format_: str,
    resources: tuple[str, ...],
) -> None:
    """List the groups, versions and kinds that a Kubernetes release serves, each group's preferred version first.

    In the wide list, DEFAULT shows whether a server without --runtime-config serves the version, PREFERRED whether
    discovery names it as the preferred version of its group, and STORAGE the version in which etcd holds the objects,
    whichever version they were sent in. A value that Kubernetes does not publish is unknown; what is never stored has
    no storage version.

    With --resources, or if the settings name modules, the served versions of these custom resources follow.
    """
    from kconv import catalog

    chosen = catalog.parse_release(release)
    declared = _declared(resources)
    _check(group, {entry.served.gvk.group for entry in declared})
    entries = [*_entries(chosen, group, namespaced), *_chosen(declared, group, namespaced)]
    shown = entries if everything or format_ == "json" else [entry for entry in entries if entry.default]
    _WRITERS[format_](shown, chosen)
    if not entries:
        err(f"{chosen} serves no such resource\n")
    if format_ in ("text", "wide") and len(shown) < len(entries):
        err(f"{len(entries) - len(shown)} more are off by default: use --all to list them\n")


def _declared(modules: tuple[str, ...]) -> list[_Entry]:
    """The custom resources that are declared. Clients prefer the version of a kind with the highest priority."""
    from kconv.cli.declared_kinds import known_here
    from kconv.names import version_order

    served = [one for one in known_here(modules) if one.served]
    first: dict[tuple[str, str], str] = {}
    for one in sorted(served, key=lambda one: version_order(one.gvk.version)):
        first[one.gvk.group, one.gvk.kind] = one.gvk.version
    return [_Entry(one, None, True, first[one.gvk.group, one.gvk.kind] == one.gvk.version) for one in served]


def _chosen(entries: list[_Entry], group: str | None, namespaced: bool | None) -> list[_Entry]:
    return [
        entry
        for entry in entries
        if group in (None, entry.served.gvk.group) and namespaced in (None, entry.served.namespaced)
    ]


def _check(group: str | None, declared: set[str]) -> None:
    """Raise UsageError for a group that no release has; one that is gone from the release has nothing to list."""
    from kconv.catalog.served import everything
    from kconv.settings import closest

    known = {gvk.group for gvk in everything()} | declared
    if group is not None and group not in known:
        what = "built-in or declared" if declared else "built-in"
        raise UsageError(f"there is no {what} group named {group!r}", hint=closest(group, tuple(sorted(known - {""}))))


def _entries(release: Release, group: str | None, namespaced: bool | None) -> list[_Entry]:
    """The release's resources. The bodies of subresources and webhooks (Scale, AdmissionReview) are not resources."""
    from kconv import catalog
    from kconv.catalog.resources import resource

    found = []
    for served in catalog.served(release):
        known = resource(served.gvk, release)
        if known is None and catalog.is_request_body(served.gvk):
            continue
        preferred = catalog.preferred(served.gvk.group, release) == served.gvk.version
        found.append(_Entry(served, known, served.on_by_default(release), preferred))
    return _chosen(found, group, namespaced)


def _text(entries: list[_Entry], _: Release) -> None:
    from kconv.report.table import table

    out("".join(table(_HEADER, map(_narrow, entries))))


def _wide(entries: list[_Entry], release: Release) -> None:
    from kconv.report.table import table

    rows = ((*_narrow(entry), *_rest(entry, release)) for entry in entries)
    out("".join(table((*_HEADER, *_WIDE), rows)))


def _name(entries: list[_Entry], _: Release) -> None:
    """As `kubectl api-resources -o name`, which names a resource once, whatever versions it has."""
    names = dict.fromkeys(f"{entry.served.plural}.{entry.served.gvk.group}".rstrip(".") for entry in entries)
    out("".join(f"{name}\n" for name in names))


def _json(entries: list[_Entry], release: Release) -> None:
    import json

    lines = ",\n  ".join(json.dumps(_object(entry, release)) for entry in entries)
    out(f'{{"release": "{release}", "resources": [\n  {lines}\n]}}\n')


_WRITERS = {"text": _text, "wide": _wide, "name": _name, "json": _json}


def _narrow(entry: _Entry) -> tuple[str, ...]:
    served = entry.served
    return (served.gvk.api_version, served.gvk.kind, ",".join(served.short_names))


def _rest(entry: _Entry, release: Release) -> tuple[str, ...]:
    from kconv.catalog.resources import subresources
    from kconv.names import stability

    served = entry.served
    return (
        served.plural,
        _word(served.namespaced),
        stability(served.gvk.version),
        str(served.deprecated) if served.deprecated_in(release) else "",
        str(served.removed or ""),
        _word(entry.default),
        _word(entry.preferred),
        _storage(entry),
        ",".join(one.name.partition("/")[2] for one in subresources(served.gvk, release)),
        ",".join(entry.resource.verbs) if entry.resource else "unknown",
    )


def _storage(entry: _Entry) -> str:
    """The storage version; only its name, where the group is the same."""
    if entry.resource is None:
        return "unknown"
    storage = entry.resource.storage
    if storage is None:
        return "unknown" if entry.resource.stored else ""
    return storage.version if storage.group == entry.served.gvk.group else storage.api_version


def _object(entry: _Entry, release: Release) -> dict[str, Any]:
    """A resource in the words of Kubernetes' discovery; null for what is unknown, and for what never happens."""
    from kconv.catalog.resources import subresources
    from kconv.catalog.served import Served
    from kconv.names import stability

    served, resource = entry.served, entry.resource
    replacement = served.replacement if isinstance(served, Served) else None
    below = subresources(served.gvk, release)
    return {
        "name": served.plural,
        "shortNames": served.short_names,
        "categories": resource.categories if resource else None,
        "apiVersion": served.gvk.api_version,
        "kind": served.gvk.kind,
        "namespaced": served.namespaced,
        "stability": stability(served.gvk.version),
        "introduced": str(served.introduced) if isinstance(served, Served) else None,
        "deprecated": str(served.deprecated) if served.deprecated else None,
        "removed": str(served.removed) if served.removed else None,
        "replacement": _gvk(replacement) if replacement else None,
        "default": entry.default,
        "preferred": entry.preferred,
        "stored": resource.stored if resource else None,
        "storageVersion": _gvk(resource.storage) if resource and resource.storage else None,
        "verbs": resource.verbs if resource else None,
        "subresources": [{"name": one.name.partition("/")[2], **_gvk(one.gvk), "verbs": one.verbs} for one in below],
    }


def _gvk(gvk: GroupVersionKind) -> dict[str, str]:
    return {"apiVersion": gvk.api_version, "kind": gvk.kind}


def _word(answer: bool | None) -> str:
    return "unknown" if answer is None else "yes" if answer else "no"
