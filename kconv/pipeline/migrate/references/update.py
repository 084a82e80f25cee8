"""What an object names, and an object that it holds as text, move as this run would move them.

`kubectl apply` keeps what it applied last in an annotation and compares with it. It writes the annotation anew whenever
it applies, so a stale one in a file does no harm there; `kubectl create` and `replace` store it as it stands, and the
next apply then compares two versions field by field.
"""

from __future__ import annotations

from typing import Any

from kconv.errors import ConversionError, UsageError
from kconv.names import GroupVersion, GroupVersionKind
from kconv.pipeline.migrate.identify import identify
from kconv.pipeline.migrate.references.places import Followed, References, applied
from kconv.pipeline.migrate.verdicts import Goal

Json = dict[str, Any]


def follow(value: Json, gvk: GroupVersionKind, goal: Goal, *, dry: bool) -> Followed:
    """Look at what an object names; nothing where this run leaves names alone. ``dry`` only tells."""
    if goal.names is None:
        return Followed([], [], [])
    return References(goal.names, lambda held: _migrated(held, goal, dry=dry)).follow(value, gvk)


def _migrated(value: Any, goal: Goal, *, dry: bool) -> tuple[Any, str]:
    """An object that another holds, at its new version, itself where it stays; and what to tell of it."""
    gvk = identify(value) if isinstance(value, dict) else None
    if gvk is None or goal.names is None:
        return value, ""
    verdict, told = goal.names.verdict(gvk), []
    if verdict is not None:
        if verdict.way is None:
            return value, f"holds {gvk}, {goal.names.fate(gvk)}: {verdict.why}"
        new, why = _bare(value, verdict.way, goal, dry=dry)
        if new is None:
            return value, f"holds {gvk}, {goal.names.fate(gvk)}, and was left: {why}"
        value, told = new, [f"{gvk.api_version} → {verdict.way}"]
    followed = follow(value, gvk, goal, dry=dry)
    told += [f"{each.path}: {each.message}" for each in followed.notes]
    return applied(value, followed.edits), "; ".join(told)


def _bare(value: Json, to: GroupVersion, goal: Goal, *, dry: bool) -> tuple[Json | None, str]:
    """Another form of an object and nothing more: no default is written into what somebody has applied."""
    if dry:
        return dict(value, apiVersion=str(to)), ""
    from kconv import kinds

    decisions = goal.options.decisions
    try:
        done = kinds.convert(
            value, to, defaults="none", release=goal.release, decisions=decisions, stash=False, demands=False
        )
    except (ConversionError, UsageError) as error:
        return None, error.reason
    return (None, f"{to} has no {done.questions[0].path}") if done.questions else (done.object, "")
