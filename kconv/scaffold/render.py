"""Manifests, charts, alerts and workflows all have braces of their own: the templates are written with other marks.

A name that a template does not know is an error, and no empty text.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kconv import __version__, extras
from kconv.errors import KconvError
from kconv.scaffold import answers as answers_file
from kconv.scaffold.answers import Answers, Record
from kconv.scaffold.files import files, templates
from kconv.scaffold.words import fitted, words_of

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(answers: Answers) -> dict[str, bytes]:
    """The files of a project by their paths, with the record of them. Raises KconvError for a template that fails."""
    extras.require("scaffold")
    from jinja2 import TemplateError

    environment, words, made = _environment(templates()), words_of(answers), {}
    for file in files(answers):
        try:
            text = environment.get_template(file.template).render(words, version=file.version)
        except TemplateError as error:
            raise KconvError(f"the template {file.template} cannot be rendered: {error}", file=file.path) from error
        made[file.path] = text.encode()
    digests = {path: digest(data) for path, data in made.items()}
    made[answers_file.FILE] = answers_file.text_of(Record(answers, f"kconv {__version__}", digests)).encode()
    return made


def digest(data: bytes) -> str:
    """By which a file is known to be as it was rendered."""
    return hashlib.sha256(data).hexdigest()


@cache
def _environment(folder: Path) -> Environment:
    """Made once for a folder: it keeps the templates that it compiled."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    marks: dict[str, Any] = {
        "variable_start_string": "«",
        "variable_end_string": "»",
        "block_start_string": "«%",
        "block_end_string": "%»",
        "comment_start_string": "«#",
        "comment_end_string": "#»",
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
        **marks,
    )
    environment.filters["fitted"] = fitted
    return environment
