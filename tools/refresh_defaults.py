"""Write tools/data/field-defaults.tsv: the defaults of fields, found with Kubernetes' own code.

No document lists them, because most are set by functions that can depend on other fields. Therefore the oracle of each
release (tests/oracle) fills in random objects of every kind, built from schemas/structure/. If a field is always set to
the same value when its parent is present and the field is not, this value is its default. A default that depends on
something (imagePullPolicy on the tag of the image), or that is not always set, is not in the table; the rules of
kconv/kinds/ describe those.
    python tools/refresh_defaults.py   then tools/build_structure.py
The tool asks the oracles of all pinned releases, which takes some minutes. An empty value means that the release has no
default where another release has one. The objects are the same in every run.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from kconv.catalog import latest, schemas
from kconv.names import GroupVersionKind, Release
from tests.peers import ORACLES, bin_dir, missing

TABLE = Path(__file__).parent / "data/field-defaults.tsv"
PROBES = 500
# In a few objects, a default that depends on something can look like a constant.
SEEN_AT_LEAST = 8

Node = dict[str, Any]
Name = tuple[str, str]  # definition, field
ABSENT = ""
LATEST = latest()
CLOCK = json.dumps("2000-01-01T00:00:00Z")  # what the oracle writes for the time of day

# Strings that a type decodes itself; other strings are arbitrary.
TEXTS = {"date-time": "2000-01-01T00:00:00Z", "byte": "YQ==", "quantity": "1"}
FREE = ["a", "b", "c:1"]


@cache
def words() -> dict[str, list[str]]:
    """Field name → values that a field of this name has in some release: older releases do not list them."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in schemas.definitions(LATEST):
        for field, node in schemas.definition(name, LATEST).get("properties", {}).items():
            found[field] |= {*node.get("enum", ()), *node.get("items", {}).get("enum", ())}
    return {field: [*sorted(values), *FREE] for field, values in found.items()}


class Probe:
    """Random objects of the kinds of one release, the same for the same seed."""

    def __init__(self, release: Release, seed: str) -> None:
        self.release = release
        self.random = random.Random(seed)
        self.plain, self.nested = self.random.choice([0.05, 0.3, 0.5, 0.7]), self.random.choice([0.2, 0.5, 0.9])

    def object(self, gvk: GroupVersionKind, name: str) -> Node:
        fields = self.fields(name, ())
        metadata = {"name": "a", "labels": self.random.choice([{"a": "b"}, {}])}
        return {**fields, "apiVersion": gvk.api_version, "kind": gvk.kind, "metadata": metadata}

    def fields(self, name: str, within: tuple[str, ...]) -> Any:
        """A value for a definition; a recursive one is empty."""
        node = schemas.definition(name, self.release)
        if "properties" not in node:
            return self.alone(node, (*within, name))
        out = {}
        for field, below in node["properties"].items() if name not in within else ():
            chance = self.nested if any(schemas.references(below)) else self.plain
            if field in node.get("required", ()) or self.random.random() < chance:
                out[field] = self.value(below, field, (*within, name))
        return out

    def alone(self, node: Node, within: tuple[str, ...]) -> Any:
        """A value of a type that decodes its own JSON."""
        if "oneOf" in node:
            return TEXTS[node["format"]] if "format" in node else self.value(node["oneOf"][0], "", within)
        if node.get("x-kubernetes-int-or-string"):
            return self.random.choice([1, "50%"])
        return self.value(node, "", within) if "format" in node else {"apiVersion": "example.org/v1", "kind": "Some"}

    def value(self, node: Node, field: str, within: tuple[str, ...]) -> Any:
        if "$ref" in node:
            return self.fields(node["$ref"], within)
        if "items" in node:
            return [self.value(node["items"], field, within) for _ in range(self.random.choice([1, 1, 2]))]
        if "additionalProperties" in node:
            return {
                key: self.value(node["additionalProperties"], "", within) for key in self.random.choice(["a", "ab"])
            }
        kind = node.get("type")
        if kind == "string":
            free = TEXTS.get(node.get("format", "")) or self.random.choice(words().get(field, FREE))
            return self.random.choice(node["enum"]) if "enum" in node else free
        return {"boolean": self.random.random() < 0.5, "object": {}}.get(kind, self.random.choice([1, 2, 3]))


def ask(oracle: str, command: str, objects: list[Node]) -> list[Node | None]:
    """The answers of the oracle; None for an object that does not decode or convert."""
    lines = (
        json.dumps({"id": str(number), "object": each, "to": each["apiVersion"]}) for number, each in enumerate(objects)
    )
    told = subprocess.run([oracle, command], input="\n".join(lines), check=True, capture_output=True, text=True)
    answers = {answer["id"]: answer.get("object") for answer in map(json.loads, told.stdout.splitlines())}
    return [answers.get(str(number)) for number in range(len(objects))]


class Seen:
    """The values that each absent field of one release was set to, over all objects."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.values: dict[Name, Counter[str]] = defaultdict(Counter)
        self.always: set[Name] = set()  # structs that Go cannot leave out

    def look(self, node: Node, before: Any, plain: Any, after: Any, *, root: bool = False) -> None:
        """Walk the input, the output without defaults, and the output with defaults."""
        if "$ref" in node:
            told = schemas.definition(node["$ref"], self.release)
            if "properties" in told and isinstance(before, dict) and isinstance(after, dict):
                self._fields(node["$ref"], told["properties"], (before, _dict(plain), after), root)
        elif "items" in node and isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
            plain = plain if isinstance(plain, list) and len(plain) == len(before) else [None] * len(before)
            for each in zip(before, plain, after, strict=True):
                self.look(node["items"], *each)
        elif "additionalProperties" in node and isinstance(before, dict) and isinstance(after, dict):
            for key in before.keys() & after.keys():
                self.look(node["additionalProperties"], before[key], _dict(plain).get(key), after[key])

    def _fields(self, name: str, properties: Node, values: tuple[Node, Node, Node], root: bool) -> None:
        before, plain, after = values
        for field, node in properties.items():
            if field in before:
                self.look(node, before[field], plain.get(field), after.get(field))
            elif not (root and "$ref" in node):  # an object without its spec is a fragment
                self.values[name, field][_told(plain, after, field)] += 1
                if isinstance(plain.get(field), dict):
                    self.always.add((name, field))

    def defaults(self) -> dict[Name, str]:
        """Definition and field → default as JSON, or ABSENT for a field without a default."""
        found = {
            key: min(values) if len(values) == 1 and values.total() >= SEEN_AT_LEAST else ABSENT
            for key, values in self.values.items()
        }
        sums = {key for key in self.always if found[key] and self._is_sum(json.loads(found[key]), key, found)}
        return {key: ABSENT if key in sums else value for key, value in found.items()}

    def _is_sum(self, value: Any, key: Name, found: dict[Name, str]) -> bool:
        """Whether a struct that is always present contains only the defaults of its own fields."""
        node = schemas.definition(key[0], self.release)["properties"][key[1]]
        return (
            isinstance(value, dict)
            and "$ref" in node
            and all(
                found.get((node["$ref"], field)) == json.dumps(each, sort_keys=True)
                or self._is_sum(each, (node["$ref"], field), found)
                for field, each in value.items()
            )
        )


def _dict(value: Any) -> Node:
    return value if isinstance(value, dict) else {}


def _told(plain: Node, after: Node, field: str) -> str:
    """The default that an absent field was set to. Go always writes the fields in the encoding without defaults."""
    if field not in after or after[field] is None or (field in plain and plain[field] == after[field]):
        return ABSENT
    value = json.dumps(_clean(after[field], plain.get(field)), sort_keys=True)
    return ABSENT if value == CLOCK else value


def _clean(after: Any, plain: Any) -> Any:
    if not isinstance(after, dict):
        return after
    told = _dict(plain)
    kept = {key: _clean(value, told.get(key)) for key, value in after.items() if value is not None}
    return {key: value for key, value in kept.items() if not (key in told and told[key] == value)}


def defaults(release: Release, oracle: str) -> dict[Name, str]:
    """Definition and field → default as JSON, or ABSENT."""
    out = subprocess.run([oracle, "kinds"], check=True, capture_output=True, text=True).stdout
    known = {f"{each['apiVersion']}/{each['kind']}" for each in map(json.loads, out.splitlines())}
    seen = Seen(release)
    taken = missed = 0
    for gvk in schemas.kinds(release):
        name = schemas.of(gvk, release)
        if name is None or f"{gvk.api_version}/{gvk.kind}" not in known:
            continue
        objects = [Probe(release, f"{gvk}:{number}").object(gvk, name) for number in range(PROBES)]
        for values in zip(objects, ask(oracle, "convert", objects), ask(oracle, "default", objects), strict=True):
            if None in values:
                missed += 1
            else:
                seen.look({"$ref": name}, *values, root=True)
                taken += 1
    print(f"{release}: {taken} objects, {missed} not taken")
    return seen.defaults()


def main() -> int:
    if absent := missing(ORACLES):
        print(f"{', '.join(absent)} not in {bin_dir()}: build with `bash .ci/build-peers oracle`", file=sys.stderr)
        return 1
    told: dict[Name, dict[int, str]] = defaultdict(dict)
    named = [Release.parse(name.removeprefix("oracle-")) for name in ORACLES]
    with ProcessPoolExecutor() as pool:
        answers = pool.map(defaults, named, [str(bin_dir() / name) for name in ORACLES])
        for release, found in zip(named, answers, strict=True):
            for key, value in found.items():
                told[key][release.minor] = value
    rows = [
        "\t".join([*key, str(release), value])
        for key, values in sorted(told.items())
        if any(value != ABSENT for value in values.values())
        for release, value in sorted(values.items())
    ]
    TABLE.write_text("\n".join(["definition\tfield\trelease\tvalue", *rows, ""]), encoding="utf-8")
    print(f"{TABLE.name}: {len(rows)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
