"""Objects stand inside other objects: manifests in a ConfigMap, extra objects in a chart's values, patches in a
HelmRelease, tasks of a playbook. Whatever applies them later sends the version that is written there.

They are judged as any object is, by group, version and kind. Where only a group and version can be read they count if
any kind of them is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from kconv import catalog
from kconv.catalog.served import everything
from kconv.errors import ManifestError
from kconv.manifests.split import Block, RawDocument, split
from kconv.names import GroupVersionKind, Release, name_of
from kconv.notes import Note
from kconv.paths import FieldPath, show
from kconv.pipeline import reading
from kconv.pipeline.migrate.identify import gvk_of, item_kind
from kconv.pipeline.migrate.outcomes import DocumentOutcome
from kconv.pipeline.migrate.target import Target
from kconv.pipeline.migrate.verdicts import Verdict
from kconv.placeholders import has_placeholder

if TYPE_CHECKING:
    from kconv.manifests.tree import Document

_VERSION_KEYS = ("apiVersion", "api_version")
"""``api_version`` is what Ansible's k8s modules call it."""
_SPELLINGS = (*_VERSION_KEYS, "ApiVersion", "apiversion")
"""Of these one is in every key that may say a version, such as ``rbacApiVersion`` among a chart's values."""
_SELECTING = frozenset(("target", "select", "source", "reject", "objref", "fieldSpecs", "path"))
"""Around or in a selector without a group, which elsewhere may be anything."""
_SCHEMA_OF = "x-kubernetes-group-version-kind"
"""In an OpenAPI document, of what its schemas describe."""
_HOLDS = "kconv does not rewrite what stands inside of something else: edit it by hand, or migrate where it comes from"
_SELECTS = "it finds nothing once what it selects is migrated: change both at once"
_MANAGED = ("metadata", "managedFields")
"""Which version each writer of a field used: the server's own books."""
_DEEPEST = 30
"""Texts in texts that are read: a ConfigMap in a List in an annotation, and many more."""


class Inside(NamedTuple):
    """Something old inside of a document.

    ``path`` is the map that says so, or the text that holds it, in the document; ``line`` counts in that text from 1,
    and is 0 where the map is one of the document's own. ``selects`` tells that it names objects and is none.
    """

    path: FieldPath
    api_version: str
    kind: str
    name: str = ""
    line: int = 0
    key: str = "apiVersion"
    selects: bool = False


class Search:
    """Looks through values for what a run's target does not serve."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def inside(self, value: Any, path: FieldPath = (), *, root: bool = False, depth: int = 0) -> Iterator[Inside]:
        """What is old below a value; with ``root`` the value itself counts too."""
        if isinstance(value, dict):
            if root:
                yield from self._map(value, path)
            for key in value:
                if isinstance(key, str) and _may_say(key):
                    yield from (each._replace(path=path) for each in self._text(key, depth))
        elif isinstance(value, str):
            yield from (each._replace(path=path) for each in self._text(value, depth))
        for step, child in _children(value, path):
            if isinstance(child, (dict, list)) or (isinstance(child, str) and _may_say(child)):
                yield from self.inside(child, (*path, step), root=True, depth=depth)

    def _map(self, value: dict[str, Any], path: FieldPath) -> Iterator[Inside]:
        kind = value.get("kind")
        kind = kind if isinstance(kind, str) and kind.isalnum() else ""
        for key, version in value.items():
            if isinstance(version, str) and _says_version(key):
                own = key in _VERSION_KEYS
                if has_placeholder(version):
                    yield from self._filled_in(value, key, path)
                elif self._old(version, kind if own else ""):
                    yield Inside(path, version, kind if own else "", name_of(value) if own else "", key=key)
        name, said = value.get("name"), value.get("value")
        if isinstance(said, str) and _says_version(name) and self._old(said, ""):
            yield Inside(path, said, "", key="value")
        if "version" in value or "group" in value:
            yield from self._selector(value, kind, path)

    def _filled_in(self, value: dict[str, Any], key: str, path: FieldPath) -> Iterator[Inside]:
        """What is old in a version that something fills in, such as a fallback."""
        from kconv.manifests.template_lines import old_lines

        kind = value.get("kind") if key in _VERSION_KEYS else ""
        text = f"apiVersion: {value[key]}\nkind: {kind or ''}\n".encode(errors="surrogateescape")
        for old in old_lines(RawDocument(0, 1, 0, text), self.target.watch):
            yield Inside(path, old.api_version, old.kind, name_of(value) if old.kind else "", key=key)

    def _old(self, version: str, kind: str) -> bool:
        if not kind:
            return self.target.is_gone(version)
        gvk = item_kind(gvk_of(version, kind))
        if _is_known(gvk):
            return self.target.verdict(gvk).what not in ("keep", "request")
        return self.target.watch.gone(version)

    def _selector(self, value: dict[str, Any], kind: str, path: FieldPath) -> Iterator[Inside]:
        """A map of group, version and kind, some of which may be left out, that names objects."""
        group, version = (value.get(key) if isinstance(value.get(key), str) else "" for key in ("group", "version"))
        names = self.target.names
        if any(isinstance(value.get(key), str) for key in _VERSION_KEYS):
            return
        if names is None or not (version or group) or not (kind or (group and version)):
            return
        if not group and _SELECTING.isdisjoint((*path, *value)):
            return
        text = "/".join(part for part in (group, version) if part)
        found = Inside(path, text, kind, key="version" if version else "group", selects=True)
        meant = _meant(found, self.target)
        if meant and all(map(names.verdict, meant)):
            yield found

    def _text(self, text: str, depth: int) -> Iterator[Inside]:
        """What is old in a text that holds manifests, or anything else."""
        if depth >= _DEEPEST or not _may_say(text):
            return
        data = text.encode(errors="surrogateescape")
        if self.target.watch.stirs(data):
            for raw in split(Block(1, 0, data)):
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
                yield Inside((), old.api_version, old.kind, line=old.line)
        else:
            for each in self.inside(tree.value, root=True, depth=depth + 1):
                yield each._replace(line=line_of(tree, each))


def line_of(document: Document, found: Inside) -> int:
    """The line of a document on which something stands in it."""
    if not found.line:
        return document.line_of((*found.path, found.key))
    return document.text_line(found.path, found.line)


def outcome(found: Inside, document: Document, file: str, index: int, target: Target) -> DocumentOutcome:
    """What to report of it: a document of its own, on the line on which it stands."""
    gvks = _meant(found, target)
    verdict = target.verdict(gvks[0]) if len(gvks) == 1 and not found.selects else Verdict("keep")
    fate = f"which {target.release} {'has deprecated' if any(map(_served, gvks, repeat(target))) else 'does not serve'}"
    what = f"{'selects' if found.selects else 'says'} {found.api_version} {found.kind}".rstrip()
    removed = verdict.removed_in or max(map(_removed, gvks), key=_minor, default="")
    hint = _SELECTS if found.selects else verdict.why if verdict.way is None and verdict.why else _HOLDS
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
    )


def _meant(found: Inside, target: Target) -> list[GroupVersionKind]:
    """The old kinds that it may be about."""
    gvk = gvk_of(found.api_version, found.kind)
    if not found.selects and _is_known(item_kind(gvk)):
        return [item_kind(gvk)]
    if found.selects and target.names is not None:
        group, version = (gvk.group, gvk.version) if found.key == "version" or gvk.group else (found.api_version, "")
        return list(target.names.alike(group, version, found.kind))
    return [one for one in everything() if one.api_version == found.api_version and target.stale(one)]


def _children(value: Any, path: FieldPath) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        books = _MANAGED[1] if path[-1:] == _MANAGED[:1] else _SCHEMA_OF
        return [(key, child) for key, child in value.items() if key not in (books, _SCHEMA_OF)]
    return enumerate(value) if isinstance(value, list) else ()


def _may_say(text: str) -> bool:
    return ("ersion" in text and any(key in text for key in _SPELLINGS)) or "\\" in text


@lru_cache(maxsize=4096)
def _says_version(key: object) -> bool:
    return isinstance(key, str) and key.lower().replace("_", "").endswith("apiversion")


def _is_known(gvk: GroupVersionKind) -> bool:
    return catalog.lookup(gvk) is not None and not catalog.is_internal(gvk)


def _served(gvk: GroupVersionKind, target: Target) -> bool:
    one = catalog.lookup(gvk)
    return one is not None and one.in_release(target.release)


def _removed(gvk: GroupVersionKind) -> str:
    one = catalog.lookup(gvk)
    return str(one.removed) if one and one.removed else ""


def _minor(release: str) -> int:
    return Release.parse(release).minor if release else -1
