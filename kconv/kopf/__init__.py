"""kopf compares an object with how it last handled it, and does not know that the two may be of different versions.

>>> from kconv.kopf import HubDiffBaseStorage

Needs `pip install 'kconv[kopf]'`; only what is used is imported. In this package `kopf` is the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.kopf.children import annotations_for_children
    from kconv.kopf.storage import HubDiffBaseStorage

__all__ = ["HubDiffBaseStorage", "annotations_for_children"]
_PLACES = {"HubDiffBaseStorage": "storage", "annotations_for_children": "children"}


def __getattr__(name: str) -> object:
    from kconv.exports import exported

    if name in _PLACES:
        from kconv import extras

        extras.require("kopf")
    return exported(__name__, _PLACES, name)
