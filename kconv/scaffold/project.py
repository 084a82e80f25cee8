"""A new project runs from its first minute: what is generated in it is generated before it is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

from kconv import extras
from kconv.errors import KconvError
from kconv.scaffold import kustomize
from kconv.scaffold.answers import Answers
from kconv.scaffold.packaging import packaged
from kconv.scaffold.place import move, refuse_taken, staging, write
from kconv.scaffold.render import rendered
from kconv.scaffold.words import generate_command

CONFIG: Final = "config/default"
"""What is deployed and packaged."""


class Created(NamedTuple):
    """The files that were written beside others, and whether the project is packaged, which requires kustomize."""

    beside: list[Path]
    packaged: bool


def create(answers: Answers, place: Path, *, force: bool) -> Created:
    """Make a project. ``force`` allows a folder with files, beside which those that differ are written.

    Nothing is there if it fails. Raises UsageError for a place that is taken, KconvError if a template fails.
    """
    extras.require("crd")
    files = rendered(answers)
    refuse_taken(place, force=force)
    with staging(place) as folder:
        made = folder / "project"
        write(files, made)
        _generate(answers, made)
        can_package = kustomize.is_installed()
        if can_package:
            _package(answers, made)
        refuse_taken(place, force=force)
        return Created(move(made, place), can_package)


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


def _package(answers: Answers, folder: Path) -> None:
    install, chart = packaged(folder / CONFIG, folder, f"kconv crd package {CONFIG}")
    files = {"install.yaml": install}
    if answers.chart:
        files |= {f"chart/{path}": text for path, text in chart.items()}
    write({path: text.encode() for path, text in files.items()}, folder)
