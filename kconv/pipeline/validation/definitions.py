"""Custom resources are described by CustomResourceDefinitions, which lie beside them or in a folder of their own.

Both versions of the definition are read as they are: v1beta1 may have one schema for all versions and keeps unknown
fields unless it says otherwise, v1 has a schema a version and prunes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kconv.errors import KconvError, ManifestError
from kconv.manifests import source
from kconv.manifests.split import RawDocument, blocks, split
from kconv.manifests.values import Rare
from kconv.manifests.walk import STDIN, Found, Globs, walk
from kconv.names import GroupVersionKind
from kconv.pipeline import reading
from kconv.pipeline.objects import objects
from kconv.structural.decode import misshapen
from kconv.structural.vocabulary import VALIDATIONS, Schema, nodes

_GROUP = "apiextensions.k8s.io"
_KIND = b"CustomResourceDefinition"


class Definition(NamedTuple):
    """One version of a custom resource: what its schema is written in, whether unknown fields stay, and whether its
    status is a subresource.
    """

    holder: Any
    keeps: bool
    status: bool = False

    def schema(self) -> Schema | None:
        """The schema, None where there is none, or none that the server could read."""
        schema = _schema(self.holder)
        return None if schema is None or misshapen(schema) else schema


Definitions = dict[GroupVersionKind, Definition]


def collect(paths: Iterable[str], folders: Iterable[str], include: Globs, exclude: Globs) -> Definitions:
    """Every definition below paths, and below folders whatever the globs; of two of one kind the first one counts."""
    found: Definitions = {}
    searched = [
        *walk(list(folders)),
        *walk([path for path in paths if path != STDIN], include=include, exclude=exclude),
    ]
    for file in searched:
        for gvk, definition in _in_file(file):
            found.setdefault(gvk, definition)
    return found


def in_bytes(data: bytes, file: str = STDIN) -> Iterator[tuple[GroupVersionKind, Definition]]:
    """The definitions in a text; what cannot be read tells of itself when it is validated in its turn."""
    if _KIND in data:
        yield from _in_pieces([data], file)


def _in_pieces(pieces: Iterable[bytes], file: str) -> Iterator[tuple[GroupVersionKind, Definition]]:
    for block in blocks(pieces):
        for raw in () if block.oversize else split(block):
            if _KIND in raw.data:
                try:
                    value = _value(raw, file)
                except ManifestError:
                    continue
                for each in objects(value):
                    yield from versions(each.value)


def _value(raw: RawDocument, file: str) -> Any:
    try:
        return reading.value(raw, file)
    except Rare:
        return reading.located(raw, file).document.value


def _in_file(found: Found) -> Iterator[tuple[GroupVersionKind, Definition]]:
    if found.skipped or found.problem:
        return
    try:
        data = source.read(found.path).data
        if data is not None:
            yield from in_bytes(data, found.path)
            return
        with open(found.path, "rb") as opened:  # noqa: PTH123
            yield from _in_pieces(source.pieces(opened), found.path)
    except (KconvError, OSError):
        return  # told of where the file is validated in its turn


def versions(crd: dict[str, Any]) -> Iterator[tuple[GroupVersionKind, Definition]]:
    """What a CustomResourceDefinition defines; nothing where it is none, or is misshapen."""
    group, _, version = str(crd.get("apiVersion")).partition("/")
    spec = crd.get("spec")
    if group != _GROUP or crd.get("kind") != _KIND.decode() or not isinstance(spec, dict):
        return
    names, listed = spec.get("names"), spec.get("versions")
    kind = names.get("kind") if isinstance(names, dict) else None
    if not isinstance(kind, str):
        return
    single = {"name": spec.get("version")} if isinstance(spec.get("version"), str) else None
    beta = version == "v1beta1"
    keeps = spec.get("preserveUnknownFields")
    keeps = keeps is True or (keeps is None and beta)
    for each in listed if isinstance(listed, list) else [single]:
        if isinstance(each, dict) and isinstance(each.get("name"), str):
            holder = spec.get("validation") if beta and _schema(each.get("schema")) is None else each.get("schema")
            status = _has_status(each) or (beta and _has_status(spec))
            yield GroupVersionKind(str(spec.get("group")), each["name"], kind), Definition(holder, keeps, status)


def _has_status(holder: dict[str, Any]) -> bool:
    subresources = holder.get("subresources")
    return isinstance(subresources, dict) and subresources.get("status") is not None


def _schema(holder: Any) -> Schema | None:
    schema = holder.get("openAPIV3Schema") if isinstance(holder, dict) else None
    return schema if isinstance(schema, dict) else None


def unchecked(schema: Schema) -> Iterator[str]:
    """What of a schema is the server's to judge."""
    from kconv.structural.validation.pattern import compiled

    every = [node for _, node in nodes(schema)]
    rules = sum(len(node.get(VALIDATIONS) or ()) for node in every)
    if rules:
        yield f"{rules} CEL {'rule' if rules == 1 else 'rules'}"
    odd = {node["pattern"] for node in every if node.get("pattern") and compiled(node["pattern"]) is None}
    yield from (f"the pattern {pattern}" for pattern in sorted(odd))
