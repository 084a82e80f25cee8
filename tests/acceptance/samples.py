"""The samples, and what they become on the way down."""

from __future__ import annotations

import base64
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from kconv import kinds
from kconv.engine.kind import Kind
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.paths import FieldPath

Json = dict[str, Any]
FOLDER = Path(__file__).parent / "samples"
_OPENSSL = (
    "openssl",
    "req",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-subj",
    "/CN=shop",
)


def samples() -> list[Json]:
    """Every sample, its certificates made."""
    return [_signed(obj) for file in sorted(FOLDER.glob("*.yaml")) for obj in yaml.safe_load_all(file.read_text())]


def _signed(obj: Json) -> Json:
    spec = obj.get("spec") or {}
    if spec.get("trustBundle") == "CERTIFICATE":
        spec["trustBundle"] = _pem("-x509", "-days", "3650")
    if spec.get("request") == "REQUEST":
        spec["request"] = base64.b64encode(_pem().encode()).decode()
    if spec.get("stubPKCS10Request") == "STUB":
        spec["stubPKCS10Request"] = "".join(_pem().splitlines()[1:-1])
    return obj


@cache
def _pem(*words: str) -> str:
    with tempfile.NamedTemporaryFile() as key:
        made = subprocess.run([*_OPENSSL, "-keyout", key.name, *words], capture_output=True, text=True, check=True)
    return made.stdout


def kind_of(obj: Json) -> Kind:
    """The registered kind of a sample."""
    version = GroupVersion.parse(obj["apiVersion"])
    (found,) = (kind for kind in kinds.registered() if kind.name == obj["kind"] and version in kind.versions)
    return found


def lowered(obj: Json, to: GroupVersion) -> Json:
    """The object in another version as a person would have it: without kconv's stash."""
    return BUILT_IN.convert(obj, to, defaults="none", stash=False).object


def thinned(obj: Json, random: Random) -> Json:
    """The object without one to four of its fields, whatever they are."""
    for _ in range(random.choice((1, 1, 2, 4))):
        paths = [path for path in _fields(obj, ()) if path not in _IDENTITY]
        if paths:
            obj = _without(obj, random.choice(paths))
    return obj


_IDENTITY = {("apiVersion",), ("kind",), ("metadata",), ("metadata", "name")}


def _fields(value: Any, path: FieldPath) -> Iterator[FieldPath]:
    if path:
        yield path
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in below:
        yield from _fields(item, (*path, key))


def _without(value: Any, path: FieldPath) -> Any:
    copy = value.copy()
    if len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _without(value[path[0]], path[1:])
    return copy
