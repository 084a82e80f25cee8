"""A list of many objects is read in pages, and the token of the next page expires with etcd's compaction (410 Gone)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kconv.cluster.errors import StatusError
from kconv.cluster.patience import Patience
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection

SIZE = 250
METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
"""Lists without specs, where the server has them: a page of large objects may otherwise take a gigabyte."""


class Page(NamedTuple):
    """Objects in the order of their keys, and the number of those on later pages, as far as the API server says it."""

    items: list[dict[str, Any]]
    remaining: int


def pages(
    cluster: Connection, path: str, *, size: int = SIZE, metadata: bool = False, patience: Patience | None = None
) -> Iterator[Page]:
    """The pages of a list; with ``metadata`` the objects have nothing else.

    After 410 Gone it goes on behind the last object, with the token that comes with that answer: what was made
    before that place in the meantime is not listed. Raises StatusError and UnreachableError.
    """
    patient, token = patience or Patience(), ""
    while True:
        page = patient.of(lambda token=token: _page(cluster, path, size, token, metadata))  # type: ignore[misc]
        yield Page(page["items"] or [], page["metadata"].get("remainingItemCount") or 0)
        token = page["metadata"].get("continue") or ""
        if not token:
            return


def _page(cluster: Connection, path: str, size: int, token: str, metadata: bool) -> dict[str, Any]:
    params: dict[str, str | int] = {"limit": size} | ({"continue": token} if token else {})
    accept = METADATA if metadata else "application/json"
    try:
        return cluster.request("GET", path, params=params, accept=accept)
    except StatusError as error:
        after = (error.status.get("metadata") or {}).get("continue")
        if error.code != 410 or not after:
            raise
        return cluster.request("GET", path, params={"limit": size, "continue": after}, accept=accept)
