"""A definition is armed when it comes, and again when somebody replaces it, but nobody is fought without end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from kconv.cluster.arming.contest import CALM, FREE, Contest
from kconv.cluster.arming.conversion import CLOSED
from kconv.cluster.arming.upkeep import EMPTIED
from kconv.cluster.connection import Connection
from kconv.cluster.definition import path_of
from kconv.cluster.errors import StatusError
from kconv.errors import UsageError
from tests.arming.fake_api import SECRET, FakeApi
from tests.arming.replica import CONFIG, Replica, trusted

NAME, OTHER = "backups.acme.io", "routes.acme.io"


@pytest.fixture
def api() -> FakeApi:
    return FakeApi(NAME)


@pytest.fixture
def cluster(api: FakeApi) -> Iterator[Connection]:
    with api.connected() as found:
        yield found


def test_it_is_armed_with_where_the_webhook_is_and_whom_to_trust(api: FakeApi, cluster: Connection) -> None:
    replica = Replica(cluster, [NAME])
    assert replica.step() is None
    conversion = api.conversion(NAME)
    assert conversion["strategy"] == "Webhook"
    assert conversion["webhook"]["clientConfig"]["service"] == CONFIG["service"]
    assert trusted(conversion) == api.objects[SECRET]["data"]["ca.crt"]
    assert replica.seen.state == {NAME: True}
    assert len(replica.served) == 1


def test_a_second_look_writes_nothing(api: FakeApi, cluster: Connection) -> None:
    replica = Replica(cluster, [NAME])
    replica.settle()
    writes = list(api.writes)
    replica.settle()
    assert api.writes == writes


def test_one_that_comes_later_is_armed_when_it_comes(api: FakeApi, cluster: Connection) -> None:
    replica = Replica(cluster, [NAME, OTHER])
    assert replica.step() is None
    assert replica.seen.state == {NAME: True, OTHER: False}
    api.ship(OTHER)
    replica.step()
    assert replica.seen.state == {NAME: True, OTHER: True}
    assert replica.seen.rearmings == []


CHANGES: dict[str, dict[str, Any]] = {
    "strategy None": {"conversion": {"strategy": "None"}, "versions": [{"name": "v1"}]},
    "no caBundle": {"conversion": {"strategy": "Webhook", "webhook": {"clientConfig": CONFIG}}},
    "a stale caBundle": {
        "conversion": {
            "strategy": "Webhook",
            "webhook": {"conversionReviewVersions": ["v1"], "clientConfig": {**CONFIG, "caBundle": "c3RhbGU="}},
        }
    },
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_somebody_replaced_is_armed_again_and_named(
    case: str, api: FakeApi, cluster: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    replica = Replica(cluster, [NAME])
    replica.step()
    armed = api.conversion(NAME)
    api.ship(NAME, "velero", **CHANGES[case])
    with caplog.at_level(logging.WARNING, "kconv.arming"):
        assert replica.step() is None
    assert api.conversion(NAME) == armed
    assert replica.seen.rearmings == [NAME]
    warned = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.__dict__["others"] for record in warned] == ["velero"]


def test_a_definition_that_changes_in_between_is_read_again(api: FakeApi, cluster: Connection) -> None:
    """What arms it is refused, because it is not as it was read."""
    replica = Replica(cluster, [NAME])
    shipped: list[str] = []

    def helm(method: str, path: str) -> None:
        if method == "PATCH" and path == path_of(NAME) and not shipped:
            shipped.append(path)
            api.ship(NAME, versions=["new"])

    api.before = helm
    wait = replica.step()
    assert wait is not None
    assert wait < 1
    assert replica.step() is None
    assert api.objects[path_of(NAME)]["spec"]["versions"] == ["new"]
    assert replica.seen.state == {NAME: True}


SEVERAL = [{"name": "v1"}, {"name": "v2"}]


def test_one_that_is_unconverted_is_closed_first_and_armed_when_no_write_can_be_under_way(
    api: FakeApi, cluster: Connection
) -> None:
    api.ship(NAME, versions=SEVERAL)
    replica, other = Replica(cluster, [NAME]), Replica(cluster, [NAME])
    other.clock.pass_(seconds=-1000)
    assert replica.step() == EMPTIED
    assert "caBundle" not in api.conversion(NAME)["webhook"]["clientConfig"]
    assert other.step() == EMPTIED
    replica.clock.pass_(seconds=EMPTIED - 1)
    assert replica.step() == 1
    assert "caBundle" not in api.conversion(NAME)["webhook"]["clientConfig"]
    assert replica.seen.state == {NAME: False}
    replica.clock.pass_(seconds=1)
    assert replica.step() is None
    assert other.step() is None
    assert "caBundle" in api.conversion(NAME)["webhook"]["clientConfig"]
    assert CLOSED not in api.objects[path_of(NAME)]["metadata"].get("annotations", {})
    assert replica.seen.rearmings == other.seen.rearmings == []


def test_one_that_is_unconverted_again_while_it_is_closed_is_closed_again(api: FakeApi, cluster: Connection) -> None:
    api.ship(NAME, versions=SEVERAL)
    replica = Replica(cluster, [NAME])
    replica.step()
    replica.clock.pass_(seconds=EMPTIED - 1)
    api.objects[path_of(NAME)]["spec"]["conversion"] = {"strategy": "None"}
    assert replica.step() == EMPTIED
    assert api.conversion(NAME)["strategy"] == "Webhook"


def test_each_time_it_is_unconverted_it_is_closed_for_as_long(api: FakeApi, cluster: Connection) -> None:
    replicas = [Replica(cluster, [NAME]) for _ in range(2)]
    for _ in range(3):
        api.ship(NAME, versions=SEVERAL)
        for replica in replicas:
            assert replica.step() == EMPTIED
            replica.clock.pass_(seconds=EMPTIED)
        assert [replica.step() for replica in replicas] == [None, None]
    assert [len(replica.seen.rearmings) for replica in replicas] == [2, 0]


def test_a_refusal_of_one_does_not_hold_up_others(api: FakeApi, cluster: Connection) -> None:
    api.ship(OTHER)
    refused = path_of(NAME)
    api.fault = lambda method, path: (403, "no") if (method, path) == ("PATCH", refused) else None
    replica = Replica(cluster, [NAME, OTHER])
    wait = replica.step()
    assert wait is not None
    assert replica.seen.state == {NAME: False, OTHER: True}
    assert replica.seen.failures == [NAME]
    api.fault = lambda _method, _path: None
    assert replica.step() is None
    assert replica.seen.state == {NAME: True, OTHER: True}


def test_whoever_changes_it_each_time_is_fought_less_and_less_often(
    api: FakeApi, cluster: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    replica = Replica(cluster, [NAME])
    replica.step()
    start = replica.clock.seconds()
    for _ in range(200):
        api.ship(NAME)
        wait = replica.step()
        replica.clock.pass_(seconds=1 if wait is None else wait)
    hours = (replica.clock.seconds() - start) / 3600
    assert api.writes_of(path_of(NAME)) <= FREE + 12 + 12 * hours
    assert any(record.levelno == logging.ERROR and "keeps changing" in record.message for record in caplog.records)


def test_after_a_calm_time_it_is_armed_at_once_again() -> None:
    contest = Contest()
    for second in range(FREE):
        assert contest.wait(second) == 0
        contest.armed(second)
    assert contest.wait(FREE - 0.5) > 0
    assert contest.wait(FREE + CALM) == 0


def test_a_secret_of_somebody_else_is_not_overwritten(api: FakeApi, cluster: Connection) -> None:
    theirs = {"metadata": {"name": "webhook-tls", "resourceVersion": "1"}, "data": {"tls.crt": "eA=="}}
    api.objects[SECRET] = theirs
    with pytest.raises(UsageError, match="Secret acme/webhook-tls was not made by kconv"):
        Replica(cluster, [NAME]).step()
    assert api.writes == []
    assert api.objects[SECRET] is theirs


def test_an_empty_secret_is_filled(api: FakeApi, cluster: Connection) -> None:
    """A team that may not create Secrets gets one made."""
    api.objects[SECRET] = {"metadata": {"name": "webhook-tls", "resourceVersion": "1", "labels": {"team": "a"}}}
    Replica(cluster, [NAME]).settle()
    assert api.objects[SECRET]["metadata"]["labels"]["team"] == "a"
    assert trusted(api.conversion(NAME)) == api.objects[SECRET]["data"]["ca.crt"]


def test_an_error_of_the_api_server_is_raised_to_be_tried_again(api: FakeApi, cluster: Connection) -> None:
    api.fault = lambda _method, _path: (503, "etcd is away")
    with pytest.raises(StatusError, match="etcd is away"):
        Replica(cluster, [NAME]).step()
