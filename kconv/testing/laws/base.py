"""What a law is: a sentence about a converter that one object can disprove."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import NamedTuple

from kconv.engine import route
from kconv.errors import KconvError
from kconv.names import GroupVersion
from kconv.paths import FieldPath, same
from kconv.testing.draws import Draw
from kconv.testing.edits import Edit
from kconv.testing.places import unordered
from kconv.testing.served import as_is
from kconv.testing.subject import Json, RefusedError, Subject
from kconv.testing.sweep import Probe
from kconv.testing.unreachable import WebhookUnreachableError

Legs = tuple[str, ...]
"""The versions that a law is tried on: the object's own first."""


@dataclass(frozen=True)
class Case:
    """One object in the first version of ``legs``, the edits that are made on the way, and what else a law draws."""

    obj: Json
    legs: Legs
    edits: tuple[Edit, ...] = ()
    extra: Json = None

    def with_object(self, obj: Json) -> Case:
        """The same case with another object."""
        return replace(self, obj=obj)


class Fault(NamedTuple):
    """One thing that is wrong in a result: ``what``, the same for any value, and ``message`` for this one."""

    path: FieldPath
    what: str
    message: str
    value: str = ""


@dataclass(frozen=True)
class Breach:
    """How a case broke a law: ``reason`` in words, and the leg on which it showed.

    ``wanted`` and ``got`` are the two objects that should be the same, both in ``version``; None where the converter
    raised, or said something that no second object can be held against. ``trace`` is the traceback of an exception, as
    far as it is in the converter's own code. ``fault`` is what is wrong where many reasons are one, "" for the reason.
    ``faults`` are what is wrong in a result of ``version``, place by place.
    """

    reason: str
    leg: str
    version: str = ""
    wanted: Json = None
    got: Json = None
    trace: str = ""
    fault: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Law:
    """A law by its name.

    ``says`` is the sentence. ``holds`` tries one case and returns how it was broken, or None. ``versions`` is how many
    versions it needs: one, two or three. ``drawn`` makes the object one that the law is about; ``applies``
    tells whether a subject has what the law needs; ``wild`` that its objects need not be ones that the schema takes;
    ``total`` that it is the law about objects that a converter refuses; ``swept`` that it is tried on every leaf of the
    schema before it is tried on random objects; ``times`` how often it is tried on an object that was given, and on one
    that has two keys in a map, where chance may decide; ``local`` that it is about a function, and means nothing of a
    webhook. ``edited`` gives the edits that a law is tried on with objects of the sweep.
    """

    name: str
    says: str
    holds: Callable[[Subject, Case], Breach | None]
    versions: int = 2
    drawn: Callable[[Draw, Subject, Case], Case] = lambda draw, subject, case: case  # noqa: ARG005
    applies: Callable[[Subject, Legs], bool] = lambda subject, legs: True  # noqa: ARG005
    wild: bool = False
    total: bool = False
    swept: bool = False
    times: int = 1
    local: bool = False
    edited: Callable[[Subject, Legs, Sequence[Probe]], Iterator[tuple[Probe, tuple[Edit, ...]]]] | None = None

    def legs(self, subject: Subject) -> Iterable[Legs]:
        """Every choice of versions that the law is to be tried on."""
        if self.local and getattr(subject.convert, "remote", False):
            return []
        found = permutations(subject.versions, self.versions)
        served = (legs for legs in found if not set(legs[1:]) & set(subject.sources))
        return [legs for legs in served if self.applies(subject, legs)]

    def broken(self, subject: Subject, case: Case) -> Breach | None:
        """Try one case; a converter that raises breaks the law. Raises WebhookUnreachableError.

        An object that the schema accepts and the converter refuses is left to ``totality``: it is reported once.
        """
        try:
            return self.holds(subject, case)
        except WebhookUnreachableError:
            raise
        except RefusedError as error:
            if self.leaves(subject, case, error) or exempt(subject, error.obj, error.version):
                return None
            return refusal(error, arrow(*case.legs))
        except Exception as error:
            leg = " → ".join(case.legs)
            return Breach(f"the conversion raised {type(error).__name__}: {error}", leg, trace=_trace(error))

    def leaves(self, subject: Subject, case: Case, refused: RefusedError) -> bool:
        """Whether it is for another law to report that a converter raised.

        That is so where it does with the case's own object, or with the refused one without its own annotations.
        """
        if self.total or not subject.totality or (self.wild and subject.between == as_is):
            return False
        if _accepted(subject, case.obj) and _not_taken_back(subject, case):
            return True
        bare = _sent(subject.bare(refused.obj, case.obj))
        return _accepted(subject, refused.obj) and refuses(subject, bare, refused.version)


def refusal(error: RefusedError, leg: str, fault: str = "") -> Breach:
    """The breach of a law by a converter that raises; in the same words for every law, for it is one fault."""
    return Breach(f"the conversion raised {error}", leg, trace=_trace(error.cause), fault=fault)


def exempt(subject: Subject, obj: Json, *versions: str) -> bool:
    """Whether an object is refused on its way only because of places that are exempt: without them, it is converted."""
    if subject.lossy is None:
        return False
    for places in subject.lossy.in_object(obj):
        if not refuses(subject, subject.lossy.without(obj, places), *versions):
            subject.lossy.used.update(places)
            return True
    return False


def _sent(obj: Json) -> Json:
    """The object with a name: one that holds nothing is sent to no webhook."""
    metadata = obj.get("metadata") if isinstance(obj, dict) else None
    return {**obj, "metadata": {"name": "web", **(metadata or {})}} if isinstance(obj, dict) else obj


def _accepted(subject: Subject, obj: Json) -> bool:
    shape = subject.shapes.get(str(obj.get("apiVersion"))) if isinstance(obj, dict) else None
    return shape is not None and shape.custom and shape.accepts(obj)


def refuses(subject: Subject, obj: Json, *versions: str) -> bool:
    """Whether the converter raises on an object's way through versions."""
    try:
        for version in versions:
            obj = subject.to(obj, version)
    except RefusedError:
        return True
    return False


def _not_taken_back(subject: Subject, case: Case) -> bool:
    source, *others = case.legs
    return any(refuses(subject, case.obj, other, source) for other in others)


def _trace(error: Exception) -> str:
    """Where a converter raised, without the kit's own calls; "" for an error of kconv, which says everything itself."""
    import traceback
    from pathlib import Path

    own = str(Path(__file__).parents[1])
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(own)]
    if not frames or isinstance(error, KconvError):
        return ""
    return "".join([*traceback.format_list(frames), *traceback.format_exception_only(error)]).rstrip()


def arrow(*versions: str) -> str:
    """A way through versions, as it is shown."""
    return " → ".join(versions)


def places(value: Json) -> list[Json]:
    """Every map and list of an object below its own fields, metadata and its maps of a user's own words aside."""
    found: list[Json] = []
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, (dict, list)) and key not in ("metadata", "labels", "annotations", "matchLabels"):
            found += [item, *places(item)]
    return found


def differs(subject: Subject, wanted: Json, got: Json, version: str, reason: str, leg: str) -> Breach | None:
    """A breach where an object is not what it was to be.

    Empty metadata that has come there does not count, nor what the converter keeps under the annotations it names.
    """
    given = wanted
    if subject.annotations is not None and subject.rules is None:  # kconv's own rules leave nothing behind
        wanted, got = subject.bare(wanted, given), subject.bare(got, given)
    return unlike(subject, wanted, subject.without_frame(got, given), version, reason, leg)


def unlike(subject: Subject, wanted: Json, got: Json, version: str, reason: str, leg: str) -> Breach | None:
    """A breach where two objects are not the same to Kubernetes, or to who reads them as the subject says."""
    if subject.rules is not None:
        own = route.leg(subject.rules, GroupVersion.parse(version))
        wanted, got = route.without_dropped(wanted, own), route.without_dropped(got, own)
    wanted, got = subject.seen(wanted, version), subject.seen(got, version)
    if same(wanted, got):
        return None
    shape = subject.shapes.get(version)
    if shape is not None and shape.custom:
        one, other = (unordered(each, shape.root, shape) for each in (wanted, got))
        if same(one, other):
            return None
    if subject.lossy is not None:
        wanted, got = subject.lossy.excused(wanted, got)
    return None if same(wanted, got) else Breach(reason, leg, version, wanted, got)


def there_and_back(subject: Subject, case: Case) -> Breach | None:
    """Whether an object comes back from another version as it was."""
    source, through = case.legs
    there = subject.to(case.obj, through)
    leg, name = arrow(source, through), subject.called(through)
    if not isinstance(there, dict) or there.get("apiVersion") != through or there.get("kind") != name:
        got = (there.get("apiVersion"), there.get("kind")) if isinstance(there, dict) else there
        return Breach(f"it is not a {through} {name}, but {got}", leg, through)
    why = f"it does not come back from {through} as it was"
    found = differs(subject, case.obj, subject.to(there, source), source, why, arrow(source, through, source))
    return None if found is not None and subject.kept_as_it_was(there, source, through) else found


def framed(obj: Json) -> Json:
    """An object whose metadata and annotations are there: of what held an annotation that is gone nobody can tell
    whether it was empty before, or not there.
    """
    metadata = obj.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        return obj
    return {**obj, "metadata": {**(metadata or {}), "annotations": (metadata or {}).get("annotations") or {}}}
