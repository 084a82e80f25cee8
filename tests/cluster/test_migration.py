"""Objects are moved to the storage version, whatever happens on the way, and the definition says so only if it is true."""

from __future__ import annotations

from collections import Counter

import pytest

from kconv.cluster.errors import ClusterError, StatusError, UnreachableError
from kconv.cluster.migration import Migration, migrate_storage
from kconv.cluster.patience import Pace, Patience
from kconv.cluster.rewriting import Written
from kconv.errors import UsageError
from tests.cluster.fake_api import CRD_PATH, GROUP, FakeApi


class Interrupted(BaseException):
    """As kill -9 ends a process: nothing of it runs any more."""


def migrated(api: FakeApi, **options: object) -> Migration:
    with api.connected() as cluster:
        return migrate_storage(cluster, f"{GROUP}/Cup", patience=Patience(sleep=lambda _: None), rate=0, **options)  # type: ignore[arg-type]


def failing(api: FakeApi, names: set[str], code: int, times: int, message: str = "no") -> Counter[str]:
    """Objects whose first writes the server answers with an error; the count of them."""
    count: Counter[str] = Counter()

    def fault(method: str, path: str) -> tuple[int, str, str] | None:
        name = path.rpartition("/")[2]
        if method != "PATCH" or name not in names:
            return None
        count[name] += 1
        return (code, "", message) if count[name] <= times else None

    api.faults.append(fault)
    return count


def test_every_object_is_moved_and_then_the_definition_says_so() -> None:
    api = FakeApi(600)
    found = migrated(api)
    assert (found.objects["moved"], found.objects["already"], found.stored, found.done) == (600, 0, ("v2",), True)
    assert set(api.stored.values()) == {"v2"}
    assert api.status == ["v2"]
    assert api.requests[-1][:2] == ("PATCH", f"{CRD_PATH}/status")


def test_a_write_changes_nothing() -> None:
    api = FakeApi(3)
    migrated(api)
    assert [body for method, path, body in api.requests if method == "PATCH" and "/cups/" in path] == [{}, {}, {}]


def test_nothing_is_asked_where_no_other_version_is_stored_unless_again() -> None:
    api = FakeApi(3, stored_in="v2")
    assert migrated(api).done
    assert api.calls("PATCH") == []
    api.stored["o001"] = "v1"  # somebody has shortened status.storedVersions by hand
    assert (migrated(api, again=True).objects["moved"], api.stored["o001"]) == (1, "v2")


def test_a_dry_run_writes_nothing() -> None:
    api = FakeApi(5)
    found = migrated(api, dry_run=True)
    assert (found.objects["accepted"], found.objects["moved"], found.done) == (5, 0, False)
    assert set(api.stored.values()) == {"v1"}
    assert api.status == ["v1", "v2"]


def test_a_run_that_is_killed_goes_on_where_it_was() -> None:
    api = FakeApi(20)

    def kill(_: Written) -> None:
        if list(api.stored.values()).count("v2") == 7:
            raise Interrupted

    with pytest.raises(Interrupted):
        migrated(api, seen=kill)
    assert api.status == ["v1", "v2"]
    found = migrated(api)
    assert (found.objects["moved"], found.objects["already"], found.done) == (13, 7, True)


def test_an_expired_token_goes_on_behind_the_last_object() -> None:
    api = FakeApi(800)
    api.expired = {2, 4}
    assert (migrated(api).objects["moved"], set(api.stored.values())) == (800, {"v2"})


def test_an_object_that_is_deleted_in_the_meantime_is_passed_over() -> None:
    api = FakeApi(3)

    def delete(method: str, _: str) -> None:
        if method == "PATCH":
            api.stored.pop("o001", None)

    api.faults.append(delete)
    found = migrated(api)
    assert (found.objects["moved"], found.objects["gone"], found.done) == (2, 1, True)


def test_a_resource_that_is_not_served_for_a_while_is_not_taken_for_deleted_objects() -> None:
    api = FakeApi(4)
    failing(api, {"o001"}, 404, times=2, message="404 page not found")
    found = migrated(api)
    assert (found.objects["moved"], found.objects["gone"], found.done) == (4, 0, True)


REFUSED = [(403, "admission webhook denied the request"), (422, "spec.keep: Required value"), (400, "bad")]


@pytest.mark.parametrize(("code", "message"), REFUSED)
def test_a_refused_object_is_named_and_the_definition_stays(code: int, message: str) -> None:
    api = FakeApi(4)
    failing(api, {"o001"}, code, times=99, message=message)
    found = migrated(api)
    assert [(each.label, each.why.partition("\n")[0]) for each in found.refused] == [("a/o001", message)]
    assert (found.objects["moved"], found.done, api.status) == (3, False, ["v1", "v2"])


def test_an_object_that_would_lose_what_has_no_room_is_left_as_it_is() -> None:
    api = FakeApi(2)
    api.metadata["o001"] = {"annotations": {"kconv.dev/left-out": "exp.io/v1 spec.checksum"}}
    found = migrated(api)
    assert [(each.name, "exp.io/v1 spec.checksum" in each.why) for each in found.refused] == [("o001", True)]
    assert (api.stored, api.status) == ({"o000": "v2", "o001": "v1"}, ["v1", "v2"])


@pytest.mark.parametrize("code", [409, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(code: int) -> None:
    api = FakeApi(4)
    count = failing(api, {"o001"}, code, times=3)
    assert (migrated(api).objects["moved"], count["o001"]) == (4, 4)


def test_an_object_that_fails_for_long_is_tried_again_after_the_others() -> None:
    api = FakeApi(4)
    failing(api, {"o001"}, 500, times=7, message="failed calling webhook")
    assert migrated(api).done
    last = [path for path in api.calls("PATCH") if "/cups/" in path][-1]
    assert last.endswith("/o001")


def test_an_object_that_fails_to_the_end_is_refused() -> None:
    api = FakeApi(4)
    count = failing(api, {"o001"}, 500, times=99, message="conversion webhook failed")
    found = migrated(api)
    assert [each.why for each in found.refused] == ["conversion webhook failed (tried 10 times)"]
    assert (count["o001"], api.status) == (10, ["v1", "v2"])


def test_a_webhook_that_is_down_ends_the_run_after_a_few_objects() -> None:
    api = FakeApi(100)
    count = failing(api, set(api.stored), 500, times=99, message="connection refused")
    with pytest.raises(ClusterError, match="3 objects in a row failed: connection refused") as raised:
        migrated(api)
    assert "run it again" in raised.value.hint
    assert (len(count), api.status) == (3, ["v1", "v2"])


def test_a_list_that_fails_ends_the_run() -> None:
    api = FakeApi(10)
    api.faults.append(lambda _, path: (500, "", "corrupt object") if path.endswith("/cups") else None)
    with pytest.raises(ClusterError, match="corrupt object"):
        migrated(api)
    assert api.calls("PATCH") == []


def test_a_definition_that_changes_in_the_meantime_is_left_as_it_is() -> None:
    api = FakeApi(3)
    with pytest.raises(ClusterError, match=r"cups\.exp\.io has changed since"):
        migrated(api, seen=lambda _: setattr(api, "generation", 3))
    assert api.status == ["v1", "v2"]


def test_a_status_that_somebody_else_writes_at_the_same_time_is_read_again() -> None:
    api, times = FakeApi(3), iter([True, False])

    def conflict(_: str, path: str) -> tuple[int, str, str] | None:
        return (409, "Conflict", "modified") if path.endswith("/status") and next(times) else None

    api.faults.append(conflict)
    assert (migrated(api).done, api.status) == (True, ["v2"])


def test_nothing_is_written_while_the_server_stores_the_old_version() -> None:
    api = FakeApi(3)
    api.hash_of = "v1"
    with pytest.raises(ClusterError, match="does not store Cup in v2 yet"):
        migrated(api)
    assert api.calls("PATCH") == []


def test_objects_are_asked_for_in_a_version_that_is_served() -> None:
    api = FakeApi(2)
    api.served = {"v1"}
    assert migrated(api).done
    assert all("/exp.io/v1/" in path for path in api.calls("PATCH") if "/cups/" in path)


UNKNOWN = [
    ("exp.io/Mug", "serves no kind Mug of exp.io\n  it serves Cup"),
    ("other.io/Cup", "the API server serves no such group"),
    ("Cup", "'Cup' has no group"),
    ("/Cup", "serves no kind Cup of "),
    ("mugs.exp.io", "has no CustomResourceDefinition mugs.exp.io"),
]


@pytest.mark.parametrize(("kind", "message"), UNKNOWN)
def test_a_kind_that_the_cluster_does_not_have_is_named(kind: str, message: str) -> None:
    with FakeApi(0).connected() as cluster, pytest.raises(UsageError) as raised:
        migrate_storage(cluster, kind, patience=Patience(sleep=lambda _: None))
    assert message in str(raised.value)


def test_a_definition_of_which_no_version_is_served_is_named() -> None:
    api = FakeApi(1)
    api.served = set()
    with api.connected() as cluster, pytest.raises(UsageError, match="no version of it is served"):
        migrate_storage(cluster, "cups.exp.io")


def test_the_server_is_asked_again_after_the_time_that_it_names() -> None:
    waited: list[float] = []
    busy = StatusError(429, {}, retry_after="3")
    tries = iter([UnreachableError("a", "b", OSError()), UnreachableError("a", "b", OSError()), busy])

    def call() -> str:
        for error in tries:
            raise error
        return "answer"

    assert Patience(sleep=waited.append).of(call) == "answer"
    assert waited == [0.25, 0.5, 3]


def test_a_pace_leaves_a_gap_between_two_objects() -> None:
    now, waited = [0.0], []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    pace = Pace(10, clock=lambda: now[0], sleep=sleep)
    for _ in range(3):
        pace.step()
    assert waited == pytest.approx([0.1, 0.1])
