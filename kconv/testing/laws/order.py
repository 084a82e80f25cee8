"""Keys have no order, and the items of a list that is a map by key have none that means anything."""

from __future__ import annotations

import json
from dataclasses import replace

from kconv.paths import FieldPath
from kconv.testing.dice import Dice, choice
from kconv.testing.laws.base import Breach, Case, Law, arrow, differs
from kconv.testing.shape import Shape
from kconv.testing.subject import Json, Subject


def _drawn(dice: Dice, subject: Subject, case: Case) -> Case:  # noqa: ARG001
    return replace(case, extra=choice(dice, ["keys", "items", "both"]))


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    mine, theirs = subject.shapes.get(source), subject.shapes.get(target)
    turned = case.obj if case.extra == "keys" or mine is None else _turned(case.obj, mine, theirs, ())
    if case.extra != "items":
        turned = _keys_turned(turned)
    one, other = (subject.bare(subject.to(obj, target), obj) for obj in (case.obj, turned))
    one, other = (_by_key(each, theirs, ()) for each in (one, other))
    why = (
        f"in another order of {'keys' if case.extra == 'keys' else 'list-map items'} it is converted to something else"
    )
    return differs(one, other, target, why, arrow(source, target))


def _keys_turned(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _keys_turned(value[key]) for key in reversed(value)}
    return [_keys_turned(item) for item in value] if isinstance(value, list) else value


def _turned(value: Json, mine: Shape, theirs: Shape | None, path: FieldPath) -> Json:
    """Every list whose items have a key the other way round, but for one that the other version takes for a mere list:
    there its order shows.
    """
    if isinstance(value, dict):
        return {key: _turned(item, mine, theirs, (*path, key)) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [_turned(item, mine, theirs, (*path, 0)) for item in value]
    mere = theirs is not None and theirs.at(path) is not None and not theirs.item_keys(path)
    names = [_name(item, mine.item_keys(path)) for item in items]
    return items if mere or None in names or not _all_differ(names) else items[::-1]


def _by_key(value: Json, shape: Shape | None, path: FieldPath) -> Json:
    """Every list whose items have a key in the order of their keys.

    Of a list that the version does not know, or that an annotation holds as JSON, nobody can say whether its order
    means anything.
    """
    if isinstance(value, str) and path[:2] == ("metadata", "annotations"):
        return _by_key(_read(value), None, ())
    if isinstance(value, dict):
        return {key: _by_key(item, shape, (*path, key)) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [_by_key(item, shape, (*path, 0)) for item in value]
    known = shape is not None and shape.at(path) is not None
    names = [_name(item, shape.item_keys(path)) for item in items] if shape is not None and known else items
    if known and (None in names or not _all_differ(names)):
        return items
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))


def _read(text: str) -> Json:
    """What a text holds where it is JSON, as which Kubernetes keeps the conditions of an HPA in older versions."""
    try:
        return json.loads(text) if text[:1] in ("[", "{") else text
    except ValueError:
        return text


def _name(item: Json, keys: tuple[str, ...]) -> Json:
    """What an item with a key is called, None for one without."""
    return [item.get(key) for key in keys] if keys and isinstance(item, dict) else None


def _all_differ(names: list[Json]) -> bool:
    return len({json.dumps(name) for name in names}) == len(names)


LAW = Law("order", "In another order of keys, or of items with a key, the same comes out.", _holds, drawn=_drawn)
