"""Perhaps one in five documents of a repository is old: the others must cost a glance at their bytes, not a parse.

A glance can be unsure, because YAML has many ways to write a key and a value (anchors, tags, escapes, flow style). The
document is then parsed, never skipped: a detector that misses an old object is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal

from kconv.manifests.split import RawDocument, holds
from kconv.records import NamedTuple

Needs = Literal["nothing", "known", "parse"]
"""``known``: the bytes alone identify the object; ``parse``: the document must be parsed."""

_KEY = b"apiVersion"
_BEGINS = b"/v"
"""The text between a group and its version."""
_VALUE = re.compile(rb"""apiVersion(?:["']?\s*:[\s"']*([^\s"',}\]\\]*))?""")
_UNPLAIN = tuple(b"&*!|>#?{[\\%@`$<(")
_ESCAPE = rb"\\(?:x([0-9A-Fa-f]{2})|u00([0-9A-Fa-f]{2})|U000000([0-9A-Fa-f]{2})|(/)|\r?\n[ \t]*)"
FROM_CLUSTER = (b"kconv.dev/stash", b"kubectl.kubernetes.io/last-applied-configuration")
"""Annotations of objects that were read from a cluster."""
SELECTED = b""
"""In place of a marker: the words that count in kustomizations, which are recognized by their file name."""


class Glance(NamedTuple):
    """What the bytes of a document show.

    ``api_version`` and ``kind`` are "" if the bytes are not plain enough; ``line`` is the 1-based line of the
    apiVersion in the stream. ``others`` are the (line, version) of every other apiVersion in the document. ``names`` is
    true if it may refer to something old, whether or not it is old itself.
    """

    needs: Needs
    api_version: str = ""
    kind: str = ""
    line: int = 0
    others: tuple[tuple[int, str], ...] = ()
    names: bool = False


class Watch:
    """What to look for: ``old`` maps each version to the kinds that are old in it; ``kept`` are versions that other
    kinds keep.

    A stable version that most kinds keep, such as v1, counts only if the name of an old kind is in the bytes; any other
    counts whatever the kind, because a template need not contain the kind.

    ``words`` maps a marker, which every document concerned contains, to the words that name something old without an
    apiVersion, such as a group in an RBAC rule. It is None if references are not followed.

    ``before`` is called with each text before it is looked at, where what to look for is not complete yet.
    """

    before: Callable[[bytes], None] | None = None

    def __init__(
        self,
        old: Mapping[str, Collection[str]],
        kept: Collection[str] = (),
        words: Mapping[bytes, Collection[bytes]] | None = None,
    ) -> None:
        self.look_for(old, kept, words)

    def look_for(
        self,
        old: Mapping[str, Collection[str]],
        kept: Collection[str],
        words: Mapping[bytes, Collection[bytes]] | None,
    ) -> None:
        """Look for these versions and words in every text from now on."""
        self.versions = frozenset(version.encode() for version in old)
        self._old = {version: frozenset(kinds) for version, kinds in old.items()}
        self._kept = frozenset(kept)
        stable = [version for version in old if version in kept and not _unstable(version)]
        self._rare = {version.encode(): [kind.encode() for kind in old[version]] for version in stable}
        self._ends: dict[bytes, list[bytes]] = {}  # there are few
        self._core = {version for version in self.versions if _BEGINS not in version}
        for version in sorted(self.versions - self._core):
            self._ends.setdefault(version[version.find(_BEGINS) :], []).append(version)
        self._spelled = frozenset(version.encode() for version in old if self.old(version, ""))
        self._looks = words is not None
        self._words = {marker: _by_level(each) for marker, each in (words or {}).items() if each}
        self.markers = [marker for marker in self._words if marker != SELECTED]
        self._last = _Look(self, b"")

    def old(self, version: str, kind: str) -> bool:
        """Whether the kind is old in that version; for an unknown kind (""), whether it may be."""
        if not kind:
            return version not in self._kept or _unstable(version)
        return kind in self._old.get(version, ())

    def may_hold_old(self, data: bytes) -> bool:
        """Whether any document in these bytes may be old or refer to something old. False is certain."""
        look = self._look(data)
        return look.has_old_version or look.has_old_word()

    def _look(self, data: bytes) -> _Look:
        """The look at these bytes. The last one is kept: most files are a single document."""
        if self._last.data is not data:
            if self.before is not None:
                self.before(data)
            self._last = _Look(self, data)
        return self._last

    def spells(self, data: bytes) -> bool:
        """Whether a version that is old for any kind is written anywhere: a template need not contain the kind."""
        return any(version in self._spelled for _, version in self.written(data))

    def written(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The positions of versions that may be old, as a word or part of one, and the versions."""
        for version in self._core:
            if holds(data, version) and self.may(version, data):
                yield from ((at, version) for at in _places(data, version))
        ends, may = tuple(self._ends), dict[bytes, bool]()
        for at in _places(data, _BEGINS):
            if data.startswith(ends, at):
                for start, version in self._ending(data, at):
                    if version not in may:
                        may[version] = self.may(version, data)
                    if may[version]:
                        yield start, version

    def _ending(self, data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
        """The old versions whose ending is at a position in the text."""
        for end, versions in self._ends.items():
            for version in versions if data.startswith(end, at) else ():
                start = at + len(end) - len(version)
                if start >= 0 and data.startswith(version, start):
                    yield start, version

    def among(self, others: Iterable[tuple[int, str]]) -> bool:
        """Whether one of the versions on lines other than the object's own may be old."""
        return any(version.encode() in self.versions for _, version in others)

    def selects(self, data: bytes) -> bool:
        """Whether the bytes of a kustomization may select something old."""
        return self.has_word(SELECTED, self._look(data).plain)

    def has_word(self, marker: bytes, plain: bytes) -> bool:
        """Whether the text contains one of the words that belong to a marker."""
        parts = self._words.get(marker, {}).items()
        words = tuple(word for part, each in parts if holds(plain, part) for word in each if holds(plain, word))
        return bool(words) and _alone(words).search(plain) is not None

    def _names(self, look: _Look, others: Iterable[tuple[int, str]]) -> bool:
        """Whether an apiVersion other than the object's own may be old; in JSON inside of quotes it is escaped.

        The bare word does not count: an object's schema is full of it.
        """
        if not self._looks:
            return False
        old = {version.encode() for _, version in others} & self.versions
        if any(self.may(version, look.data) for version in old):
            return True
        unsure = b"\\" in look.data or any(token and _unplain(token) for token in look.tokens)
        return unsure and self.anywhere(look.data)

    def anywhere(self, data: bytes) -> bool:
        """Whether an old version is written anywhere; `!!binary` can hide any in base64."""
        return any(self.written(data)) or holds(data, b"binary")

    def may(self, version: bytes, data: bytes) -> bool:
        """Whether the text may contain a kind that is old in a version."""
        kinds = self._rare.get(version)
        return kinds is None or any(holds(data, kind) for kind in kinds) or _hides(data)

    def glance(self, document: RawDocument) -> Glance:
        """Classify one document by its bytes."""
        data = document.data
        look = self._look(data)
        if not look.has_old_version and not look.has_old_word():
            return Glance("nothing")
        from kconv.manifests.scan_top import plain_top

        top = plain_top(data)
        others = tuple(_others(document, look.matches, top.get(_KEY) if top else None))
        names = look.has_old_word() or self._names(look, others)
        if top is None or len(top) == 1:
            return Glance("parse", others=others, names=names)
        if not top:
            return Glance("nothing", others=others, names=names)
        version, kind = (top[key].group(4).decode() for key in (_KEY, b"kind"))
        needs: Needs = "parse" if kind.endswith("List") else "known" if self.old(version, kind) else "nothing"
        return Glance(needs, version, kind, _line(document, top[_KEY].start(2)), others, names)

    def gone(self, version: str) -> bool:
        """Whether a version is old for every kind."""
        return version in self._old and version not in self._kept


class _Look:
    """The findings in a text, each computed once.

    ``matches`` are its apiVersions with the words that follow them, the ``tokens``. ``has_old_version`` is true if one
    of these may be an old version.
    """

    def __init__(self, watch: Watch, data: bytes) -> None:
        self.watch, self.data = watch, data
        self._has_old_word: bool | None = None
        self.plain = unescaped(data)
        self.matches = list(_api_versions(data))
        self.tokens = _tokens(self.matches)
        self.has_old_version = self._has_old_version()

    def _has_old_version(self) -> bool:
        watch, data = self.watch, self.data
        old = self.tokens & watch.versions
        if old and any(watch.may(version, data) for version in old):
            return True
        if any(map(_unplain, self.tokens)) and watch.anywhere(data):
            return True
        return self.plain is not data and self._escaped()

    def _escaped(self) -> bool:
        """Whether "extensions\\/v1beta1", "\\x65xtensions/…" or an escaped key hides a version."""
        watch, plain = self.watch, self.plain
        tokens = _tokens(_api_versions(plain))
        return any(token in watch.versions or (_unplain(token) and watch.anywhere(plain)) for token in tokens)

    def has_old_word(self) -> bool:
        """Whether the text names an old group, resource or version in a field that is not an apiVersion."""
        if self._has_old_word is None:
            find = self.plain.find
            found = [marker for marker in self.watch.markers if find(marker) >= 0]
            self._has_old_word = any(self.watch.has_word(marker, self.plain) for marker in found)
        return self._has_old_word


@lru_cache(maxsize=256)
def _alone(words: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """Any of the words, on its own or with a subresource: neither apiextensions.k8s.io nor extensions/v1beta1."""
    return re.compile(rb"(?<![\w./])(?<!(?<!:)-)(?:count/)?(?:%s)(?![\w.-]|/v[0-9])" % b"|".join(map(re.escape, words)))


def may_be_from_cluster(data: bytes) -> bool:
    """Whether an object in these bytes may have an annotation of one that was read from a cluster."""
    return any(holds(data, key) for key in FROM_CLUSTER)


def _hides(data: bytes) -> bool:
    """Whether base64 may hide a kind. One byte is found ten times as fast as several."""
    return holds(data, b"!") and holds(data, b"!!binary")


def _by_level(words: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    """The words by what shows that a text has none of them: the level of an unstable version, else the word itself."""
    found: dict[bytes, list[bytes]] = {}
    for word in words:
        found.setdefault(next((level for level in (b"alpha", b"beta") if level in word), word), []).append(word)
    return found


def _unstable(version: str) -> bool:
    return "alpha" in version or "beta" in version


def _places(data: bytes, part: bytes) -> Iterator[int]:
    """Every position at which a part begins."""
    at = data.find(part)
    while at >= 0:
        yield at
        at = data.find(part, at + 1)


def _api_versions(data: bytes) -> Iterator[re.Match[bytes]]:
    """Each apiVersion and the word after it: finding the key first is several times as fast as the expression."""
    at = data.find(_KEY)
    while at >= 0 and (value := _VALUE.match(data, at)):
        yield value
        at = data.find(_KEY, value.end())


def _tokens(matches: Iterable[re.Match[bytes]]) -> set[bytes]:
    return {value.group(1) or b"" for value in matches}


def _unplain(token: bytes) -> bool:
    return not token or token[0] in _UNPLAIN


def unescaped(data: bytes) -> bytes:
    """The bytes without escapes; the same object if there are none."""
    return re.sub(_ESCAPE, _unescape, data) if holds(data, b"\\") and re.search(_ESCAPE, data) else data


def _unescape(found: re.Match[bytes]) -> bytes:
    digits = found.group(1) or found.group(2) or found.group(3)
    return bytes((int(digits, 16),)) if digits else found.group(4) or b""


def _others(
    document: RawDocument, matches: Iterable[re.Match[bytes]], top: re.Match[bytes] | None
) -> Iterable[tuple[int, str]]:
    for found in matches:
        if found.group(1) and not (top and top.start() <= found.start() < top.end()):
            yield _line(document, found.start()), found.group(1).decode(errors="replace")


def _line(document: RawDocument, at: int) -> int:
    return document.line + document.data.count(b"\n", 0, at)
