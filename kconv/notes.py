"""Rules, the engine, the writer of manifests and the pipeline all report what the user should know, in one form."""

from __future__ import annotations

from typing import Literal, TypeAlias

from kconv.records import NamedTuple

NoteKind: TypeAlias = Literal[
    "alias",
    "ambiguous",
    "decision",
    "default",
    "dropped",
    "effect",
    "info",
    "nearest",
    "reference",
    "repair",
    "stash",
    "unset",
]


class Note(NamedTuple):
    """One fact that the user should know.

    ``kind`` is one of: "default" (a value written so that the object acts as before), "nearest" (the target cannot
    represent it, this comes closest), "dropped" (lost, because the stash is off and a decision allowed it), "stash"
    (kept in an annotation), "reference" (names another object's old version), "ambiguous" (a stashed value that could
    not be put back), "repair" (changed because the target requires it), "decision" (set as decided), "effect" (a field
    that the old version never had), "unset" (a field that the object leaves out, and for which only the new version has
    a default), "alias" (an anchor had to be written out), "info". ``path`` is the field in the converted object, "" for
    the whole of it.
    """

    kind: NoteKind
    path: str
    message: str
