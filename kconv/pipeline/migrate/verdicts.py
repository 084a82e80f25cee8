"""Which version an object should have: the target release serves some, deprecates some and does not know others."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from kconv import catalog
from kconv.catalog.served import Served, everything
from kconv.errors import UsageError
from kconv.names import GroupVersion, GroupVersionKind, Release
from kconv.pipeline.migrate.outcomes import Options
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kconv.kinds.custom import CustomVersion
    from kconv.kinds.registry import Kinds


class Verdict(NamedTuple):
    """What to do with a version of a kind: ``keep`` it, ``convert`` it to ``to``, or report ``no-successor``.

    A ``request`` is a body that is sent and never stored, which is noted but is not a finding. ``no-rules`` means that
    kconv cannot convert it to ``to``. ``why`` is the explanation. Of a custom resource, ``unserved`` means that its
    definition does not serve the version, and ``kind`` is another name that it has in ``to``.
    """

    what: Literal["keep", "convert", "no-successor", "no-rules", "request"]
    to: GroupVersion | None = None
    removed_in: str = ""
    why: str = ""
    unserved: bool = False
    kind: str = ""

    @property
    def new_version(self) -> GroupVersion | None:
        """The version to convert to, or None if nothing is converted."""
        return self.to if self.what == "convert" else None


KEEP = Verdict("keep")


class Verdicts:
    """The verdicts of a run, by its options. Raises UsageError for a version that no kind has.

    ``lookup`` and ``successor`` are those of the run's kinds; the catalog's own suffice where none are declared.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        given = options.kinds or catalog
        self.lookup, self.successor = given.lookup, given.successor
        self.release: Release = options.target or catalog.latest()
        self.verdict = cache(self._verdict)
        self.removed = cache(self._removed)
        if options.to and not self._has(options.to):
            self.kinds.load()  # a version of a resource whose declaration is pending
            if not self._has(options.to):
                what = "no built-in kind" if options.kinds is None else "no built-in or declared kind"
                raise UsageError(f"{what} has the version {options.to}", hint=_near(options.to, self.everything()))

    def _has(self, version: GroupVersion) -> bool:
        return any(one.gvk.group_version == version for one in self.everything())

    @cached_property
    def kinds(self) -> Kinds:
        """The kinds that the run knows, imported for the first old document."""
        from kconv.kinds.registry import BUILT_IN

        return self.options.kinds or BUILT_IN

    def everything(self) -> Iterable[Served | CustomVersion]:
        """Every version of every kind that the run knows by now."""
        return everything().values() if self.options.kinds is None else self.options.kinds.everything()

    def is_old(self, gvk: GroupVersionKind) -> bool:
        """Whether objects of a version should have another one."""
        if self.lookup(gvk) is None:
            return False
        if self.options.to:
            return gvk in self._movable
        if self.stale(gvk):
            return True
        return self.options.preferred and self.successor(gvk, self.release) not in (None, gvk)

    @cached_property
    def _movable(self) -> frozenset[GroupVersionKind]:
        """The other versions of the kinds that have the version which is asked for by name."""
        kinds = [one.gvk for one in self.everything() if one.gvk.group_version == self.options.to]
        others = (gvk for kind in kinds for gvk in self.kinds.lineage(kind))
        return frozenset(gvk for gvk in others if gvk.group_version != self.options.to)

    def stale(self, gvk: GroupVersionKind) -> bool:
        """Whether the target does not serve a version, or deprecates it where the run migrates deprecated ones too."""
        one = self.lookup(gvk)
        if one is None:
            return False
        return not one.in_release(self.release) or (self.options.deprecated and one.deprecated_in(self.release))

    def _removed(self, api_version: str) -> str:
        """The release that removed the last of a version's old kinds, "" while one serves them all."""
        ended = (
            one.removed for gvk, one in everything().items() if gvk.api_version == api_version and self.is_old(gvk)
        )
        return str(max((release for release in ended if release and release <= self.release), default=""))

    def _verdict(self, gvk: GroupVersionKind) -> Verdict:
        one = self.lookup(gvk)
        if one is None:
            return self._unknown(gvk)
        if not self.is_old(gvk):
            return KEEP
        if not isinstance(one, Served):
            return self._custom(one)
        removed = str(one.removed) if one.removed else ""
        if self.options.to:
            return self._to(gvk, self.options.to, removed)
        successor = catalog.successor(gvk, self.release)
        if catalog.is_request_body(gvk):
            served = f"; {self.release} takes {successor.api_version}" if successor and successor != gvk else ""
            return Verdict("request", None, removed, f"a request, sent and never stored: not changed{served}")
        if successor == gvk or (successor is None and one.in_release(self.release)):
            return Verdict("no-successor", None, removed, f"deprecated since {one.deprecated}, still served")
        return self._convert(gvk, successor.group_version, removed) if successor else self._not_served(one, removed)

    def _custom(self, one: CustomVersion) -> Verdict:
        """The verdict on an old version of a custom resource."""
        successor = self.successor(one.gvk, self.release)
        to = self.options.to or (successor.group_version if successor else None)
        if to is not None:
            named = self.kinds.named(one.gvk, to).kind
            return Verdict("convert", to, unserved=not one.served, kind=named if named != one.gvk.kind else "")
        why = "no version of it is served that is not deprecated: declare one, or name a version with --to"
        return Verdict("no-successor", None, "", why, not one.served)

    def _unknown(self, gvk: GroupVersionKind) -> Verdict:
        """The verdict on a version that is not known: a declaration lists all versions of a kind that its group has."""
        declared = self.options.kinds.declared(gvk) if self.options.kinds else ()
        if not declared:
            return KEEP
        to = self.successor(declared[0].gvk, self.release)
        name = "" if to is None else to.api_version if to.kind == gvk.kind else f"{to.api_version} {to.kind}"
        why = f"its declaration has no version {gvk.version}{f': use {name}' if name else ''}"
        return Verdict("no-successor", None, "", why, unserved=True)

    def _not_served(self, one: Served, removed: str) -> Verdict:
        """The verdict on a kind of which the target serves no version, at least by default."""
        if one.introduced > self.release:
            why = f"{self.release} does not serve it yet, it came with {one.introduced}; --to converts down"
            return Verdict("no-successor", None, "", why)
        from kconv.pipeline.off_by_default import off_by_default

        off = off_by_default(one.gvk, self.release)
        if off is not None:
            why = f"{self.release} has it as {off}, off by default: --to {off} converts, for a cluster that serves it"
        else:
            why = f"{self.release} serves no version of it: replace it with something else, or remove it"
        return Verdict("no-successor", None, removed, why)

    def _to(self, gvk: GroupVersionKind, to: GroupVersion, removed: str) -> Verdict:
        """The verdict if a version is requested by name: no rules may lead to it, although both have the same kind."""
        kind = self.kinds.find(gvk)
        if kind is None or to in kind.versions:
            return self._convert(gvk, to, removed)
        return Verdict("no-rules", to, removed, f"nothing converts {gvk} to {to}: rewrite it by hand")

    def _convert(self, gvk: GroupVersionKind, to: GroupVersion, removed: str) -> Verdict:
        if self.kinds.has_rules(gvk):
            return Verdict("convert", to, removed)
        error = self.kinds.no_rules(gvk)
        return Verdict("no-rules", to, removed, f"{error.reason}: {error.hint}")


def _near(wrong: GroupVersion, every: Iterable[Served | CustomVersion]) -> str:
    """The versions of the group if it exists, else the version that is spelled most like it."""
    import difflib

    known = sorted({one.gvk.group_version for one in every if not catalog.is_internal(one.gvk)})
    same = [str(one) for one in known if wrong.group and one.group == wrong.group.lower()]
    near = same or difflib.get_close_matches(str(wrong).lower(), map(str, known), n=1)
    return f"did you mean {' or '.join(near)}?" if near else "see kconv resources"
