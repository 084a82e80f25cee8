"""A file that people write has mistakes, often several: all are reported at once, each with its line and its path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.source import Place
from kconv.errors import KconvError
from kconv.manifests.places import Places
from kconv.paths import FieldPath, show

_S = TypeVar("_S")
_T = TypeVar("_T")
LARGEST = 64 << 20
"""Bytes of a file that is read at all: an API server takes no definition of more than 3 MiB."""


class Spot:
    """A value in a document, and where it is written."""

    __slots__ = ("_places", "file", "path", "value")

    def __init__(self, file: str, places: Places, path: FieldPath, value: Any) -> None:
        self.file, self._places, self.path, self.value = file, places, path, value

    @property
    def place(self) -> Place:
        """The file and the line."""
        return Place(self.file, self._places.of(self.path, key=True).line)

    @property
    def spelling(self) -> str:
        """How a value is written that does not look like what it is: on for true, 0777 for 511."""
        return self._places.spelling(self.path)

    def below(self, key: str | int) -> Spot:
        """The spot of an entry that is there."""
        return Spot(self.file, self._places, (*self.path, key), self.value[key])

    def at(self, path: FieldPath) -> Spot:
        """The spot of a path in the document, or of the nearest parent that is written there."""
        return Spot(self.file, self._places, path, None)

    def fault(self, why: str, advice: str = "") -> Fault:
        """What is wrong here."""
        return Fault(self.place, show(self.path), why, advice)

    def fail(self, why: str, advice: str = "") -> NoReturn:
        """Raise what is wrong here as a DeclarationError."""
        raise DeclarationError([self.fault(why, advice)])


def documents(file: Path) -> Iterator[Spot]:
    """The documents of a file that are not empty. Raises DeclarationError for a file that cannot be read."""
    from kconv.manifests.split import Block, split
    from kconv.pipeline import reading

    try:
        if file.stat().st_size > LARGEST:
            _unreadable(file, f"has more than {LARGEST >> 20} MiB")
        raw_documents = [*split(Block.whole(file.read_bytes()))]
    except OSError as error:
        _unreadable(file, f"cannot be read: {error.strerror}")
    for raw in raw_documents:
        try:
            places = reading.located(raw, str(file))
        except KconvError as error:
            raise DeclarationError(
                [Fault(Place(str(file), error.line), error.path, error.reason, error.hint)]
            ) from error
        spot = Spot(str(file), places, (), places.document.value)
        if twice := places.twice():
            raise DeclarationError([_doubled(spot, each.path, each.place.line) for each in twice])
        if spot.value is not None:
            yield spot


def _unreadable(file: Path, why: str) -> NoReturn:
    raise DeclarationError([Fault(Place(str(file)), "", why)])


def _doubled(spot: Spot, path: FieldPath, line: int) -> Fault:
    return Fault(Place(spot.file, line), show(path), "the key is there twice", "remove one of the two")


def every(read: Callable[[_S], _T], sources: Iterable[_S]) -> list[_T]:
    """What is read of each source. Raises DeclarationError with the faults of all of them."""
    found: list[_T] = []
    faults: list[Fault] = []
    for source in sources:
        try:
            found.append(read(source))
        except DeclarationError as error:
            faults += error.faults
    if faults:
        raise DeclarationError(faults)
    return found
