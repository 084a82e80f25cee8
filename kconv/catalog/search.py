"""Kinds as people type them: kubectl takes Ingress, ingresses, ing and ingress.networking.k8s.io for the same kind."""

from __future__ import annotations

from kconv.catalog.lineage import versions
from kconv.catalog.served import Served, everything
from kconv.errors import UnknownKindError


def find_kind(text: str) -> list[Served]:
    """The lineage of the kind with a name, plural or short name, with or without its group.

    If several unrelated kinds have that name, their lineages follow each other. Raises UnknownKindError with the
    nearest names.
    """
    name, _, group = text.strip().lower().partition(".")
    found: dict[Served, None] = {}
    for one in everything().values():
        if name in _names(one) and group in ("", one.gvk.group):
            found.update(dict.fromkeys(versions(one.gvk)))
    if not found:
        raise UnknownKindError(f"{text!r} is not a built-in kind", hint=_nearest(name, group))
    return list(found)


def _names(one: Served) -> set[str]:
    return {one.gvk.kind.lower(), one.plural, *one.short_names} - {""}


def _nearest(name: str, group: str) -> str:
    from difflib import get_close_matches

    groups = sorted({one.gvk.group for one in everything().values() if name in _names(one)})
    if group and groups:
        return f"the kind is in {', '.join(known or 'the core group' for known in groups)}"
    kinds = {one.gvk.kind.lower(): one.gvk.kind for one in everything().values()}
    near = [kinds[match] for match in get_close_matches(name, kinds, n=3)]
    return f"did you mean {' or '.join(near)}?" if near else "see kconv resources for all of them"
