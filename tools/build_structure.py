"""Write schemas/structure/: every definition of every kind in every release, in one file for each group and version.

    python tools/build_structure.py                  download the source packages, write schemas/structure/
    python tools/build_structure.py --packages DIR   the same with the packages in DIR, downloaded if missing
    python tools/build_structure.py --check          exit 1 if schemas/structure/ is not what was written (no network)
    python tools/build_structure.py --check --packages DIR   also exit 1 if the packages give other bytes
published.py describes how the forms of the packages differ between releases, and how they are unified. The packages do
not have the enums and defaults of fields, which come from tools/data/ (enums_and_defaults.py). The versions of the
sources and a hash of the files are written to tools/data/structure.tsv. A second run gives the same bytes.

A file holds `kinds` (name → releases) and `definitions` (name → releases, fields or node). A field maps
releases to its node: "9-" from 1.9 on, "9-15" from 1.9 to 1.15, "16- required" required from 1.16 on. Only definitions
that a kind refers to, directly or not, are kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import enums_and_defaults
import published
from published import Node

ROOT = Path(__file__).parents[1]
STRUCTURE = ROOT / "schemas/structure"
DATA = ROOT / "tools/data"
RECORD = DATA / "structure.tsv"
KNOWN = published.releases()

History = dict[int, Node]


def span(releases: Iterable[int]) -> str:
    """{9, 10, 11} → "9-11", and "9-" if it extends to the newest release. The format does not support gaps."""
    told = sorted(releases)
    if told != list(range(told[0], told[-1] + 1)):
        raise SystemExit(f"something was removed and added again: {told}; the format does not support that")
    return f"{told[0]}-" if told[-1] == KNOWN[-1] else f"{told[0]}-{told[-1]}"


def spans(history: dict[int, str]) -> Iterator[tuple[list[int], str]]:
    """A value over the releases as ranges with the same value."""
    run: list[int] = []
    for release, value in sorted(history.items()):
        if run and history[run[-1]] != value:
            yield run, history[run[-1]]
            run = []
        run.append(release)
    yield run, history[run[-1]]


def field(name: tuple[str, str], history: History, required: set[int]) -> dict[str, Node]:
    """One field: releases, and whether it is required in them → its node."""
    nodes = enums_and_defaults.with_defaults(name, enums_and_defaults.with_enums(name, published.carry_marks(history)))
    keys = {release: json.dumps([node, release in required], sort_keys=True) for release, node in nodes.items()}
    span(keys)
    return {span(run) + (" required" if run[0] in required else ""): nodes[run[0]] for run, _ in spans(keys)}


def definition(name: str, history: History) -> Node:
    """One definition over the releases."""
    releases = span(history)
    if name in published.OWN_JSON:
        return {"releases": releases, "node": published.OWN_JSON[name]}
    fields: dict[str, History] = defaultdict(dict)
    required: dict[str, set[int]] = defaultdict(set)
    for release, told in history.items():
        for key, node in told["fields"].items():
            fields[key][release] = node
        for key in told["required"]:
            required[key].add(release)
    marks = {json.dumps(each["marks"], sort_keys=True) for each in history.values() if each["marks"]}
    if len(marks) > 1:
        raise SystemExit(f"{name}: its map type changes over the releases: {sorted(marks)}")
    also = {"also": json.loads(marks.pop())} if marks else {}
    return {
        "releases": releases,
        **also,
        "fields": {key: field((name, key), fields[key], required[key]) for key in sorted(fields)},
    }


def references(definition: Node) -> Iterator[str]:
    """The names that a definition refers to. (JSONSchemaProps has a field called $ref, so names are not keywords.)"""
    nodes = [node for table in definition.get("fields", {}).values() for node in table.values()]
    nodes += [definition["node"]] if "node" in definition else []
    while nodes:
        node = nodes.pop()
        if "$ref" in node:
            yield node["$ref"]
        nodes += [node[key] for key in ("items", "additionalProperties") if key in node] + node.get("oneOf", [])


def reachable(starts: Iterable[str], definitions: dict[str, Node]) -> set[str]:
    seen: set[str] = set()
    open_names = list(starts)
    while open_names:
        name = open_names.pop()
        if name not in seen:
            seen.add(name)
            open_names.extend(references(definitions[name]))
    return seen


def kinds(published_names: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """Definition, group, version and kind of each published kind in the lifecycle table, and of its list.

    The x-kubernetes-group-version-kind of the packages has gaps: it lacks CustomResourceDefinition before 1.11.
    """
    names = set(published_names)
    for line in (DATA / "lifecycle.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        group, version, kind = line.split("\t")[:3]
        for each in (kind, f"{kind}List"):
            name = f"{(group or 'core').partition('.')[0]}.{version}.{each}"
            if name in names:
                yield name, group, version, each


def build(folder: Path) -> dict[str, str]:
    """The files of schemas/structure/ and their contents."""
    histories: dict[str, History] = defaultdict(dict)
    for release in KNOWN:
        for name, node in published.structure(folder, release).items():
            histories[name][release] = node
    folded = {name: definition(name, history) for name, history in sorted(histories.items())}
    named = sorted(kinds(folded))
    files: dict[str, Node] = {}
    for name in sorted(reachable((name for name, *_ in named), folded)):
        place, _, own = name.rpartition(".")
        content = files.setdefault(place, {"group": None, "version": None, "kinds": {}, "definitions": {}})
        content["definitions"][own] = folded[name]
    for name, group, version, kind in named:
        content = files[name.rpartition(".")[0]]
        content["group"], content["version"] = group, version
        content["kinds"][kind] = folded[name]["releases"]
    return {f"{place}.json": text(content) for place, content in files.items()}


def text(content: Node) -> str:
    """One line for each field, so that a review shows what changed."""

    def line(value: Any) -> str:
        return json.dumps(value, sort_keys=True, ensure_ascii=False)

    blocks = []
    for name, told in content["definitions"].items():
        head = ", ".join(f"{line(key)}: {line(told[key])}" for key in told if key != "fields")
        rows = ",\n".join(f"  {line(key)}: {line_of_field(value)}" for key, value in told.get("fields", {}).items())
        blocks.append(f"{line(name)}: {{{head}" + (f', "fields": {{\n{rows}\n}}}}' if "fields" in told else "}"))
    head = ",\n".join(f"{line(key)}: {line(content[key])}" for key in ("group", "version", "kinds"))
    return f'{{\n{head},\n"definitions": {{\n' + ",\n".join(blocks) + "\n}\n}\n"


def line_of_field(table: dict[str, Node]) -> str:
    return "{" + ", ".join(f"{json.dumps(k)}: {json.dumps(v, sort_keys=True)}" for k, v in table.items()) + "}"


def record(files: dict[str, str]) -> str:
    """The contents of tools/data/structure.tsv: the source packages of the files, and their hash."""
    sources = [f"kubernetes-validate\t{name}\t{w[0]}-{w[-1]}" for name, w in published.packages().items()]
    return "\n".join(["what\tversion\treleases", *sources, f"sha256\t{digest(files)}\t{KNOWN[0]}-{KNOWN[-1]}", ""])


def digest(files: dict[str, str]) -> str:
    """A SHA-256 of the names and contents of the files."""
    told = hashlib.sha256()
    for name, content in sorted(files.items()):
        told.update(f"{name}\0{content}\0".encode())
    return told.hexdigest()


def written() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(STRUCTURE.glob("*.json"))}


def problems(packages: Path | None = None) -> Iterator[str]:
    """Why schemas/structure/ is out of date. With packages, it is built again and compared."""
    found = written()
    if record(found) != (RECORD.read_text(encoding="utf-8") if RECORD.exists() else ""):
        yield "schemas/structure/ is not what tools/data/structure.tsv records: run tools/build_structure.py"
    if packages:
        fresh = build(packages)
        for name in sorted({*fresh, *found}):
            if fresh.get(name) != found.get(name):
                yield f"schemas/structure/{name} is not what the packages give"


def at_hand(packages: Path | None) -> Path | None:
    """The folder with all packages, or None if they are not available, for example without a network."""
    try:
        if packages:
            published.download(packages)
    except subprocess.CalledProcessError:
        print("the source packages cannot be downloaded here: only the recorded hash is checked")
        return None
    return packages


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--packages", type=Path, metavar="DIR")
    args = parser.parse_args()
    if args.check:
        found = list(problems(at_hand(args.packages)))
        print("\n".join(found) or "schemas/structure/ is what its sources give")
        return 1 if found else 0
    with tempfile.TemporaryDirectory() as temporary:
        packages = args.packages or Path(temporary)
        published.download(packages)
        files = build(packages)
    STRUCTURE.mkdir(exist_ok=True)
    for path in STRUCTURE.glob("*.json"):
        path.unlink()
    for name, content in files.items():
        (STRUCTURE / name).write_text(content, encoding="utf-8")
    RECORD.write_text(record(files), encoding="utf-8")
    print(f"{len(files)} files, {sum(map(len, files.values())):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
