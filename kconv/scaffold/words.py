"""The words of the templates: the answers, and what several templates would each derive from them."""

from __future__ import annotations

import re
from typing import Any, Final

from kconv import __version__
from kconv.scaffold.answers import Answers

_WIDTH: Final = 120
"""Of the linters in pyproject.toml.j2."""


def words_of(answers: Answers) -> dict[str, Any]:
    """Everything that a template can name."""
    return {
        **answers._asdict(),
        "crd": answers.crd,
        "singular": answers.kind.lower(),
        "table": _table(answers.kind),
        "modules": sorted(answers.versions, key=natural),
        "oldest": answers.versions[0],
        "newest": answers.versions[-1],
        "namespace": answers.namespace,
        "webhook": answers.webhook,
        "namespaced": answers.scope == "Namespaced",
        "generate": " ".join(generate_command(answers)),
        "package_command": _package_command(answers),
        "kconv_version": __version__,
    }


def _table(kind: str) -> str:
    """The name of the table of versions: WORKER_POOL of WorkerPool. The class of DB has this name itself."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind).upper()
    return f"{name}_VERSIONS" if name == kind else name


def natural(name: str) -> list[str | int]:
    """The order in which linters want imports: v2 before v10."""
    return [int(part) if part.isdigit() else part for part in re.split(r"([0-9]+)", name)]


def generate_command(answers: Answers) -> list[str]:
    """The arguments of `kconv` that make the definition of a project, the first time and in its Makefile."""
    service = f"{answers.namespace}/{answers.webhook}"
    guard = ["--stash-guard"] if answers.stash_guard else []
    return ["crd", "generate", answers.package, "--output", "crds", "--webhook-service", service, *guard]


def fitted(line: str) -> str:
    """A line of Python with one pair of outer brackets, an argument a line where it is too long for the linters."""
    if len(line) <= _WIDTH:
        return line
    head, _, rest = line.partition("(")
    inside, _, tail = rest.rpartition(")")
    indent = " " * (len(line) - len(line.lstrip()))
    arguments = re.split(r", (?![^\[(]*[\])])", inside)
    return "\n".join([f"{head}(", *(f"{indent}    {each}," for each in arguments), f"{indent}){tail}"])


def _package_command(answers: Answers) -> str:
    chart = " --chart chart" if answers.chart else ""
    return f"kconv crd package $(CONFIG) --install install.yaml{chart}"
