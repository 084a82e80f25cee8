"""`kconv roundtrip --webhook`: authors of an operator in Go have no pytest that would hold it to the laws."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kconv.cli.commands import FINDINGS, OK
from kconv.cli.screen import out
from kconv.errors import UsageError

if TYPE_CHECKING:
    from kconv.testing import Report

_NEEDED = ("deepdiff", "hypothesis")


def run(paths: tuple[str, ...], flags: Mapping[str, Any]) -> int:
    """Hold a webhook to the laws, print the report, and return the exit code."""
    if flags["crd"] is None:
        raise UsageError("--webhook requires --crd", hint="add --crd FILE, the definition of the kind")
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"{' and '.join(missing)} is not installed", hint="pip install 'kconv[testing]'")
    from kconv.testing import check, webhook
    from kconv.testing.exemptions import read_file

    definition = _definition(flags["crd"], flags["kind"])
    kind = definition["spec"]["names"]["kind"]
    versions = {f"{definition['spec']['group']}/{each['name']}" for each in definition["spec"]["versions"]}
    report = check(
        webhook(flags["webhook"], ca=flags["ca"]),
        kind=kind,
        crd=definition,
        objects=[each for each in _objects(paths) if each.get("kind") == kind and each.get("apiVersion") in versions],
        annotations=flags["annotation"] or None,
        read_as="go",
        lossy=read_file(Path(flags["lossy"])) if flags["lossy"] else (),
        examples=flags["examples"],
        seed=flags["seed"],
    )
    out(_FORMATS[flags["format_"]](report) + "\n")
    return OK if report.ok else FINDINGS


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


def _objects(paths: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for path in map(Path, paths):
        files = sorted(each for each in path.rglob("*") if each.suffix in (".yaml", ".yml", ".json"))
        for file in files if path.is_dir() else [path]:
            yield from _documents(file)


def _documents(file: Path) -> Iterator[dict[str, Any]]:
    """The objects in a file. Raises UsageError, ManifestError."""
    from kconv.pipeline import reading

    return (value for value in reading.values(file) if isinstance(value, dict))


def _as_json(report: Report) -> str:
    findings = [
        {
            "path": each.path,
            "version": each.cause.version,
            "what": each.cause.what,
            "trials": each.trials,
            "objects": each.objects,
            "laws": list(each.laws),
            "example": each.example.object if each.example else None,
        }
        for each in report.findings
    ]
    counts = {"kind": report.kind, "seed": report.seed, "trials": len(report.trials), "failed": len(report.failures)}
    coverage = report.coverage
    limits = {
        "neverDrawn": list(coverage.never) if coverage else [],
        "thrownAway": coverage.thrown if coverage else 0,
        "unchecked": list(coverage.unchecked) if coverage else [],
        "unseen": list(coverage.unseen) if coverage else [],
    }
    return json.dumps({"findings": findings, "unused": list(report.unused), **limits, "summary": counts})


def _as_text(report: Report) -> str:
    return "\n\n".join(part for part in (str(report), str(report.coverage or "")) if part)


def _as_junit(report: Report) -> str:
    from kconv.report.formats.junit import Case, FormatReport
    from kconv.report.style import plain

    cases = []
    for trial in report.trials:
        name = "-".join((trial.law, *trial.legs))
        failure = trial.failure
        result = (failure.reason, trial.details) if failure else ("", "")
        cases.append(Case(name, report.kind, 1, "failure" if failure else "passed", *result))
    cases += [Case(f"lossy {each}", report.kind, 1, "failure", "nothing is lost there") for each in report.unused]
    written: list[str] = []
    junit = FormatReport(written.append, command="roundtrip", level=0, paint=plain)
    junit.suite(report.kind, cases)
    junit.close()
    return "".join(written).removesuffix("\n")


def _as_markdown(report: Report) -> str:
    lines = [f"**{report.head}**", "", "| place | version | what | trials | laws |", "|---|---|---|---|---|"]
    for each in report.findings:
        path = f"`{each.path}`" if each.path else ""
        what = each.cause.what.replace("|", "\\|")
        lines.append(f"| {path} | {each.cause.version} | {what} | {each.trials} | {', '.join(each.laws)} |")
    lines += [f"| `{each}` | | exempt, but nothing is lost there | | |" for each in report.unused]
    return "\n".join(lines)


_FORMATS = {"markdown": _as_markdown, "text": _as_text, "json": _as_json, "junit": _as_junit}
