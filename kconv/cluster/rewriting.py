"""An object stays in the version that it was written in until somebody writes it again.

The write that does so changes nothing: an empty merge patch. The API server reads the object, converts it to the
version of the request, and compares the bytes that it would store in the storage version with those that it has
(apiserver/pkg/storage/etcd3, GuaranteedUpdate). Bytes that differ are written, and the resourceVersion is another one.
Equal bytes are left. Either way its answer proves that the object is in the storage version, which no field shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from kconv.cluster.connection import MERGE_PATCH
from kconv.cluster.errors import ClusterError, StatusError, UnreachableError
from kconv.cluster.pages import pages
from kconv.cluster.patience import Pace, Patience, may_pass
from kconv.engine.stash import LEFT_OUT
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection
    from kconv.cluster.definition import Definition

PARTIAL = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
State = Literal["moved", "already", "accepted", "gone", "refused"]
"""``moved``: it was written; ``already``: it was in the storage version; ``accepted``: by a dry run; ``gone``: deleted
in the meantime."""
_TRIES = 5
_IN_A_ROW = 3
"""Objects one after another that fail with what may pass: then it is not the objects that are at fault."""
Changes = Callable[[dict[str, Any]], dict[str, Any]]


class Written(NamedTuple):
    """What became of an object: its namespace and name, and why the API server refused to write it."""

    namespace: str
    name: str
    state: State
    why: str = ""
    remaining: int = 0

    @property
    def label(self) -> str:
        """The object as kubectl names it."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


def nothing(_: dict[str, Any]) -> dict[str, Any]:
    """The changes to an object that is only written again."""
    return {}


class Rewriting:
    """Every object of a definition is written once. With ``dry_run`` the API server is asked whether it would be.

    ``changes`` gives the merge patch of an object by what the list has of it, its metadata. A patch that holds a
    resourceVersion is made anew when the object has changed in the meantime.
    """

    def __init__(
        self,
        cluster: Connection,
        definition: Definition,
        *,
        dry_run: bool = False,
        changes: Changes = nothing,
        pace: Pace | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.cluster, self.definition, self.dry_run, self.changes = cluster, definition, dry_run, changes
        self.pace, self.patience = pace or Pace(0), patience or Patience()
        self._failing = 0

    def written(self) -> Iterator[Written]:
        """What becomes of each object. Raises ClusterError where the cluster answers no more.

        An object whose write fails with an error that may pass is tried again after all others.
        """
        later: list[dict[str, Any]] = []
        listed = pages(self.cluster, self.definition.path(), metadata=True, patience=self.patience)
        for page in listed:
            for at, obj in enumerate(page.items, 1):
                found = self._write(obj, later)
                if found is not None:
                    yield found._replace(remaining=page.remaining + len(page.items) - at + len(later))
        for at, obj in enumerate(later, 1):
            found = self._write(obj, None)
            assert found is not None
            yield found._replace(remaining=len(later) - at)

    def _write(self, obj: dict[str, Any], later: list[dict[str, Any]] | None) -> Written | None:
        """What becomes of an object, None if it is to be tried again ``later``; without such a list, it is not."""
        if (lost := (obj["metadata"].get("annotations") or {}).get(LEFT_OUT)) is not None:
            return written(obj, "refused", _no_room(lost))
        self.pace.step()
        try:
            found = self.patience.with_tries(_TRIES).of(lambda: self._patched(obj))
        except (StatusError, UnreachableError) as error:
            if not may_pass(error):
                return written(obj, "refused", str(error))
            if later is None:
                return written(obj, "refused", f"{error} (tried {2 * _TRIES} times)")
            self._failing += 1
            if self._failing >= _IN_A_ROW:
                raise _stopped(error) from error
            later.append(obj)
            return None
        self._failing = 0
        return found

    def _patched(self, obj: dict[str, Any]) -> Written:
        path, params = self.definition.of(obj), {"dryRun": "All"} if self.dry_run else {}
        try:
            body = self.changes(obj)
            answer = self.cluster.request("PATCH", path, body, params=params, media=MERGE_PATCH, accept=PARTIAL)
        except StatusError as error:
            if error.code == 404 and error.names_object:
                return written(obj, "gone")
            if error.code == 404:  # the resource itself is not served, as while an API server starts
                raise StatusError(503, error.status) from error
            if error.code == 409:  # somebody else writes the object at the same time
                obj |= self.cluster.find(path) or {}
                raise StatusError(503, error.status) from error
            raise
        if self.dry_run:
            return written(obj, "accepted")
        same = answer["metadata"]["resourceVersion"] == obj["metadata"]["resourceVersion"]
        return written(obj, "already" if same else "moved")


def written(obj: dict[str, Any], state: State, why: str = "") -> Written:
    """What became of an object that was listed."""
    return Written(obj["metadata"].get("namespace", ""), obj["metadata"]["name"], state, why)


def _no_room(lost: str) -> str:
    return (
        f"it would lose what its annotations have no room for: {lost}; make room, or accept the loss and remove the "
        f"annotation {LEFT_OUT}"
    )


def _stopped(error: ClusterError) -> ClusterError:
    hint = "what was written stays written: run it again when the API server, or its webhook, answers"
    return ClusterError(f"{_IN_A_ROW} objects in a row failed: {error.reason}", hint=hint)
