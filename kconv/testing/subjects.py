"""The converter to test, with its versions and schemas, from whatever describes them: a name, rules, a definition."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kconv.engine import Kind
from kconv.errors import UsageError
from kconv.structural.vocabulary import Schema
from kconv.testing import arguments
from kconv.testing.builtin import builtin, declared, kind_named, names_of
from kconv.testing.declaration import fitting
from kconv.testing.definition import described, serving
from kconv.testing.exemptions import Lossy, read
from kconv.testing.served import Between, as_is
from kconv.testing.shape import Shape, of_builtin, of_schemas
from kconv.testing.subject import Converter, Json, Reading, Subject
from kconv.testing.texts_of_forms import with_texts


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
    between: Between | None = None,
    lossy: Any = (),
) -> Subject:
    """The converter to test, as the arguments describe it; they are those of ``check``."""
    arguments.function("convert", convert, "convert(obj, to)")
    if read_as != "go":
        arguments.function("read_as", read_as, 'read_as(obj), or "go"')
    named = arguments.versions(versions)
    own = None if annotations is None else arguments.names("annotations", annotations)
    exempt = lossy if isinstance(lossy, Lossy) else read(lossy) if lossy else None
    if convert is None:
        arguments.without_converter(versions=named, hub=hub, annotations=own)
        known_kind = _ruled(arguments.kind(kind), schemas, crd, objects)
        return replace(known_kind, read_as=read_as, between=between or as_is, lossy=exempt)
    name = _name(arguments.kind(kind))
    known = described(name, schemas, crd)
    gone, stored = serving(crd)
    sources = () if named else tuple(version for version in known if version == stored and version in gone)
    named = named or tuple(version for version in known if version not in gone or version == stored)
    _together(named, hub)
    by_version = arguments.objects(objects, name, named)
    _seen(named, known, by_version)
    shapes = _shapes(name, {version: known[version] for version in named if version in known})
    filled = _filled(shapes) if shapes else None
    policy: Between = getattr(convert, "between", as_is) if between is None else between
    return Subject(
        name, named, convert, shapes, hub, by_version, own,
        filled=filled, read_as=read_as, between=policy, sources=sources, lossy=exempt, storage=stored,
    )  # fmt: skip


def _ruled(kind: str | Kind, schemas: Any, crd: Any, objects: Iterable[Json]) -> Subject:
    found = kind_named(kind) if isinstance(kind, str) else kind
    shapes = _shapes(found.name, described(found.name, schemas, crd), names_of(found))
    fitting(found, shapes)
    shapes = with_texts(found, shapes)
    subject = declared(found, shapes) if shapes else builtin(found) if _is_builtin(found) else declared(found, {})
    by_version = arguments.objects(objects, found.name, subject.versions, subject.names)
    if shapes:
        _each_described(found, shapes)
    if not subject.shapes and not by_version:
        hint = "give crd= or schemas=, or objects= to start from; in kconv_kinds, name a subject_of(kind=…, crd=…)"
        raise UsageError(f"the schema of {found.name} is unknown", hint=hint)
    return replace(subject, objects=by_version) if by_version else subject


def _each_described(kind: Kind, shapes: Mapping[str, Shape]) -> None:
    """Raises UsageError unless there is a schema for each version: without one, a version's rules are held to none."""
    versions = [str(version) for version in kind.versions]
    if not shapes.keys() & set(versions):
        hint = f"{kind.name} has the versions {', '.join(versions)}"
        raise UsageError(f"no rules are for {' or '.join(shapes)}", hint=hint)
    missing = [version for version in versions if version not in shapes]
    if missing:
        hint = "give one for each version of the kind: rules are compared with it, and objects are drawn from it"
        raise UsageError(f"there is no schema for {' and '.join(missing)} of {kind.name}", hint=hint)


def _is_builtin(kind: Kind) -> bool:
    return bool(of_builtin(kind))


def _name(kind: str | Kind) -> str:
    return kind if isinstance(kind, str) else kind.name


def _together(versions: Sequence[str], hub: str | None) -> None:
    """Raises UsageError where there is nothing to convert between, or by way of."""
    if len(versions) < 2:
        only = f", and {versions[0]} is the only one" if versions else ""
        hint = 'a conversion needs two versions: give versions=["example.com/v1", …], or a crd that has both'
        raise UsageError(f"a converter needs two versions or more{only}", hint=hint)
    if hub is not None and hub not in versions:
        raise UsageError(
            f"the hub {hub} is not one of the versions {', '.join(versions)}", hint="give hub as an apiVersion"
        )


def _seen(versions: Sequence[str], known: Mapping[str, Any], objects: Mapping[str, Any]) -> None:
    """Raises UsageError for a version of which nothing is known where others have a schema."""
    blank = [version for version in versions if known.get(version) is None and version not in objects]
    if known and blank:
        hint = "give its schema, objects= of it, or versions= without it"
        raise UsageError(
            f"there is no schema of {blank[0]}, only of {', '.join(v for v in known if known[v])}", hint=hint
        )


def _shapes(kind: str, known: Mapping[str, Any], names: Mapping[str, str] = MappingProxyType({})) -> dict[str, Shape]:
    return of_schemas(kind, {version: schema for version, schema in known.items() if schema is not None}, names)


def _filled(shapes: Mapping[str, Shape]) -> Any:
    """What the API server fills in: the defaults of the structural schemas."""
    from kconv.structural.default import default

    return lambda obj, version: default(obj, shapes[version].node) if version in shapes else obj
