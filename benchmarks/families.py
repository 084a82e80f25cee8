"""`kconv.convert` from JSON to JSON beside Kubernetes' own code, family by family, on the same objects in one run.

A family is a kind with several versions; its objects are those of a corpus that do not have the hub's version yet, or
where it has none, what Kubernetes' fuzzer made of the kind (tests/golden). Times are of the processor, so that who else
runs counts for neither side, and taken in turn. The floor is orjson alone: to read an object and to print it again.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kconv
from kconv import kinds
from kconv.engine import Kind
from kconv.errors import KconvError
from kconv.kinds.decisions import declared
from kconv.names import GroupVersion

Json = dict[str, Any]
ROOT = Path(__file__).parents[1]
OBJECTS = 9
TIMES = 60


class Oracle:
    """Kubernetes' own conversion code of several releases, asked one after the other until one knows both versions."""

    def __init__(self) -> None:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        place = Path(os.environ.get("KCONV_BIN") or cache / "kconv" / "bin")
        programs = sorted(place.glob("oracle-1.*"), key=lambda path: -int(path.name.split(".")[1]))
        self.running = [_start(program) for program in programs]

    def microseconds(self, obj: Json, to: str) -> tuple[float | None, float | None]:
        """One conversion with defaults: Kubernetes' work alone, and the oracle's loop. None if no release has both."""
        request = json.dumps({"object": obj, "to": to, "defaults": True}).encode() + b"\n"
        for process in self.running:
            assert process.stdin
            assert process.stdout
            process.stdin.write(request)
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            if "nanos" in answer:
                return answer["nanos"] / 1000, answer["loop"] / 1000
        return None, None

    def close(self) -> None:
        """End the processes."""
        for process in self.running:
            process.communicate()


def _start(program: Path) -> subprocess.Popen[bytes]:
    command = [str(program), "bench", "--times", str(TIMES)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def tell_all(tell: Callable[..., None], corpus: Path) -> None:
    """A line for each family, the ones with real objects first."""
    try:
        import orjson
    except ImportError:
        tell("conversions from JSON to JSON", "orjson is not installed", "pip install 'kconv[bench]'")
        return
    real = _real(corpus)
    made = _made()
    oracle = Oracle()
    families = [kind for kind in kinds.registered() if len(kind.versions) > 1]
    for kind in sorted(families, key=lambda kind: kind.name not in real):
        objects = real.get(kind.name) or made.get(kind.name, [])
        objects = [orjson.loads(orjson.dumps(obj)) for obj in objects if obj["apiVersion"] != kind.hub]
        chosen = _spread([obj for obj in objects if _converts(kind, obj)])
        if chosen:
            _tell(tell, kind, chosen, oracle, "objects" if kind.name in real else "fuzzed objects")
    oracle.close()


def _spread(objects: list[Json]) -> list[Json]:
    """Some of the objects, from the smallest to the largest."""
    objects.sort(key=lambda obj: len(json.dumps(obj)))
    return objects[:: max(1, len(objects) // OBJECTS)][:OBJECTS]


def _tell(tell: Callable[..., None], kind: Kind, objects: list[Json], oracle: Oracle, what: str) -> None:
    import orjson

    rows = []
    for obj in objects:
        text = orjson.dumps(obj)
        rounds = [_round(orjson, obj, text, kind.hub, oracle) for _ in range(5)]
        rows.append([len(text), *(_median(column) for column in zip(*rounds, strict=True))])
    size, floor, plain, whole = (statistics.mean(row[at] for row in rows) for at in range(4))
    beside = f"floor {floor:.1f} us, {whole / floor:.1f} of it; without defaults {plain:.1f} us"
    if all(row[4] is not None for row in rows):
        alone, loop = (statistics.mean(row[at] for row in rows) for at in (4, 5))
        beside += f"; Kubernetes {alone:.1f} us, {alone / whole:.1f} times, in the oracle's loop {loop:.1f} us, "
        beside += f"{loop / whole:.1f} times"
    tell(f"{kind.name}, {len(objects)} {what} of {size:.0f} bytes", f"{whole:.1f} us, {1e6 / whole:,.0f}/s", beside)


def _round(orjson: Any, obj: Json, text: bytes, to: str, oracle: Oracle) -> tuple[float | None, ...]:
    """The floor, a conversion without and with defaults, and Kubernetes' own."""
    loads, dumps, answers = orjson.loads, orjson.dumps, _answers()
    return (
        _time(lambda: dumps(loads(text))),
        _time(lambda: dumps(kconv.convert(loads(text), to, defaults="none", stash=False, decisions=answers))),
        _time(lambda: dumps(kconv.convert(loads(text), to, stash=False, decisions=answers))),
        *oracle.microseconds(obj, to),
    )


def _time(work: Callable[[], object]) -> float:
    start = time.process_time()
    for _ in range(TIMES):
        work()
    return (time.process_time() - start) / TIMES * 1e6


def _median(column: tuple[float | None, ...]) -> float | None:
    found = [value for value in column if value is not None]
    return statistics.median(found) if found else None


@cache
def _answers() -> dict[str, str]:
    """An answer to every question, so that each object is converted to its end."""
    return {name: (each.decision.allowed or ("unapproved",))[0] for name, each in declared().items()}


def _converts(kind: Kind, obj: Json) -> bool:
    try:
        kconv.convert(obj, kind.hub, stash=False, decisions=_answers())
    except KconvError:
        return False
    return True


def _real(corpus: Path) -> dict[str, list[Json]]:
    """The corpus' objects of registered kinds, by kind."""
    found: dict[str, list[Json]] = {}
    for obj in _documents(corpus):
        version, name = obj.get("apiVersion"), obj.get("kind")
        if isinstance(version, str) and isinstance(name, str) and version.count("/") < 2:
            kind = kinds.find(GroupVersion.parse(version).kind(name))
            if kind is not None and kind.hub != version:
                found.setdefault(name, []).append(obj)
    return found


def _documents(corpus: Path) -> Iterator[Json]:
    import yaml

    for file in sorted(corpus.rglob("*")):
        if file.suffix in (".yaml", ".yml", ".json") and file.is_file():
            try:
                documents = list(yaml.load_all(file.read_text(), Loader=yaml.CSafeLoader))
            except (yaml.YAMLError, UnicodeDecodeError, ValueError):
                continue
            for document in documents:
                if isinstance(document, dict):
                    items = document.get("items") if document.get("kind") == "List" else [document]
                    yield from (item for item in items or [] if isinstance(item, dict))


def _made() -> dict[str, list[Json]]:
    """What Kubernetes' fuzzer made of each kind."""
    sys.path.insert(0, str(ROOT))
    from tests.golden.vectors import golden

    found: dict[str, dict[str, Json]] = {}
    for pair, answers in golden().items():
        found.setdefault(pair.kind, {}).update({each.id: each.source for each in answers if ":int:" in each.id})
    return {name: list(objects.values()) for name, objects in found.items()}
