"""Built-in kinds as pydantic models, made on demand from the catalog's schemas and the kinds' rules.

They are for typed access, editors, JSON schema and documents. Conversion never uses them: it works on plain dicts, and
importing kconv does not import pydantic.
"""

from __future__ import annotations

from kconv.models.build import build, builder
from kconv.models.choice import chosen
from kconv.models.source import source
from kconv.models.types import Int32, Int64, IntOrString, JsonObject, MicroTime, Model, Number, Quantity, Time
from kconv.names import GroupVersionKind

__all__ = [
    "Int32",
    "Int64",
    "IntOrString",
    "JsonObject",
    "MicroTime",
    "Model",
    "Number",
    "Quantity",
    "Time",
    "hub",
    "stub",
]


def hub(kind: str | GroupVersionKind) -> type[Model]:
    """The model of a kind's hub: the hub version's fields in its newest release, and those that only a spoke has.

    ``kind`` is a name as `kconv explain` takes it (Ingress, ing, Ingress.networking.k8s.io) or any version of the kind.
    Raises UnknownKindError with the nearest names, and UsageError where a name is that of several kinds.
    """
    return build(chosen(kind)).model


def stub(*kinds: str | GroupVersionKind) -> str:
    """Python source of the models of some kinds' hubs and all that they hold, to be kept beside a program's own."""
    from kconv.history import kind_schemas

    roots = [(build(found), builder(kind_schemas.hub_release(found)).built) for found in map(chosen, kinds)]
    return source(roots, [name for name in __all__ if name[0].isupper()])
