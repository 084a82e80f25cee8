"""What is put to the test: a converter, the versions that it knows, and the schemas that say what their objects are.

A converter is anything that takes an object and an apiVersion: kconv's own rules, an operator's function, a conversion
webhook behind a URL. That is all the laws see of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from kconv.engine import Kind
from kconv.errors import KconvError
from kconv.paths import same
from kconv.testing import go_reading
from kconv.testing.exemptions import Lossy
from kconv.testing.memory import Memory
from kconv.testing.served import Between, as_is
from kconv.testing.shape import Shape
from kconv.testing.unreachable import WebhookUnreachableError

Json: TypeAlias = Any
Converter: TypeAlias = Callable[[dict[str, Any], str], dict[str, Any]]
"""``convert(obj, to)``: the object in another version, which is given as it stands in apiVersion: "apps/v1"."""

Reading: TypeAlias = "Callable[[Any], Any] | Literal['go']"
"""An object as a reader sees it, to whom several of its forms may be the same: "go" is one with Go's types."""


def omitempty(obj: Json) -> Json:
    """An object as Go types read it whose fields all say `omitempty`: null, an empty map, list or text, zero and false
    are what is not there. List items stay.
    """
    if isinstance(obj, dict):
        read = {key: omitempty(value) for key, value in obj.items()}
        return {key: value for key, value in read.items() if value not in _EMPTY}
    return [omitempty(item) for item in obj] if isinstance(obj, list) else obj


_EMPTY: Final[tuple[Json, ...]] = (None, {}, [], "", 0)


class RefusedError(Exception):
    """The converter raised. ``obj`` is what it was given, ``cause`` what it raised."""

    def __init__(self, obj: Json, version: str, cause: Exception) -> None:
        said = str(cause) or type(cause).__name__
        super().__init__(said if isinstance(cause, KconvError) else f"{type(cause).__name__}: {said}")
        self.obj, self.version, self.cause = obj, version, cause


@dataclass
class Refusals:
    """How often a converter has raised."""

    count: int = 0


@dataclass(frozen=True, eq=False)
class Subject:
    """A converter under test.

    ``versions`` are apiVersions. ``names`` says what the kind is called in each, where it was renamed. ``shapes`` gives
    the schema of those that have one; ``objects`` real objects by version, to start from beside the schema's. ``hub``
    is the version that all conversions go through, None if there is none or it is not known. ``annotations`` are the
    keys that the converter keeps its own things under; None: whatever a conversion adds. ``deployed`` converts as it is
    done in earnest, where that is more than ``convert`` does (kconv then also writes defaults on which the versions
    differ), and gives None where behaviour cannot stay as it was, which is then said; ``filled`` gives an object its
    version's defaults. ``rules`` are those of a kind that is declared in kconv's vocabulary. ``list_keys`` names the
    fields that identify an item, by the hub's path of the list. ``read_as`` is what a reader makes of an object, such
    as ``omitempty``; None: every difference counts. ``between`` is what happens to an object between two conversions.
    ``sources`` are versions that are not served: objects may be stored in them, and nothing is converted to them.
    ``storage`` is the version that objects are stored in, None if it is not known. ``lossy`` are the places whose
    losses are known and do not count. With ``totality``, that law reports the objects that the converter refuses, and
    the other laws leave them out. ``memory`` has the answers that several laws judge.
    """

    kind: str
    versions: tuple[str, ...]
    convert: Converter
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    hub: str | None = None
    objects: Mapping[str, Sequence[Json]] = field(default_factory=dict)
    annotations: Collection[str] | None = None
    deployed: Callable[[dict[str, Any], str], Json | None] | None = None
    filled: Callable[[Json, str], Json] | None = None
    rules: Kind | None = None
    list_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read_as: Reading | None = None
    between: Between = as_is
    sources: Collection[str] = ()
    lossy: Lossy | None = None
    totality: bool = True
    storage: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    refusals: Refusals = field(default_factory=Refusals)
    memory: Memory = field(default_factory=Memory)

    def called(self, version: str) -> str:
        """What the kind is called in a version."""
        return self.names.get(version, self.kind)

    def to(self, obj: Json, version: str) -> Json:
        """The object in a version, from a copy: what a converter does to its input is for one law alone to see."""
        return self._once(obj, version, "stored", lambda: self.stored(self.answer(obj, version), version))

    def answer(self, obj: Json, version: str) -> Json:
        """What the converter itself makes of an object, and of its metadata what a server keeps."""
        return self._once(
            obj, version, "answer", lambda: self.between.restored(obj, self.converted(clone(obj), version))
        )

    def _once(self, obj: Json, version: str, what: str, make: Callable[[], Json]) -> Json:
        before = self.refusals.count
        try:
            return self.memory.once(obj, version, what, make, RefusedError)
        except RefusedError:
            self.refusals.count = before + 1
            raise

    def converted(self, obj: Json, version: str) -> Json:
        """What the converter makes of this very object. Raises RefusedError where it raises."""
        try:
            return self.convert(obj, version)
        except WebhookUnreachableError:
            raise
        except Exception as error:
            self.refusals.count += 1
            raise RefusedError(obj, version, error) from error

    @property
    def many(self) -> Callable[[list[Json], str], list[Json]] | None:
        """The conversion of a list of objects, None if the converter has none."""
        return getattr(self.convert, "many", None)

    def all_to(self, objects: list[Json], version: str) -> list[Json]:
        """Objects in a version, converted as one list. Raises RefusedError."""
        assert self.many is not None
        try:
            answers = self.many([clone(obj) for obj in objects], version)
        except WebhookUnreachableError:
            raise
        except Exception as error:
            raise RefusedError(objects[0], version, error) from error
        return [
            self.stored(self.between.restored(obj, answer), version)
            for obj, answer in zip(objects, answers, strict=True)
        ]

    def stored(self, obj: Json, version: str) -> Json:
        """The object as a server has it between two conversions."""
        return self.between.stored(obj, self.shapes.get(version))

    def named(self, obj: Json) -> Json:
        """The object with a name, where a server has it: it stores none without."""
        metadata = obj.get("metadata") or {}
        if not self.between.restores or metadata.get("name"):
            return obj
        return {**obj, "metadata": {**metadata, "name": "web"}}

    def storable(self, obj: Json, version: str) -> bool:
        """Whether a server may have exactly this object; with ``as_is``, every one."""
        shape = self.shapes.get(version)
        if self.between == as_is or shape is None or not shape.custom:
            return True
        return shape.accepts(obj) and same(obj, self.stored(obj, version))

    def writable(self, obj: Json, before: Json, version: str) -> bool:
        """Whether a server takes an edited object, as it would store it: one that it accepted before it must accept
        afterwards.
        """
        shape = self.shapes.get(version)
        if shape is None or not shape.custom or shape.accepts(obj, before):
            return True
        return not shape.accepts(before) and (self.between == as_is or shape.accepts(obj))

    def kept_as_it_was(self, there: Json, source: str, through: str) -> bool:
        """Whether an object stays as it is stored in ``source``, for a server does not accept it in ``through``."""
        shape = self.shapes.get(through)
        if not self.between.prunes or source != self.storage or shape is None or not shape.custom:
            return False
        return bool(shape.unwritable(there))

    def seen(self, obj: Json, version: str) -> Json:
        """The object as its reader sees it."""
        if self.read_as != "go":
            return obj if self.read_as is None else self.read_as(obj)
        shape = self.shapes.get(version)
        return omitempty(obj) if shape is None or not shape.custom else go_reading.read(obj, shape.node)

    def bare(self, obj: Json, before: Json) -> Json:
        """The object without what a converter keeps in its annotations; ``before`` is the object it was made from."""
        metadata = obj.get("metadata") if isinstance(obj, dict) else None
        held = metadata.get("annotations") if isinstance(metadata, dict) else None
        own = self._own(held, before)
        if not own or not isinstance(held, dict) or not isinstance(metadata, dict):
            return self.without_frame(obj, before)
        rest = {key: value for key, value in held.items() if key not in own}
        kept = {key: value for key, value in metadata.items() if key != "annotations"}
        if rest or _annotations(before) == {}:
            kept["annotations"] = rest
        out = {**obj, "metadata": kept}
        if not kept and "metadata" not in before:
            del out["metadata"]
        return out

    def without_frame(self, obj: Json, before: Json) -> Json:
        """The object without empty metadata that was not there ``before``.

        A part, such as server-side apply converts, has none, and the API server takes no answer without it: a converter
        that adds it loses nothing. kconv's own rules never do.
        """
        if self.rules is not None or not isinstance(obj, dict) or obj.get("metadata") != {}:
            return obj
        added = isinstance(before, dict) and "metadata" not in before
        return {key: value for key, value in obj.items() if key != "metadata"} if added else obj

    def own_annotations(self, obj: Json, before: Json) -> list[str]:
        """The keys of an object's annotations that are the converter's own."""
        return sorted(self._own(_annotations(obj), before))

    def _own(self, held: Json, before: Json) -> set[str]:
        if not isinstance(held, dict):
            return set()
        if self.annotations is not None:
            return set(held) & set(self.annotations)
        given = _annotations(before)
        return set(held) - (set(given) if isinstance(given, dict) else set())


def _annotations(obj: Json) -> Json:
    metadata = obj.get("metadata") if isinstance(obj, dict) else None
    return metadata.get("annotations") if isinstance(metadata, dict) else None


def clone(value: Json) -> Json:
    """A copy that shares no dict and no list with the value."""
    kind = type(value)
    if kind is dict:
        return {key: clone(item) if type(item) in _HOLDERS else item for key, item in value.items()}
    if kind is list:
        return [clone(item) if type(item) in _HOLDERS else item for item in value]
    return value


_HOLDERS: Final = (dict, list)
