"""What a table or a condition asks of a field: a value, or only that it is there."""

from __future__ import annotations

from enum import Enum
from typing import Final

from kconv.paths import MISSING, same
from kconv.values import Json


class _Word(Enum):
    PRESENT = "present"
    SAME = "same"

    def __repr__(self) -> str:
        return self.name


PRESENT: Final = _Word.PRESENT
"""Any value of a field that is there, null too."""
SAME: Final = _Word.SAME
"""The value of the other field itself."""


def fits(found: Json, asked: Json) -> bool:
    """Whether what an object has is what is asked for."""
    return found is not MISSING if asked is PRESENT else same(found, asked)
