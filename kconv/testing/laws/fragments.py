"""Not all that is converted is whole: a patch has two fields, a template left a null, an old object lacks the spec."""

from __future__ import annotations

from dataclasses import replace

from kconv.testing.draws import Draw, choice
from kconv.testing.laws.base import Case, Law, places, there_and_back
from kconv.testing.subject import Json, Subject, clone


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:  # noqa: ARG001
    obj = clone(case.obj)
    for _ in range(draw.number(1, 3)):
        _prune(draw, obj)
    return replace(case, obj=obj)


def _prune(draw: Draw, obj: dict[str, Json]) -> None:
    how = choice(draw, ["root", "root", "field", "item", "null item", "null"])
    if how == "root":
        fields = [key for key in obj if key not in ("apiVersion", "kind")]
        if fields:
            del obj[choice(draw, fields)]
        return
    maps = [each for each in places(obj) if isinstance(each, dict) and each]
    lists = [each for each in places(obj) if isinstance(each, list)]
    if how in ("field", "null") and maps:
        holder = choice(draw, maps)
        key = choice(draw, sorted(holder))
        if how == "field":
            del holder[key]
        else:
            holder[key] = None
    elif how == "null item" and lists:
        held = choice(draw, lists)
        held.insert(draw.number(0, len(held)), None)
    elif how == "item" and (full := [each for each in lists if each]):
        held = choice(draw, full)
        del held[draw.number(0, len(held) - 1)]


LAW = Law(
    "fragments",
    "A part of an object (no spec, a null item, a field cut out) is converted and comes back as it was.",
    there_and_back,
    drawn=_drawn,
    wild=True,
)
