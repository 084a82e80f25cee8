"""Which version a document should have: the target release serves some, deprecates some and knows nothing of others."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from kconv import catalog
from kconv.catalog.served import everything
from kconv.errors import UsageError
from kconv.manifests.scan import Watch
from kconv.manifests.split import holds
from kconv.names import GroupVersion, GroupVersionKind, Release
from kconv.pipeline.migrate.names import Names
from kconv.pipeline.migrate.outcomes import Options
from kconv.pipeline.off_by_default import only_when_asked

if TYPE_CHECKING:
    from kconv.paths import FieldPath
    from kconv.pipeline.migrate.overlays.base import Misfit, Reason


class Verdict(NamedTuple):
    """What to do with a kind's version: ``keep`` it, ``convert`` it to ``to``, or say that it has no successor.

    A ``request`` is a body that is sent and never stored, which is told but no finding; ``no-rules`` is said of what
    kconv cannot convert to ``to``. ``why`` is for a person.
    """

    what: Literal["keep", "convert", "no-successor", "no-rules", "request"]
    to: GroupVersion | None = None
    removed_in: str = ""
    why: str = ""

    @property
    def way(self) -> GroupVersion | None:
        """The version to convert to, None where nothing is converted."""
        return self.to if self.what == "convert" else None


_KEEP = Verdict("keep")
_LAYERS = tuple(b"patch replacements vars configurations abels namespace transformers openapi \\ \0".split(b" "))
"""One of these is in every kustomization that lays something over objects."""


class Laid(Protocol):
    """What kustomize lays over the objects of a run."""

    def reasons(self, file: str, index: int, path: FieldPath) -> list[Reason]:
        """Why an old object does not move, empty where nothing is against it."""

    def is_patch(self, file: str) -> bool:
        """Whether a kustomization lays a file over objects."""

    def misfits(self, file: str) -> list[Misfit]:
        """What a kustomization lays over old objects that no longer fits once they move."""


class Goal:
    """Where documents are to go, by the options; built once a run and asked for every document.

    ``overlays`` is None where text is only printed: nobody builds that.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.overlays: Laid | None = None
        self.release: Release = options.target or catalog.latest()
        self.verdict = lru_cache(maxsize=4096)(self._verdict)
        self.removed = lru_cache(maxsize=256)(self._removed)
        if options.to and not any(gvk.group_version == options.to for gvk in everything()):
            raise UsageError(f"no built-in kind has the version {options.to}", hint=_near(options.to))

    @cached_property
    def watch(self) -> Watch:
        """What a glance at bytes has to look for."""
        old: dict[str, set[str]] = {}
        kept: set[str] = set()
        for gvk in everything():
            if catalog.is_internal(gvk):
                continue
            if self._old(gvk):
                old.setdefault(gvk.api_version, set()).add(gvk.kind)
            else:
                kept.add(gvk.api_version)
        return Watch(old, kept, self.names.words if self.names else None)

    @cached_property
    def names(self) -> Names | None:
        """What the target calls what other objects name. None where names stay as they are: where one version is asked
        for and no release, and where exactly what Kubernetes' conversion gives is wanted.
        """
        options = self.options
        return Names(self) if not options.to and (options.demands or options.defaults == "preserve") else None

    @property
    def looks_inside(self) -> bool:
        """Whether what is old inside of other objects counts: not for one version, nor where text is only printed."""
        return self.overlays is not None and self.names is not None

    def is_layered(self, file: str, data: bytes) -> bool:
        """Whether a kustomization may select what is old, or lays something over it."""
        if self.watch.selects(data):
            return True
        lays = any(holds(data, field) for field in _LAYERS)
        return lays and self.overlays is not None and bool(self.overlays.misfits(file))

    def is_gone(self, version: str) -> bool:
        """Whether an apiVersion is old for a kind that cannot be read, because any kind of it is."""
        return version.encode() in self.watch.versions and self.watch.old(version, "")

    def stale(self, gvk: GroupVersionKind) -> bool:
        """Whether the target does not serve a version, or has deprecated what is to be left behind with it."""
        one = catalog.lookup(gvk)
        if one is None:
            return False
        return not one.in_release(self.release) or (self.options.deprecated and one.deprecated_in(self.release))

    def _removed(self, api_version: str) -> str:
        """The release that took the last of a version's old kinds away, "" while one serves them all."""
        ended = (one.removed for gvk, one in everything().items() if gvk.api_version == api_version and self._old(gvk))
        return str(max((release for release in ended if release and release <= self.release), default=""))

    def _old(self, gvk: GroupVersionKind) -> bool:
        if catalog.lookup(gvk) is None:
            return False
        if self.options.to:
            return gvk.group_version != self.options.to and self.options.to in self._versions(gvk)
        if self.stale(gvk):
            return True
        return self.options.preferred and catalog.successor(gvk, self.release) not in (None, gvk)

    def _versions(self, gvk: GroupVersionKind) -> Iterable[GroupVersion]:
        key = catalog.lookup(gvk)
        return _lineage(gvk) if key else ()

    def _verdict(self, gvk: GroupVersionKind) -> Verdict:
        one = catalog.lookup(gvk)
        if one is None or not self._old(gvk):
            return _KEEP
        removed = str(one.removed) if one.removed else ""
        if self.options.to:
            return _asked(gvk, self.options.to, removed)
        current = one.in_release(self.release)
        successor = catalog.successor(gvk, self.release)
        if catalog.is_request_body(gvk):
            served = f"; {self.release} takes {successor.api_version}" if successor and successor != gvk else ""
            return Verdict("request", None, removed, f"a request, sent and never stored: left as it is{served}")
        if successor == gvk or (successor is None and current):
            return Verdict("no-successor", None, removed, f"deprecated since {one.deprecated}, still served")
        if successor is not None:
            return _convert(gvk, successor.group_version, removed)
        if one.introduced > self.release:
            why = f"{self.release} does not serve it yet, it came with {one.introduced}; --to converts down"
            return Verdict("no-successor", None, "", why)
        off = only_when_asked(gvk, self.release)
        if off is not None:
            why = f"{self.release} has it as {off}, off by default: --to {off} converts, for a cluster that serves it"
            return Verdict("no-successor", None, removed, why)
        why = f"{self.release} serves no version of it: put something else in its place, or take it out"
        return Verdict("no-successor", None, removed, why)


def _near(wrong: GroupVersion) -> str:
    """The versions of a group that is right, else the one that is written most like it."""
    import difflib

    known = sorted({gvk.group_version for gvk in everything() if not catalog.is_internal(gvk)})
    same = [str(one) for one in known if wrong.group and one.group == wrong.group.lower()]
    near = same or difflib.get_close_matches(str(wrong).lower(), map(str, known), n=1)
    return f"did you mean {' or '.join(near)}?" if near else "see kconv resources"


def _asked(gvk: GroupVersionKind, to: GroupVersion, removed: str) -> Verdict:
    """Where a version is asked for by name: nothing need join it to the document's, though both are called the same."""
    from kconv import kinds

    kind = kinds.find(gvk)
    if kind is None or to in kind.versions:
        return _convert(gvk, to, removed)
    return Verdict("no-rules", to, removed, f"nothing converts {gvk} to {to}: rewrite it by hand")


def _convert(gvk: GroupVersionKind, to: GroupVersion, removed: str) -> Verdict:
    from kconv import kinds

    if kinds.has_rules(gvk):
        return Verdict("convert", to, removed)
    error = kinds.no_rules(gvk)
    return Verdict("no-rules", to, removed, f"{error.reason}: {error.hint}")


@lru_cache(maxsize=1024)
def _lineage(gvk: GroupVersionKind) -> frozenset[GroupVersion]:
    return frozenset(one.gvk.group_version for one in catalog.versions(gvk) if one.gvk.kind == gvk.kind)
