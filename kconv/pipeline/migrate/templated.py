"""Only its renderer could migrate a template: each line that would render to an old version is a finding."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence

from kconv.manifests.split import RawDocument
from kconv.manifests.template_lines import OldLine, old_lines
from kconv.manifests.template_rules import OldRule, old_rules
from kconv.notes import Note
from kconv.pipeline.migrate.identify import gvk_of
from kconv.pipeline.migrate.outcomes import DocumentOutcome
from kconv.pipeline.migrate.target import Target
from kconv.pipeline.migrate.verdicts import KEEP

_NOTES = "NOTES.txt"
"""Helm prints it and never applies it, although it is among a chart's templates."""


def templated(
    text: RawDocument, file: str, target: Target, reason: str, documents: Sequence[RawDocument] = ()
) -> list[DocumentOutcome]:
    """The findings in a document; ``reason`` says what kind of template it is.

    A comment of a template engine may span the ``---`` between documents, so a file that is all template is one text,
    and ``documents`` are the documents in it.
    """
    if os.path.split(file)[1] == _NOTES:
        return []
    found: list[OldLine | OldRule] = list(old_lines(text, target.watch))
    if target.names:
        lines = {old.line for old in found}
        found += [rule for rule in old_rules(text, target.names.moved) if rule.line not in lines]
    hint = f"{reason}: migrate what it renders to, or edit it by hand"
    starts = [each.line for each in documents]
    outcomes = []
    for old in sorted(found, key=lambda one: one.line):
        index = documents[max(0, bisect_right(starts, old.line) - 1)].index if documents else text.index
        source, to, removed, notes, why = _version(old, target) if isinstance(old, OldLine) else _rule(old, target)
        outcomes.append(
            DocumentOutcome(
                file, old.line, index, old.kind, "", source, to, "templated", notes, why or hint, removed_in=removed
            )
        )
    return outcomes


_Said = tuple[str, str, str, list[Note], str]
"""Of a finding: what is old, what it is now, the release that removed it, notes, and what to do if that is known."""


def _version(old: OldLine, target: Target) -> _Said:
    verdict = target.verdict(gvk_of(old.api_version, old.kind)) if old.kind else KEEP
    removed = verdict.removed_in if old.kind else target.removed(old.api_version)
    why = verdict.why if verdict.what == "no-successor" else ""
    return old.api_version, str(verdict.to or ""), removed, [], why


def _rule(old: OldRule, target: Target) -> _Said:
    assert target.names
    versions = {
        gvk.api_version for each in old.resources for gvk in target.names.kinds(old.group, each.partition("/")[0])
    }
    removed = next(filter(None, map(target.removed, sorted(versions))), "")
    names = ", ".join(old.resources)
    return (
        old.group,
        old.heir,
        removed,
        [Note("reference", "", f"{names}: now in {old.heir}, which no rule here names")],
        "",
    )
