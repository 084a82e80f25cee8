"""A person edits config/ with all that kustomize can do: only kustomize itself reads it as a deployment does."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from kconv.errors import KconvError, UsageError
from kconv.manifests.tree import parse
from kconv.manifests.values import Rare, read_yaml

_PROGRAMS: Final = (("kubectl", "kustomize"), ("kustomize", "build"))


def is_installed() -> bool:
    """Whether there is a program that builds a kustomization."""
    return any(shutil.which(program) for program, _ in _PROGRAMS)


def built(folder: Path) -> str:
    """What a kustomization builds. Raises UsageError if no program is there, KconvError for one that fails."""
    command = next(([*words, str(folder)] for words in _PROGRAMS if shutil.which(words[0])), None)
    if command is None:
        raise UsageError("neither kubectl nor kustomize is on PATH", hint="install one of them")
    run = subprocess.run(command, capture_output=True, check=False)
    if run.returncode:
        reason = run.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {run.returncode}"]
        raise KconvError(f"cannot be built: {reason[-1]}", file=str(folder), hint=f"see {' '.join(command)}")
    return run.stdout.decode("utf-8")


def objects_in(text: str) -> list[dict[str, Any]]:
    """The objects of what was built. Raises ManifestError for what is no YAML."""
    return [value for value in map(_value, text.split("\n---\n")) if value is not None]


def _value(text: str) -> Any:
    try:
        return read_yaml(text)
    except Rare:
        return parse(text).value
