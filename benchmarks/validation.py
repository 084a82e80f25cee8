"""`kconv validate` beside kubernetes-validate and kubeconform, on the files that all of them can read.

kubeconform gets the schemas that kubernetes-validate carries, a file a kind with all that it refers to, so that nobody
asks the network. Both peers are measured where they are on PATH; kubeconform only with kubernetes-validate.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from measure import Run, in_turn, peak, ratio, run, seconds

RELEASE = "1.32"
_PLACE = "import kubernetes_validate as k; print(k.__path__[0])"
_NAME = "{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json"


def tell_all(tell: Callable[..., None], kconv: tuple[str, ...], work: Path, corpus: Path, runs: int) -> None:
    """Every figure; ``kconv`` is how it is started."""
    folder = work / "readable"
    files = list(_readable(corpus, folder))
    command = [*kconv, "validate", "--release", RELEASE, "--quiet", str(folder)]
    single = [*command, "-j", "1"]
    alone, paired = in_turn(runs, lambda: run(single), lambda: run(command))
    tell(f"kconv validate, {len(files)} files", f"{seconds(paired):.3f} s, {peak(paired):.0f} MB")
    tell("kconv validate -j 1", f"{seconds(alone):.3f} s, {peak(alone):.0f} MB")
    peer = shutil.which("kubernetes-validate")
    if not peer:
        tell("kubernetes-validate", "not on PATH")
        return
    theirs = [peer, "-k", f"{RELEASE}.0", "--strict", "--quiet", *map(str, files)]
    _beside(tell, "kubernetes-validate", max(1, runs // 2), single, theirs, "at least 10", "kconv validate -j 1")
    conform = shutil.which("kubeconform")
    if not conform:
        tell("kubeconform", "not on PATH")
        return
    schemas = _standalone(peer, work / "standalone")
    flags = ["-strict", "-ignore-missing-schemas", "-kubernetes-version", f"{RELEASE}.0", "-schema-location"]
    for name, mine in (("kconv validate", command), ("kconv validate -j 1", single)):
        theirs = [conform, *flags, f"{schemas}/{_NAME}", str(folder)]
        _beside(tell, "kubeconform", runs, mine, theirs, "at least 1", name)


def _beside(
    tell: Callable[..., None],
    peer: str,
    runs: int,
    mine: list[str],
    theirs: list[str],
    goal: str,
    name: str,
) -> None:
    ours: list[Run]
    ours, others = in_turn(runs, lambda: run(mine), lambda: run(theirs))
    tell(peer, f"{seconds(others):.3f} s, {peak(others):.0f} MB")
    tell(f"{peer} to {name}", f"{ratio(others, ours):.1f} x", goal)


def _readable(corpus: Path, folder: Path) -> Iterator[Path]:
    """Copies of the files that PyYAML reads: kubernetes-validate ends at the first one that it does not."""
    for file in sorted(corpus.rglob("*")):
        if file.suffix not in (".yaml", ".yml", ".json") or not file.is_file():
            continue
        try:
            documents = list(yaml.safe_load_all(file.read_text(encoding="utf-8")))
        except (yaml.YAMLError, ValueError):
            continue
        if all(isinstance(each, dict) and {"apiVersion", "kind"} <= each.keys() for each in documents if each):
            copy = folder / file.relative_to(corpus)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
            yield copy


def _standalone(peer: str, target: Path) -> Path:
    """The schemas of kubernetes-validate as kubeconform wants them."""
    python = Path(peer).read_text(encoding="utf-8").partition("\n")[0].removeprefix("#!")
    told = subprocess.run([python, "-c", _PLACE], capture_output=True, text=True, check=True)
    source = Path(told.stdout.strip()) / "kubernetes-json-schema" / f"v{RELEASE}.0-local-strict"
    definitions = json.loads((source / "_definitions.json").read_text(encoding="utf-8"))["$defs"]
    folder = target / f"v{RELEASE}.0-standalone-strict"
    folder.mkdir(parents=True)
    for file in source.glob("*-*.json"):
        schema = _local(json.loads(file.read_text(encoding="utf-8")))
        schema["definitions"] = {name: _local(definitions[name]) for name in _closure(schema, definitions)}
        (folder / file.name).write_text(json.dumps(schema), encoding="utf-8")
    return target


def _local(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _inner(value) if _is_ref(key, value) else _local(value) for key, value in node.items()}
    return [_local(each) for each in node] if isinstance(node, list) else node


def _is_ref(key: str, value: Any) -> bool:
    return key == "$ref" and isinstance(value, str)


def _inner(reference: str) -> str:
    return f"#/definitions/{reference.rpartition('/')[2]}"


def _closure(schema: Any, definitions: dict[str, Any]) -> set[str]:
    """The definitions that a schema refers to, and those that they do."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            for key, value in node.items():
                name = value.rpartition("/")[2] if _is_ref(key, value) else ""
                if name and name not in found:
                    found.add(name)
                    waiting.append(definitions[name])
                waiting.append(value)
        elif isinstance(node, list):
            waiting += node
    return found
