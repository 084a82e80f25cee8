"""Of a repository's documents perhaps one in five is old: the others must cost a glance at their bytes, not a parse.

A glance may be unsure, for YAML has many ways to write a key and a value (anchors, tags, escapes, flow style). It then
says "parse me" and never "nothing here": a detector that misses an old object is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from kconv.manifests.split import RawDocument, holds

Needs = Literal["nothing", "known", "parse"]
"""``known``: the bytes alone say what the object is; ``parse``: only its tree can tell."""

_KEY = b"apiVersion"
_BEGINS = b"/v"
"""What stands between a group and its version."""
_VALUE = re.compile(rb"""apiVersion(?:["']?\s*:[\s"']*([^\s"',}\]\\]*))?""")
_UNPLAIN = tuple(b"&*!|>#?{[\\%@`$<(")
_ESCAPE = rb"\\(?:x([0-9A-Fa-f]{2})|u00([0-9A-Fa-f]{2})|U000000([0-9A-Fa-f]{2})|(/)|\r?\n[ \t]*)"
SELECTED = b""
"""In place of the word that only some documents have: what counts in kustomizations, which are known by their file."""


class Glance(NamedTuple):
    """What the bytes of a document say of it.

    ``api_version`` and ``kind`` are "" where the bytes are not plain enough to tell; ``line`` is the 1-based line of
    the apiVersion in the stream. ``others`` are the (line, version) of every other apiVersion in it. ``names`` says
    that it may name what is old, though it need not be old itself.
    """

    needs: Needs
    api_version: str = ""
    kind: str = ""
    line: int = 0
    others: tuple[tuple[int, str], ...] = ()
    names: bool = False


class Watch:
    """What to look for: ``old`` gives the kinds that are old in each version; ``kept`` the versions that others keep.

    A stable version that most kinds keep, such as v1, is worth a look only where an old kind's name is in the bytes;
    others are whatever the kind, for in a template the kind may not be written.

    ``words`` are those that name something old without an apiVersion, such as a group in an RBAC rule, each with what
    stands in every document that may do so; None where names are nobody's business.
    """

    def __init__(
        self,
        old: Mapping[str, Collection[str]],
        kept: Collection[str] = (),
        words: Mapping[bytes, Collection[bytes]] | None = None,
    ) -> None:
        self.versions = frozenset(version.encode() for version in old)
        self._old = {version: frozenset(kinds) for version, kinds in old.items()}
        self._kept = frozenset(kept)
        stable = [version for version in old if version in kept and not _unstable(version)]
        self._rare = {version.encode(): [kind.encode() for kind in (*old[version], "!!binary")] for version in stable}
        self._ends: dict[bytes, list[bytes]] = {}  # of these there are few
        self._by_itself = {version for version in self.versions if version in self._rare or _BEGINS not in version}
        for version in sorted(self.versions - self._by_itself):
            self._ends.setdefault(version[version.find(_BEGINS) :], []).append(version)
        self._spelled = frozenset(version.encode() for version in old if self.old(version, ""))
        self._looks = words is not None
        self._words = {marker: each for marker, each in (words or {}).items() if each}
        self.markers = [marker for marker in self._words if marker != SELECTED]
        self._last = _Look(self, b"")

    def old(self, version: str, kind: str) -> bool:
        """Whether the kind is old in that version; for a kind that cannot be read, whether it may be."""
        if not kind:
            return version not in self._kept or _unstable(version)
        return kind in self._old.get(version, ())

    def stirs(self, data: bytes) -> bool:
        """Whether any document in these bytes may need something. False is certain."""
        look = self._look(data)
        return look.says or look.worded

    def _look(self, data: bytes) -> _Look:
        """The same one for the same bytes: most files are a single document."""
        if self._last.data is not data:
            self._last = _Look(self, data)
        return self._last

    def spells(self, data: bytes) -> bool:
        """Whether a version that is old whatever the kind is written anywhere: a template need not say of what."""
        return any(version in self._spelled for _, version in self.written(data))

    def written(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Where versions that may be old are written, as a word or a part of one, and which."""
        for version in self._by_itself:
            if holds(data, version) and self.may(version, data):
                yield from ((at, version) for at in _places(data, version))
        for at in _places(data, _BEGINS):
            for end in self._ends:
                if data.startswith(end, at):
                    yield from self._ending(data, at, end)

    def _ending(self, data: bytes, at: int, end: bytes) -> Iterator[tuple[int, bytes]]:
        """The old versions that end like this, the end at a place in the text."""
        for version in self._ends[end]:
            start = at + len(end) - len(version)
            if start >= 0 and data.startswith(version, start):
                yield start, version

    def among(self, others: Iterable[tuple[int, str]]) -> bool:
        """Whether one of the versions on other lines than an object's own may be old."""
        return any(version.encode() in self.versions for _, version in others)

    def selects(self, data: bytes) -> bool:
        """Whether bytes that are known to be a kustomization may select what is old."""
        return self.has_word(SELECTED, self._look(data).plain)

    def has_word(self, marker: bytes, plain: bytes) -> bool:
        """Whether one of the words stands there that count beside a marker."""
        words = tuple(word for word in self._words.get(marker, ()) if holds(plain, word))
        return bool(words) and _alone(words).search(plain) is not None

    def _names(self, look: _Look, others: Iterable[tuple[int, str]]) -> bool:
        """Whether another apiVersion than the object's own may be old; in JSON within quotes it stands escaped.

        The bare word is not one: an object's schema is full of it.
        """
        if not self._looks:
            return False
        old = {version.encode() for _, version in others} & self.versions
        if any(self.may(version, look.data) for version in old):
            return True
        unsure = b"\\" in look.data or any(token and _unplain(token) for token in look.tokens)
        return unsure and self.anywhere(look.data)

    def anywhere(self, data: bytes) -> bool:
        """Whether a version is written anywhere; `!!binary` can spell each in base64."""
        return any(self.written(data)) or holds(data, b"binary")

    def may(self, version: bytes, data: bytes) -> bool:
        """Whether an old kind of a version may be in the text."""
        kinds = self._rare.get(version)
        return kinds is None or any(holds(data, kind) for kind in kinds)

    def glance(self, document: RawDocument) -> Glance:
        """Look at one document's bytes."""
        data = document.data
        look = self._look(data)
        if not look.worded and not look.says:
            return Glance("nothing")
        from kconv.manifests.scan_top import plain_top

        top = plain_top(data)
        others = tuple(_others(document, look.said, top.get(_KEY) if top else None))
        names = look.worded or self._names(look, others)
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
    """What stands in a text, told once however often it is asked.

    ``said`` are its apiVersions with what stands behind them, the ``tokens``; ``says`` tells that one of these may be
    an old version.
    """

    def __init__(self, watch: Watch, data: bytes) -> None:
        self.watch, self.data = watch, data
        self.plain = unescaped(data)
        self.said = list(_said(data))
        self.tokens = _tokens(self.said)
        self.says = self._says()

    def _says(self) -> bool:
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
        tokens = _tokens(_said(plain))
        return any(token in watch.versions or (_unplain(token) and watch.anywhere(plain)) for token in tokens)

    @cached_property
    def worded(self) -> bool:
        """Whether a group, resource or version that is old stands where only an object's own fields name one."""
        find = self.plain.find
        found = [marker for marker in self.watch.markers if find(marker) >= 0]
        return any(self.watch.has_word(marker, self.plain) for marker in found)


@lru_cache(maxsize=256)
def _alone(words: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """Any of the words, with nothing or a subresource behind it: not apiextensions.k8s.io, nor extensions/v1beta1."""
    return re.compile(rb"(?<![\w./])(?<!(?<!:)-)(?:count/)?(?:%s)(?![\w.-]|/v[0-9])" % b"|".join(map(re.escape, words)))


def _unstable(version: str) -> bool:
    return "alpha" in version or "beta" in version


def _places(data: bytes, part: bytes) -> Iterator[int]:
    """Where a part begins, each time."""
    at = data.find(part)
    while at >= 0:
        yield at
        at = data.find(part, at + 1)


def _said(data: bytes) -> Iterator[re.Match[bytes]]:
    """Each apiVersion and what stands behind it: to find the word is several times as fast as the expression is."""
    at = data.find(_KEY)
    while at >= 0 and (value := _VALUE.match(data, at)):
        yield value
        at = data.find(_KEY, value.end())


def _tokens(said: Iterable[re.Match[bytes]]) -> set[bytes]:
    return {value.group(1) or b"" for value in said}


def _unplain(token: bytes) -> bool:
    return not token or token[0] in _UNPLAIN


def unescaped(data: bytes) -> bytes:
    """The very same bytes where nothing in them is escaped."""
    return re.sub(_ESCAPE, _unescape, data) if holds(data, b"\\") and re.search(_ESCAPE, data) else data


def _unescape(found: re.Match[bytes]) -> bytes:
    digits = found.group(1) or found.group(2) or found.group(3)
    return bytes((int(digits, 16),)) if digits else found.group(4) or b""


def _others(
    document: RawDocument, said: Iterable[re.Match[bytes]], top: re.Match[bytes] | None
) -> Iterable[tuple[int, str]]:
    for found in said:
        if found.group(1) and not (top and top.start() <= found.start() < top.end()):
            yield _line(document, found.start()), found.group(1).decode(errors="replace")


def _line(document: RawDocument, at: int) -> int:
    return document.line + document.data.count(b"\n", 0, at)
