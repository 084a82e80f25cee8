"""A webhook that is slow, down or wrong: reads at the storage version go on, and the error of the others says whose fault it is."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from kconv.crd import Webhook as Address
from tests.cluster.running import Cluster
from tests.e2e.backups import Backups, Refused
from tests.e2e.definitions import PROBES, Definitions, declared
from tests.e2e.processes import Certificate
from tests.testing.webhooks import Answer, Webhook, running, with_each

pytestmark = pytest.mark.cluster
Json = Any


def other_name(obj: Json, version: str) -> Json:
    return {**obj, "apiVersion": version, "metadata": {**obj["metadata"], "name": "other"}}


def unchanged(obj: Json, _: str) -> Json:
    return obj


def failing(review: Json) -> Json:
    result = {"status": "Failure", "message": "objects[0] default/one: spec.target: is no address"}
    return {**review, "response": {"uid": review["request"]["uid"], "result": result, "convertedObjects": []}}


def of_another_review(review: Json) -> Json:
    answer = with_each(unchanged)(review)
    return {**answer, "response": {**answer["response"], "uid": "other"}}


def no_object(review: Json) -> Json:
    answer = with_each(unchanged)(review)
    return {**answer, "response": {**answer["response"], "convertedObjects": []}}


def silent(_: Json) -> Json:
    return None


def not_json(_: Json) -> bytes:
    return b"<html>502 Bad Gateway</html>"


FAILED = "conversion webhook for backup.acme.io/v1, Kind=Backup failed: "
WRONG: dict[str, tuple[Answer, str]] = {
    "it says why it cannot": (failing, FAILED + "objects[0] default/one: spec.target: is no address"),
    "it answers another review": (of_another_review, "expected response.uid="),
    "it answers with no object": (no_object, "returned 0 objects, expected 1"),
    "it answers with the same version": (with_each(unchanged), "invalid groupVersion"),
    "it answers with another name": (with_each(other_name), "must have the same name: one != other"),
    "it closes the connection": (silent, "EOF"),
    "it answers with a page": (not_json, FAILED),
}


@pytest.fixture(scope="module")
def stub(certs: Certificate) -> Iterator[Webhook]:
    """A webhook that answers as a test wants."""
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certs.folder / "tls.crt", certs.folder / "tls.key")
    with running(failing, trust) as found:
        yield found


@pytest.fixture
def wrongly_converted(stub: Webhook, certs: Certificate, definitions: Definitions, namespace: str) -> Backups:
    """An object in v1, whose definition names that webhook."""
    crd = declared(address=Address(url=stub.url.partition("?")[0]))
    crd["spec"]["conversion"]["webhook"]["clientConfig"]["caBundle"] = certs.bundle
    definitions.require(crd)
    backups = Backups(definitions.server, namespace)
    backups.create("v1", PROBES["v1"])
    return backups


@pytest.mark.parametrize("case", WRONG)
def test_kubectl_shows_what_is_wrong(case: str, stub: Webhook, wrongly_converted: Backups, cluster: Cluster) -> None:
    stub.answer, expected = WRONG[case]
    where = ("-n", wrongly_converted.namespace, "get")
    old = cluster.kubectl(*where, "backups.v1alpha1.backup.acme.io", "one")
    assert old.returncode == 1
    assert expected in old.stderr
    new = cluster.kubectl(*where, "backups.v1.backup.acme.io", "one")
    assert new.returncode == 0, new.stderr


def test_a_slow_webhook_is_waited_for_as_long_as_the_client_waits(stub: Webhook, wrongly_converted: Backups) -> None:
    """30 seconds, unless it says less."""
    done = threading.Event()

    def slow(review: Json) -> Json:
        done.wait()
        return with_each(unchanged)(review)

    stub.answer = slow
    try:
        with pytest.raises(Refused, match=r"context deadline exceeded|did not complete within the allotted timeout"):
            wrongly_converted.get("v1alpha1", tail="?timeout=1s")
        assert wrongly_converted.get("v1")["spec"]["destination"] == {"bucket": "b"}
    finally:
        done.set()
