"""A failure as a person reads it: the law, the smallest manifest that breaks it, where, and how to see it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kconv.paths import show
from kconv.testing.advice import remedy
from kconv.testing.blame import Mismatch, mismatches
from kconv.testing.laws.base import Breach, Case
from kconv.testing.subject import Subject

_MOST: Final = 12
"""Invalid places that are listed."""


@dataclass(frozen=True)
class Failure:
    """How a law was broken.

    ``law`` is its name, ``says`` its sentence, ``case`` the smallest case found, ``breach`` what happened, ``seed`` the
    one to run with again. ``mismatches`` are the places in which the result differs from what was expected. ``file`` is
    where the case is kept, "" if it is not. ``remedies`` say of each invalid place which rule makes it valid.
    """

    law: str
    says: str
    case: Case
    breach: Breach
    seed: int
    mismatches: tuple[Mismatch, ...] = field(default=())
    file: str = ""
    remedies: tuple[str, ...] = ()

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions of the trial, the object's own first."""
        return self.case.legs

    @property
    def object(self) -> Any:
        """The smallest object that shows it."""
        return self.case.obj

    @property
    def path(self) -> str:
        """The first place that differs or is invalid, "" where no place is."""
        paths = [each.path for each in self.mismatches] or [each.path for each in self.breach.faults]
        return show(paths[0]) if paths else ""

    @property
    def reason(self) -> str:
        """What happened, in words."""
        return self.breach.reason

    def with_rules(self, subject: Subject) -> Failure:
        """The failure with its places, and what the subject's rules say of them."""
        remedies = tuple(remedy(subject, self.case.legs, fault) for fault in self.breach.faults[:_MOST])
        return replace(self, mismatches=tuple(mismatches(subject, self.breach)), remedies=remedies)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.law}: {self.says}"
        yield f"  {self.reason}"
        yield f"  leg: {self.breach.leg}"
        yield from (f"  {mismatch}" for mismatch in self.mismatches)
        for fault, advice in zip(self.breach.faults[:_MOST], self.remedies, strict=False):
            yield f"  {show(fault.path) or 'the object'}: {fault.message}"
            if advice:
                yield f"    to mend it, {advice}"
        if self.breach.trace:
            yield "  the traceback:"
            yield from (f"    {line}" for line in self.breach.trace.splitlines())
        if self.case.edits:
            yield "  with these edits:"
            yield from (f"    {edit}" for edit in self.case.edits)
        if self.case.extra is not None:
            yield f"  with: {self.case.extra}"
        if self.object is not None:
            yield "  the smallest object that shows it:"
            yield from (f"    {line}" for line in manifest(self.object).splitlines())
        if self.file:
            yield f"  kept: {self.file}"
        yield f"  seed: {self.seed}"


def manifest(obj: Any) -> str:
    """An object as YAML, a very long string cut short."""
    import yaml

    return yaml.safe_dump(_short(obj), sort_keys=False, allow_unicode=True)


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _short(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_short(item) for item in value]
    return f"{value[:40]}… ({len(value):,} characters)" if isinstance(value, str) and len(value) > 2000 else value
