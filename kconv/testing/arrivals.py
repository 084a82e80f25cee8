"""An annotation that keeps what a version lacks also keeps what a wrong rule takes away: every object comes back, and
readers of the other version never see a field that they have, too.

So no rule may keep back a field that both versions have, and no pair of functions may convert nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from kconv.engine import Kind
from kconv.engine.moves import carried, moves_to_hub
from kconv.paths import MISSING, FieldPath, get, meet, parse, same, show
from kconv.rules import Dropped, Gone, Implied, Inverse, Kept, Lacks, Turn
from kconv.rules.base import Converts, Part, of_sort, parts
from kconv.rules.schema import at, opened
from kconv.testing.form import Form
from kconv.testing.strategies.plan import NodePlan
from kconv.values import nested

_TEXTS: Final = (
    *("a", "A", "on", "true", "1", "1.5", "a/b", "a:b", "a=b", "a,b", "a b", "a.b", "a-b", "a: b", '{"a": "b"}', "{}"),
    *("1h", "1h30m", "10s", "1d", "0 3 * * *", "2006-01-02T15:04:05Z", "2006-01-02", "1Gi", "1G", "1Mi", "500m", "50%"),
    *("10.0.0.1", "10.0.0.0/8", "https://example.com/a", "s3://a/b", "v1", "example.com/v1", "a@example.com", "YQ=="),
)
"""What functions of a text expect: numbers, pairs, durations, quantities, times, addresses, references."""


def kept_back(converting: Sequence[Part[Converts]], index: int, spoke: Form, hub: Form) -> Iterator[str]:
    """Why one of several rules keeps a field of both versions out of one of them."""
    part, later = converting[index], converting[index + 1 :]
    if isinstance(part.rule, (Lacks, Implied)):
        gone = [each.path + each.rule.path for each in later if isinstance(each.rule, (Kept, Dropped))]
        for path in part.below(part.rule.lacks):
            place = carried(path, moves_to_hub(later))[0]
            if spoke.names(path) and not any(path[: len(each)] == each for each in gone):
                kept = f"add Kept({path[-1]!r}, why=…) behind it"
                yield _both(path, place, kept if path == place else "put it behind the rule that moves the field")
    elif isinstance(part.rule, (Kept, Dropped)):
        path = part.path + part.rule.path
        moves = moves_to_hub(later)
        place = carried(path, moves)[0]
        others = [each for at, each in enumerate(converting) if at != index]
        moved = [each for each in _moved_into(converting[:index], path) if hub.names(carried(each, moves)[0])]
        if moved:
            name = type(part.rule).__name__
            yield f"an earlier rule moves a field to {show(moved[0])}, which this one takes away: put {name} before it"
        elif hub.names(place) and not any(_reaches(each, place) for each in others):
            yield _both(path, place, f"add Lacks({place[-1]!r}) behind it")
    elif isinstance(part.rule, Turn):
        rule = part.rule
        place = carried(part.path + rule.hub, moves_to_hub(later))[0]
        yield from _unturned(rule, _values(spoke, part.path + rule.spoke), _values(hub, place))


def _both(path: FieldPath, place: FieldPath, remedy: str) -> str:
    named = show(path) if path == place else f"{show(path)}, {show(place)} in the hub,"
    return f"{named} is a field of both versions and never arrives: remove this rule, or {remedy} if they differ"


def _moved_into(earlier: Sequence[Part[Converts]], path: FieldPath) -> Iterator[FieldPath]:
    """The places at or below a path to which earlier rules move a field."""
    for index, part in enumerate(earlier):
        for place in part.below(parse(new) for _, new in part.rule.moves):
            found = carried(place, moves_to_hub(earlier[index + 1 :]))[0]
            if found[: len(path)] == path:
                yield found


def given_up_twice(kind: Kind) -> Iterator[str]:
    """Fields that several versions keep back from the hub by rules of their own, so that they arrive in no other.

    A single rule that several versions have is one of a later version's changes: whoever chose that hub knows of it.
    """
    found: dict[FieldPath, list[tuple[str, Gone]]] = {}
    for version in kind.versions:
        plain = [rule for rule in kind.rules(version) if not isinstance(rule, Inverse)]
        converting = of_sort(parts(plain), Converts)
        for index, part in enumerate(converting):
            if isinstance(part.rule, Gone):
                place = carried(part.path + part.rule.path, moves_to_hub(converting[index + 1 :]))[0]
                found.setdefault(place, []).append((str(version), part.rule))
    for place, rules in found.items():
        if len({id(rule) for _, rule in rules}) > 1 and any(isinstance(rule, Kept) for _, rule in rules):
            versions = " and ".join(dict.fromkeys(version for version, _ in rules))
            yield (
                f"{versions}: {show(place)} is a field of each, and does not arrive in the other, because the hub does "
                f"not have it: take a hub that has it, or remove these rules and give Lacks({show(place)!r}) in the "
                f"rules of {kind.hub}"
            )


def _reaches(part: Part[Converts], place: FieldPath) -> bool:
    return any(meet(part.path + changed, place) for changed, _ in part.rule.changes)


def _values(form: Form, path: FieldPath) -> list[Any]:
    """Values of a field that show whether a function takes any at all; none if the schema leaves open what they are."""
    node = at(form.node, path, form.shape.resolve)
    plan = NodePlan(opened(node or {}, form.shape.resolve), custom=form.shape.custom)
    if plan.form != "scalar":
        return []
    if plan.node.get("enum"):
        return list(plan.node["enum"])
    return [*plan.scalars, *plan.hints, *(_TEXTS if str in map(type, plan.scalars) else ())]


def _unturned(rule: Turn, old: list[Any], new: list[Any]) -> Iterator[str]:
    """Each function is tried on its version's own values, and on what the other makes of the other version's."""
    if not old or not new:
        return
    forth, back = list(_made(rule, old, back=False)), list(_made(rule, new, back=True))
    for name, made, other, values in (("to_hub", forth, back, old), ("from_hub", back, forth, new)):
        again = _made(rule, other, back=name == "from_hub")
        if not made and next(again, MISSING) is MISSING:
            some = ", ".join(map(repr, dict.fromkeys(values[:3])))
            yield f"{name} converts no value, such as {some}: the annotation keeps all of them"
    yield from _unlike(rule, old, "to_hub", "from_hub")
    yield from _unlike(rule, new, "from_hub", "to_hub")


def _unlike(rule: Turn, values: list[Any], name: str, other: str) -> Iterator[str]:
    """Why the functions do not undo each other: a value may be brought into its usual form, but then it must stay."""
    back = name == "from_hub"
    results: list[tuple[Any, Any]] = []
    for value in values:
        made, again, third, _, fifth = _there_and_back(rule, value, back=back)
        if made is not MISSING:
            results.append((value, made))
        if fifth is not MISSING and not same(third, fifth):
            yield f"{name} makes {made!r} of {value!r}, and {other} {again!r} of that: it must undo the other"
            return
    if len(results) > 1 and all(same(made, results[0][1]) for _, made in results):
        one, two = results[0][0], next((value for value, _ in results if not same(value, results[0][0])), MISSING)
        if two is not MISSING:
            yield f"{name} makes {results[0][1]!r} of {one!r} and of {two!r}, and of every other value"


def _there_and_back(rule: Turn, value: Any, *, back: bool, times: int = 5) -> list[Any]:
    """What the functions make of a value by turns, MISSING from where one does not convert it."""
    made: list[Any] = []
    for _ in range(times):
        value = next(_made(rule, [value], back=back), MISSING) if value is not MISSING else MISSING
        made.append(value)
        back = not back
    return made


def _made(rule: Turn, values: Iterable[Any], *, back: bool) -> Iterator[Any]:
    """What one of a rule's functions makes of values; those that it does not convert are left out."""
    convert, old, new = (rule.from_hub, rule.hub, rule.spoke) if back else (rule.to_hub, rule.spoke, rule.hub)
    for value in values:
        try:
            made = get(convert(nested({}, old, value)), new)
        except Exception:  # the law `totality` reports it of a kind that is not total
            continue
        if made is not MISSING:
            yield made
