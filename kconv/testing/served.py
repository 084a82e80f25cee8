"""Between two conversions, an API server prunes what a version's schema does not name and fills in its defaults.

What a webhook receives is what a server has stored, and what comes of its answer is what a server makes of it. A
conversion that is judged without that is blamed for objects that never exist, and for differences that nobody sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from kconv.structural.default import default
from kconv.structural.prune import prune
from kconv.testing.shape import Shape

Json = Any
OWN_METADATA: Final = ("labels", "annotations")


@dataclass(frozen=True)
class Between:
    """What happens to an object between two conversions.

    ``prunes``: fields that the version's schema does not name are removed. ``defaults``: those that are absent are
    filled in. ``restores``: of the metadata, only labels and annotations are the converter's.
    """

    prunes: bool
    defaults: bool
    restores: bool

    def stored(self, obj: Json, shape: Shape | None) -> Json:
        """The object as a server has it that was given this one in the shape's version."""
        if shape is None or not shape.custom or not isinstance(obj, dict):
            return obj
        if self.prunes:
            obj = prune(obj, shape.node, resource=True)
        return default(obj, _without_metadata(shape.node)) if self.defaults else obj

    def restored(self, before: Json, after: Json) -> Json:
        """The answer with the metadata of the object that was sent, labels and annotations aside."""
        if not self.restores or not isinstance(after, dict) or not isinstance(before, dict):
            return after
        sent, got = before.get("metadata"), after.get("metadata")
        if not isinstance(got, dict) or not isinstance(sent, (dict, type(None))):
            return after
        return {**after, "metadata": restored_metadata(sent or {}, got)}


def _without_metadata(schema: dict[str, Json]) -> dict[str, Json]:
    """The schema without its metadata: that has the server's own."""
    fields = schema.get("properties") or {}
    return {**schema, "properties": {key: node for key, node in fields.items() if key != "metadata"}}


def restored_metadata(sent: dict[str, Json], got: dict[str, Json]) -> dict[str, Json]:
    """What a server keeps (`restoreObjectMeta`): labels and annotations of the answer, the rest as it was sent."""
    kept = {key: value for key, value in sent.items() if key not in OWN_METADATA}
    return kept | {key: got[key] for key in OWN_METADATA if got.get(key) is not None}


def says(value: Json) -> bool:
    """Whether there is anything in a value but nulls and empty maps and lists."""
    if isinstance(value, dict):
        return any(map(says, value.values()))
    if isinstance(value, list):
        return any(map(says, value))
    return value is not None


as_served: Final = Between(prunes=True, defaults=True, restores=True)
"""As an API server does it. The default for ``kconv.testing.webhook(url)``."""
as_is: Final = Between(prunes=False, defaults=False, restores=False)
"""The results as the converter returns them. The default for any other converter."""
