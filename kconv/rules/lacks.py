"""A field of the hub that the spoke cannot represent: an old resource metric had a utilization, but no plain value."""

from __future__ import annotations

from kconv.paths import MISSING, get, keys
from kconv.rules.base import Converts
from kconv.rules.move import taken_from
from kconv.values import Json


class Lacks(Converts):
    """Hub fields below the same object that the spoke does not have. The stash keeps them."""

    exact = False
    concerns = ("paths",)

    def __init__(self, *hub: str) -> None:
        if not hub:
            raise ValueError("Lacks(): name at least one field")
        self.text = hub
        self.paths = tuple(keys(path) for path in hub)
        self.lacks = self.paths
        self.changes = tuple((path, 1) for path in self.paths)

    def from_hub(self, obj: Json) -> Json:
        for path in self.paths:
            if get(obj, path) is not MISSING:
                obj = taken_from(obj, path)
        return obj

    def describe(self) -> list[str]:
        return [f"{path} cannot be represented" for path in self.text]
