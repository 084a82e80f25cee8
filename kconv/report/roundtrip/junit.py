"""The report that a build server shows: a suite a file, a case an object and version."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kconv.pipeline.roundtrip.outcomes import FileTried, Tried, Trip
from kconv.report.junit import Case, JUnit, Result
from kconv.report.roundtrip.counts import Counts, is_finding
from kconv.report.roundtrip.words import details, headline, named

_RESULTS: dict[str, Result] = {"templated": "failure", "untried": "skipped", "error": "error"}


class RoundTripJUnit:
    """Writes suites as files come; a file that is told of in parts has as many suites of its name."""

    def __init__(self, write: Callable[[str], object], *, strict: bool = False) -> None:
        self._report, self._strict = JUnit(write, "kconv roundtrip"), strict

    def file(self, outcome: FileTried) -> None:
        """Write a file's suite, if anything is in it."""
        cases = [case for document in outcome.documents for case in self._cases(document)]
        if cases:
            self._report.suite(outcome.file, cases)

    def close(self, counts: Counts) -> None:  # noqa: ARG002 - a suite has its own
        """Write the end."""
        self._report.close()

    def _cases(self, document: Tried) -> Iterator[Case]:
        name = f"{document.api_version} {named(document)}".strip() or "document"
        if not document.trips:
            result = _RESULTS[document.status]
            yield Case(name, document.file, document.line, result, document.why, document.hint)
        for trip in document.trips:
            through = f"{name} through {trip.through}"
            text = "\n".join(details(trip, every=True))
            message = "" if trip.outcome == "survives" else headline(trip)
            yield Case(through, document.file, document.line, self._result(trip), message, text)

    def _result(self, trip: Trip) -> Result:
        if trip.outcome == "error":
            return "error"
        return "failure" if is_finding(trip.outcome, strict=self._strict) else "passed"
