"""What a check of a webhook found, in each format: lines for a person, JSON for a program, JUnit for a build server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kconv.testing import Report
    from kconv.testing.findings import Finding


def text(report: Report, file: str) -> str:  # noqa: ARG001 - one signature for every format
    """The report, and what was not tried."""
    return "\n\n".join(part for part in (str(report), str(report.coverage or "")) if part)


def quiet(report: Report) -> str:
    """The findings, and the exemptions that are not needed, one a line; "" if there are none."""
    return "\n".join([*report.not_needed, *map(str, report.shown)])


def as_json(report: Report, file: str) -> str:  # noqa: ARG001
    """The report as docs/json-report.md describes it."""
    coverage = report.coverage
    limits = {
        "neverDrawn": list(coverage.never) if coverage else [],
        "thrownAway": coverage.thrown if coverage else 0,
        "unchecked": list(coverage.unchecked) if coverage else [],
        "unseen": list(coverage.unseen) if coverage else [],
    }
    counts = {"kind": report.kind, "seed": report.seed, "trials": len(report.trials), "failed": len(report.failures)}
    found = [*map(_finding, report.shown)]
    return json.dumps({"findings": found, "unused": list(report.unused), **limits, "summary": counts})


def _finding(found: Finding) -> dict[str, Any]:
    legs, example = found.loss.case.legs, found.example
    return {
        "path": found.path or (found.at[0] if len(found.at) == 1 else ""),
        "version": found.cause.version or legs[0],
        "from": legs[0],
        "to": legs[-1],
        "what": found.cause.what,
        "values": list(found.values),
        "at": list(found.at),
        "trials": found.trials,
        "objects": found.objects,
        "laws": list(found.laws),
        "reason": found.loss.breach.reason,
        "example": example.object if example else None,
    }


def junit(report: Report, file: str) -> str:
    """A case for each law and choice of versions, in the file of the definition."""
    from kconv.report.formats.junit import Case, FormatReport
    from kconv.report.style import plain

    cases = []
    for trial in report.trials:
        failure = trial.failure
        name, group = f"{trial.law} {' → '.join(trial.legs)}", f"{report.kind}.{trial.law}"
        result = (failure.reason, trial.details) if failure else ("", "")
        cases.append(Case(name, file, 1, "failure" if failure else "passed", *result, group=group))
    for line, place in zip(report.not_needed, report.unused, strict=True):
        cases.append(Case(f"lossy {place}", file, 1, "failure", line, group=f"{report.kind}.lossy"))
    written: list[str] = []
    out = FormatReport(written.append, command="roundtrip", level=0, paint=plain)
    out.suite(f"{report.kind} conversion", cases)
    out.close()
    return "".join(written).removesuffix("\n")


def markdown(report: Report, file: str) -> str:  # noqa: ARG001
    """A table of the findings."""
    lines = [f"**{report.head}**", "", "| place | version | what | trials | laws |", "|---|---|---|---|---|"]
    for each in report.shown:
        path = f"`{each.path}`" if each.path else ""
        what = each.cause.what.replace("|", "\\|")
        lines.append(f"| {path} | {each.cause.version} | {what} | {each.trials} | {', '.join(each.laws)} |")
    lines += [f"| | | {line} | | |" for line in report.not_needed]
    return "\n".join(lines)


FORMATS = {"markdown": markdown, "text": text, "json": as_json, "junit": junit}
