"""Several kinds may share a name, as Eviction and ResourceClaim do, so a name is resolved to one kind or an error."""

from __future__ import annotations

from functools import cache

from kconv import catalog, kinds
from kconv.engine import Kind
from kconv.errors import UnknownKindError, UsageError
from kconv.history import kind_schemas
from kconv.names import GroupVersionKind


@cache
def chosen(kind: str | GroupVersionKind) -> Kind:
    """The kind of a name such as Ingress, ing or Ingress.networking.k8s.io, or of a version of it.

    Of several the one that the newest release has. Raises UnknownKindError with the nearest names, and UsageError with
    the kinds where a name alone does not choose.
    """
    if isinstance(kind, GroupVersionKind):
        if catalog.lookup(kind) is None and kinds.find(kind) is None:
            raise UnknownKindError(f"{kind} is not a built-in kind", gvk=kind)
        return kind_schemas.kind_of(kind)
    found = list(dict.fromkeys(kind_schemas.kind_of(served.gvk) for served in catalog.find_kind(kind)))
    alive = [one for one in found if catalog.latest() in kind_schemas.published(one, one.versions[0])]
    if len(alive or found) > 1:
        names = ", ".join(f"{one.hub} {one.name}" for one in alive or found)
        raise UsageError(f"{kind!r} is several kinds: {names}", hint="choose one by its GroupVersionKind")
    return (alive or found)[0]
