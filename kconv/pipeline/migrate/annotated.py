"""What is read out of a cluster has annotations that do not belong into Git, because they are older than the object is.

kconv's stash puts back what a custom resource had when it was written. kubectl's copy of what was last applied, made in
another version, is compared with a manifest of this one: fields that have moved are neither kept nor removed rightly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from kconv.catalog import Served
from kconv.engine.stash import ANNOTATION as STASH
from kconv.notes import Note
from kconv.objects.references import LAST_APPLIED
from kconv.paths import get, show
from kconv.pipeline.migrate.outcomes import DocumentOutcome

if TYPE_CHECKING:
    from kconv.manifests.split import RawDocument
    from kconv.manifests.tree import Document
    from kconv.pipeline.migrate.identify import Identified
    from kconv.pipeline.migrate.target import Target

_PLACE: Final = ("metadata", "annotations")
_OLD_VALUES: Final = "a stash: applied after the object has changed, it puts old values back"
_HINT: Final = "kubectl get shows it, and a manifest does not need it: remove it"


def annotated(
    found: Identified, document: Document, file: str, index: int, target: Target
) -> Iterator[DocumentOutcome]:
    """The findings in an object that keeps its version, each with the line of the annotation.

    Built-in kinds have no webhook that reads a stash, and their copies are converted with them.
    """
    annotations = get(found.value, _PLACE)
    if not isinstance(annotations, dict) or isinstance(target.lookup(found.gvk), Served):
        return
    findings = [(document.line_of((*found.path, *_PLACE, key)), key, why) for key, why in _findings(annotations, found)]
    for line, key, why in sorted(findings):
        note = Note("info", show((*_PLACE, key)), why)
        source, kind = found.gvk.api_version, found.gvk.kind
        yield DocumentOutcome(file, line, index, kind, found.name, source, "", "annotated", [note], _HINT)


def in_template(raw: RawDocument, file: str, documents: Sequence[RawDocument] = ()) -> Iterator[DocumentOutcome]:
    """The lines of a template that write a stash; of a copy, only its renderer knows the version.

    ``documents`` are those in the text, if it is a whole file.
    """
    for number, line in enumerate(raw.data.split(b"\n"), raw.line):
        if line.lstrip().lstrip(b"\"'").startswith(STASH.encode()):
            index = next((each.index for each in reversed(documents) if each.line <= number), raw.index)
            note = Note("info", show((*_PLACE, STASH)), _OLD_VALUES)
            yield DocumentOutcome(file, number, index, "", "", "", "", "annotated", [note], _HINT)


def _findings(annotations: dict[str, Any], found: Identified) -> Iterator[tuple[str, str]]:
    api_version = found.gvk.api_version
    if STASH in annotations:
        yield STASH, _OLD_VALUES
    version = _version(annotations.get(LAST_APPLIED))
    if version and version != api_version:
        yield LAST_APPLIED, f"kubectl's copy is of {version}: applied, it is compared with fields of {api_version}"


def _version(text: object) -> str:
    """The apiVersion of the object in an annotation, "" if it cannot be read."""
    try:
        value = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return ""
    version = value.get("apiVersion") if isinstance(value, dict) else None
    return version if isinstance(version, str) else ""
