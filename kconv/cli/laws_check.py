"""`kconv roundtrip --laws`: rules that are written in YAML have no pytest that would hold them to the laws."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kconv import extras
from kconv.cli import webhook_report
from kconv.cli.commands import FINDINGS, OK
from kconv.cli.screen import out
from kconv.cli.webhook_check import given, refuse_of_manifests
from kconv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kconv.crd.custom_resource import CustomResource
    from kconv.testing import Report


def run(paths: tuple[str, ...], flags: Mapping[str, Any]) -> int:
    """Hold the rules of declared custom resources to the laws, print the reports, and return the exit code."""
    refuse_of_manifests(flags, "--laws")
    resources = _chosen(flags["resources"], flags["kind"])
    if len(resources) > 1 and flags["format_"] != "text":
        known = ", ".join(each.hub.declared.kind for each in resources)
        raise UsageError(f"--format {flags['format_']} is of one kind", hint=f"choose one of {known} with --kind")
    extras.require("testing")
    reports = [_checked(resource, paths, flags) for resource in resources]
    quiet = flags["quiet"] and flags["format_"] == "text"
    for report in reports:
        form = webhook_report.FORMATS[flags["format_"]]
        text = webhook_report.quiet(report) if quiet else form(report, flags["resources"][0])
        out(f"{text}\n" if text else "")
    return OK if all(report.ok for report in reports) else FINDINGS


def _chosen(declarations: Sequence[str], kind: str | None) -> list[CustomResource]:
    """The resources of --resources, or of the settings for the current folder; only the one of a kind that is given."""
    from kconv.cli.declarations import resources_of
    from kconv.crd.available import require
    from kconv.settings import closest, find

    settings = find(".")
    names = declarations or settings.resources
    if not names:
        raise UsageError("--laws requires --resources", hint="add --resources FILE, the file of rules, or a module")
    folder = Path.cwd() if declarations else Path(settings.file).parent
    require(names, folder)
    found = [resource for resource in resources_of(names, folder) if len(resource.versions) > 1]
    if kind is None and found:
        return found
    chosen = [resource for resource in found if resource.hub.declared.kind == kind]
    if not chosen:
        known = tuple(resource.hub.declared.kind for resource in found)
        why = f"no custom resource of several versions is called {kind}" if kind else "no resource has several versions"
        raise UsageError(why, hint=closest(kind, known) if kind and known else "")
    return chosen


def _checked(resource: CustomResource, paths: tuple[str, ...], flags: Mapping[str, Any]) -> Report:
    from kconv.testing import check
    from kconv.testing.exemptions import read_file

    versions = {version.api_version: version.declared.kind for version in resource.versions}
    return check(
        kind=resource.kind,
        schemas=resource.schemas,
        objects=given(paths, versions),
        lossy=read_file(Path(flags["lossy"])) if flags["lossy"] else (),
        examples=flags["examples"],
        seed=flags["seed"],
    )
