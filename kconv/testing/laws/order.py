"""Keys have no order, and the items of a list that is a map by key have none that means anything."""

from __future__ import annotations

import json
from dataclasses import replace

from kconv.paths import FieldPath
from kconv.testing.draws import Draw, choice
from kconv.testing.laws.base import Breach, Case, Law, arrow, differs
from kconv.testing.shape import Shape
from kconv.testing.subject import Json, Subject


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:  # noqa: ARG001
    return replace(case, extra=choice(draw, ["keys", "items", "both"]))


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    shape = subject.shapes.get(source)
    turned = case.obj if case.extra == "keys" or shape is None else _items_turned(case.obj, shape, ())
    if case.extra != "items":
        turned = _keys_turned(turned)
    one, other = (subject.bare(subject.to(obj, target), obj) for obj in (case.obj, turned))
    if case.extra != "keys":
        one, other = _sorted(one), _sorted(other)
    why = (
        f"in another order of {'keys' if case.extra == 'keys' else 'list-map items'} it is converted to something else"
    )
    return differs(subject, one, other, target, why, arrow(source, target))


def _keys_turned(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _keys_turned(value[key]) for key in reversed(value)}
    return [_keys_turned(item) for item in value] if isinstance(value, list) else value


def _items_turned(value: Json, shape: Shape, path: FieldPath) -> Json:
    """Every list whose items all have a key of their own, the other way round."""
    if isinstance(value, dict):
        return {key: _items_turned(item, shape, (*path, key)) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [_items_turned(item, shape, (*path, 0)) for item in value]
    names = [_name(item, shape.item_keys(path)) for item in items]
    return items[::-1] if None not in names and _all_differ(names) else items


def _sorted(value: Json) -> Json:
    """Every list in one order: which of them are maps by key the other version may not say."""
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items()}
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return _sorted_text(value)
    if not isinstance(value, list):
        return value
    return sorted(map(_sorted, value), key=lambda item: json.dumps(item, sort_keys=True))


def _sorted_text(text: str) -> str:
    """A list that is kept in an annotation as JSON."""
    try:
        return json.dumps(_sorted(json.loads(text)))
    except ValueError:
        return text


def _name(item: Json, keys: tuple[str, ...]) -> Json:
    """What an item with a key is called, None for one without."""
    return [item.get(key) for key in keys] if keys and isinstance(item, dict) else None


def _all_differ(names: list[Json]) -> bool:
    return len({json.dumps(name) for name in names}) == len(names)


LAW = Law("order", "The order of keys, and of items with a key, does not change the result.", _holds, drawn=_drawn)
