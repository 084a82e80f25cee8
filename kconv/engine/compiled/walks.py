"""A version's conversion in one walk. A reader may skip this module: it does what ``kconv.rules.plainly``
does, part by part, and a test holds the two to be equal.

An Ingress' backends are five rules, four of which begin with `spec`. Joined by the parents that they share, in their
order, they read and copy each parent once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from kconv.engine.compiled.direct import direct
from kconv.engine.compiled.narrow import Convert, Doubts, WholeNeededError, idling
from kconv.engine.lost import Lost
from kconv.paths import EACH, VALUES, FieldPath, Segment, meet
from kconv.records import NamedTuple
from kconv.rules import Converts, Json, Part
from kconv.rules.conditional import Leftover


class _Walk(NamedTuple):
    """A conversion of what ``steps`` lead to. It is only given objects, and returns the same or a copy."""

    steps: FieldPath
    convert: Convert


def converter(
    parts: Sequence[Part[Converts]], *, back: bool = False, total: bool = False, lost: Lost | None = None
) -> Convert:
    """The function that takes an object to the hub's form, or ``back`` to the spoke's, in one walk.

    ``total``: a value that a rule raises for is set aside. What is known to be ``lost`` raises no doubts.
    """
    in_turn = [*reversed(parts)] if back else [*parts]
    in_turn = [*_gathered(in_turn)] if total else in_turn
    narrow = [_narrowed(lost.without_order(part) if lost else part) for part in in_turn]

    def made(rule: Converts, narrow: Converts) -> Convert:
        known = lost is not None and any(rule is each for each in lost.rules)
        general = (_total if total else _single)(rule, narrow, back, not known)
        return direct(narrow, general, back=back, sure=known)

    walk = _walker(_Walk(each.path, made(part.rule, each.rule)) for part, each in zip(in_turn, narrow, strict=True))
    if narrow == in_turn:
        return walk

    @cache
    def whole() -> Convert:
        return _walker(_Walk(part.path, made(part.rule, part.rule)) for part in in_turn)

    def convert(obj: Json, doubts: Doubts) -> Json:
        known = len(doubts or ())
        try:
            return walk(obj, doubts)
        except WholeNeededError:
            if doubts:
                del doubts[known:]
            return whole()(obj, doubts)

    return convert


def _gathered(in_turn: Sequence[Part[Converts]]) -> list[Part[Converts]]:
    """Rules for the items of one list put one after the other, past those that look at nothing there, so that the items
    are gone through once."""
    found: list[Part[Converts]] = []
    for part in in_turn:
        before = [at for at, other in enumerate(found) if EACH in part.path and other.path == part.path]
        at = before[-1] + 1 if before else len(found)
        apart = all(_looks_elsewhere(other, part.path) for other in found[at:])
        found.insert(at if apart else len(found), part)
    return found


def _looks_elsewhere(part: Part[Converts], path: FieldPath) -> bool:
    """Whether a rule neither reads nor writes anything on the way to some items, or in them."""
    rule = part.rule
    places = rule.all_places if isinstance(rule, Leftover) else [place for place, _ in rule.changes]
    return not any(meet(part.path + place, path) for place in places)


def _narrowed(part: Part[Converts]) -> Part[Converts]:
    """The rule for the object that all its fields lie in, so that it shares the way there with its neighbours."""
    found = part.rule.narrowed()
    return _narrowed(part._replace(rule=found[1], path=(*part.path, found[0]))) if found else part


def _total(rule: Converts, narrow: Converts, back: bool, may_doubt: bool) -> Convert:
    from kconv.engine.set_aside import setting_aside  # few kinds are total

    return setting_aside(rule, narrow, back=back, may_doubt=may_doubt)


def _single(rule: Converts, narrow: Converts, back: bool, may_doubt: bool) -> Convert:
    """The conversion by a rule, narrowed to where it is."""
    there, idle = (narrow.from_hub if back else narrow.to_hub), idling(narrow)
    if rule.exact:
        return lambda obj, _: there(obj)

    def single(obj: Json, doubts: Doubts) -> Json:
        if idle(obj):
            return obj
        new = there(obj)
        if not new and narrow is not rule:
            raise WholeNeededError
        if may_doubt and doubts is not None and not doubts and not narrow.undone(obj, new, back=back):
            doubts.append(rule)
        return new

    return single


def _walker(walks: Iterable[_Walk]) -> Convert:
    """The function that makes all the changes, one after the other, in whatever value there is."""
    changes = _joined(walks)

    def walk(obj: Json, doubts: Doubts) -> Json:
        if isinstance(obj, dict):
            for change in changes:
                obj = change(obj, doubts)
        return obj

    return walk


def _joined(walks: Iterable[_Walk]) -> list[Convert]:
    """Functions for one object, neighbours with the same way put together."""
    changes: list[Convert] = []
    for (step, listed), group in groupby(walks, key=_first):
        if step is None:
            changes += [each.convert for each in group]
        elif step is VALUES:
            changes.append(_each(list(group), VALUES))
        else:
            inner = [_Walk(each.steps[1:], each.convert) for each in group]
            changes.append(_of_key(step, _each(inner, listed) if listed else _walker(inner)))
    return changes


def _first(each: _Walk) -> tuple[Segment | None, Segment | None]:
    """The first step, and the next if it goes through the items of a list or the values of a map."""
    return (each.steps[0], _through(each.steps[1:])) if each.steps else (None, None)


def _through(steps: FieldPath) -> Segment | None:
    return steps[0] if steps and steps[0] in (EACH, VALUES) else None


def _each(walks: Sequence[_Walk], what: Segment) -> Convert:
    """Through the items of a list or the values of a map, and of the lists and maps in it."""
    inner = [_Walk(each.steps[1:], each.convert) for each in walks]
    changes = [
        _each(list(group), listed) if listed else _walker(group)
        for listed, group in groupby(inner, key=lambda each: _through(each.steps))
    ]
    change = changes[0] if len(changes) == 1 else _in_turn(changes)
    return _of_each(list if what is EACH else dict, change)


def _in_turn(changes: Sequence[Convert]) -> Convert:
    def in_turn(value: Json, doubts: Doubts) -> Json:
        for change in changes:
            value = change(value, doubts)
        return value

    return in_turn


def _of_key(key: Any, change: Convert) -> Convert:
    def of_key(obj: Json, doubts: Doubts) -> Json:
        child = obj.get(key)
        if child is None:
            return obj
        new = change(child, doubts)
        if new is child:
            return obj
        out = obj.copy()
        out[key] = new
        return out

    return of_key


def _of_each(sort: type[Json], change: Convert) -> Convert:
    def of_each(holder: Json, doubts: Doubts) -> Json:
        if not isinstance(holder, sort):
            return holder
        out = holder
        for key, value in enumerate(holder) if sort is list else holder.items():
            new = change(value, doubts)
            if new is not value:
                out = holder.copy() if out is holder else out
                out[key] = new
        return out

    return of_each
