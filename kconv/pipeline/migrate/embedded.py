"""Objects stand inside other objects: manifests in a ConfigMap, extra objects in a chart's values, patches in a
HelmRelease, tasks of a playbook. Whatever applies them later sends the version that is written there.

They are judged like any object, by group, version and kind. If only a group and version can be read, they are reported
if any kind in that version is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from kconv import catalog
from kconv.catalog import Served
from kconv.errors import ManifestError
from kconv.manifests.split import Block, RawDocument, split
from kconv.names import GroupVersionKind, Release, name_of
from kconv.notes import Note
from kconv.paths import FieldPath, show
from kconv.pipeline import reading
from kconv.pipeline.migrate.identify import gvk_of, item_kind
from kconv.pipeline.migrate.outcomes import DocumentOutcome
from kconv.pipeline.migrate.target import Target
from kconv.pipeline.migrate.verdicts import KEEP
from kconv.placeholders import has_placeholder
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.manifests.tree import Document

_VERSION_KEYS = ("apiVersion", "api_version")
"""``api_version`` is the spelling of Ansible's k8s modules."""
_SPELLINGS = (*_VERSION_KEYS, "ApiVersion", "apiversion")
"""Every key that may hold a version contains one of these, such as ``rbacApiVersion`` in a chart's values."""
_SELECTING = frozenset(("target", "select", "source", "reject", "objref", "fieldSpecs", "path"))
"""Keys around or in a selector. A map without a group is one only beside these."""
_SCHEMA_OF = "x-kubernetes-group-version-kind"
"""Names, in an OpenAPI document, the kind that a schema describes."""
_HOLDS = "kconv does not rewrite an object inside another: edit it by hand, or migrate the source that it comes from"
_SELECTS = "it no longer selects these objects once they are migrated: change both together"
_MANAGED = ("metadata", "managedFields")
"""The version that each writer of a field used, as recorded by the server."""
_DEEPEST = 30
"""The depth to which texts in texts are read: a ConfigMap in a List in an annotation, and so on."""


class Inside(NamedTuple):
    """An old version inside a document.

    ``path`` leads to the map that has it at ``key``, or to the text that contains it. ``line`` counts from 1 in that
    text, and is 0 if the map is the document's own. ``selects`` is true for a selector, which names objects but is not
    one.
    """

    path: FieldPath
    api_version: str
    kind: str
    key: str
    name: str = ""
    line: int = 0
    selects: bool = False


class Search:
    """Searches values for versions that the target of a run does not serve."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def inside(self, value: Any, path: FieldPath = (), *, root: bool = False, depth: int = 0) -> Iterator[Inside]:
        """The old versions below a value; with ``root`` also in the value itself."""
        if isinstance(value, dict):
            if root:
                yield from self._map(value, path)
            for key in value:
                if _may_hold_version(key):
                    yield from (each._replace(path=path) for each in self._text(key, depth))
        elif isinstance(value, str):
            yield from (each._replace(path=path) for each in self._text(value, depth))
        for step, child in _children(value, path):
            if isinstance(child, (dict, list)) or (isinstance(child, str) and _may_hold_version(child)):
                yield from self.inside(child, (*path, step), root=True, depth=depth)

    def _map(self, value: dict[str, Any], path: FieldPath) -> Iterator[Inside]:
        kind = value.get("kind")
        kind = kind if isinstance(kind, str) and kind.isalnum() else ""
        for key, version in value.items():
            if isinstance(version, str) and _is_version_key(key):
                own = key in _VERSION_KEYS
                if has_placeholder(version):
                    yield from self._filled_in(value, key, path)
                elif self._old(version, kind if own else ""):
                    yield Inside(path, version, kind if own else "", key, name_of(value) if own else "")
        name, named = value.get("name"), value.get("value")
        if isinstance(named, str) and _is_version_key(name) and self._old(named, ""):
            yield Inside(path, named, "", "value")
        if "version" in value or "group" in value:
            yield from self._selector(value, kind, path)

    def _filled_in(self, value: dict[str, Any], key: str, path: FieldPath) -> Iterator[Inside]:
        """The old versions in a placeholder for a version, such as a fallback."""
        from kconv.manifests.template_lines import old_lines

        kind = value.get("kind") if key in _VERSION_KEYS else ""
        text = f"apiVersion: {value[key]}\nkind: {kind or ''}\n".encode()
        for old in old_lines(RawDocument.whole(text), self.target.watch):
            yield Inside(path, old.api_version, old.kind, key, name_of(value) if old.kind else "")

    def _old(self, version: str, kind: str) -> bool:
        if not kind:
            return self.target.is_gone(version)
        gvk = item_kind(gvk_of(version, kind))
        if _is_known(gvk, self.target):
            return self.target.verdict(gvk).what not in ("keep", "request")
        return self.target.watch.gone(version) and not self.target.undeclared.get(version)

    def _selector(self, value: dict[str, Any], kind: str, path: FieldPath) -> Iterator[Inside]:
        """A map that selects objects by group, version and kind, some of which may be absent."""
        group, version = (value.get(key) if isinstance(value.get(key), str) else "" for key in ("group", "version"))
        names = self.target.names
        if any(isinstance(value.get(key), str) for key in _VERSION_KEYS):
            return
        if names is None or not (version or group) or not (kind or (group and version)):
            return
        if not group and _SELECTING.isdisjoint((*path, *value)):
            return
        text = "/".join(part for part in (group, version) if part)
        found = Inside(path, text, kind, "version" if version else "group", selects=True)
        meant = _meant(found, self.target)
        if meant and all(map(names.verdict, meant)):
            yield found

    def _text(self, text: str, depth: int) -> Iterator[Inside]:
        """The old versions in a text, which may hold manifests or anything else."""
        if depth >= _DEEPEST or not _may_hold_version(text):
            return
        data = text.encode()
        if self.target.watch.may_hold_old(data):
            for raw in split(Block.whole(data)):
                yield from self._document(raw, text, depth)

    def _document(self, raw: RawDocument, text: str, depth: int) -> Iterator[Inside]:
        from kconv.manifests.template_lines import old_lines

        try:
            tree = None if reading.template(raw, "") else reading.tree(raw, "")[0]
        except ManifestError:
            tree = None
        if tree and tree.value != text and isinstance(tree.value, str):
            yield from (each._replace(line=line_of(tree, each)) for each in self._text(tree.value, depth + 1))
        elif tree is None or not isinstance(tree.value, (dict, list)):
            for old in old_lines(raw, self.target.watch):
                yield Inside((), old.api_version, old.kind, "", line=old.line)
        else:
            for each in self.inside(tree.value, root=True, depth=depth + 1):
                yield each._replace(line=line_of(tree, each))


def line_of(document: Document, found: Inside) -> int:
    """The line of a document on which an old version is."""
    if not found.line:
        return document.line_of((*found.path, found.key))
    return document.text_line(found.path, found.line)


def outcome(found: Inside, document: Document, file: str, index: int, target: Target) -> DocumentOutcome:
    """The outcome that reports an old version, on its own line."""
    gvks = _meant(found, target)
    verdict = target.verdict(gvks[0]) if len(gvks) == 1 and not found.selects else KEEP
    fate = _fate(gvks, target)
    what = f"{'selects' if found.selects else 'uses'} {found.api_version} {found.kind}".rstrip()
    removed = verdict.removed_in or str(max(filter(None, map(_removed, gvks, repeat(target))), default=""))
    hint = _SELECTS if found.selects else verdict.why or _HOLDS
    return DocumentOutcome(
        file,
        line_of(document, found),
        index,
        found.kind,
        found.name,
        found.api_version,
        str(verdict.to or ""),
        "embedded",
        [Note("reference", show(found.path), f"{what}, {fate}")],
        hint,
        removed,
        verdict.unserved,
    )


def _fate(gvks: list[GroupVersionKind], target: Target) -> str:
    """What the target has against old kinds, for a sentence."""
    assert target.names
    if gvks and not any(isinstance(target.lookup(gvk), Served) for gvk in gvks):
        return target.names.fate(gvks[0])
    return f"which {target.release} {'has deprecated' if any(map(target.names.serves, gvks)) else 'does not serve'}"


def _meant(found: Inside, target: Target) -> list[GroupVersionKind]:
    """The old kinds that it may refer to."""
    gvk = gvk_of(found.api_version, found.kind)
    if found.selects:
        assert target.names
        group, version = (gvk.group, gvk.version) if found.key == "version" or gvk.group else (found.api_version, "")
        return list(target.names.alike(group, version, found.kind))
    if _is_known(item_kind(gvk), target):
        return [item_kind(gvk)]
    every = (one.gvk for one in target.everything())
    return [one for one in every if one.api_version == found.api_version and target.stale(one)]


def _children(value: Any, path: FieldPath) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        books = _MANAGED[1] if path[-1:] == _MANAGED[:1] else _SCHEMA_OF
        return [(key, child) for key, child in value.items() if key not in (books, _SCHEMA_OF)]
    return enumerate(value) if isinstance(value, list) else ()


def _may_hold_version(text: str) -> bool:
    return ("ersion" in text and any(key in text for key in _SPELLINGS)) or "\\" in text


@lru_cache(maxsize=4096)
def _is_version_key(key: object) -> bool:
    return isinstance(key, str) and key.lower().replace("_", "").endswith("apiversion")


def _is_known(gvk: GroupVersionKind, target: Target) -> bool:
    if target.lookup(gvk) is None:
        return target.verdict(gvk).unserved  # a version that its declaration does not have
    return not catalog.is_internal(gvk)


def _removed(gvk: GroupVersionKind, target: Target) -> Release | None:
    one = target.lookup(gvk)
    return one.removed if one else None
