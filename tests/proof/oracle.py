"""What Kubernetes' own code makes of an object: the measure for an object that a server refuses after its migration."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.peers import ORACLES, bin_dir, missing


def convert(obj: dict[str, Any], to: str) -> dict[str, Any] | None:
    """The object with its defaults in another version, from the newest release that can; None where none can."""
    question = json.dumps({"id": "1", "object": obj, "to": to, "defaults": True}) + "\n"
    for oracle in reversed(ORACLES):
        if missing((oracle,)):
            continue
        command = [str(bin_dir() / oracle), "convert", "--trim"]
        done = subprocess.run(command, input=question, capture_output=True, text=True, check=True)
        answer: dict[str, Any] | None = json.loads(done.stdout).get("object")
        if answer is not None:
            return answer
    return None
