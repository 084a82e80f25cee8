"""`kconv roundtrip --webhook`: authors of an operator in Go have no pytest that would hold it to the laws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kconv import extras
from kconv.cli.commands import FINDINGS, OK
from kconv.cli.screen import err, out
from kconv.errors import UsageError
from kconv.names import GroupVersion

if TYPE_CHECKING:
    from kconv.testing import Report

_OF_MANIFESTS = {
    "--through": "through",
    "--strict": "strict",
    "--jobs": "jobs",
    "--include": "include",
    "--exclude": "exclude",
    "--verbose": "verbose",
}


def run(paths: tuple[str, ...], flags: Mapping[str, Any]) -> int:
    """Hold a webhook to the laws, print the report, and return the exit code."""
    from kconv.cli import webhook_report

    refuse_of_manifests(flags, "--webhook")
    if flags["crd"] is None:
        raise UsageError("--webhook requires --crd", hint="add --crd FILE, the definition of the kind")
    extras.require("testing")
    report = _checked(paths, flags)
    quiet = flags["quiet"] and flags["format_"] == "text"
    text = webhook_report.quiet(report) if quiet else webhook_report.FORMATS[flags["format_"]](report, flags["crd"])
    out(f"{text}\n" if text else "")
    return OK if report.ok else FINDINGS


def _checked(paths: tuple[str, ...], flags: Mapping[str, Any]) -> Report:
    from kconv.testing import as_is, as_served, check, webhook
    from kconv.testing.exemptions import read_file

    definition = _definition(flags["crd"], flags["kind"])
    return check(
        webhook(flags["webhook"], ca=flags["ca"], timeout=flags["timeout"]),
        kind=definition["spec"]["names"]["kind"],
        crd=definition,
        objects=given(paths, _versions(definition)),
        annotations=flags["annotation"] or None,
        read_as="go" if flags["read_as"] == "go" else None,
        between=as_is if flags["read_as"] == "as-is" else as_served,
        lossy=read_file(Path(flags["lossy"])) if flags["lossy"] else (),
        examples=flags["examples"],
        seed=flags["seed"],
    )


def refuse_of_manifests(flags: Mapping[str, Any], check: str) -> None:
    """Raises UsageError for a flag that says something of manifests, of which a check of a conversion has none."""
    there = [name for name, value in _OF_MANIFESTS.items() if flags[value]]
    if there:
        raise UsageError(f"{there[0]} cannot be used with {check}", hint=f"leave {there[0]} out")


def _versions(definition: dict[str, Any]) -> dict[str, str]:
    """The versions of a definition by apiVersion, each with the kind."""
    kind, group = definition["spec"]["names"]["kind"], definition["spec"]["group"]
    return {f"{group}/{each['name']}": kind for each in definition["spec"]["versions"]}


def given(paths: tuple[str, ...], versions: Mapping[str, str]) -> list[dict[str, Any]]:
    """The objects of a kind in files and folders; a path without any is reported. ``versions`` are those that the kind
    has, by apiVersion, with its name in each.
    """
    groups = {(GroupVersion.split(version).group, kind) for version, kind in versions.items()}
    kinds = " or ".join(sorted({*versions.values()}))
    found = []
    for path in paths:
        mine = [each for each in _objects(path) if (_group(each), each.get("kind")) in groups]
        here = [each for each in mine if versions.get(str(each.get("apiVersion"))) == each.get("kind")]
        if not here:
            err(f"{path}: it has no {kinds} of {' or '.join(sorted(versions))}: no object of it is tried\n")
        elif len(here) < len(mine):
            others = ", ".join(sorted({str(each["apiVersion"]) for each in mine if each not in here}))
            err(f"{path}: objects of {others} are not tried: the definition has no such version\n")
        found += here
    return found


def _group(obj: dict[str, Any]) -> str:
    return GroupVersion.split(str(obj.get("apiVersion"))).group


def _definition(file: str, kind: str | None) -> dict[str, Any]:
    """The one definition in a file, or that of a kind. Raises UsageError."""
    found = {}
    for each in _documents(Path(file)):
        if each.get("kind") == "CustomResourceDefinition":
            found[str(((each.get("spec") or {}).get("names") or {}).get("kind"))] = each
    if kind is None and len(found) == 1:
        return next(iter(found.values()))
    if kind in found:
        return found[kind]
    known = f"it has {', '.join(sorted(found))}: choose one with --kind" if found else "give another file with --crd"
    raise UsageError(f"it has no CustomResourceDefinition of {kind or 'one kind'}", file=file, hint=known)


def _objects(path: str) -> Iterator[dict[str, Any]]:
    """The objects in a file or a folder. Raises UsageError, ManifestError."""
    if path == "-":
        raise UsageError("standard input cannot be read with --webhook", hint="give a file or a folder")
    found = Path(path)
    files = sorted(each for each in found.rglob("*") if each.suffix in (".yaml", ".yml", ".json"))
    for file in files if found.is_dir() else [found]:
        yield from _documents(file)


def _documents(file: Path) -> Iterator[dict[str, Any]]:
    """The objects in a file. Raises UsageError, ManifestError."""
    from kconv.pipeline import reading

    return (value for value in reading.values(file) if isinstance(value, dict))
