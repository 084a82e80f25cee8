"""A new project runs from its first minute: what is generated in it is generated before it is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from kconv.crd.available import require_pydantic
from kconv.errors import KconvError
from kconv.scaffold.answers import Answers
from kconv.scaffold.place import move, refuse_taken, staging, write
from kconv.scaffold.render import rendered
from kconv.scaffold.words import generate_command


def create(answers: Answers, place: Path, *, force: bool) -> list[Path]:
    """Make a project, and return the files that were written beside others, which ``force`` allows.

    Nothing is there if it fails. Raises UsageError for a place that is taken, KconvError if a template fails.
    """
    require_pydantic()
    files = rendered(answers)
    refuse_taken(place, force=force)
    with staging(place) as folder:
        made = folder / "project"
        write(files, made)
        _generate(answers, made)
        refuse_taken(place, force=force)
        return move(made, place)


def _generate(answers: Answers, folder: Path) -> None:
    """The definition, by the command of the project's Makefile, in a process of its own: it imports the models."""
    path = os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")]))
    run = subprocess.run(
        [sys.executable, "-m", "kconv", *generate_command(answers), "--quiet"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        reason = f"the definition cannot be generated: {run.stderr.strip() or f'exit code {run.returncode}'}"
        raise KconvError(reason, hint="nothing was written")
