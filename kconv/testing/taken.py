"""A converter may take less than its schema says: a duration where that has a string, a reference only with a kind.

An object that is refused proves nothing of the conversion of what it has. So it is tried again with words that the
converter takes, on the least object that it takes. Which these are depends on nothing but the converter and the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, Final

from kconv.paths import FieldPath, get
from kconv.rules.schema import Node
from kconv.testing.places import general, leaves
from kconv.testing.served import as_is
from kconv.testing.shape import Shape
from kconv.testing.shrink import shrink
from kconv.testing.subject import Json, RefusedError, Subject, clone
from kconv.testing.sweep import Probe, sweep

_PLAIN: Final = "a"
_WORDS: Final = (
    "1h",
    "2006-01-02T15:04:05Z",
    "1",
    "example.com/v1",
    "10.0.0.0/8",
    "10.0.0.1",
    "https://example.com/a",
    "abcdef.0123456789abcdef",
    "v1.2.3",
)
"""What a Go type reads from a string: durations, times, quantities, addresses, references, tokens, versions."""
_ROUNDS: Final = 2


@lru_cache(maxsize=64)
def taken(subject: Subject, version: str) -> Taken:
    """What a converter takes of a version's objects."""
    return Taken(subject, subject.shapes[version])


class Taken:
    """What a converter takes of the objects of one version."""

    def __init__(self, subject: Subject, shape: Shape) -> None:
        self.subject, self.shape = subject, shape
        self._version = shape.api_version
        self._mended: dict[int, Json | None] = {}
        self._leaves: dict[int, frozenset[FieldPath]] = {}
        self._others = [each for each in subject.versions if each != shape.api_version]

    @cached_property
    def probes(self) -> list[Probe]:
        """The probes of the sweep whose objects a server can hold, as it stores them."""
        probes = sweep(self.shape).probes
        if self.subject.between == as_is:
            return list(probes)
        stored = (replace(probe, obj=self.subject.named(self._stored(probe.obj))) for probe in probes)
        pairs = zip(probes, stored, strict=True)
        return [each for probe, each in pairs if each.obj == probe.obj or self.shape.accepts(each.obj)]

    def leaves(self, obj: Json) -> frozenset[FieldPath]:
        """The leaves of the schema that an object has."""
        known = self._leaves.get(id(obj)) if id(obj) in self._probed else None
        found = frozenset(leaves(obj, self.shape)) if known is None else known
        if known is None and id(obj) in self._probed:
            self._leaves[id(obj)] = found
        return found

    def _stored(self, obj: Json) -> Json:
        return self.subject.stored(obj, self._version)

    def tried(self, obj: Json) -> Iterator[Json]:
        """An object, and another in its place if the converter refuses it while the caller tries it."""
        before = self.subject.refusals.count
        yield obj
        if self.subject.refusals.count > before:
            other = self._instead(obj)
            if other is not None:
                yield other

    def _instead(self, obj: Json) -> Json | None:
        """What is tried in place of an object that is refused; of one of the probes, the same for every law."""
        if id(obj) in self._mended:
            return self._mended[id(obj)]
        other = self._stored(self.mended(obj))
        found = other if other != obj and self._storable(other) else None
        if id(obj) in self._probed:
            self._mended[id(obj)] = found
        return found

    @cached_property
    def _probed(self) -> frozenset[int]:
        return frozenset(id(probe.obj) for probe in self.probes)

    def mended(self, obj: Json) -> Json:
        """An object with words that the converter takes, and with what it requires; the same if nothing is known."""
        words = {**self._words, **self._of_base}
        return self._over(self._base, self._reworded(obj, (), words.get))

    @cached_property
    def _hopeless(self) -> bool:
        """Whether not even an empty object is converted."""
        return not self._converts(self._least)

    @property
    def _least(self) -> Json:
        return self._stored(clone(sweep(self.shape).least))

    @cached_property
    def _words(self) -> dict[FieldPath, str]:
        """The word of each plain string whose usual one is refused."""
        found: dict[FieldPath, str] = {}
        waiting = [] if self._hopeless else [each for each in sweep(self.shape).probes if self._plain(each.leaf)]
        for _ in range(_ROUNDS):  # what stands beside a leaf may have to be another word, too
            waiting = [each for each in waiting if not self._converts(each.obj)]
            for probe in waiting:
                if probe.leaf not in found:
                    word = next((word for word in self._converting(probe, found)), None)
                    found |= {} if word is None else {probe.leaf: word}
        return found

    def _converting(self, probe: Probe, known: dict[FieldPath, str]) -> Iterator[str]:
        """The words at a leaf with which an object is converted; with another at the strings beside it, if need be."""
        for beside in (None, *_WORDS):
            for word in _WORDS:
                words = {**known, probe.leaf: word}
                obj = self._stored(self._reworded(probe.obj, (), lambda at, w=words, b=beside: w.get(at, b)))
                if self._storable(obj) and self._converts(obj):
                    yield word

    @cached_property
    def _of_base(self) -> dict[FieldPath, str]:
        """The words that an object has to have to come back."""
        found: dict[FieldPath, str] = {}

        def keep(place: FieldPath) -> None:
            value = get(self._base, place)
            if value in _WORDS:
                found[place] = value

        self._reworded(self._base, (), keep)
        return found

    @cached_property
    def _base(self) -> Json:
        """What an object has to have to come back; {} where that is nothing, or nothing was found."""
        if self._hopeless or self._returns(self._least):
            return {}
        full = sweep(self.shape).filled
        for default in (_PLAIN, *_WORDS):
            made = self._reworded(full, (), lambda path, word=default: self._words.get(path, word))
            made = self._stored(made)
            if self._returns(made):
                # An object without metadata is not sent to a converter if it has nothing else.
                return shrink(made, lambda many: [bool(each.get("metadata")) and self._returns(each) for each in many])
        return {}

    def _over(self, base: Json, obj: Json) -> Json:
        """An object with what it lacks of another."""
        if not isinstance(base, dict) or not isinstance(obj, dict):
            return obj
        return {**base, **{key: self._over(base[key], value) if key in base else value for key, value in obj.items()}}

    def _reworded(self, value: Json, path: FieldPath, word: Any) -> Json:
        if isinstance(value, dict):
            return {key: self._reworded(each, (*path, key), word) for key, each in value.items()}
        if isinstance(value, list):
            return [self._reworded(each, (*path, index), word) for index, each in enumerate(value)]
        if not isinstance(value, str) or path[0] in ("apiVersion", "kind", "metadata"):
            return value
        place = general(self.shape, path)
        return (word(place) or value) if self._plain(place) else value

    def _plain(self, place: FieldPath) -> bool:
        node: Node = self.shape.at(place) or {}
        return node.get("type") == "string" and not any(node.get(key) for key in ("enum", "format", "pattern"))

    def _storable(self, obj: Json) -> bool:
        return self.subject.storable(obj, self._version)

    def _converts(self, obj: Json) -> bool:
        return self._goes(obj, *([each] for each in self._others))

    def _returns(self, obj: Json) -> bool:
        return self._storable(obj) and self._goes(obj, *([each, self._version] for each in self._others))

    def _goes(self, obj: Json, *ways: list[str]) -> bool:
        try:
            for way in ways:
                there = self._stored(obj)
                for version in way:
                    there = self.subject.to(there, version)
        except RefusedError:
            return False
        return True
