"""A migration that is killed at any write, before or after the API server has it, ends right when it is run again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from kconv.cluster.migration import Migration, migrate_storage
from kconv.cluster.patience import Patience
from tests.cluster.fake_api import GROUP, KIND, FakeApi
from tests.cluster.test_retirement import child, managed, reference, retired, versions_of, world

WRITES = ("PATCH", "PUT", "POST", "DELETE")


class Killed(BaseException):
    """The process is no more: nothing of kconv's runs any further."""


class Killing(FakeApi):
    """An API server whose client is killed at its ``at``-th write, which ``arrives`` or does not."""

    at, arrives, writes = 0, False, 0

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.writes += request.method in WRITES
        here = request.method in WRITES and self.writes == self.at
        if here and not self.arrives:
            raise Killed
        answer = super()._answer(request)
        if here:
            raise Killed
        return answer


def full() -> Killing:
    """Objects of both versions, managed in one, both or none, and ConfigMaps that they own."""
    api, like = Killing(6), world()
    api.served, api.metadata, api.children = like.served, dict(like.metadata), dict(like.children)
    api.stored["o005"] = "v2"
    api.metadata["o004"] = {"managedFields": managed("v1")["managedFields"]}
    api.children["c3"] = child("c3", reference("v1"), reference("v2"))
    return api


def managers_of(api: FakeApi) -> dict[str, list[str]]:
    """The versions that the managedFields of each object name."""
    entries = {name: [each for each in held.get("managedFields", []) if each] for name, held in api.metadata.items()}
    return {name: versions_of({"managedFields": each}) for name, each in entries.items() if each}


def names_v1(api: FakeApi) -> bool:
    """Whether anything in the cluster names the version that is to go."""
    owners = [each["apiVersion"] for held in api.children.values() for each in held["ownerReferences"]]
    managers = [each for versions in managers_of(api).values() for each in versions]
    return "v1" in [*api.stored.values(), *managers] or f"{GROUP}/v1" in owners


def moved(api: FakeApi) -> Migration:
    """Without a version that goes."""
    with api.connected() as cluster:
        return migrate_storage(cluster, f"{GROUP}/{KIND}", patience=Patience(sleep=lambda _: None), rate=0)


def ended(run: Callable[[FakeApi], Migration], at: int, arrives: bool) -> Killing | None:
    """The API server after a run that was killed at that write; None if it has fewer."""
    api = full()
    api.at, api.arrives = at, arrives
    try:
        run(api)
    except Killed:
        return api
    return None


def state(api: FakeApi) -> Any:
    """What a run is to leave."""
    owners = {name: each["ownerReferences"] for name, each in api.children.items()}
    return api.stored, managers_of(api), owners, api.status


@pytest.mark.full
@pytest.mark.parametrize("arrives", [False, True], ids=["before the server has it", "after"])
@pytest.mark.parametrize("run", [moved, retired])
def test_a_run_that_is_killed_at_any_write_is_finished_by_the_next(
    run: Callable[[FakeApi], Migration], arrives: bool
) -> None:
    whole = full()
    assert run(whole).done
    assert whole.writes >= 7
    for at in range(1, whole.writes + 1):
        api = ended(run, at, arrives)
        assert api is not None
        if run is retired:
            assert not names_v1(api) or "v1" in api.status, "it is told to be gone only when it is"
        elif "v1" not in api.status:
            assert "v1" not in api.stored.values()
        assert run(api).done
        assert state(api) == state(whole)
    assert ended(run, whole.writes + 1, arrives) is None


def test_it_may_be_killed_again_and_again() -> None:
    whole, api = full(), full()
    retired(whole)
    for at in range(1, 8):  # the objects are written again each time, and then the first owner
        api.at, api.arrives, api.writes = at, True, 0
        with pytest.raises(Killed):
            retired(api)
    api.at = 0
    assert retired(api).done
    assert state(api) == state(whole)
