"""What a field says of itself: its name in the object, and its texts."""

from __future__ import annotations

from typing import Final

from pydantic.fields import FieldInfo

from kconv.crd.schema.refused import RefusedError
from kconv.structural.vocabulary import Schema

_JSON: Final = (str, int, float, bool, list, dict)


def json_name(info: FieldInfo, name: str) -> str:
    """The field's name in the object. Raises RefusedError if it has several, or is not in the object at all."""
    if info.exclude:
        raise RefusedError("is excluded from the object", "make it a private attribute, such as _cache: int = 0")
    names = [each for each in (info.serialization_alias, info.validation_alias, info.alias) if each is not None]
    if any(each != names[0] or not isinstance(each, str) for each in names):
        raise RefusedError("has different names for reading and writing", 'give it one name: Field(alias="…")')
    return str(next(iter(names), name))


def words(info: FieldInfo, said: str) -> Schema:
    """The title, description and example of a field; that it is deprecated has no other place than the description."""
    node: Schema = {}
    if info.title:
        node["title"] = info.title
    if info.deprecated:
        why = info.deprecated if isinstance(info.deprecated, str) else getattr(info.deprecated, "message", "")
        said = "\n\n".join(filter(None, (said, f"Deprecated: {why}" if why else "Deprecated.")))
    if said:
        node["description"] = said
    if info.examples:
        if not isinstance(info.examples[0], _JSON):
            raise RefusedError(f"the example {info.examples[0]!r} is not JSON", "write it as it is in the object")
        node["example"] = info.examples[0]
    return node
