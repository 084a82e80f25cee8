"""Users install a project with kubectl or with Helm, and both are to install what config/ deploys."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kconv.crd.text import headed
from kconv.errors import UsageError
from kconv.scaffold.answers import record_in
from kconv.scaffold.chart import chart_of
from kconv.scaffold.kustomize import built, objects_in


def packaged(kustomization: Path, project: Path, made_by: str) -> tuple[str, dict[str, str]]:
    """The single file that `kubectl apply --server-side -f` takes, and the files of the chart by their paths.

    They are what a kustomization of a project builds.

    Raises UsageError for what is no project, or cannot be a chart, KconvError for what cannot be built.
    """
    name = record_in(project).answers.plural
    text = built(kustomization)
    chart = chart_of(objects_in(text), name=name, version=_version(project / "pyproject.toml"), made_by=made_by)
    return headed(text, made_by), chart


def _version(file: Path) -> str:
    try:
        version = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"]
    except (FileNotFoundError, tomllib.TOMLDecodeError, KeyError) as error:
        reason = f"the version of the chart cannot be read: {error}"
        raise UsageError(reason, file=str(file), hint="the chart has the version of [project]") from error
    return str(version)
