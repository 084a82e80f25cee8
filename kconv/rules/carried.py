"""A field that the hub's version does not have while several others do: the hub has it under a name of its own, where
no other rule looks, so that it arrives from one of them in another.
"""

from __future__ import annotations

from kconv.paths import keys
from kconv.rules.base import Converts
from kconv.rules.move import meeting, relocate
from kconv.values import Json


class Carried(Converts):
    """A spoke field, and the key of the same object under which the hub carries it; no version shows that key.

    It is no move: text that belongs to the field has no place in the hub's version.
    """

    exact = False
    concerns = ("spoke", "hub")

    def __init__(self, spoke: str, key: str) -> None:
        self.spoke, self.hub, self.text = keys(spoke), (key,), spoke
        self.lacks, self.apart = (self.hub,), (self.spoke,)
        self.changes = meeting(self.spoke, self.hub)

    def to_hub(self, obj: Json) -> Json:
        return relocate(obj, self.spoke, self.hub)

    def from_hub(self, obj: Json) -> Json:
        """Where something else is in the field's place, the key goes: the stash keeps what it had."""
        made = relocate(obj, self.hub, self.spoke)
        (key,) = self.hub
        return {each: value for each, value in made.items() if each != key} if key in made else made

    def describe(self) -> list[str]:
        return [f"{self.text} is not in the hub version, and carried for the versions that have it"]
