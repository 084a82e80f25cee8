"""The trials of one test function may run in several processes: only when all of them have ended is an exemption known
to be unused. What each trial needed travels with pytest's report of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kconv.testing.findings import Finding
    from kconv.testing.subject import Subject

PROPERTY: Final = "kconv exemptions"
Use = dict[str, Any]


def use(subject: Subject, test: str, trial: str, count: int) -> Iterator[tuple[str, Use]]:
    """What one of a test's ``count`` trials says of its exemptions; nothing if there are none."""
    if subject.lossy is not None:
        places = list(subject.lossy.places)
        unused = list(subject.lossy.unused)
        yield PROPERTY, {"test": test, "trial": trial, "count": count, "places": places, "unused": unused}


def meant(subject: Subject, findings: Iterable[Finding], places: Iterable[str]) -> dict[str, str]:
    """Of exemptions that nothing needed, what they may have meant: a place that is lost, or a field of the schemas."""
    from difflib import get_close_matches

    from kconv.testing.places import written

    lost = [finding.path for finding in findings if finding.path]
    fields = {written(path): None for shape in subject.shapes.values() for path in shape.fields()} if places else {}
    near: dict[str, str] = {}
    for place in places:
        close = get_close_matches(place, lost, n=1) or get_close_matches(place, fields, n=1)
        if close and (close[0] in lost or place not in fields):
            near[place] = close[0]
    return near


def unused(properties: Iterable[tuple[str, Any]]) -> list[str]:
    """The exemptions that no trial needed, each with its test. Tests that were not run whole are left out."""
    by_test: dict[str, list[Use]] = {}
    for name, each in properties:
        if name == PROPERTY:
            by_test.setdefault(each["test"], []).append(each)
    return [
        f"{place} ({test})"
        for test, found in by_test.items()
        if len({each["trial"] for each in found}) == found[0]["count"]
        for place in found[0]["places"]
        if all(place in each["unused"] for each in found)
    ]
