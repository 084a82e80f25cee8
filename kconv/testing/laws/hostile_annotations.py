"""An annotation is hostile storage: anybody may edit, cut or forge it, and a tool may drop it.

Without what was kept in it an object is what it would be had nothing ever been kept; and nothing is ever raised.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from kconv.testing.dice import Dice, choice
from kconv.testing.laws.base import Breach, Case, Law, arrow, differs, framed
from kconv.testing.subject import Json, Subject

_HUGE: Final = 300 * 1024
DAMAGE: Final = (
    "missing", "empty", "cut", "not JSON", "a list", "null", "another version", "300 KiB", "deep", "a number", "a map",
    "forged",
)  # fmt: skip


def _drawn(dice: Dice, subject: Subject, case: Case) -> Case:  # noqa: ARG001
    return replace(case, extra=choice(dice, DAMAGE))


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    there = subject.to(case.obj, target)
    own = subject.own_annotations(there, case.obj) or sorted(subject.annotations or ())
    if not own:
        return None
    damaged = there
    for key in own:
        damaged = _damaged(damaged, key, case.extra)
    result = subject.to(damaged, source)
    if case.extra == "forged":
        return None  # it reads as what a converter wrote, so that only raising would be wrong
    plain = subject.bare(there, case.obj)
    wanted = subject.bare(subject.to(plain, source), plain)
    why = f"with its annotation {case.extra} the object is not what it is without"
    leg = arrow(source, target, "damage", source)
    return differs(framed(wanted), framed(subject.bare(result, plain)), source, why, leg)


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
    """The annotation with its numbers and words changed: all of them, or only the first, which is a version mostly."""
    try:
        data = json.loads(text)
    except ValueError:
        return text + "x"
    if how == "another version":
        if not isinstance(data, dict):
            return text + "x"
        return json.dumps({"v": 999, **{key: value for key, value in data.items() if key != "v"}})
    return json.dumps(_forged(data))


def _forged(data: Json) -> Json:
    if isinstance(data, dict):
        return {
            key: value if key in ("v", "kind", "hub", "from", "p") else _forged(value) for key, value in data.items()
        }
    if isinstance(data, list):
        return [_forged(item) for item in data]
    return "forged"


LAW = Law(
    "hostile-annotations",
    "An annotation that is missing, cut, forged or far too large never raises, and what it held is simply not there.",
    _holds,
    drawn=_drawn,
)
