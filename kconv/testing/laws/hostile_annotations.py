"""An annotation is hostile storage: any client may edit, cut or forge it, and a tool may drop it.

Without what was kept in it an object is what it would be had nothing ever been kept; and nothing is ever raised.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kconv.testing.draws import Draw, choice
from kconv.testing.laws.base import Breach, Case, Law, arrow, differs, framed, refusal
from kconv.testing.subject import Json, RefusedError, Subject

_HUGE: Final = 300 * 1024
DAMAGE: Final = (
    "missing", "empty", "cut", "not JSON", "a list", "null", "another version", "300 KiB", "deep", "a number", "a map",
    "forged", "of other types", "forged to its 2nd level", "forged to its 3rd level", "forged to its 5th level",
)  # fmt: skip
FORGED: Final = {
    "forged": 99, "of other types": 99,
    "forged to its 2nd level": 2, "forged to its 3rd level": 3, "forged to its 5th level": 5,
}  # fmt: skip
"""To which level what was written stays: it reads as what a converter wrote, so that only raising would be wrong."""
_FORMAT: Final = {"v", "version", "format", "formatversion", "schemaversion"}
"""What the number of a format is called. Any other number may be what is kept."""


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:  # noqa: ARG001
    return replace(case, extra=choice(draw, DAMAGE))


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    there = subject.to(case.obj, target)
    own = subject.own_annotations(there, case.obj) or sorted(subject.annotations or ())
    if not own:
        return None
    texts = there.get("metadata", {}).get("annotations", {})
    wrong = [key for key in own if not isinstance(texts.get(key, ""), str)]
    if wrong:
        return Breach(
            f"its annotation {wrong[0]} is not a string, and the API server accepts nothing else", arrow(source, target)
        )
    forged = case.extra in FORGED or (case.extra != "missing" and not all(_is_record(texts.get(key)) for key in own))
    damage = damaged(there, own, case.extra)
    if not subject.storable(damage, target):
        return None
    try:
        result = subject.to(damage, source)
    except RefusedError as error:
        if LAW.leaves(subject, case, error):
            return None
        return refusal(error, arrow(source, target, "damage", source), "it raises on an annotation that is damaged")
    if forged:
        return None
    plain = subject.bare(there, case.obj)
    wanted = subject.bare(subject.to(plain, source), plain)
    why = f"with its annotation {case.extra}, the object is not what it is without the annotation"
    leg = arrow(source, target, "damage", source)
    return differs(subject, framed(wanted), framed(subject.bare(result, plain)), source, why, leg)


def _is_record(text: Json) -> bool:
    """Whether an annotation holds what a converter recorded. Any other text is a value, which a person may have set."""
    try:
        return _is(json.loads(text), dict, list)
    except (TypeError, ValueError):
        return False


def damaged(obj: Json, keys: Iterable[str], how: str) -> Json:
    """The object with annotations of these keys damaged."""
    for key in keys:
        obj = _damaged(obj, key, how)
    return obj


def _damaged(obj: Json, key: str, how: str) -> Json:
    metadata = obj.get("metadata") or {}
    annotations = dict(metadata.get("annotations") or {})
    old = annotations.pop(key, None)
    if how != "missing":
        annotations[key] = _damage(old if isinstance(old, str) else "{}", how)
    elif not annotations:
        metadata = {name: value for name, value in metadata.items() if name != "annotations"}
        return {**obj, "metadata": metadata}
    return {**obj, "metadata": {**metadata, "annotations": annotations}}


def _damage(text: str, how: str) -> Json:
    whole: dict[str, Json] = {
        "empty": "",
        "cut": text[: len(text) // 2],
        "not JSON": "{not: json",
        "a list": "[]",
        "null": "null",
        "300 KiB": "x" * _HUGE,
        "deep": "[" * 5000,
        "a number": 7,
        "a map": {"a": 1},
    }
    return whole[how] if how in whole else _rewritten(text, how)


def _rewritten(text: str, how: str) -> str:
    """The annotation with its format's number changed, no JSON where it has none, or all that is below its head."""
    try:
        data = json.loads(text)
    except ValueError:
        return text + "x"
    if how == "another version":
        said = [key for key in data if key.lower() in _FORMAT] if _is(data, dict) else []
        return json.dumps({**data, **{key: _next(data[key]) for key in said}}) if said else text + "x"
    if not _is(data, dict):
        return json.dumps(_forged(data, how, FORGED[how]))
    # What stands at the top is the head: a format, a kind, where the object came from.
    below = {key: _forged(value, how, FORGED[how] - 1) for key, value in data.items() if _is(value, dict, list)}
    return json.dumps({**data, **below})


def _next(version: Json) -> Json:
    """A version that does not exist yet."""
    return 999 if type(version) is int else f"{version}999"


def _is(value: Json, *kinds: type) -> bool:
    return isinstance(value, kinds)


def _forged(data: Json, how: str, levels: int) -> Json:
    """Every value below replaced by a word, or by something of another type."""
    if _is(data, dict) and data and levels > 0:
        return {key: _forged(value, how, levels - 1) for key, value in data.items()}
    if _is(data, list) and data and levels > 0:
        return [_forged(item, how, levels - 1) for item in data]
    if how != "of other types":
        return "forged"
    return [data] if _is(data, str) else "" if _is(data, dict, list) else {"a": [data]}


LAW = Law(
    "hostile-annotations",
    "An annotation that is missing, cut, forged or far too large never raises; what it held is absent.",
    _holds,
    drawn=_drawn,
)
