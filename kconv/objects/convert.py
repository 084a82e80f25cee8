"""``kconv.convert``: a manifest as a dict, converted to another version of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kconv import catalog
from kconv.engine import Defaults
from kconv.errors import DecisionError, UsageError
from kconv.kinds import identify
from kconv.kinds.registry import BUILT_IN, Kinds
from kconv.names import GroupVersion, Release
from kconv.objects.lists import convert_items, is_list


def convert(
    obj: dict[str, Any],
    to: str | GroupVersion,
    *,
    defaults: Defaults = "preserve",
    release: str | Release | None = None,
    decisions: Mapping[str, str] | None = None,
    stash: bool = True,
    kinds: Kinds = BUILT_IN,
) -> dict[str, Any]:
    """Convert a manifest to another version of its kind.

    ``obj`` is a manifest as a dict; it is not changed. The result is a new dict that shares with ``obj`` the parts that
    are the same in both versions: deep-copy it before changing it in place. ``to`` is a group/version such as "apps/v1"
    or "v1". A ``List`` is converted item by item, and items that have no such version are kept.

    ``defaults`` controls absent fields: "preserve" writes those that the two versions fill in differently, so that the
    object acts as before; "none" adds nothing; "all" writes what `kubectl convert` writes. ``release`` is the
    Kubernetes release whose defaults count (by default the newest). ``decisions`` answers questions by name. ``stash``
    allows an annotation for what the target version cannot represent. ``kinds`` are the kinds that are known:
    ``kconv.Kinds(BACKUP)`` has a custom resource beside the built-in ones.

    Raises UnknownKindError when kconv has no rules for the kind or version, DecisionError when the target's server
    would refuse the result until a question is answered (only with "preserve", or when something would be lost without
    a stash), and StashTooLargeError.
    """
    target = to if isinstance(to, GroupVersion) else GroupVersion.parse(to)
    if defaults not in ("preserve", "none", "all"):
        raise UsageError(f"{defaults!r} is not a policy for defaults", hint="use preserve, none or all")
    at = catalog.parse_release(release) if isinstance(release, str) else release
    if is_list(obj):
        return convert_items(
            obj, target, lambda item: _converted(item, target, defaults, at, decisions, stash, kinds), kinds
        )
    return _converted(obj, target, defaults, at, decisions, stash, kinds)


def _converted(
    obj: dict[str, Any],
    to: GroupVersion,
    defaults: Defaults,
    release: Release | None,
    decisions: Mapping[str, str] | None,
    stash: bool,
    kinds: Kinds,
) -> dict[str, Any]:
    result = kinds.convert(obj, to, defaults=defaults, release=release, decisions=decisions, stash=stash)
    if result.questions:
        raise DecisionError(tuple(result.questions), gvk=identify(obj))
    return result.object if result.object is not obj else dict(obj)
