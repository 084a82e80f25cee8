"""One fault of a conversion shows in many objects and under many laws: by its cause it is recognized as one.

The cause of a difference is the place and what happened there; that of a refusal is its words, the object's own aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from kconv.testing.laws.base import Breach, Case, Fault, Law
from kconv.testing.places import differences, general, unordered, written
from kconv.testing.shape import Shape
from kconv.testing.subject import Subject

_URL: Final = re.compile(r"https?://\S+: ")
_OWN: Final = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|\d[\d,.]*")
_LONGEST: Final = 160
_DECODING: Final = re.compile(
    r"json: cannot unmarshal|time: (?:invalid|missing|unknown)|parsing time|quantities must match|illegal base64"
)
"""How Go's decoders refuse a value: whatever the value is, the field has another type than the schema says."""


@dataclass(frozen=True, order=True)
class Cause:
    """What is wrong with a conversion: ``what`` happens at a ``path`` of a ``version``.

    ``path`` is "" where a conversion raised or a law has no place for what it found; ``what`` is then the reason.
    """

    version: str
    path: str
    what: str

    def meets(self, other: Cause) -> bool:
        """Whether it is the same fault: a field that is gone with what holds it is the same one."""
        short, long = sorted((self.path, other.path), key=len)
        inside = short == long or (bool(short) and long.startswith((f"{short}.", f"{short}[", f"{short}{{")))
        return inside and (self.version, self.what) == (other.version, other.what)

    def __str__(self) -> str:
        return f"{self.path} of {self.version} is {self.what}" if self.path else self.what


@dataclass(frozen=True)
class Loss:
    """A cause in one trial: the number of ``objects`` that showed it, and the first; ``least`` if none is smaller.

    ``at`` are the leaves that the objects were made for, ``values`` what was wrong there, where that is a value.
    ``said`` are the words of a refusal, each with its own names and numbers.
    """

    cause: Cause
    law: Law
    case: Case
    breach: Breach
    objects: int = 1
    least: bool = False
    at: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()

    def beside(self, other: Loss) -> Loss:
        """The loss with another object that shows the same."""
        objects, at, values = self.objects + other.objects, self.at | other.at, self.values | other.values
        return replace(self, objects=objects, at=at, values=values, said=self.said | other.said)


def causes(subject: Subject, breach: Breach) -> frozenset[Cause]:
    """Everything that is wrong in a breach."""
    shape = subject.shapes.get(breach.version)
    if breach.faults:
        return frozenset(_of_fault(shape, breach, each) for each in breach.faults)
    if breach.wanted is None and breach.got is None:
        return frozenset({Cause("", "", breach.fault or _words(breach.reason))})
    found = [*differences(*_without_order(breach, shape))] or [*differences(breach.wanted, breach.got)]
    return frozenset(Cause(breach.version, written(general(shape, path)), what) for path, what in found)


def values(subject: Subject, breach: Breach, cause: Cause) -> frozenset[str]:
    """The values that are wrong, where a cause is one of values."""
    shape = subject.shapes.get(breach.version)
    return frozenset(each.value for each in breach.faults if each.value and _of_fault(shape, breach, each) == cause)


def said(breach: Breach, cause: Cause) -> frozenset[str]:
    """The words of a refusal, where its cause is those without names and numbers."""
    line = _URL.sub("", breach.reason.split("\n", 1)[0])
    return frozenset({line} if not cause.path and cause.what == _words(breach.reason) and len(line) <= _LONGEST else ())


def _of_fault(shape: Shape | None, breach: Breach, fault: Fault) -> Cause:
    return Cause(breach.version, written(general(shape, fault.path)), fault.what)


def _without_order(breach: Breach, shape: Shape | None) -> Iterator[Any]:
    """Both objects, their lists of type map in one order: another loss in an object makes none of its order."""
    for obj in (breach.wanted, breach.got):
        yield obj if shape is None else unordered(obj, shape.root, shape)


def _words(reason: str) -> str:
    if _DECODING.search(reason):
        return "the conversion raised, for its types are narrower than its schema"
    line = _OWN.sub("…", _URL.sub("", reason.split("\n", 1)[0]))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
