"""One document: its objects, each sent through its kind's other versions.

A document is read as a migration reads it: a duplicate key is an error, because either may be the one that counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kconv.engine import Kind
from kconv.errors import KconvError
from kconv.kinds.registry import BUILT_IN, Kinds
from kconv.manifests.split import RawDocument
from kconv.names import GroupVersion, GroupVersionKind, name_of
from kconv.objects.lists import whole_item
from kconv.paths import get
from kconv.pipeline import reading
from kconv.pipeline.inspection import Inspection
from kconv.pipeline.objects import Item, objects
from kconv.pipeline.roundtrip.outcomes import Tried, worst
from kconv.pipeline.roundtrip.trip import take
from kconv.pipeline.unparsed import plain_version, says_kind, top
from kconv.pipeline.visitor import Place

if TYPE_CHECKING:
    from kconv.manifests.tree import Document

_NO_OTHER = "its kind has no other version"


class RoundTrip(Inspection[Tried]):
    """Checks whether objects come back unchanged; an empty ``through`` stands for every version."""

    undone = "not tried"
    looks_ahead = False  # an object is tried on its own

    def __init__(self, through: tuple[GroupVersion, ...] = (), kinds: Kinds = BUILT_IN) -> None:
        self.through, self.kinds = through, kinds

    def objects(self, raw: RawDocument, place: Place) -> Iterator[Tried]:
        """The result for each object in a document. Raises ManifestError if it cannot be read."""
        read = reading.read(raw, place.file, place.template)
        if read.template:
            return iter([_templated(raw, place.file, read.template)] if says_kind(raw.data) else [])
        tree = reading.tree(raw, place.file)[0] if read.rare else None
        value = tree.value if tree else read.value
        return _Objects(raw, place.file, value, tree, self.kinds or BUILT_IN).tried(self.through)

    def unreadable(self, file: str, raw: RawDocument, error: KconvError) -> Tried:
        said = top(raw)
        line = error.line or said.line
        return Tried(file, line, raw.index, said.kind, "", said.api_version, "error", why=error.why, hint=error.hint)


def _templated(raw: RawDocument, file: str, reason: str) -> Tried:
    said = top(raw)
    hint = "try what it renders to"
    return Tried(file, said.line, raw.index, said.kind, "", said.api_version, "templated", why=reason, hint=hint)


class _Objects:
    """The objects of one document, whose tree is made only if a line must be looked up."""

    def __init__(self, raw: RawDocument, file: str, value: Any, tree: Document | None, kinds: Kinds) -> None:
        self.raw, self.file, self.value, self.tree, self.kinds = raw, file, value, tree, kinds

    def tried(self, through: tuple[GroupVersion, ...]) -> Iterator[Tried]:
        """The result for each object; a list of objects does not count itself."""
        for item in objects(self.value):
            if not item.list:
                yield self._tried(item, through)

    def _tried(self, item: Item, through: tuple[GroupVersion, ...]) -> Tried:
        api_version, kind_name = item.says
        name, line = name_of(item.value), self._line(item)
        tried = Tried(self.file, line, self.raw.index, kind_name, name, api_version, "untried")
        kind = self.kinds.find(item.gvk) if item.gvk else None
        if kind is None:
            tried.why = _unknown(item.gvk, self.kinds)
            return tried
        ways = [one for one in kind.versions if str(one) != api_version and (not through or one in through)]
        if not ways:
            tried.why = _nowhere(kind)
            return tried
        obj = self._whole(item)
        tried.trips = [take(kind, obj, way, self.kinds) for way in ways]
        tried.status = worst(tried.trips)
        return tried

    def _whole(self, item: Item) -> dict[str, Any]:
        """The object with the apiVersion and kind of its typed list."""
        whole: dict[str, Any] = whole_item(get(self.value, item.path[:-2]), item.value) if item.path else item.value
        return whole

    def _line(self, item: Item) -> int:
        plain = None if item.path or self.tree else plain_version(self.raw)
        if plain:
            return plain[0]
        if self.tree is None:
            self.tree = reading.tree(self.raw, self.file)[0]
        return self.tree.line_of((*item.path, "apiVersion"))


def _unknown(gvk: GroupVersionKind | None, kinds: Kinds) -> str:
    """Why there are no rules for an object: every built-in kind that has several versions has some."""
    if gvk is None:
        return "it lacks an apiVersion or a kind"
    return _NO_OTHER if kinds.lookup(gvk) else "no built-in kind: kconv has no rules for it"


def _nowhere(kind: Kind) -> str:
    return "its kind has none of these versions" if len(kind.versions) > 1 else _NO_OTHER
