"""Server-side apply converts an object to each version that its managedFields name: a version that is gone fails it.

("request to convert CR to an invalid group/version"). So the entries of a version that is retired move to another one,
and with them the fields: those of an entry are paths in the version in which its manager wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kconv.cluster.owned_fields import Fields, count, fields_of, owned, present, union
from kconv.engine import Kind, convert_kind
from kconv.errors import ConversionError
from kconv.names import GroupVersion
from kconv.structural.vocabulary import Schema

Json = dict[str, Any]
Entry = dict[str, Any]
Translate = Callable[[Fields, Json], Fields]
"""What the fields of an entry are in an object of the other version."""


def names(metadata: Json, api_version: str) -> bool:
    """Whether managedFields name a version."""
    return any(entry.get("apiVersion") == api_version for entry in metadata.get("managedFields") or ())


def moved(obj: Json, old: str, new: str, translate: Translate) -> tuple[list[Entry], int]:
    """The managedFields of an object with the entries of one version in another, and how many fields nobody owns now.

    An entry that is left without fields goes. Two entries that are one in the new version become one.
    """
    found: dict[tuple[str, ...], Entry] = {}
    lost = 0
    for entry in obj["metadata"].get("managedFields") or ():
        made = entry
        if entry.get("apiVersion") == old:
            before = entry.get("fieldsV1") or {}
            fields = translate(before, obj)
            lost += max(0, count(before) - count(fields))
            made = {**entry, "apiVersion": new, "fieldsV1": fields}
            if not fields:
                continue
        identity = tuple(str(made.get(key, "")) for key in ("manager", "operation", "subresource", "apiVersion"))
        same = found.get(identity)
        found[identity] = made if same is None else {**same, "fieldsV1": union(same["fieldsV1"], made["fieldsV1"])}
    return [*found.values()], lost


def by_name(fields: Fields, obj: Json) -> Fields:
    """The fields that the object has in the same place."""
    return present(fields, obj)


def by_rules(kind: Kind, old: GroupVersion, schema: Schema) -> Translate:
    """The fields as the kind's rules move them. ``schema`` is that of the new version, which has the list types.

    Of a value that no rule can read in part of an object, the field is looked for in the same place.
    """

    def translate(fields: Fields, obj: Json) -> Fields:
        metadata = {step: below for step, below in fields.items() if step == "f:metadata"}
        rest = {step: below for step, below in fields.items() if step != "f:metadata"}
        try:
            there = convert_kind(kind, obj, old, defaults="served").object
            part = {**owned(rest, there), "apiVersion": there["apiVersion"], "kind": there["kind"]}
            new = GroupVersion.parse(obj["apiVersion"])
            made = convert_kind(kind, part, new, defaults="none", keep=False, patch=True).object
        except ConversionError:
            return present(fields, obj)
        mine = {key: value for key, value in made.items() if key not in ("apiVersion", "kind", "metadata")}
        return present(union(fields_of(mine, schema), metadata), obj)

    return translate
