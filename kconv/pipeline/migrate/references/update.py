"""References in an object, and an object that it contains as text, are migrated like the objects of this run.

`kubectl apply` keeps what it last applied in an annotation and compares with it. It rewrites the annotation on every
apply, so a stale one in a file does no harm there; `kubectl create` and `replace` store it unchanged, and the next
apply then compares two versions field by field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kconv.errors import ConversionError, UsageError
from kconv.names import GroupVersion, GroupVersionKind
from kconv.pipeline.migrate.identify import stated_kind
from kconv.pipeline.migrate.outcomes import DocumentOutcome
from kconv.pipeline.migrate.references.edits import Updates, applied
from kconv.pipeline.migrate.references.places import References
from kconv.pipeline.migrate.target import Target

if TYPE_CHECKING:
    from kconv.engine.conversion import Conversion, Moves

Json = dict[str, Any]


def update(value: Json, gvk: GroupVersionKind, target: Target, *, dry: bool) -> Updates:
    """The updates to what an object names; none where this run leaves names alone. A ``dry`` run converts nothing."""
    if target.names is None:
        return Updates([], [], [])
    return References(target.names, lambda held: _migrated(held, target, dry=dry)).updates(value, gvk)


def update_converted(
    conversion: Conversion, gvk: GroupVersionKind, outcome: DocumentOutcome, target: Target
) -> tuple[Json, Moves]:
    """A converted object with what it names moved too, and all moves; its outcome gets the notes."""
    updates = update(conversion.object, gvk, target, dry=False)
    outcome.notes = [each for each in outcome.notes if each.kind != "reference"]  # which says only what is old
    outcome.notes += updates.notes
    return applied(conversion.object, updates.edits), [*conversion.moves, *updates.moves]


def _migrated(value: Any, target: Target, *, dry: bool) -> tuple[Any, str]:
    """An object that another holds, at its new version, or itself if it stays; and what to report of it."""
    gvk = stated_kind(value) if isinstance(value, dict) else None
    if gvk is None:
        return value, ""
    assert target.names
    verdict, messages = target.names.verdict(gvk), []
    if verdict is not None:
        if verdict.new_version is None:
            return value, f"holds {gvk}, {target.names.fate(gvk)}: {verdict.why}"
        new = _bare(value, verdict.new_version, target, dry=dry)
        if isinstance(new, str):
            return value, f"holds {gvk}, {target.names.fate(gvk)}, and was left: {new}"
        value, messages = new, [f"{gvk.api_version} → {verdict.new_version}"]
    updates = update(value, gvk, target, dry=dry)
    messages += [f"{each.path}: {each.message}" for each in updates.notes]
    return applied(value, updates.edits), "; ".join(messages)


def _bare(value: Json, to: GroupVersion, target: Target, *, dry: bool) -> Json | str:
    """An object in another version, without new defaults: what was applied has none. A text is why it has no result."""
    if dry:
        return dict(value, apiVersion=str(to))
    decisions = target.options.decisions
    try:
        done = target.kinds.convert(
            value, to, defaults="none", release=target.release, decisions=decisions, stash=False
        )
    except (ConversionError, UsageError) as error:
        return error.reason
    return f"{to} has no {done.questions[0].path}" if done.questions else done.object
