"""Unknown fields and wrong types are those that Kubernetes' own strict decoder reports, on objects of every kind."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from typing import Any

import pytest

from kconv.catalog import latest, schemas
from kconv.names import GroupVersion, Release
from kconv.paths import FieldPath
from kconv.pipeline.validate.outcomes import Asked
from kconv.pipeline.validate.schemas import Held, Schemas
from kconv.validation.finding import Finding
from kconv.validation.near import along
from tests.golden.vectors import HERE, _lines
from tests.peers import ORACLES, bin_dir, why_skipped
from tests.validate.mutate import mutated

pytestmark = pytest.mark.oracle
ROUNDS = int(os.environ.get("KCONV_ROUNDS", "3"))
"""Mutations of each golden object."""
_DECODING = re.compile(
    r"^(?:json: |quantities must|illegal base64|parsing time|unable to parse quantity|cannot unmarshal"
    r"|boolean or JSON schema expected)"
)
_UNKNOWN = re.compile(r'unknown field "(.*)"$')


def seed() -> int:
    return int(os.environ.get("KCONV_SEED", "1"))


@pytest.mark.parametrize("oracle", ORACLES)
def test_findings_are_those_of_the_strict_decoder(oracle: str) -> None:
    reason = why_skipped((oracle,), "oracles")
    if reason:
        pytest.skip(reason)
    release = Release(int(oracle.split(".")[1]))
    judge, chance = Schemas(Asked(release)), random.Random(seed())
    asked = [
        (mutated(vector["source"], chance), held)
        for vector in _lines(HERE)
        if (held := _held(judge, vector["source"])).check
        for _ in range(ROUNDS)
    ]
    assert len(asked) > 500
    wrong = [
        f"{what}: kconv {mine}, Kubernetes {theirs}\n{json.dumps(obj)}"
        for ((obj, what), held), answer in zip(asked, _ask(oracle, [obj for (obj, _), _ in asked]), strict=True)
        for mine, theirs in [(_mine(held, obj, judge), _theirs(answer))]
        if mine != theirs
    ]
    assert not wrong, f"seed {seed()}, {len(wrong)} of {len(asked)}:\n" + "\n".join(sorted(wrong, key=len)[:5])


def _held(judge: Schemas, obj: dict[str, Any]) -> Held:
    return judge.held(GroupVersion.parse(obj["apiVersion"]).kind(obj["kind"]), fragment=False)


def _ask(oracle: str, objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    questions = [{"id": str(at), "object": obj, "to": obj["apiVersion"]} for at, obj in enumerate(objects)]
    done = subprocess.run(
        [str(bin_dir() / oracle), "convert"],
        input="".join(json.dumps(question) + "\n" for question in questions),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _theirs(answer: dict[str, Any]) -> set[str]:
    if _DECODING.match(answer.get("error") or ""):
        return {"wrong type"}
    return {found[1] for each in answer.get("strict") or () if (found := _UNKNOWN.search(each))}


def _mine(held: Held, obj: dict[str, Any], judge: Schemas) -> set[str]:
    assert held.check is not None
    found = [each for each in held.check(obj) or () if not _beyond(each, held, judge)]
    if any(each.rule in ("type", "bounds", "format") for each in found):
        return {"wrong type"}
    return {_as_go(each.path) for each in found if each.rule == "unknown"}


def _beyond(finding: Finding, held: Held, judge: Schemas) -> bool:
    """A schema or something else: Kubernetes drops what it does not know in one, and the whole where it is neither.

    kconv tells of both, because nobody writes what is to be dropped.
    """
    stops = along(held.schema or {}, finding.path, judge.resolve)
    either = {stop.path: stop.definition for stop in stops if "JSONSchemaPropsOr" in stop.definition}
    if finding.path in either:
        return not either[finding.path].endswith("OrBool")
    return finding.rule == "unknown" and bool(either)


def _as_go(path: FieldPath) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def test_every_kind_of_the_newest_release_has_a_schema() -> None:
    judge = Schemas(Asked(latest()))
    without = [gvk for gvk in schemas.kinds(latest()) if judge.held(gvk, fragment=False).check is None]
    assert without == []
