"""The conversion that does nothing, and its near relatives, are caught in every CRD of the published modules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kconv.paths import EACH, FieldPath, parse, show
from kconv.testing import Report, as_served, check, webhook
from tests.go_webhooks import modules, relatives
from tests.go_webhooks.judge import meets

pytestmark = pytest.mark.full
Json = Any


def differing(crd: Json) -> dict[str, list[FieldPath]]:
    """By version, the fields that another version has not."""
    known = relatives.schemas(crd)
    return {
        one: [path for other in known if other != one for path in relatives.only_in(known[one], known[other])]
        for one in known
    }


def alone(path: FieldPath) -> bool:
    """Whether a field can be left out by itself: without the group of a reference, all that holds it is refused."""
    return path[-1] not in ("apiGroup", "apiVersion", "kind", "templateRef", "spec")


def swept(crd: Json, convert: Any) -> Report:
    return check(
        convert, kind=crd["spec"]["names"]["kind"], crd=crd, read_as="go", only=["spoke-hub-spoke"], examples=1, seed=1
    )


def uncaught(report: Report, places: dict[str, list[FieldPath]]) -> list[str]:
    found = [(finding.cause.version, parse(finding.path)) for finding in report.findings if finding.path]
    return [
        f"{report.kind} {show(place)} of {version}"
        for version, paths in places.items()
        for place in paths
        if not any(version == where and meets(place, path) for where, path in found)
    ]


def test_to_do_nothing_is_caught(module: str) -> None:
    def nothing(obj: Json, to: str) -> Json:
        return relatives.nothing(obj, to)

    nothing.between = as_served  # type: ignore[attr-defined]
    missed = []
    for crd in modules.definitions(module).values():
        places = differing(crd)
        missed += uncaught(swept(crd, nothing), places)
    assert missed == []


ALL_BUT: dict[str, tuple[Callable[..., Any], Callable[[FieldPath], FieldPath]]] = {
    "one field": (relatives.nothing_to, lambda path: path),
    "one level of lists": (relatives.nothing_to_list, lambda path: path[: len(path) - path[::-1].index(EACH) - 1]),
}


@pytest.mark.parametrize("name", ALL_BUT)
def test_to_do_nothing_to_one_place_is_caught(module: str, name: str) -> None:
    """Each leaf is tried by itself, so that a conversion that leaves out several places is caught at each of them."""
    make, place_of = ALL_BUT[name]
    missed = []
    with modules.serving(module) as url:
        for crd in modules.definitions(module).values():
            places = {
                version: [path for path in paths if (make is relatives.nothing_to and alone(path)) or EACH in path]
                for version, paths in differing(crd).items()
            }
            if any(places.values()) and modules.converts(url, crd):
                at = {version: [place_of(path) for path in paths] for version, paths in places.items()}
                missed += uncaught(swept(crd, make(webhook(url), at)), places)
    assert missed == []
