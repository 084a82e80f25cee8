"""`kconv explain KIND --from VERSION --to VERSION`: how the fields of two versions differ, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.cli.screen import out
from kconv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kconv.engine import Kind
    from kconv.kinds.custom import Entry
    from kconv.names import GroupVersion


def explain_fields(
    name: str, source: str, target: str, release: str | None, format_: str, modules: Sequence[str] = ()
) -> None:
    """Print the differences. Raises UsageError for one version, and for two that no conversion joins."""
    from kconv import catalog
    from kconv.cli.declared_kinds import resources_named
    from kconv.history.between import between, between_declared
    from kconv.names import GroupVersion
    from kconv.report.fields import as_json, text

    versions = GroupVersion.parse(source), GroupVersion.parse(target)
    entry = next(iter(resources_named(name, modules)), None)
    kind = _of_declared(entry, name, versions) if entry else _kind(name, versions)
    if versions[0] == versions[1]:
        raise UsageError(f"--from and --to are the same version, {source}", hint=f"see kconv explain {kind.name}")
    if entry is not None:
        if release is not None:
            raise UsageError("--release requires a built-in kind", hint="a custom resource has the same fields in all")
        found = between_declared(kind, *versions, entry.schemas)
    else:
        found = between(kind, *versions, release=catalog.parse_release(release) if release else None)
    if format_ == "json":
        import json

        out(json.dumps(as_json(found), indent=2) + "\n")
    else:
        out("".join(text(found)))


def _kind(name: str, versions: tuple[GroupVersion, GroupVersion]) -> Kind:
    """The built-in kind of that name that has both versions."""
    from kconv import catalog, kinds

    lineage = catalog.find_kind(name)
    found = list(dict.fromkeys(kind for served in lineage if (kind := kinds.find(served.gvk))))
    return _joining(found, [served.gvk.api_version for served in lineage], name, versions)


def _of_declared(entry: Entry, name: str, versions: tuple[GroupVersion, GroupVersion]) -> Kind:
    return _joining([entry.kind], [one.gvk.api_version for one in entry.lineage], name, versions)


def _joining(
    found: Sequence[Kind], known: Sequence[str], name: str, versions: tuple[GroupVersion, GroupVersion]
) -> Kind:
    """The kind that has both versions; ``known`` are all versions of that name."""
    for kind in found:
        if all(version in kind.versions for version in versions):
            return kind
    for version in versions:
        if not any(version in kind.versions for kind in found):
            hint = f"its versions are {', '.join(dict.fromkeys(known))}"
            raise UsageError(f"{name} has no version {version}", hint=hint)
    raise UsageError(f"nothing converts {versions[0]} of {name} to {versions[1]}", hint=f"see kconv explain {name}")
