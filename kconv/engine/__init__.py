"""Routes between versions and runs them: dict to dict, pure, through the hub.

The names are imported when first used: a scan needs the words of a note and nothing that converts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.engine.conversion import Conversion, Moves
    from kconv.engine.convert import Defaults, convert_kind
    from kconv.engine.fragment import is_fragment
    from kconv.engine.kind import Kind
    from kconv.engine.losses import LOSS

__all__ = ["LOSS", "Conversion", "Defaults", "Kind", "Moves", "convert_kind", "is_fragment"]
_PLACES = {
    "Conversion": "conversion",
    "Defaults": "convert",
    "Kind": "kind",
    "LOSS": "losses",
    "Moves": "conversion",
    "convert_kind": "convert",
    "is_fragment": "fragment",
}


def __getattr__(name: str) -> object:
    from kconv.exports import exported

    return exported(__name__, _PLACES, name)
