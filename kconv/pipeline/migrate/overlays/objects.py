"""Kustomizations share bases: the old objects of a file are read and migrated once, however many include it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

from kconv.errors import ManifestError
from kconv.manifests import encoding
from kconv.manifests.split import RawDocument
from kconv.manifests.values import Rare
from kconv.names import GroupVersionKind
from kconv.objects.lists import is_list, whole_item
from kconv.paths import FieldPath
from kconv.pipeline import reading
from kconv.pipeline.migrate.identify import stated_kind
from kconv.pipeline.migrate.overlays.base import Base, Doc, identity
from kconv.pipeline.migrate.overlays.kustomization import content, fixed, lenient, raws
from kconv.pipeline.migrate.overlays.trial import Trial
from kconv.pipeline.migrate.target import Target

Known: TypeAlias = "tuple[GroupVersionKind, tuple[str, str]]"
"""An object's version, and its name and namespace."""


class Objects:
    """The objects of the files that kustomizations include, each file read once."""

    def __init__(self, target: Target, trial: Trial) -> None:
        self.target, self.trial = target, trial
        self._read: dict[str, list[Base]] = {}

    def of(self, file: str) -> list[Base]:
        """The objects of a file that are to be migrated; empty if the file cannot be read."""
        if file not in self._read:
            try:
                self._read[file] = list(self._old(file, content(file)))
            except ManifestError:
                self._read[file] = []
        return self._read[file]

    def _unread(self, doc: Doc, line: int, values: list[Any], why: str) -> Iterator[Base]:
        """Old objects in a text that kconv does not accept: they are not migrated."""
        for value in values:
            for path, obj in _items(value, ()):
                gvk = stated_kind(obj)
                if gvk and (version := self.target.verdict(gvk).new_version):
                    names = frozenset({identity(obj)})
                    to = self.target.kinds.named(gvk, version)
                    yield Base(doc._replace(path=path), line, gvk, to, obj, None, why, names)

    @cache  # noqa: B019 - lives as long as the run
    def standing(self, file: str) -> frozenset[Known]:
        """The objects of a file that are not migrated, by version and name."""
        try:
            values = [_value(raw, file) for raw in raws(content(file))]
        except ManifestError:
            return frozenset()
        found = ((stated_kind(obj), obj) for value in values for _, obj in _items(value, ()))
        return frozenset((gvk, identity(obj)) for gvk, obj in found if gvk and self.trial.destination(obj, gvk) is None)

    def _old(self, file: str, data: bytes) -> Iterator[Base]:
        wide = encoding.wide(data)
        if not wide and not self.target.watch.may_hold_old(data):
            return
        closed = wide.upper() or fixed(data, file)
        for raw in () if wide else raws(data):
            if not self.target.watch.may_hold_old(raw.data):
                continue
            try:
                document, _ = reading.tree(raw, file)
            except ManifestError as error:  # kustomize may still read it
                yield from self._unread(Doc(file, raw.index), raw.line, lenient(raw.data, file), error.reason)
                continue
            for path, value in _items(document.value, ()):
                gvk = stated_kind(value)
                if gvk and (to := self.trial.destination(value, gvk)):
                    new, why = (None, closed) if closed else self.trial.moved(value, to)
                    line = document.line_of((*path, "apiVersion"))
                    names = frozenset({identity(value)})
                    yield Base(Doc(file, raw.index, path), line, gvk, to, value, new, why, names)
        if wide:
            yield from self._unread(Doc(file, 0), 1, lenient(data, file), f"the file is {closed}")


def _value(raw: RawDocument, file: str) -> Any:
    try:
        return reading.value(raw, file)
    except Rare:
        return reading.tree(raw, file)[0].value


def _items(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, dict[str, Any]]]:
    if not isinstance(value, dict):
        return
    items = value.get("items")
    if is_list(value) and isinstance(items, list):
        for index, item in enumerate(items):
            yield from _items(whole_item(value, item), (*path, "items", index))
    else:
        yield path, value
