"""Small declarations, one for each way in which a rule moves what versions have, in maps, in lists and in maps of lists;
and objects of theirs that hold anything: null or empty where a map is meant, a text, a list with an item that is none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from hypothesis import strategies as st

from kconv.crd import CustomResource, Version
from kconv.crd.history import SchemaFile
from kconv.names import GroupVersion
from kconv.rules import (
    MISSING,
    PRESENT,
    At,
    ByType,
    Cases,
    Dropped,
    Former,
    Implied,
    Items,
    Kept,
    Keyed,
    Move,
    Rule,
    Split,
    Turn,
    Values,
    When,
    Wrap,
)
from kconv.structural.vocabulary import Schema

Json = Any
GROUP = "small.kconv.dev"


def to_text(number: int) -> str | None:
    return f"{number}s" if type(number) is int else None


def to_number(text: str) -> int | None:
    return int(text[:-1]) if text.endswith("s") else None


def of(*required: str, **fields: Schema) -> Schema:
    return {"type": "object", "properties": fields, **({"required": [*required]} if required else {})}


def listed(item: Schema, key: str = "") -> Schema:
    keyed = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": [key]} if key else {}
    return {"type": "array", "items": item, **keyed}


def mapped(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def default(node: Schema, value: Json) -> Schema:
    return {**node, "default": value}


TEXT, NUMBER, SWITCH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
EITHER = {"x-kubernetes-int-or-string": True}
WORDS = {"type": "string", "enum": ["x", "y"]}
DURATION = Turn("spec.m.a", "spec.n.b", to_text, to_number, says="b is a in seconds", node=TEXT)
TABLE = [((1, MISSING), ("x",)), ((2, 2), ("y",))]


class Small(NamedTuple):
    """The spec in each version, the oldest first, and what changed since the version before."""

    specs: list[Schema]
    rules: list[list[Rule]]


SMALL = {
    "into a map": Small([of(a=NUMBER), of(b=of(c=NUMBER)), of(b=of(c=NUMBER, d=NUMBER))], [[Move("spec.a", "spec.b.c")], []]),
    "into a map, with defaults": Small([of(a=default(NUMBER, 1)), of(b=default(of(c=default(NUMBER, 2)), {}))], [[Move("spec.a", "spec.b.c")]]),
    "out of a map": Small([of(b=of(c=NUMBER)), of(a=NUMBER), of(a=NUMBER, t=TEXT)], [[Move("spec.b.c", "spec.a")], []]),
    "from a map to another": Small([of(b=of(c=NUMBER, e=NUMBER)), of(d=of(f=NUMBER), b=of(e=NUMBER))], [[Move("spec.b.c", "spec.d.f")]]),
    "a map": Small([of(b=of(c=NUMBER, e=NUMBER)), of(d=of(c=NUMBER, e=NUMBER))], [[Move("spec.b", "spec.d")]]),
    "far below": Small([of(b=of(c=of(d=NUMBER), k=NUMBER)), of(b=of(k=NUMBER, q=of(s=NUMBER)))], [[Move("spec.b.c.d", "spec.b.q.s")]]),
    "there and away": Small([of(a=NUMBER), of(b=of(c=NUMBER)), of(e=of(f=of(g=NUMBER)))], [[Move("spec.a", "spec.b.c")], [Move("spec.b.c", "spec.e.f.g")]]),
    "Split": Small([of(m=of(a=TEXT)), of(d=of(b=TEXT, c=TEXT))], [[Split("spec.m.a", "s3://{spec.d.b}[/{spec.d.c}]")]]),
    "Turn": Small([of(m=of(a=default(NUMBER, 1))), of(n=of(b=default(TEXT, "2s")))], [[DURATION]]),
    "Keyed": Small([of(m=of(b=mapped(of(ip=TEXT)))), of(n=of(c=listed(of("name", name=TEXT, addr=TEXT), "name")))], [[Keyed("spec.m.b", "spec.n.c", "name"), At("spec.n.c[]", [Move("ip", "addr")])]]),
    "Items": Small([of(m=of(a=listed(TEXT))), of(n=of(a=listed(of("v", v=TEXT, w=TEXT))))], [[Items("spec.m.a", "spec.n.a", "v")]]),
    "Wrap": Small([of(m=of(a=TEXT)), of(m=of(a=of("n", n=TEXT, w=TEXT)))], [[Wrap("spec.m.a", "spec.m.a.n")]]),
    "in items": Small([of(l=listed(of(cmd=TEXT, k=NUMBER))), of(l=listed(of(exec=of(command=TEXT), k=NUMBER, fresh=NUMBER)))], [[At("spec.l[]", [Move("cmd", "exec.command")])]]),
    "in items with a key": Small([of(l=listed(of("name", name=TEXT, exec=of(command=TEXT)), "name")), of(l=listed(of("name", name=TEXT, cmd=default(TEXT, "ls")), "name"))], [[At("spec.l[]", [Move("exec.command", "cmd")])]]),
    "in values": Small([of(p=mapped(of(count=NUMBER))), of(p=mapped(of(size=of(n=NUMBER))))], [[At("spec.p{}", [Move("count", "size.n")])]]),
    "Values": Small([of(m=of(a=SWITCH)), of(n=of(b=default(WORDS, "x")))], [[Move("spec.m.a", "spec.n.b"), Values("spec.n.b", [(True, "x"), (False, "y")], says="in words")]]),
    "Values, left out": Small([of("m", m=of("a", a=TEXT)), of("m", m=of(a=TEXT, b=NUMBER))], [[Values("spec.m.a", [("auto", MISSING)], says="left out is auto")]]),
    "Cases": Small([of(m=of(a=NUMBER, b=NUMBER)), of(n=of(c=WORDS))], [[Cases(["spec.m.a", "spec.m.b"], ["spec.n.c"], TABLE, says="c is both")]]),
    "When": Small([of(t=WORDS, u=TEXT), of(t=WORDS, x=of(url=TEXT), y=of(url=TEXT), u=TEXT)], [[When("spec.t", [each], [Move("spec.u", f"spec.{each}.url")]) for each in "xy"]]),
    "Kept": Small([of(m=of(a=NUMBER, b=NUMBER)), of(m=of(a=NUMBER)), of(n=of(a=NUMBER))], [[Kept("spec.m.b", why="read")], [Move("spec.m", "spec.n")]]),
    "Dropped": Small([of(m=of(a=NUMBER, b=NUMBER)), of(m=of(a=NUMBER))], [[Dropped("spec.m.b", why="unread")]]),
    "Dropped, but for what moved out of it": Small([of(k=of(l=WORDS, t=TEXT)), of(l=WORDS, t=TEXT), of(m=of(l=WORDS, t=TEXT)), of(l=WORDS, t=TEXT)], [[Values("spec.k.l", [("x", "y"), ("y", "x")], says="x is y now"), Move("spec.k.l", "spec.l"), Move("spec.k.t", "spec.t"), Dropped("spec.k", why="unread")], [Move("spec.l", "spec.m.l"), Move("spec.t", "spec.m.t")], [Move("spec.m.l", "spec.l"), Move("spec.m.t", "spec.t"), Dropped("spec.m", why="unread")]]),
    "items are Dropped, but for what moved out of them": Small([of(l=listed(of("name", name=TEXT, k=of(c=TEXT, d=mapped(of(n=NUMBER)))), "name")), of(l=listed(of("name", name=TEXT, c=TEXT, d=mapped(of(n=NUMBER))), "name"))], [[At("spec.l[]", [Move("k.c", "c"), Move("k.d", "d"), Dropped("k", why="unread")])]]),
    "what is new": Small([of(m=of(a=NUMBER)), of(m=of(a=NUMBER, b=default(NUMBER, 3)))], [[]]),
    "ByType": Small([of(m=of(p=EITHER)), of(n=of(number=NUMBER, name=TEXT))], [[ByType("spec.m.p", {int: "spec.n.number", str: "spec.n.name"})]]),
    "Former": Small([of(m=of(a=NUMBER), n=of(b=NUMBER)), of(n=of(b=NUMBER))], [[Former([Move("spec.m.a", "spec.n.b")])]]),
    "new in a map that a rule makes": Small([of(keep=NUMBER), of(retention=of(count=NUMBER, age=TEXT)), of(retention=of(count=NUMBER, age=TEXT, more=NUMBER)), of(count=NUMBER, age=TEXT)], [[Move("spec.keep", "spec.retention.count")], [], [Move("spec.retention.count", "spec.count"), Move("spec.retention.age", "spec.age"), Kept("spec.retention.more", why="unused")]]),
    "new in a map that a text became": Small([of(target=TEXT), of(to=of("bucket", bucket=WORDS, path=WORDS, key=NUMBER)), of(where=of("bucket", bucket=WORDS, path=WORDS, key=NUMBER))], [[Split("spec.target", "s3://{spec.to.bucket}[/{spec.to.path}]")], [Move("spec.to", "spec.where")]]),
    "new in an object that a value became": Small([of(image=TEXT), of(image=of("name", name=TEXT, tag=TEXT)), of(image=of("name", name=TEXT, tag=TEXT))], [[Wrap("spec.image", "spec.image.name")], []]),
    "new in items that a rule makes": Small([of(l=mapped(of(cmd=TEXT))), of(l=listed(of("name", name=TEXT, exec=of(cmd=TEXT, env=TEXT)), "name")), of(l=listed(of("name", name=TEXT, exec=of(cmd=TEXT, vars=TEXT)), "name"))], [[Keyed("spec.l", "spec.l", "name"), At("spec.l[]", [Move("cmd", "exec.cmd")])], [At("spec.l[]", [Move("exec.env", "exec.vars")])]]),
    "gone, which had other words once": Small([of(policy=default(WORDS, "x")), of(mode={"type": "string", "enum": ["X", "Y"]}), of()], [[Move("spec.policy", "spec.mode"), Values("spec.mode", [("x", "X"), ("y", "Y")], says="in capitals")], [Kept("spec.mode", why="unused")]]),
    "gone, and another of the name": Small([of(a=NUMBER), of(a=NUMBER), of(), of(a=NUMBER), of(a=NUMBER)], [[], [Kept("spec.a", why="unused")], [], []]),
    "Implied": Small([of(m=of(a=NUMBER)), of(m=of(a=NUMBER, k=TEXT))], [[Implied("spec.m.k", [("spec.m.a", PRESENT, "A")])]]),
}  # fmt: skip
CHOICES = [(name, hub) for name, found in SMALL.items() for hub in range(len(found.specs))]
_FOLDER = TemporaryDirectory(prefix="kconv-")


@cache
def small(name: str, hub: int) -> CustomResource:
    """One of the declarations, with a version as the hub. Beside the spec's own fields there is one that stays."""
    found = SMALL[name]
    files = []
    for at, spec in enumerate(found.specs, 1):
        path = Path(_FOLDER.name) / f"{name}-{at}.json"
        stays = {**spec, "properties": {**spec["properties"], "z": NUMBER}}
        path.write_text(json.dumps(of("spec", spec=stays, status=of(s=NUMBER))))
        files.append(SchemaFile(f"{GROUP}/v{at}", "Cup", path))
    later = [Version(files[at], since=files[at - 1], rules=rules) for at, rules in enumerate(found.rules, 1)]
    return CustomResource(Version(files[0]), *later, hub=files[hub])


ODD = [None, {}, [], "x", "s3://b/p", "10s", 1, 2, True, [None], [{}], ["x"], {"x": None}, {"x": {}}]


Draw = Callable[[Schema], st.SearchStrategy[Json]]


def anything(node: Schema) -> st.SearchStrategy[Json]:
    """Values of a schema, and in any place of one what it has no place for; what is required may be missing."""
    return st.one_of(st.sampled_from(ODD), *([_drawn(node, anything)] * 2))


def valid(node: Schema) -> st.SearchStrategy[Json]:
    """Values of a schema."""
    return _drawn(node, valid, node.get("required", ()))


def _drawn(node: Schema, inner: Draw, required: Collection[str] = ()) -> st.SearchStrategy[Json]:
    if "enum" in node:
        return st.sampled_from(node["enum"])
    if node.get("type") == "array":
        (key,) = node.get("x-kubernetes-list-map-keys", [""])
        name = (lambda item: item[key]) if key and inner is valid else None
        return st.lists(inner(node["items"]), max_size=2, unique_by=name)
    if "additionalProperties" in node:
        return st.dictionaries(st.sampled_from("pq"), inner(node["additionalProperties"]), max_size=2)
    if node.get("type") == "object":
        fields = {key: inner(each) for key, each in node.get("properties", {}).items()}
        needed = {key: each for key, each in fields.items() if key in required}
        return st.fixed_dictionaries(needed, optional={key: fields[key] for key in fields.keys() - needed.keys()})
    plain = {"string": st.sampled_from(["x", "s3://b/p", "10s", "auto", "p", ""]), "integer": st.integers(0, 3)}
    return plain.get(node.get("type", ""), st.booleans())


def objects(
    resource: CustomResource, version: GroupVersion, shape: Callable[[Schema], Schema] = dict, values: Draw = anything
) -> st.SearchStrategy[Json]:
    """Objects of a version that hold such values, in their metadata nothing but a name."""
    (found,) = [each for each in resource.versions if each.declared.group_version == version]
    schema = shape(resource.whole_schemas[str(version)])
    own = {key: node for key, node in schema["properties"].items() if key not in ("apiVersion", "kind", "metadata")}
    head = {"apiVersion": str(version), "kind": found.declared.kind, "metadata": {"name": "a"}}
    return st.fixed_dictionaries({}, optional={key: values(node) for key, node in own.items()}).map(
        lambda fields: {**head, **fields}
    )
