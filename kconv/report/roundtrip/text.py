"""The report that a person reads: a line an object and version, where it is not all well, and why below it."""

from __future__ import annotations

from collections.abc import Callable

from kconv.engine.stash import LIMIT
from kconv.pipeline.roundtrip.outcomes import FileTried, Tried, Trip
from kconv.report.roundtrip.counts import Counts, is_finding
from kconv.report.roundtrip.words import details, headline, named
from kconv.report.style import NORMAL, QUIET, VERBOSE, Paint, plain, printable
from kconv.report.unread import line, listed

_ROLES = {"survives": "quiet", "stashed": "ask", "lost": "bad", "refused": "bad", "error": "bad", "templated": "ask"}
_WORDS = {"templated": "a template, not tried", "untried": "not tried", "error": "failed"}


class RoundTripText:
    """Writes the report line by line; ``strict`` as for the exit code."""

    def __init__(
        self, write: Callable[[str], object], *, level: int = NORMAL, strict: bool = False, paint: Paint = plain
    ) -> None:
        self._write, self._level, self._strict, self._paint = write, level, strict, paint

    def file(self, outcome: FileTried) -> None:
        """Write what a person needs to know of a file's objects."""
        if self._level >= VERBOSE and outcome.skipped:
            self._line(f"{printable(outcome.file)}  {printable(f'skipped: {outcome.skipped}')}", "quiet")
        for document in outcome.documents:
            if document.trips:
                for trip in document.trips:
                    self._trip(document, trip)
            elif document.status != "untried" or self._level >= VERBOSE:
                self._untried(document)

    def close(self, counts: Counts) -> None:
        """Write the summary line, and what was not read."""
        for text in listed(counts.unread):
            self._line(text, "quiet")
        if self._level > QUIET:
            self._line(summary(counts), "name")
            if told := line(counts.unread, "roundtrip"):
                self._line(told, "quiet")

    def _trip(self, document: Tried, trip: Trip) -> None:
        if self._level < self._level_of(trip.outcome):
            return
        told = f"through {trip.through}: {headline(trip)}"
        self._heading(document, self._paint(printable(told), _ROLES[trip.outcome]))
        for text in details(trip, every=self._level >= VERBOSE):
            self._line(f"    {printable(text)}")

    def _level_of(self, outcome: str) -> int:
        """The lowest level at which a round trip is told: what waits for a person even with --quiet."""
        if outcome == "error" or is_finding(outcome, strict=self._strict):
            return QUIET
        return VERBOSE if outcome == "survives" else NORMAL

    def _untried(self, document: Tried) -> None:
        told = f"{_WORDS[document.status]}: {document.why}"
        self._heading(document, printable(document.api_version), self._paint(printable(told), _role(document)))
        if document.hint:
            self._line(f"    {printable(document.hint)}")

    def _heading(self, document: Tried, *words: str) -> None:
        place = self._paint(f"{printable(document.file)}:{document.line}", "place")
        parts = (place, self._paint(printable(named(document)), "name"), *words)
        self._write("  ".join(part for part in parts if part) + "\n")

    def _line(self, text: str, role: str = "") -> None:
        self._write((self._paint(text, role) if role else text) + "\n")


def _role(document: Tried) -> str:
    return _ROLES.get(document.status, "quiet")


def summary(counts: Counts) -> str:
    """The closing line: what was proven, what was not, what was passed over."""
    statuses = counts.statuses
    parts = [
        _trips(counts),
        _some(statuses["untried"], "object not tried", "objects not tried"),
        _some(statuses["templated"], "template", "templates"),
        _some(counts.failed, "failed"),
        _some(counts.skipped_files - counts.unread.links, "file without objects", "files without objects"),
    ]
    return "; ".join(part for part in parts if part)


def _trips(counts: Counts) -> str:
    trips, total = counts.trips, sum(counts.trips.values())
    if not total:
        return "no object to try"
    back = trips["survives"] + trips["stashed"]
    told = "all come back" if back == total else f"{back:,} {'comes' if back == 1 else 'come'} back"
    parts = [
        told + _stashed(counts),
        _some(trips["lost"], "does not", "do not"),
        _some(trips["refused"], "cannot be converted"),
        _some(trips["error"], "failed"),
    ]
    objects, trips_ = _some(counts.tried, "object", "objects"), _some(total, "round trip", "round trips")
    return f"{objects}, {trips_}: {', '.join(part for part in parts if part)}"


def _stashed(counts: Counts) -> str:
    stashed = counts.trips["stashed"]
    largest = f"annotations count as {counts.largest:,} of {LIMIT:,} bytes at most"
    return f" ({stashed:,} by an annotation; {largest})" if stashed else ""


def _some(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one}" if number else ""
