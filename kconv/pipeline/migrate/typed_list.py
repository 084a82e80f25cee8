"""An API server's own lists (DeploymentList) have one apiVersion for all items: these move together or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kconv.names import GroupVersion, name_of
from kconv.paths import FieldPath
from kconv.pipeline.migrate.convert import convert_into
from kconv.pipeline.migrate.identify import Identified
from kconv.pipeline.migrate.outcomes import DocumentOutcome
from kconv.pipeline.migrate.parse import Parsed
from kconv.pipeline.migrate.rewrite import Draft, below, with_references
from kconv.pipeline.migrate.run import Run
from kconv.pipeline.migrate.verdicts import Verdict
from kconv.pipeline.migrate.wait import hold_back

if TYPE_CHECKING:
    from kconv.engine.conversion import Moves


def migrate_items(
    found: Identified, verdict: Verdict, parsed: Parsed, draft: Draft, run: Run, *, patch: bool
) -> list[DocumentOutcome]:
    """The outcome of each item. The list goes into the draft if all of them can move."""
    items = list(found.value.get("items") or ())
    outcomes: list[DocumentOutcome] = []
    moves: Moves = []
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        path: FieldPath = (*found.path, "items", index)
        inner = Identified(path, found.object_kind, item, name_of(item), parsed.tree.line_of(path))
        outcome = inner.outcome(parsed.file, parsed.raw.index, verdict)
        outcomes.append(outcome)
        if verdict.new_version is not None and not hold_back(run, outcome, path) and not run.dry:
            items[index] = _converted(inner, verdict.new_version, outcome, moves, run, patch)
    if not _held_back(outcomes) and verdict.new_version is not None:
        kind = f"{run.target.kinds.named(found.object_kind, verdict.new_version).kind}List"
        new = dict(found.value, apiVersion=str(verdict.new_version), kind=kind)
        if items:
            new["items"] = items
        draft.put(found.path, new, [])
        draft.moves += moves
    return outcomes


def _converted(
    inner: Identified, to: GroupVersion, outcome: DocumentOutcome, moves: Moves, run: Run, patch: bool
) -> dict[str, Any]:
    """The new form of an item, or the item itself where it could not be converted."""
    whole = {"apiVersion": inner.gvk.api_version, "kind": inner.gvk.kind} | inner.value
    conversion = convert_into(outcome, whole, to, run.target, patch=patch)
    if conversion is None:
        return inner.value
    from kconv.objects.lists import bare_item

    new, moved = with_references(conversion, inner.gvk, outcome, run.target)
    moves += below(inner.path, moved)
    return bare_item(new, inner.value)


def _held_back(outcomes: list[DocumentOutcome]) -> bool:
    """Whether an item keeps its list from moving; the outcomes of the others then say so."""
    held = next((each.status for each in outcomes if each.status in ("decision", "error", "waits")), None)
    for each in outcomes:
        if held and each.status in ("migrated", "fragment"):
            each.status = "waits" if held == "waits" else "decision"
            each.hint = "another item of the same list holds it back"
    return held is not None
