"""One document: its objects, each held to the schema of its kind.

Places are looked up only where something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kconv.errors import KconvError, ManifestError
from kconv.manifests import templates
from kconv.manifests.encoding import text_of
from kconv.manifests.split import RawDocument
from kconv.manifests.values import Rare
from kconv.names import name_of
from kconv.paths import FieldPath, show
from kconv.pipeline import reading
from kconv.pipeline.validation.glance import glance, plain_version
from kconv.pipeline.validation.outcomes import Fault, Validated, Validity
from kconv.pipeline.validation.read import Item, may_hold, objects
from kconv.pipeline.validation.schemas import Held, Schemas
from kconv.structural.validation.finding import Finding

if TYPE_CHECKING:
    from kconv.manifests.places import Places

_ON_KEY = frozenset({"unknown", "duplicate"})


class Place(NamedTuple):
    """Where a document was found: what kind of template that is ("" for none), and whether it is a kustomize patch."""

    file: str
    template: str = ""
    patch: bool = False


def validate(raw: RawDocument, place: Place, schemas: Schemas) -> list[Validated | None]:
    """What is found of each of a document's objects, None of one that is right; nothing where it holds none."""
    if not may_hold(raw.data):
        return []
    try:
        return list(_validated(raw, place, schemas))
    except ManifestError as error:
        return [failed(place.file, raw, error)] if _says_kind(raw.data) else []
    except Exception as defect:  # of a reader or a check; it must not hide what is wrong with other documents
        from kconv.pipeline.examined import DEFECT

        told = ManifestError(f"{type(defect).__name__}: {defect}", hint=DEFECT)
        return [failed(place.file, raw, told)]


def failed(file: str, raw: RawDocument, error: KconvError) -> Validated:
    """What is told of a document, or a file, that cannot be read."""
    top = glance(raw)
    fault = Fault(error.line or raw.line, error.column or 1, error.path, "syntax", error.reason, error.hint)
    return Validated(file, top.line, raw.index, top.kind, "", top.api_version, "error", (fault,))


def _validated(raw: RawDocument, place: Place, schemas: Schemas) -> Iterator[Validated | None]:
    if place.template:
        return iter([_templated(raw, place, place.template)] if _says_kind(raw.data) else [])
    marks = templates.has_marks(raw.data)
    try:
        value, document = schemas.value(raw, place.file), None
        doubtful = marks and (b"#@" in raw.data or (b"$" in raw.data and templates.may_stand_in(value)))
    except Rare:
        value, document, doubtful = None, None, marks
    if doubtful and (reason := templates.reason(text_of(raw.data, place.file, raw.line))):
        return iter([_templated(raw, place, reason)] if _says_kind(raw.data) else [])
    if value is None:
        document = reading.located(raw, place.file)
        value = document.document.value
    return _Examination(raw, place, schemas, document).of(value)


class _Examination:
    """The objects of one document."""

    def __init__(self, raw: RawDocument, place: Place, schemas: Schemas, document: Places | None) -> None:
        self.raw, self.place, self.schemas = raw, place, schemas
        self._document = document
        self.twice = document.twice() if document else []

    @property
    def document(self) -> Places:
        if self._document is None:
            self._document = reading.located(self.raw, self.place.file)
        return self._document

    def of(self, value: Any) -> Iterator[Validated | None]:
        """What is found of each object in turn."""
        items = list(objects(value))
        for at, item in enumerate(items):
            told = self._object(item, inner=[each.path for each in items[at + 1 :]])
            if told is not None or not item.list:
                yield told

    def _object(self, item: Item, inner: list[FieldPath]) -> Validated | None:
        if item.gvk is None:
            return self._told(item, "invalid", [self._fault(item, each) for each in _nameless(item.value)])
        held = self.schemas.held(item.gvk, fragment=self.place.patch)
        found = [held.fault] if held.fault else (held.check and held.check(item.value)) or []
        if not found and not self.twice:
            if held.check is None:
                return self._told(item, "skipped")._replace(why=held.why, hint=held.hint)
            return self._right(item, held)
        faults = [self._fault(item, self.schemas.told(each, held)) for each in found]
        faults += self._equal_keys(item, inner)
        if not faults:
            return self._right(item, held)
        return self._told(item, "invalid", sorted(faults))._replace(unchecked=held.unchecked, warnings=held.warnings)

    def _right(self, item: Item, held: Held) -> Validated | None:
        if not (self.place.patch or held.unchecked or held.warnings):
            return None
        told = self._told(item, "fragment" if self.place.patch else "valid")
        return told._replace(unchecked=held.unchecked, warnings=held.warnings)

    def _told(self, item: Item, status: Validity, faults: Sequence[Fault] = ()) -> Validated:
        line = faults[0].line if faults and faults[0].path == "apiVersion" else self._line(item)
        api_version, kind = (item.gvk.api_version, item.gvk.kind) if item.gvk else _said(item.value)
        name = name_of(item.value)
        return Validated(self.place.file, line, self.raw.index, kind, name, api_version, status, tuple(faults))

    def _line(self, item: Item) -> int:
        top = None if item.path or self._document else plain_version(self.raw)
        return top[0] if top else self.document.of((*item.path, "apiVersion"), key=True).line

    def _equal_keys(self, item: Item, inner: list[FieldPath]) -> list[Fault]:
        """The keys that stand twice in this object, and not in one of its items."""
        depth = len(item.path)
        return [
            Fault(*each.place, show(each.path[depth:]), "duplicate", f"stands twice, first in line {each.first.line}")
            for each in self.twice
            if each.path[:depth] == item.path and not any(each.path[: len(path)] == path for path in inner)
        ]

    def _fault(self, item: Item, finding: Finding) -> Fault:
        top = finding.rule == "version" and not item.path and not self._document and plain_version(self.raw)
        line, column = top or self.document.of((*item.path, *finding.path), key=finding.rule in _ON_KEY)
        message = finding.message
        if finding.rule == "type" and (spelling := self.document.spelling((*item.path, *finding.path))):
            message = f"{message}, as YAML reads {spelling}"
        return Fault(line, column, show(finding.path), finding.rule, message, finding.hint)


def _nameless(value: dict[str, Any]) -> Iterator[Finding]:
    """What an object lacks to be one."""
    for name in ("apiVersion", "kind"):
        if isinstance(value.get(name), str):
            continue
        if name in value:
            yield Finding((name,), "type", "must be a string")
            continue
        near = next((key for key in value if isinstance(key, str) and key.lower() == name.lower()), "")
        yield Finding(
            (name,), "required", "must be there and is not", f"did you mean {name} by {near}?" if near else ""
        )


def _said(value: dict[str, Any]) -> tuple[str, str]:
    return tuple(str(value.get(key) or "") for key in ("apiVersion", "kind"))  # type: ignore[return-value]


def _templated(raw: RawDocument, place: Place, reason: str) -> Validated:
    top = glance(raw)
    hint = "validate what it renders to"
    return Validated(place.file, top.line, raw.index, top.kind, "", top.api_version, "templated", (), reason, hint)


def _says_kind(data: bytes) -> bool:
    """Whether a text that is no YAML speaks of an object at all."""
    return b"kind" in data and b"apiVersion" in data
