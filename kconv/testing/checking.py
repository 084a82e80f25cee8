"""The one call that holds a converter to the laws: kconv's own rules, a function of anybody's, or a running webhook."""

from __future__ import annotations

import os
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kconv.engine import Kind
from kconv.errors import UsageError
from kconv.structural.vocabulary import Schema
from kconv.testing import laws
from kconv.testing.attempt import attempt
from kconv.testing.builtin import builtin, declared, kind_named
from kconv.testing.fixtures import saved
from kconv.testing.report import Report
from kconv.testing.shape import Shape, api_version, of_builtin, of_definition, of_schemas
from kconv.testing.subject import Converter, Json, Reading, Subject

SEED, EXAMPLES = "KCONV_SEED", "KCONV_EXAMPLES"


def check(
    convert: Converter | None = None,
    *,
    kind: str | Kind,
    versions: Sequence[str] = (),
    schemas: Mapping[str, Schema] | None = None,
    crd: str | Path | Mapping[str, Any] | None = None,
    hub: str | None = None,
    objects: Iterable[Json] = (),
    annotations: Collection[str] | None = None,
    read_as: Reading | None = None,
    examples: int = 200,
    seed: int | None = None,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
    failures: str | Path | None = None,
) -> Report:
    """Hold a converter to the laws of a lossless conversion.

    ``convert(obj, to)`` is any callable that gives an object in another version; without one the kind's own rules are
    tried. ``kind`` is a built-in kind's name, a kind declared in kconv's vocabulary, or, with ``convert``, any name.
    ``versions`` are apiVersions; ``schemas`` their structural schemas (`openAPIV3Schema`), ``crd`` the definition, or
    its file, that has them all. ``hub`` is the version that all conversions go through, if there is one. ``objects``
    are real ones to start from beside those that the schemas describe. ``annotations`` are the keys that the converter
    keeps its own things under; without them what a conversion adds is taken for its own. ``read_as`` is what a reader
    makes of an object before two are compared: ``kconv.testing.omitempty`` for a converter whose types take empty for
    absent, as Go's mostly do; without it every difference counts. ``examples`` objects are tried
    on each law and choice of versions, drawn from ``seed`` (a new one each time when None; the report has it).
    ``only`` and ``without`` choose laws by name. ``failures`` is a folder in which cases that fail are kept, and from
    which they are tried first.

    Returns a report; ``report.raise_if_failed()`` raises AssertionError. Raises UsageError where what is given does not
    go together, UnknownKindError, ManifestError where a file in ``failures`` holds no case.
    """
    subject = subject_of(
        convert,
        kind=kind,
        versions=versions,
        schemas=schemas,
        crd=crd,
        hub=hub,
        objects=objects,
        annotations=annotations,
        read_as=read_as,
    )
    chosen, kept = laws.chosen(tuple(only), tuple(without)), saved(failures)
    report = Report(subject.kind, fresh_seed() if seed is None else seed, examples)
    for law in chosen:
        for legs in law.legs(subject):
            report.trials.append(
                attempt(subject, law, legs, examples=examples, seed=report.seed, kept=kept, folder=failures)
            )
    return report


def fresh_seed() -> int:
    """$KCONV_SEED, else another one every time."""
    return int(os.environ.get(SEED) or random.SystemRandom().randrange(1, 1 << 31))


def subject_of(
    convert: Converter | None = None,
    *,
    kind: str | Kind,
    versions: Sequence[str] = (),
    schemas: Mapping[str, Schema] | None = None,
    crd: str | Path | Mapping[str, Any] | None = None,
    hub: str | None = None,
    objects: Iterable[Json] = (),
    annotations: Collection[str] | None = None,
    read_as: Reading | None = None,
) -> Subject:
    """What is to be tested, from what was said of it; the arguments are ``check``'s."""
    shapes = _shapes(kind if isinstance(kind, str) else kind.name, schemas, crd)
    by_version = _by_version(objects)
    if convert is None:
        return replace(_ruled(kind, shapes, by_version), read_as=read_as)
    name = kind if isinstance(kind, str) else kind.name
    named = tuple(map(api_version, versions or shapes))
    if len(named) < 2:
        raise UsageError("a converter needs two versions or more", hint='give versions=["example.com/v1", …] or crd=')
    if hub is not None and hub not in named:
        raise UsageError(f"the hub {hub} is none of the versions {', '.join(named)}", hint="give hub as an apiVersion")
    shapes = {version: shape for version, shape in shapes.items() if version in named}
    filled = _filled(shapes) if shapes else None
    return Subject(name, named, convert, shapes, hub, by_version, annotations, filled=filled, read_as=read_as)


def _ruled(kind: str | Kind, shapes: dict[str, Shape], objects: dict[str, list[Json]]) -> Subject:
    found = kind_named(kind) if isinstance(kind, str) else kind
    subject = declared(found, shapes) if shapes else builtin(found) if _is_builtin(found) else declared(found, {})
    if not subject.shapes and not objects:
        hint = "give crd= or schemas=, or objects= to start from"
        raise UsageError(f"nothing is known of what a {found.name} looks like", hint=hint)
    return replace(subject, objects=objects) if objects else subject


def _is_builtin(kind: Kind) -> bool:
    return bool(of_builtin(kind))


def _shapes(
    kind: str, schemas: Mapping[str, Schema] | None, crd: str | Path | Mapping[str, Any] | None
) -> dict[str, Shape]:
    if schemas is not None and crd is not None:
        raise UsageError("schemas and crd are two ways to say the same", hint="give one of them")
    if schemas is not None:
        return of_schemas(kind, {api_version(version): schema for version, schema in schemas.items()})
    if crd is None:
        return {}
    return of_definition(_read(Path(crd)) if isinstance(crd, (str, Path)) else dict(crd))


def _read(file: Path) -> dict[str, Any]:
    """The definition in a file of one or several documents."""
    from kconv.manifests.split import Block, split
    from kconv.pipeline import reading

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", file=str(file)) from error
    for raw in split(Block(1, 0, data)):
        value = reading.located(raw, str(file)).document.value
        if isinstance(value, dict) and value.get("kind") == "CustomResourceDefinition":
            return value
    raise UsageError("no CustomResourceDefinition is in it", file=str(file))


def _by_version(objects: Iterable[Json]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for obj in objects:
        found.setdefault(str(obj.get("apiVersion")), []).append(obj)
    return found


def _filled(shapes: Mapping[str, Shape]) -> Any:
    """What the API server fills in: the defaults of the structural schemas."""
    from kconv.structural.default import default

    return lambda obj, version: default(obj, shapes[version].node) if version in shapes else obj
