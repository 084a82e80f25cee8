"""Draw objects of the kinds and record what the Go webhooks make of them.

python -m tests.redeclared.record URL CRD…      a webhook, and the definitions of kinds that it converts

The definitions are inside the Go modules. What a webhook refuses is not recorded.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings

import kconv.testing
from kconv.errors import ConversionError
from kconv.testing import strategies
from tests.redeclared.kinds import HERE, KINDS

Json = Any
OBJECTS = 200
"""At each direction: half of them with few fields, half with many, and half again with a status only."""
TIMES = ["2006-01-02T15:04:05Z", "2024-02-29T23:59:59Z"]
QUANTITIES = ["1", "500m", "10Gi"]
DURATIONS = ["30s", "10m0s", "5m0s", "1h30m0s", "500ms", "90m0s"]


def drawn(schema: Json, version: str, kind: str, *, dense: bool) -> list[Json]:
    """Different objects of a version, under one name: what becomes of metadata is the API server's business."""
    found: dict[str, Json] = {}

    @settings(
        max_examples=4 * OBJECTS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies.of_schema(schema, version, kind, dense=dense))
    def collect(obj: Json) -> None:
        obj = {**obj, "metadata": {"name": "x", "namespace": "y"}}
        found.setdefault(json.dumps(obj), obj)

    collect()
    return [obj for text, obj in found.items() if len(text) < 4000]


def as_stored(node: Json, key: str = "") -> Json:
    """A schema whose values are written as Go writes them: what a Go type makes of `0.5` is not the conversion's doing.

    A timeout of cluster-api is any text to its schema, and a duration to its type. kueue's webhook dies of a domainCount
    for which it has no memory.
    """
    if isinstance(node, list):
        return [as_stored(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "string" and key.lower().endswith("timeout"):
        return {"type": "string", "enum": DURATIONS}
    if key == "domainCount":
        return {"type": "integer", "enum": [0, 1, 2]}
    if node.get("format") == "date-time":
        return {"type": "string", "enum": TIMES}
    if node.get("x-kubernetes-int-or-string") and "pattern" in node:
        return {"type": "string", "enum": QUANTITIES}
    return {name: as_stored(value, name) for name, value in node.items()}


def recorded(convert: Callable[[Json, str], Json], objects: list[Json], target: str) -> Iterator[tuple[Json, Json]]:
    """Objects, each with what the webhook makes of it."""
    for obj in objects:
        try:
            yield obj, convert(obj, target)
        except ConversionError as error:
            print(f"  refused: {str(error)[:150]}", file=sys.stderr)


def pairs(url: str, definition: Json) -> list[tuple[Json, Json]]:
    """Answers for each direction between the hub and another version."""
    convert = kconv.testing.webhook(url)
    name, group = definition["spec"]["names"]["kind"], definition["spec"]["group"]
    schemas = {
        f"{group}/{one['name']}": as_stored(one["schema"]["openAPIV3Schema"]) for one in definition["spec"]["versions"]
    }
    hub, *spokes = map(str, KINDS[name].versions)
    found: list[tuple[Json, Json]] = []
    for source, target in [*((spoke, hub) for spoke in spokes), *((hub, spoke) for spoke in spokes)]:
        for schema, dense in ((schemas[source], False), (schemas[source], True), (_status(schemas[source]), True)):
            objects = drawn(schema, source, name, dense=dense)
            found += [*recorded(convert, objects[: OBJECTS // 2], target)]
    return found


def _status(schema: Json) -> Json:
    """The schema of an object that has only a status."""
    left = {key: value for key, value in schema["properties"].items() if key != "spec"}
    return {**schema, "properties": left, "required": [key for key in schema.get("required", ()) if key != "spec"]}


def main() -> None:
    """Write a file of answers for each kind."""
    url, *files = sys.argv[1:]
    for definition in (one for file in files for one in yaml.safe_load_all(Path(file).read_text(encoding="utf-8"))):
        name = definition["spec"]["names"]["kind"]
        found = pairs(url, definition)
        lines = "".join(json.dumps(pair, separators=(",", ":")) + "\n" for pair in found)
        (HERE / f"answers/{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
        print(f"{name}: {len(found)} answers")


if __name__ == "__main__":
    main()
