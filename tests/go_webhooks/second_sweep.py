"""A second, plain sweep of a conversion, to hold the kit's to: what it finds and the kit does not is missed.

It shares no code with kconv. Each leaf of a CRD's schema is put alone into the least object that has it, sent to the
webhook and back as an API server sends it, and looked for afterwards.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

Json = Any
Step = str | int
TIME = "2006-01-02T15:04:05Z"
WORDS = (
    "a", "abc", "1h0m0s", TIME, "10.0.0.0/8", "10.0.0.1", "1", "abcdef.0123456789abcdef",
    "example.com/v1", "a.b/c", "v1", "https://example.com", "aaaaaaaaaaaaaaaa", "v1.2.3",
)  # fmt: skip
ITEM, KEY = "[]", "{}"


@dataclass
class Lost:
    """Places of one version that do not come back, each with the first object that shows it."""

    version: str
    through: str
    places: dict[str, Json] = field(default_factory=dict)
    leaves: int = 0
    refused: int = 0


def sweep(crd: Json, url: str) -> list[Lost]:
    """What is lost from each served version on the way to each other and back."""
    group, kind = crd["spec"]["group"], crd["spec"]["names"]["kind"]
    schemas = {
        f"{group}/{each['name']}": each["schema"]["openAPIV3Schema"]
        for each in crd["spec"]["versions"]
        if each["served"]
    }
    line = HTTPConnection(urlsplit(url).hostname or "", urlsplit(url).port, timeout=20)
    return [_swept(kind, one, other, schemas, line) for one in schemas for other in schemas if one != other]


def _swept(kind: str, own: str, other: str, schemas: Json, line: HTTPConnection) -> Lost:
    lost = Lost(own, other)
    for path, node in _leaves(schemas[own], ()):
        lost.leaves += 1
        for items in (1, 2) if ITEM in path else (1,):
            came = False
            for value in _values(node):
                head = {"apiVersion": own, "kind": kind, "metadata": {"name": "web"}}
                made = _holding(schemas[own], path, value, items)
                obj = _stored({**_least(schemas[own]), **made, **head}, schemas[own])
                back = _around(obj, own, other, schemas, line)
                if back is None:
                    continue
                came = True
                for place in _differences(obj, back, schemas[own], ()):
                    lost.places.setdefault(place, obj)
                if "enum" not in node:
                    break
            lost.refused += not came
    return lost


def _leaves(node: Json, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Json]]:
    if len(path) > 20:
        return
    if node.get("properties"):
        for key, child in node["properties"].items():
            if path or key not in ("apiVersion", "kind", "metadata"):
                yield from _leaves(child or {}, (*path, key))
    elif isinstance(node.get("additionalProperties"), dict):
        yield from _leaves(node["additionalProperties"], (*path, KEY))
    elif node.get("type") == "array":
        yield from _leaves(node.get("items") or {}, (*path, ITEM))
    else:
        yield path, node


def _values(node: Json) -> list[Json]:
    if node.get("enum"):
        return [value for value in node["enum"] if value not in ("", None)]
    kind = node.get("type")
    if kind == "boolean":
        return [not node.get("default", False)]
    if kind in ("integer", "number"):
        found = [1, 2, 5, node.get("minimum"), node.get("maximum"), 30000]
        return [each for each in found if each and node.get("minimum", each) <= each <= node.get("maximum", each)]
    if node.get("format") == "date-time":
        return [TIME]
    if kind == "string" or node.get("x-kubernetes-int-or-string"):
        return [word for word in ("1", *WORDS) if _fits(word, node)] if node.get("pattern") else [*WORDS]
    return [{"a": "b"}] if node.get("x-kubernetes-preserve-unknown-fields") or kind == "object" else ["a", {"a": "b"}]


def _fits(word: str, node: Json) -> bool:
    try:
        return re.search(node["pattern"], word) is not None
    except re.error:
        return True


def _least(node: Json, number: int = 0) -> Json:
    """The least value of a node: the fields that are required, with those that its first choice requires."""
    if node.get("properties"):
        needed = list(node.get("required") or ())
        for choice in ("oneOf", "anyOf"):
            needed += (node.get(choice) or [{}])[0].get("required") or ()
        return {key: _least(node["properties"][key] or {}, number) for key in needed if key in node["properties"]}
    if node.get("type") == "array":
        return [_least(node.get("items") or {}, index) for index in range(node.get("minItems") or 0)]
    if node.get("type") == "object":
        return {
            f"k{index}": _least(node.get("additionalProperties") or {})
            for index in range(node.get("minProperties") or 0)
        }
    values = _values(node)
    return values[min(number, len(values) - 1)] if values else None


def _holding(node: Json, path: tuple[str, ...], value: Json, items: int) -> Json:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if step == ITEM:
        child = node.get("items") or {}
        found = [_holding(child, rest, value, items) for _ in range(items)]
        for index, item in enumerate(found):
            for key in node.get("x-kubernetes-list-map-keys") or () if isinstance(item, dict) and items > 1 else ():
                values = _values(child["properties"][key])
                if rest != (key,) or index:
                    item[key] = values[min(index, len(values) - 1)]
        more = (node.get("minItems") or 0) - items
        return found + [copy.deepcopy(found[-1]) for _ in range(more)]
    if step == KEY:
        return {"k": _holding(node["additionalProperties"], rest, value, items)}
    return {**_least(node), step: _holding(node["properties"][step] or {}, rest, value, items)}


def _stored(value: Json, node: Json, top: bool = True) -> Json:
    """A value as a server stores it: pruned, with its defaults."""
    if isinstance(value, list):
        return [_stored(each, node.get("items") or {}, False) for each in value]
    if not isinstance(value, dict):
        return value
    known, keeps = node.get("properties") or {}, node.get("x-kubernetes-preserve-unknown-fields")
    values, out = node.get("additionalProperties"), {}
    for key, entry in value.items():
        if (top or node.get("x-kubernetes-embedded-resource")) and key in ("apiVersion", "kind", "metadata"):
            out[key] = entry
        elif key in known or isinstance(values, dict):
            child = known.get(key, values)
            if entry is not None or (child or {}).get("nullable"):
                out[key] = _stored(entry, child or {}, False)
        elif keeps or values is True:
            out[key] = entry
    for key, child in known.items():
        if key not in out and (child or {}).get("default") is not None:
            out[key] = _stored(copy.deepcopy(child["default"]), child, False)
    return out


def _around(obj: Json, own: str, other: str, schemas: Json, line: HTTPConnection) -> Json:
    """An object from the other version and back; None where the webhook refuses it."""
    for to in (other, own):
        request = {"uid": "1", "desiredAPIVersion": to, "objects": [obj]}
        review = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "ConversionReview", "request": request}
        line.request("POST", "/convert", json.dumps(review), {"Content-Type": "application/json"})
        response = json.loads(line.getresponse().read())["response"]
        if response["result"]["status"] != "Success":
            return None
        got = response["convertedObjects"][0]
        kept = {key: got["metadata"][key] for key in ("labels", "annotations") if got.get("metadata", {}).get(key)}
        obj = _stored({**got, "metadata": {"name": "web", **kept}}, schemas[to])
    return obj


def _differences(one: Json, other: Json, node: Json, path: tuple[str, ...]) -> Iterator[str]:
    """Where a value differs from another by more than emptiness, or a default."""
    one, other = (None if each in ("", {}, [], 0, False, "0", node.get("default")) else each for each in (one, other))
    if isinstance(one, dict) or isinstance(other, dict):
        first, second = (each if isinstance(each, dict) else {} for each in (one, other))
        known, values = node.get("properties") or {}, node.get("additionalProperties")
        for key in {**first, **second}:
            step = KEY if key not in known and isinstance(values, dict) else key
            child = known.get(key) or (values if isinstance(values, dict) else {})
            if path[:1] == ("metadata",) or not (known or isinstance(values, dict)):
                child, step = {}, key
            yield from _differences(first.get(key), second.get(key), child, (*path, step))
    elif isinstance(one, list) or isinstance(other, list):
        first, second = (each if isinstance(each, list) else [] for each in (one, other))
        if len(first) != len(second):
            yield _text((*path, ITEM))
        else:
            for pair in zip(first, second, strict=True):
                yield from _differences(*pair, node.get("items") or {}, (*path, ITEM))
    elif one != other and str(one) != str(other):
        yield _text(path)


def _text(path: tuple[str, ...]) -> str:
    """A place, written as Kubernetes writes paths."""
    out = ""
    for step in path:
        plain = step in (ITEM, KEY)
        out += step if plain else f'["{step}"]' if re.search(r"[.\[\]{}\"\s]", step) else f".{step}" if out else step
    return out
