"""What the API server would report about a schema, as data, so that a conversion can repair it or ask about it."""

from __future__ import annotations

from kconv.paths import FieldPath, show
from kconv.records import NamedTuple


class Violation(NamedTuple):
    """One thing the API server refuses.

    ``path`` is the field in the schema that it names, ``message`` its reason in the server's words. ``cause`` is the
    path of what must be removed for the schema to be accepted, usually the same field; its first ``owner`` segments
    lead to the structural node that contains it.
    """

    path: FieldPath
    message: str
    owner: int = 0
    cause: FieldPath = ()

    @property
    def node(self) -> FieldPath:
        """The path of the node that would have to change."""
        return self.path[: self.owner]

    @property
    def keyword(self) -> FieldPath:
        """The path, within that node, of what would have to go; empty for the node itself."""
        return (self.cause or self.path)[self.owner :]

    def __str__(self) -> str:
        return f"{show(self.path) or 'schema'}: {self.message}"


class Repair(NamedTuple):
    """One change that makes a schema acceptable: the field in the schema, and what was done."""

    path: FieldPath
    message: str

    def __str__(self) -> str:
        return f"{show(self.path) or 'schema'}: {self.message}"
