"""A layer fits a migrated object if migrating and then applying it gives what applying it and then migrating gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kconv.engine.moves import carried, indexed
from kconv.engine.route import route
from kconv.names import GroupVersionKind
from kconv.paths import EACH, MISSING, FieldPath, get, same, show
from kconv.pipeline.migrate.convert import Converted, convert
from kconv.pipeline.migrate.overlays.base import Base, Json
from kconv.pipeline.migrate.overlays.merge import merged
from kconv.pipeline.migrate.overlays.operations import Misfit, applied, pointer
from kconv.pipeline.migrate.references.edits import applied as edited
from kconv.pipeline.migrate.references.update import update
from kconv.pipeline.migrate.target import Target
from kconv.records import NamedTuple
from kconv.values import nested

_MOST = 3
"""The number of differences that a report names for one layer."""
_LONGEST = 60


class Fit(NamedTuple):
    """The object with the layer on both forms. ``why`` is a sentence on what no longer fits, "" if everything does."""

    base: Base
    why: str = ""
    at: FieldPath = ()


class Trial:
    """Tries layers for a run."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def destination(self, obj: Json, gvk: GroupVersionKind) -> GroupVersionKind | None:
        """The version that a run migrates an object to: its own if only references change, None if nothing does."""
        version = self.target.verdict(gvk).new_version
        if version is not None:
            return self.target.kinds.named(gvk, version)
        return gvk if self.target.verdict(gvk).what == "keep" and self._named(obj, gvk) is not obj else None

    def moved(self, obj: Json, to: GroupVersionKind, *, patch: bool = False) -> tuple[Json | None, str]:
        """The object as a run migrates it; or None, and why it is not migrated."""
        if obj.get("apiVersion") == to.api_version:
            return self._named(obj, to), ""
        done = convert(obj, to.group_version, self.target, patch=patch)
        if not done.moves:
            return None, _reason(done)
        assert done.conversion
        return self._named(done.conversion.object, to), ""

    def _named(self, obj: Json, gvk: GroupVersionKind) -> Json:
        """An object with the references in it updated."""
        return edited(obj, update(obj, gvk, self.target, dry=False).edits)

    def merge(self, base: Base, patch: Json, new_patch: Json, *, nameless: bool) -> Fit:
        """Try a strategic merge patch and its migrated form; with ``nameless`` the patch cannot rename the object."""
        patch, new_patch = _untyped(patch, nameless), _untyped(new_patch, nameless)
        old = merged(base.old, patch, base.gvk)
        new = merged(base.new, new_patch, base.to)
        return self.compared(base, old, new)

    def operations(self, base: Base, listed: list[Any]) -> list[tuple[int, Fit]]:
        """Try a JSON patch: each operation that no longer fits, by index, and last the object after all operations."""
        misfits: list[tuple[int, Fit]] = []
        for index, operation in enumerate(listed):
            fit = self._operation(base, operation)
            if fit.why:
                misfits.append((index, fit))
            base = fit.base
        return [*misfits, (len(listed), Fit(base))]

    def _operation(self, base: Base, operation: Any) -> Fit:
        try:
            old = applied(base.old, operation)
        except Misfit:  # kustomize fails too, unless the path is added by something that is not read here
            return Fit(base, *self._touched(base, operation))
        try:
            new = applied(base.new, operation)
        except Misfit as misfit:
            return Fit(self._after(base, old), self._no_place(base, operation, str(misfit)))
        fit = self.compared(base, old, new)
        return fit._replace(why=self._elsewhere(base, operation) or fit.why) if fit.why else fit

    def _touched(self, base: Base, operation: Any) -> tuple[str, FieldPath]:
        """Whether the path of an operation that cannot be tried leads through a field that moves."""
        try:
            path = pointer(operation.get("path") if isinstance(operation, dict) else None, base.old)
        except Misfit as misfit:
            return f"the operation cannot be checked here: {misfit}", ()
        pattern = tuple(EACH if isinstance(part, int) or str(part).isdecimal() else part for part in path)
        if any(pattern[: len(source)] == source[: len(pattern)] for source, _ in self._pairs(base)):
            return self._no_place(base, operation, "is not found"), path
        return "", ()

    def _no_place(self, base: Base, operation: Any, why: str) -> str:
        """Where the new version has the path of an operation, or why it has no such path."""
        return self._elsewhere(base, operation) or f"{_shown(operation)}: {why} in {base.to.api_version}"

    def _elsewhere(self, base: Base, operation: Any) -> str:
        """Where the new version has the path of an operation; "" if at the same place, or nowhere."""
        try:
            path = pointer(_shown(operation), base.old)
        except Misfit:
            return ""
        there = self.place(base, path)
        return f"{_shown(operation)} is {_pointer(there)} in {base.to.api_version}" if there and there != path else ""

    def place(self, base: Base, path: FieldPath) -> FieldPath:
        """The path in the new version of the value at a path; () if that is unknown."""
        pattern = tuple(EACH if isinstance(part, int) else part for part in path)
        places = [indexed(each, path) for each in carried(pattern, self._pairs(base))]
        there = [place for place in places if get(base.new, place) is not MISSING]
        found = there or [place for place in places if get(base.new, place[:-1]) is not MISSING]
        return found[0] if len(found) == 1 else ()

    def _moves_in(self, base: Base, path: FieldPath) -> bool:
        """Whether the value at a path has, or contains anything that has, another form in the new version."""
        pattern = tuple(EACH if isinstance(part, int) else part for part in path)
        moved = any(pattern[: len(source)] == source[: len(pattern)] for source, _ in self._pairs(base))
        return moved or not same(get(base.old, path), get(base.new, path))

    def _pairs(self, base: Base) -> list[tuple[FieldPath, FieldPath]]:
        kind = self.target.kinds.find(base.gvk)
        return list(route(kind, base.gvk.group_version, base.to.group_version).moves) if kind else []

    def change(self, base: Base, old_at: list[FieldPath], new_at: list[FieldPath]) -> bool:
        """Whether setting a value at these paths of the old form equals setting it at those of the new one."""
        if any(isinstance(get(base.old, path), (dict, list)) and self._moves_in(base, path) for path in old_at):
            return False  # a value that is written there has the old form
        old, new = base.old, base.new
        for path in old_at:
            old = nested(old, path, _other(get(base.old, path)))
        for path in new_at:
            new = nested(new, path, _other(get(base.new, path)))
        return not self.compared(base, old, new).why

    def compared(self, base: Base, old: Json, new: Json) -> Fit:
        """Compare both forms of an object with a layer: the new one must equal the migrated old one."""
        wanted, why = self.moved(old, base.to)
        if wanted is None:
            return Fit(base._replace(old=old, new=new), f"{base.title} cannot be migrated with this change: {why}")
        if same(wanted, new):
            return Fit(base._replace(old=old, new=new))
        differing = list(_differences(wanted, new))
        why = "; ".join(_difference(wanted, new, at) for at in differing[:_MOST])
        why = f"{base.title} would be built in {base.to.api_version} {why}"
        more = f"; and {len(differing) - _MOST} more" if len(differing) > _MOST else ""
        return Fit(base._replace(old=old, new=wanted), why + more, differing[0])

    def _after(self, base: Base, old: Json) -> Base:
        """The object after a layer that did not fit, as if it had."""
        wanted, _ = self.moved(old, base.to)
        return base._replace(old=old, new=base.new if wanted is None else wanted)


def _shown(operation: Any) -> str:
    """The path of an operation, as its patch has it."""
    return (operation.get("path") if isinstance(operation, dict) else "") or "the whole object"


def _reason(done: Converted) -> str:
    if done.status == "decision":
        return "it requires a decision"
    (first,) = done.notes
    return f"{first.path}: {first.message}" if first.path else first.message


def _untyped(patch: Json, nameless: bool) -> Json:
    """A patch without its apiVersion and kind, which are its object's, and without a name that has no effect."""
    out = {key: value for key, value in patch.items() if key not in ("apiVersion", "kind")}
    metadata = out.get("metadata")
    if nameless and isinstance(metadata, dict):
        out["metadata"] = {key: value for key, value in metadata.items() if key not in ("name", "namespace")}
    return out


def _differences(one: Json, other: Json, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Where two values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys((*one, *other)):
            yield from _differences(one.get(key, MISSING), other.get(key, MISSING), (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            yield from _differences(mine, theirs, (*path, index))
    elif not same(one, other):
        yield path


def _difference(wanted: Json, new: Json, at: FieldPath) -> str:
    have, must = get(new, at), get(wanted, at)
    if have is MISSING:
        return f"without {show(at)}: {_text(must)}"
    if must is MISSING:
        return f"with {show(at)}: {_text(have)}"
    if isinstance(have, list) and isinstance(must, list):
        return f"with {len(have)} items in {show(at)} instead of {len(must)}"
    return f"with {show(at)}: {_text(have)} instead of {_text(must)}"


def _text(value: Json) -> str:
    import json

    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _pointer(path: FieldPath) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _other(value: Json) -> Json:
    """Another value of the same type, to trace where it goes."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return value if isinstance(value, (dict, list)) else f"x-{'' if value in (MISSING, None) else value}"
