"""Routes between versions and runs them: dict to dict, pure, through the hub."""

from kconv.engine.conversion import Conversion, Moves, Note
from kconv.engine.convert import LOSS, Defaults, convert_kind
from kconv.engine.fragment import is_fragment
from kconv.engine.kind import Kind

__all__ = ["LOSS", "Conversion", "Defaults", "Kind", "Moves", "Note", "convert_kind", "is_fragment"]
