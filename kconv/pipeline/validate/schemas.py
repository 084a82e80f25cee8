"""The schema that an object is checked against in a release, or the finding if there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kconv import catalog
from kconv.catalog import schemas
from kconv.catalog.served import Served, everything
from kconv.names import GroupVersionKind
from kconv.pipeline import reading
from kconv.pipeline.off_by_default import off_by_default
from kconv.pipeline.validate.outcomes import Asked
from kconv.pipeline.validate.status import apart
from kconv.records import NamedTuple
from kconv.structural.vocabulary import Schema
from kconv.validation.checker import Checker
from kconv.validation.finding import Check, Finding
from kconv.validation.near import along, nearest

if TYPE_CHECKING:
    from kconv.kinds.custom import CustomVersion
    from kconv.manifests.split import RawDocument
    from kconv.pipeline.validate.definitions import Definition
    from kconv.pipeline.validate.search import Chosen, Definitions, Unserved

_LIST = GroupVersionKind("", "v1", "List")
_NO_LIST_IN_GO = GroupVersionKind("", "v1", "PodList")  # any list's shape: kubectl alone knows the plain one
_DEFINITION = GroupVersionKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition")
_METADATA = "meta.v1.ObjectMeta"
_LOCAL = {
    "kustomize.config.k8s.io": "kustomize reads it, no server does",
    "kubeadm.k8s.io": "kubeadm reads it, no server does",
    "kubelet.config.k8s.io": "the kubelet reads it, no server does",
    "kubeproxy.config.k8s.io": "kube-proxy reads it, no server does",
    "kubescheduler.config.k8s.io": "the scheduler reads it, no server does",
    "apiserver.config.k8s.io": "the API server reads it as a file",
    "audit.k8s.io": "the API server reads it as a file",
}


class Held(NamedTuple):
    """The check for the objects of a kind, or why there is none, or the one fault that all of them have."""

    check: Check | None = None
    schema: Schema | None = None
    why: str = ""
    hint: str = ""
    fault: Finding | None = None
    unchecked: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Schemas:
    """The schemas of a run; each is compiled once, when its first object is met."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.release = asked.release
        self._held: dict[tuple[GroupVersionKind, bool], Held] = {}
        self._definitions: Definitions | None = None
        self._checkers = {fragment: Checker(self.resolve, fragment=fragment) for fragment in (False, True)}

    def resolve(self, name: str) -> Schema:
        """A definition of the release."""
        return schemas.definition(name, self.release)

    def held(self, gvk: GroupVersionKind, *, fragment: bool) -> Held:
        """What objects of the kind are checked against."""
        found = self._held.get((gvk, fragment))
        if found is None:
            found = self._held[gvk, fragment] = self._find(gvk, fragment)
        return found

    @property
    def definitions(self) -> Definitions:
        """The definitions of custom resources, which most runs do not need."""
        if self._definitions is None:
            from kconv.pipeline.validate.search import Definitions

            self._definitions = Definitions(self.asked)
        return self._definitions

    def learn(self, file: str, data: bytes) -> None:
        """Take the definitions of a stream, before its first object is checked."""
        self.definitions.learn(file, data)

    def value(self, raw: RawDocument, file: str) -> Any:
        """A document's value, as ``reading.value`` reads it."""
        known = self._definitions.value(raw, file) if self._definitions is not None else None
        return reading.value(raw, file) if known is None else known

    def explained(self, finding: Finding, held: Held) -> Finding:
        """A finding with what the schemas of other releases add to it."""
        if finding.rule != "unknown":
            return finding
        assert held.schema
        stops = along(held.schema, finding.path, self.resolve)
        last, name = stops[-1], str(finding.path[-1])
        if last.path != finding.path[:-1]:
            return finding
        span = schemas.history(last.definition).get(name) if last.definition else None
        if span is not None and span.since > self.release:
            return finding._replace(message=f"no field of {self.release}: it exists from {span.since}")
        if span is not None and span.until is not None and span.until <= self.release:
            return finding._replace(message=f"no field of {self.release}: it left in {span.until}")
        return finding._replace(hint=nearest(name, stops, self.resolve))

    def _find(self, gvk: GroupVersionKind, fragment: bool) -> Held:
        one = catalog.lookup(gvk)
        if one is not None and not one.in_release(self.release):
            return Held(fault=self._gone(one))
        name = schemas.of(_NO_LIST_IN_GO if gvk == _LIST else gvk, self.release)
        if name is not None:
            check = apart(self._checkers[fragment].definition(name))
            return Held(_demanding(check) if gvk == _DEFINITION and not fragment else check, {"$ref": name})
        kinds = self.asked.kinds
        if kinds is not None and (declared := kinds.declared(gvk)):
            return self._declared(gvk, declared, kinds.schema(gvk) or {}, fragment)
        chosen = self.definitions.of(gvk)
        if chosen is not None:
            return self._custom(chosen.definition, fragment)._replace(warnings=_two(gvk, chosen))
        if one is not None:
            return Held(why=f"{self.release} publishes no schema of it")
        unserved = self.definitions.unserved(gvk)
        return Held(fault=_unserved(gvk, unserved)) if unserved is not None else self._nowhere(gvk)

    def _declared(
        self, gvk: GroupVersionKind, versions: Sequence[CustomVersion], schema: Schema, fragment: bool
    ) -> Held:
        """What a declaration that comes with the run has of a kind."""
        from kconv.pipeline.validate.definitions import Definition

        own = next((one for one in versions if one.gvk == gvk), None)
        if own is None or not own.served:
            names = " or ".join(one.gvk.api_version for one in versions if one.served)
            message = f"the declaration {'has no' if own is None else 'does not serve'} {gvk}"
            return Held(fault=Finding(("apiVersion",), "version", message, f"use {names}" if names else ""))
        holder = {"openAPIV3Schema": schema} if schema else None
        return self._custom(Definition(holder, False, "status" in schema.get("properties", {}), True), fragment)

    def _custom(self, definition: Definition, fragment: bool) -> Held:
        from kconv.pipeline.validate.definitions import unchecked
        from kconv.structural.default import default

        written = definition.schema()
        schema, open_ = written or {}, definition.keeps or written is None
        metadata = self._checkers[fragment].definition(_METADATA)
        checker = Checker(self.resolve, custom=True, fragment=fragment, open_=open_, metadata=metadata)
        check = checker.resource(schema)
        if definition.status:
            check = apart(check, rules=None)
        whole = check if fragment else _after(lambda value: default(value, schema), check)
        fields = {**(schema.get("properties") or {}), "metadata": {"$ref": _METADATA}}
        return Held(whole, {**schema, "properties": fields}, unchecked=tuple(unchecked(schema)))

    def _nowhere(self, gvk: GroupVersionKind) -> Held:
        """A kind that neither Kubernetes nor any definition has."""
        if gvk.group in _LOCAL:
            return Held(why=_LOCAL[gvk.group])
        known = [one for one in everything().values() if one.gvk.kind == gvk.kind]
        message = _impossible(gvk, built_in=bool(known))
        if not message:
            hint = "give the folder of its CustomResourceDefinition with --crd"
            return Held(why="no schema of it is known", hint=hint)
        serving = dict.fromkeys(self._successor(one, older=False) for one in known)
        names = " or ".join(version for version in serving if version)
        return Held(fault=Finding(("apiVersion",), "version", message, f"use {names}" if names else _near_kind(gvk)))

    def _gone(self, one: Served) -> Finding:
        """A version that the release does not serve, and what it serves in its place."""
        release, version, older = self.release, one.gvk.api_version, one.introduced > self.release
        if older:
            message = f"{release} does not serve {version} yet: it came with {one.introduced}"
        else:
            message = f"{version} {one.gvk.kind} was removed in {one.removed}"
        to = self._successor(one, older=older)
        hint = f"use {to}" if to else self._none_served(one)
        return Finding(("apiVersion",), "version", message, hint)

    def _none_served(self, one: Served) -> str:
        off = off_by_default(one.gvk, self.release)
        return f"{self.release} has it as {off}, off by default" if off else f"{self.release} serves no version of it"

    def _successor(self, one: Served, *, older: bool) -> str:
        found = catalog.successor(one.gvk, self.release, older=older)
        if found is None:
            return ""
        return found.api_version if found.kind == one.gvk.kind else f"{found.api_version} {found.kind}"


def _two(gvk: GroupVersionKind, chosen: Chosen) -> tuple[str, ...]:
    """The warning about a kind with two definitions that differ."""
    if not chosen.passed_over:
        return ()
    first, *others = chosen.passed_over
    rest = f" nor to {len(others)} more, which differ" if others else ", which differs"
    return (f"{gvk} is held to the definition in {chosen.place}, not to that in {first}{rest}",)


def _impossible(gvk: GroupVersionKind, *, built_in: bool) -> str:
    """Why there can be no such kind, "" where a definition may have it: only Kubernetes' own groups have no dot."""
    if "/" in gvk.group:
        return f"{gvk.api_version} is not a group/version"
    if any(served.group == gvk.group for served in everything()):
        where = f"{gvk.api_version} has no kind {gvk.kind} in any release that kconv knows"
        return "" if gvk.kind.endswith("List") else where
    return f"no release that kconv knows has the group {gvk.group}" if built_in and "." not in gvk.group else ""


def _unserved(gvk: GroupVersionKind, found: Unserved) -> Finding:
    """A version that no definition of a custom resource serves, and those that one does."""
    what = "does not serve" if found.known else "has no"
    names = " or ".join(each.api_version for each in found.serving)
    message = f"the definition in {found.place} {what} {gvk}"
    return Finding(("apiVersion",), "version", message, f"use {names}" if names else "it serves no version")


def _near_kind(gvk: GroupVersionKind) -> str:
    from difflib import get_close_matches

    others = {one.kind for one in everything() if one.group == gvk.group and one.kind != gvk.kind}
    near = get_close_matches(gvk.kind, others)
    return f"did you mean {near[0]}?" if near else ""


def _demanding(check: Check) -> Check:
    """What the server demands of a definition, unless its decoder stops at the same field."""
    from kconv.structural.refusals import refusals

    def checked(value: Any) -> list[Finding] | None:
        found = check(value) or []
        reported = {each.path for each in found}
        refused = [Finding(path, "refused", why, hint) for path, why, hint in refusals(value) if path not in reported]
        return [*found, *refused]

    return checked


def _after(prepare: Callable[[Any], Any], check: Check) -> Check:
    """The server fills in defaults before it looks; what is pruned it has reported before that."""
    return lambda value: check(prepare(value))
