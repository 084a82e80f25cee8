"""`kconv explain KIND --from VERSION --to VERSION`: how the fields of two versions differ, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.cli.screen import out
from kconv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kconv.engine import Kind
    from kconv.names import GroupVersion


def explain_fields(
    name: str, source: str, target: str, release: str | None, format_: str, modules: Sequence[str] = ()
) -> None:
    """Print the differences. Raises UsageError for one version, and for two that no conversion joins."""
    from kconv import catalog
    from kconv.cli.declared_kinds import resources_named
    from kconv.history.between import between, between_declared
    from kconv.report.fields import as_json, text

    entry = next(iter(resources_named(name, modules)), None)
    known = [one.gvk.group_version for one in (entry.lineage if entry else catalog.find_kind(name))]
    versions = _version(source, known), _version(target, known)
    kind = _joining([entry.kind] if entry else _built_in(name), known, name, versions)
    if versions[0] == versions[1]:
        raise UsageError(f"--from and --to are the same version, {versions[0]}", hint=f"see kconv explain {kind.name}")
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


def _version(text: str, known: Sequence[GroupVersion]) -> GroupVersion:
    """A version by its apiVersion, or by its name alone, such as v1, if only one group of a kind has it."""
    from kconv.names import GroupVersion

    named = {version for version in known if version.version == text}
    return named.pop() if len(named) == 1 else GroupVersion.parse(text)


def _built_in(name: str) -> list[Kind]:
    """The built-in kinds of a name that there are rules for."""
    from kconv import catalog, kinds

    return list(dict.fromkeys(kind for served in catalog.find_kind(name) if (kind := kinds.find(served.gvk))))


def _joining(
    found: Sequence[Kind], known: Sequence[GroupVersion], name: str, versions: tuple[GroupVersion, GroupVersion]
) -> Kind:
    """The kind that has both versions; ``known`` are all versions of that name."""
    for kind in found:
        if all(version in kind.versions for version in versions):
            return kind
    for version in versions:
        if not any(version in kind.versions for kind in found):
            hint = f"its versions are {', '.join(dict.fromkeys(map(str, known)))}"
            raise UsageError(f"{name} has no version {version}", hint=hint)
    raise UsageError(f"nothing converts {versions[0]} of {name} to {versions[1]}", hint=f"see kconv explain {name}")
