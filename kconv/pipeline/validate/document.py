"""One document: each of its objects is checked against the schema of its kind.

Lines are looked up only where something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kconv.errors import KconvError
from kconv.manifests import encrypted
from kconv.manifests.split import RawDocument
from kconv.names import name_of
from kconv.paths import FieldPath, show
from kconv.pipeline import reading
from kconv.pipeline.inspection import Inspection
from kconv.pipeline.objects import Item, objects
from kconv.pipeline.unparsed import plain_version, says_kind, top
from kconv.pipeline.validate.outcomes import Fault, Validated, Validity
from kconv.pipeline.validate.schemas import Held, Schemas
from kconv.pipeline.visitor import Place
from kconv.validation.finding import Finding, described, mistyped

if TYPE_CHECKING:
    from kconv.manifests.places import Places


class Validation(Inspection[Validated]):
    """Checks whether the release's API server would accept an object."""

    undone = "not checked"

    def __init__(self, schemas: Schemas) -> None:
        self.schemas, self.kinds = schemas, schemas.asked.kinds

    def begin(self, file: str, head: bytes) -> None:
        """Take the definitions at the beginning of standard input or a pipe."""
        self.schemas.learn(file, head)

    def unreadable(self, file: str, raw: RawDocument, error: KconvError) -> Validated:
        said = top(raw)
        fault = Fault(error.line or raw.line, error.column or 1, error.path, "syntax", error.reason, error.hint)
        return Validated(file, said.line, raw.index, said.kind, "", said.api_version, "error", (fault,))

    def objects(self, raw: RawDocument, place: Place) -> Iterator[Validated | None]:
        """The result for each object in a document, None for a valid one."""
        read = reading.read(raw, place.file, place.template, self.schemas.value)
        if read.template:
            return iter([_templated(raw, place, read.template)] if says_kind(raw.data) else [])
        document = reading.located(raw, place.file) if read.rare else None
        value = document.document.value if document else read.value
        return _Examination(raw, place, self.schemas, document, encrypted.partly(raw.data)).of(value)


class _Examination:
    """The objects of one document."""

    def __init__(
        self, raw: RawDocument, place: Place, schemas: Schemas, document: Places | None, encrypted: str
    ) -> None:
        self.raw, self.place, self.schemas, self.encrypted = raw, place, schemas, encrypted
        self._document = document
        self.twice = document.twice() if document else []

    @property
    def document(self) -> Places:
        if self._document is None:
            self._document = reading.located(self.raw, self.place.file)
        return self._document

    def of(self, value: Any) -> Iterator[Validated | None]:
        """The result for each object in turn."""
        items = list(objects(value))
        for at, item in enumerate(items):
            result = self._object(item, inner=[each.path for each in items[at + 1 :]])
            if result is not None or not item.list:
                yield result

    def _object(self, item: Item, inner: list[FieldPath]) -> Validated | None:
        if item.misfit:
            return self._result(item, "invalid", [self._misfit(item)])
        if item.gvk is None:
            return self._result(item, "invalid", [self._fault(item, each) for each in _nameless(item.value)])
        held = self.schemas.held(item.gvk, fragment=self.place.patch)
        if self.encrypted and not held.fault:
            hint = "validate what it decrypts to"
            return self._result(item, "skipped")._replace(why=f"encrypted with {self.encrypted}", hint=hint)
        found = [held.fault] if held.fault else (held.check and held.check(item.value)) or []
        faults = [self._fault(item, self.schemas.explained(each, held)) for each in found]
        faults += self._equal_keys(item, inner)
        if faults:
            result = self._result(item, "invalid", sorted(faults))
            return result._replace(unchecked=held.unchecked, warnings=held.warnings)
        if held.check is None:
            return self._result(item, "skipped")._replace(why=held.why, hint=held.hint)
        return self._right(item, held)

    def _right(self, item: Item, held: Held) -> Validated | None:
        if not (self.place.patch or held.unchecked or held.warnings):
            return None
        result = self._result(item, "fragment" if self.place.patch else "valid")
        return result._replace(unchecked=held.unchecked, warnings=held.warnings)

    def _result(self, item: Item, status: Validity, faults: Sequence[Fault] = ()) -> Validated:
        line = faults[0].line if faults and faults[0].path == "apiVersion" else self._line(item)
        api_version, kind = item.says
        name = name_of(item.value)
        return Validated(self.place.file, line, self.raw.index, kind, name, api_version, status, tuple(faults))

    def _line(self, item: Item) -> int:
        top = None if item.path or self._document else plain_version(self.raw)
        return top[0] if top else self.document.of((*item.path, "apiVersion"), key=True).line

    def _equal_keys(self, item: Item, inner: list[FieldPath]) -> list[Fault]:
        """The duplicate keys in this object, without those in its items."""
        depth = len(item.path)
        return [
            Fault(*each.place, show(each.path[depth:]), "duplicate", f"duplicate key, first in line {each.first.line}")
            for each in self.twice
            if each.path[:depth] == item.path and not any(each.path[: len(path)] == path for path in inner)
        ]

    def _misfit(self, item: Item) -> Fault:
        """An item that is not a map: it has no fields, and the path is its own in the list."""
        (value,) = item.misfit
        (finding,) = mistyped(value, "a map")
        return self._fault(item, finding)._replace(path=show(item.path))

    def _fault(self, item: Item, finding: Finding) -> Fault:
        top = finding.rule == "version" and not item.path and not self._document and plain_version(self.raw)
        line, column = top or self.document.of((*item.path, *finding.path), key=finding.rule == "unknown")
        message = finding.message
        if finding.rule == "type" and (spelling := self.document.spelling((*item.path, *finding.path))):
            message = f"{message}, as YAML reads {spelling}"
        return Fault(line, column, show(finding.path), finding.rule, message, finding.hint)


def _nameless(value: dict[str, Any]) -> Iterator[Finding]:
    """What a map lacks to be an object."""
    for name in ("apiVersion", "kind"):
        if isinstance(value.get(name), str):
            continue
        if name in value:
            yield Finding((name,), "type", f"must be a string, is {described(value[name])}")
            continue
        near = next((key for key in value if key.lower() == name.lower()), "")
        yield Finding((name,), "required", "is required", f"did you mean {name} by {near}?" if near else "")


def _templated(raw: RawDocument, place: Place, reason: str) -> Validated:
    said = top(raw)
    hint = "validate what it renders to"
    return Validated(place.file, said.line, raw.index, said.kind, "", said.api_version, "templated", (), reason, hint)
