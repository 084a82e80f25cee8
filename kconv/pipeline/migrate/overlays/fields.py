"""Besides patches, a kustomization names fields of its objects in replacements, variables and configurations.

Each names an object by version or a field by path, and neither is updated when the object is migrated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kconv.errors import ManifestError
from kconv.manifests.tree import Document
from kconv.names import GroupVersion, GroupVersionKind
from kconv.paths import MISSING, FieldPath, get, same
from kconv.pipeline.migrate.overlays.base import Base, Misfit, is_selected, reselected
from kconv.pipeline.migrate.overlays.kustomization import Kustomization, documents
from kconv.pipeline.migrate.overlays.trial import Trial
from kconv.records import NamedTuple

_DOTTED = re.compile(r"\[([^\]]*)\]|((?:\\.|[^.\[])+)")
_UNTRIED = ("transformers", "openapi")
"""Programs and schemas that a kustomization brings itself."""
_SLASHED = re.compile(r"(?:\\/|[^/])+")


class _Written(NamedTuple):
    """A part of a kustomization, or of a file that it names, and its location."""

    value: Any
    file: str
    document: Document
    place: FieldPath


def misfits(kustomization: Kustomization, bases: Iterable[Base], trial: Trial) -> Iterator[Misfit]:
    """All misfits for the objects that a kustomization builds."""
    moving = [base for base in bases if base.new is not None]
    if not moving:
        return
    for key in _UNTRIED:
        if kustomization.value.get(key):
            why = f"kconv does not evaluate {key}, so the effect is unknown"
            yield from (Misfit(base, kustomization.file, kustomization.line((key,)), (key,), why) for base in moving)
    for each in _written(kustomization, "replacements"):
        yield from _replacement(each, moving, trial)
    for each in _written(kustomization, "vars"):
        yield from _variable(each, moving)
    for index, entry in enumerate(kustomization.listed("configurations")):
        if isinstance(entry, str):
            yield from _configuration(_file(kustomization, entry, ("configurations", index)), moving, trial)


def renames(kustomization: Kustomization) -> bool:
    """Whether a replacement writes names, which are unknown from then on."""
    paths = {
        path
        for each in _written(kustomization, "replacements")
        for target in (each.value.get("targets") or () if isinstance(each.value, dict) else ())
        for path in (target.get("fieldPaths") or () if isinstance(target, dict) else ())
        if isinstance(path, str)
    }
    return any(dotted(path)[:1] == ["metadata"] and dotted(path)[-1:] in (["name"], ["namespace"]) for path in paths)


def _written(kustomization: Kustomization, key: str) -> Iterator[_Written]:
    for index, entry in enumerate(kustomization.listed(key)):
        if isinstance(entry, dict) and isinstance(entry.get("path"), str):
            for each in _file(kustomization, entry["path"], (key, index)):
                listed = each.value if isinstance(each.value, list) else [each.value]
                for at, value in enumerate(listed):
                    yield each._replace(value=value, place=(at,) if isinstance(each.value, list) else ())
        else:
            yield _Written(entry, kustomization.file, kustomization.document, (key, index))


def _file(kustomization: Kustomization, entry: str, place: FieldPath) -> list[_Written]:  # noqa: ARG001
    file = kustomization.path(entry)
    try:
        return [_Written(each.value, file, each, ()) for each in documents(file)]
    except ManifestError:  # kustomize cannot read it either
        return []


def _misfit(base: Base, written: _Written, below: FieldPath, why: str) -> Misfit:
    place = (*written.place, *below)
    return Misfit(base, written.file, written.document.line_of(place), place, why)


def _replacement(written: _Written, moving: list[Base], trial: Trial) -> Iterator[Misfit]:
    value = written.value if isinstance(written.value, dict) else {}
    source = value.get("source")
    for base in moving:
        if isinstance(source, dict) and source:
            yield from _read(base, written, ("source",), source, source.get("fieldPath"))
    targets = value.get("targets")
    for index, target in enumerate(targets if isinstance(targets, list) else ()):
        if isinstance(target, dict) and isinstance(target.get("select"), dict) and target["select"]:
            for base in moving:
                yield from _written_into(base, written, ("targets", index), target, trial)


def _written_into(
    base: Base, written: _Written, at: FieldPath, target: dict[str, Any], trial: Trial
) -> Iterator[Misfit]:
    """The misfits of the fields that a replacement writes in an object."""
    now, then = (_is_target(base, target, gvk) for gvk in (base.gvk, base.to))
    if now != then:
        why = reselected(base, target["select"]) or f"would reject {base.title} in {base.to.api_version}"
        yield _misfit(base, written, (*at, "select"), why)
    paths = target.get("fieldPaths")
    for number, path in enumerate(paths if isinstance(paths, list) else ()):
        options = target.get("options")
        create = isinstance(options, dict) and bool(options.get("create"))
        if now and then and isinstance(path, str) and not _sets(base, dotted(path), trial, create=create):
            yield _misfit(base, written, (*at, "fieldPaths", number), _moved(path, base, dotted(path), trial))


def _is_target(base: Base, target: dict[str, Any], gvk: GroupVersionKind) -> bool:
    rejected = target.get("reject")
    return is_selected(base, target["select"], gvk) and not any(
        is_selected(base, each, gvk) for each in (rejected if isinstance(rejected, list) else ()) if each
    )


def _read(base: Base, written: _Written, at: FieldPath, selector: dict[str, Any], path: Any) -> Iterator[Misfit]:
    """The misfits of a value that is read from an object."""
    why = reselected(base, selector)
    if why:
        yield _misfit(base, written, at, why)
    if why or not is_selected(base, selector, base.gvk):
        return
    parts = dotted(path) if isinstance(path, str) else ["metadata", "name"]
    old, new = ([get(form, each) for each in resolved(form, parts)] for form in (base.old, base.new))
    if old and not same(old, new):
        yield _misfit(base, written, (*at, "fieldPath"), f"{path} has a different value in {base.to.api_version}")


def _variable(written: _Written, moving: list[Base]) -> Iterator[Misfit]:
    value = written.value if isinstance(written.value, dict) else {}
    named = value.get("objref")
    if not isinstance(named, dict):
        return
    group, version = GroupVersion.split(str(named.get("apiVersion") or ""))
    selector = {"group": group, "version": version, "kind": named.get("kind"), "name": named.get("name")}
    fieldref = value.get("fieldref")
    path = fieldref.get("fieldpath") if isinstance(fieldref, dict) else None
    for base in moving:
        why = reselected(base, selector)
        if why:
            yield _misfit(base, written, ("objref",), why)
        else:
            yield from _read(base, written, ("fieldref",), selector, path)


def _configuration(files: list[_Written], moving: list[Base], trial: Trial) -> Iterator[Misfit]:
    for file in files:
        for key, entries in file.value.items() if isinstance(file.value, dict) else ():
            for index, entry in enumerate(entries if isinstance(entries, list) else ()):
                if not isinstance(entry, dict):
                    continue
                at: FieldPath = (key, index)
                if isinstance(entry.get("fieldSpecs"), list):
                    for base in moving:
                        if _is_specified(entry, base.gvk) != _is_specified(entry, base.to):
                            yield _misfit(base, file, at, reselected(base, _only(entry)))
                    for number, spec in enumerate(entry["fieldSpecs"]):
                        yield from _specified(file, (*at, "fieldSpecs", number), spec, moving, trial)
                else:
                    yield from _specified(file, at, entry, moving, trial)


def _specified(file: _Written, at: FieldPath, spec: Any, moving: list[Base], trial: Trial) -> Iterator[Misfit]:
    path = spec.get("path") if isinstance(spec, dict) else None
    if not isinstance(path, str):
        return
    parts = [part.replace("\\/", "/").removesuffix("[]") for part in _SLASHED.findall(path)]
    for base in moving:
        now, then = _is_specified(spec, base.gvk), _is_specified(spec, base.to)
        there = [resolved(form, parts) for form, is_in in ((base.old, now), (base.new, then)) if is_in]
        if not any(there) and not (there and spec.get("create")):
            continue
        if now != then:
            yield _misfit(base, file, at, reselected(base, _only(spec)))
        elif not _sets(base, parts, trial):
            yield _misfit(base, file, (*at, "path"), _moved(path, base, parts, trial))


def _is_specified(spec: dict[str, Any], gvk: GroupVersionKind) -> bool:
    said = _only(spec)
    return bool(said) and all(getattr(gvk, key) == value for key, value in said.items())


def _only(spec: dict[str, Any]) -> dict[str, Any]:
    """The part of a field specification that selects objects."""
    return {key: spec[key] for key in ("group", "version", "kind") if spec.get(key)}


def _moved(path: str, base: Base, parts: list[str], trial: Trial) -> str:
    from kconv.paths import show

    for old in resolved(base.old, parts):
        there = trial.place(base, old)
        if there and there != old:
            return f"{path} is {show(there)} in {base.to.api_version}"
    return f"{path} has another meaning in {base.to.api_version}"


def _sets(base: Base, parts: list[str], trial: Trial, *, create: bool = False) -> bool:
    """Whether a field can be set in the new form as in the old. A field that neither has is set in neither, unless
    ``create`` is true.
    """
    old, new = resolved(base.old, parts), resolved(base.new, parts)
    if not old and not new and create:
        old = new = [tuple(parts)]
    if not old:
        return not new
    return bool(new) and trial.change(base, old, new)


def dotted(path: str) -> list[str]:
    """The parts of a field path in a replacement or a variable; ``[name=x]`` is one part."""
    parts = []
    for bracket, bare in _DOTTED.findall(path):
        parts.append(f"[{bracket}]" if "=" in bracket else bracket or bare.replace("\\.", "."))
    return parts


def resolved(obj: Any, parts: list[str]) -> list[FieldPath]:
    """The concrete paths of the fields that exist. The items of a list are chosen by index, ``[key=value]`` or ``*``;
    any other part descends into all of them, as in a configuration."""
    found: list[FieldPath] = [()]
    for part in parts:
        found = [longer for path in found for longer in _step(get(obj, path), path, part)]
    return found


def _step(value: Any, path: FieldPath, part: str) -> Iterator[FieldPath]:
    if isinstance(value, dict):
        if part == "*":
            yield from ((*path, key) for key in value)
        elif value.get(part, MISSING) is not MISSING:
            yield (*path, part)
    elif isinstance(value, list):
        key, equals, wanted = part.strip("[]").partition("=")
        for index, item in enumerate(value):
            if equals:
                if isinstance(item, dict) and str(item.get(key)) == wanted:
                    yield (*path, index)
            elif part == "*" or part == str(index):
                yield (*path, index)
            elif not part.isdigit():
                yield from _step(item, (*path, index), part)
