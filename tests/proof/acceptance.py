"""Sends every migrated object to a real API server and says, of each refusal, whose fault it is.

Old manifests are not all valid: a field the author misspelt is refused before and after. So the fields that the server
complains of are looked up on both sides: what stands there unchanged is the original's own, what kconv put there is not.
What is missing on both sides is the original's own when Kubernetes' conversion of it is refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from kconv.paths import FieldPath, Segment, parse
from tests.cluster.apiserver import ApiServer, Refusal
from tests.proof.documents import Found, members
from tests.proof.oracle import convert

_IN_MESSAGE = re.compile(r'(?:unknown|duplicate) field "([^"]+)"|Go struct field \w+\.([\w.\[\]]+)')


class Refused(NamedTuple):
    """One object the server would not have. ``fault`` is "original", "absent" (missing before and after, and refused as
    Kubernetes itself converts it) or "kconv"."""

    found: Found
    refusal: Refusal
    fault: str

    def __str__(self) -> str:
        return f"{self.found}: {self.fault}: {self.refusal}"


def refusals(server: ApiServer, converted: list[tuple[Found, Found, str]]) -> Iterator[Refused]:
    """Every refusal among converted objects, each given as what it was, what it is and its document's text."""
    for old, new, text in converted:
        whole = not _is_item(new, text)
        obj = {"apiVersion": new.api_version, "kind": new.kind} | {"metadata": plain(members(new.node).get("metadata"))}
        refusal = server.accept(obj, text) if whole else server.accept(plain(new.node))
        if refusal:
            yield Refused(new, refusal, _fault_of(server, refusal, plain(old.node), plain(new.node)))


def _fault_of(server: ApiServer, refusal: Refusal, old: Any, new: Any) -> str:
    found = fault(refusal, old, new)
    if found == "absent":
        theirs = convert(old, new["apiVersion"])
        return "absent" if theirs is None or server.accept(theirs) else "kconv"
    return found


def _is_item(found: Found, text: str) -> bool:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    return members(root).get("kind") is None or members(root)["kind"].value != found.kind


def fault(refusal: Refusal, old: Any, new: Any) -> str:
    """Whose fault the refusal is; with no field named, or one field of kconv's, it is kconv's."""
    fields = refusal.fields or tuple(one or other for one, other in _IN_MESSAGE.findall(refusal.message))
    faults = {_fault(parse(_tidy(field)), old, new) for field in fields}
    return next((name for name in ("kconv", "absent", "original") if name in faults), "kconv")


def _tidy(field: str) -> str:
    """The server writes map keys bare, annotations[a.b/c]; paths quote them."""
    return re.sub(r"\[([^\]\d\"][^\]\"]*)\]", r'["\1"]', field)


def _fault(path: FieldPath, old: Any, new: Any) -> str:
    before, after = list(_values(old, path)), list(_values(new, path))
    if not before and not after:
        return "absent"
    # A moved value is the original's too, wherever it stood.
    leaves = list(_leaves(old))
    return "original" if after and (before == after or all(leaf in leaves for leaf in _leaves(after))) else "kconv"


def _values(obj: Any, path: tuple[Segment, ...]) -> Iterator[Any]:
    """The values at a path; a name under a list means that name in every item, as in Go's decoding errors."""
    if not path:
        yield obj
    elif isinstance(obj, dict) and path[0] in obj:
        yield from _values(obj[path[0]], path[1:])
    elif isinstance(obj, list) and isinstance(path[0], int):
        if path[0] < len(obj):
            yield from _values(obj[path[0]], path[1:])
    elif isinstance(obj, list):
        for item in obj:
            yield from _values(item, path)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)
    else:
        yield value


class _JsonValues(yaml.SafeLoader):
    """Dates stay text, as in JSON."""


_JsonValues.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def plain(node: yaml.Node | None) -> Any:
    """A node's value as JSON has it."""
    return {} if node is None else _JsonValues("").construct_document(node)
