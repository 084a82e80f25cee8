"""Asks Kubernetes' own code about random schemas and keeps its answers: `python -m tests.structural.ask ORACLE`.

A check case is {"schema", "status", "problems": [[path, message]]}, a value case {"schema", "value", "pruned",
"defaulted"}.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

from tests.structural.generate import schema, value, with_defaults

ANSWERS = Path(__file__).with_name("answers.jsonl.gz")
CHECKED, VALUED, SEED = 600, 200, 1


def definition(openapi: Any, *, status: bool) -> dict[str, Any]:
    """A CustomResourceDefinition v1 with nothing to refuse but its schema."""
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": openapi}}
    if status:
        version["subresources"] = {"status": {}}
    names = {"plural": "as", "singular": "a", "kind": "A", "listKind": "AList"}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "as.b.c"},
        "spec": {"group": "b.c", "scope": "Namespaced", "names": names, "versions": [version]},
    }


def ask(oracle: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers, in order."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run([oracle], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main(oracle: str) -> None:
    random = Random(SEED)
    checks = []
    for number in range(CHECKED):
        node = schema(random, random.randint(0, 4), unsupported=number % 4 == 0)
        if number % 3:
            node["type"] = "object"
        checks.append({"schema": node, "status": number % 3 == 0})
    answers = ask(oracle, [{"object": definition(case["schema"], status=case["status"])} for case in checks])
    for case, answer in zip(checks, answers, strict=True):
        case["problems"] = [[found["path"], found["message"]] for found in answer["problems"]]
    values = [{"schema": with_defaults(random, schema(random, 3)), "value": value(random, 4)} for _ in range(VALUED)]
    for case, answer in zip(values, ask(oracle, values), strict=True):
        case |= answer
    text = "".join(json.dumps(case, sort_keys=True) + "\n" for case in (*checks, *values))
    ANSWERS.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
