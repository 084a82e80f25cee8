"""The words of the templates: the answers, and what several templates would each derive from them."""

from __future__ import annotations

import re
from typing import Any

from kconv import __version__
from kconv.scaffold.answers import Answers


def words_of(answers: Answers) -> dict[str, Any]:
    """Everything that a template can name."""
    return {
        **answers._asdict(),
        "crd": answers.crd,
        "singular": answers.kind.lower(),
        "table": re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", answers.kind).upper(),
        "oldest": answers.versions[0],
        "newest": answers.versions[-1],
        "namespace": f"{answers.plural}-system",
        "webhook": f"{answers.plural}-webhook",
        "namespaced": answers.scope == "Namespaced",
        "generate": generate_flags(answers),
        "kconv_version": __version__,
    }


def generate_flags(answers: Answers) -> list[str]:
    """The arguments of `kconv` that make the definition of the project, for its Makefile and for the first time."""
    return ["crd", "generate", answers.package, "-o", "crds", "--webhook-service", f"{answers.plural}-system/{answers.plural}-webhook"]
