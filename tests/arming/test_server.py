"""On a real API server nobody reads or writes an unconverted object, from when a definition comes until it is armed and
whenever somebody replaces it, and those who ship it see no difference.
"""

from __future__ import annotations

import time
from itertools import count
from threading import Event, Thread

import pytest

from kconv.cluster.definition import CRDS
from tests.arming.on_server import (
    APPLY,
    NEW,
    OLD,
    Server,
    Shipped,
    is_converted,
    of_one_version,
    reading,
    shipped,
    webhook,
)
from tests.cluster.apiserver import ApiServer
from tests.cluster.running import free_port

pytestmark = pytest.mark.cluster
STORED = {"schedule": "0 1 * * *", "destination": NEW, "credentials": {"name": "s"}}
WAYS = {"guarded": ["--unarmed"], "names the webhook": []}
"""The two ways to ship a definition: without ``spec.conversion``, and with it but without a caBundle."""


@pytest.fixture(scope="module", params=WAYS)
def ships(request: pytest.FixtureRequest) -> Shipped:
    return shipped(free_port(), *WAYS[request.param])


@pytest.fixture(scope="module")
def unarmed() -> Shipped:
    return shipped(free_port(), "--unarmed")


def port_of(server: Server) -> int:
    port: int = server.conversion()["webhook"]["clientConfig"]["service"]["port"]
    return port


def port_in(ships: Shipped) -> int:
    """The port that a guard has."""
    expression: str = ships.guard[0]["spec"]["mutations"][0]["jsonPatch"]["expression"]
    return int(expression.partition('"port": dyn(')[2].partition(")")[0])


def has_converted(server: Server, version: str = "v1") -> bool:
    """Whether the object can be read in a version that it is not stored in; what is read is never something else."""
    status, answer = server.read(version)
    assert status == 500 or is_converted(answer), answer
    return status == 200


def test_what_needs_a_conversion_fails_until_the_webhook_is_ready(server: Server, ships: Shipped) -> None:
    if ships.guard:
        server.guarded(ships)
    server.create(ships.crd)
    server.serves("v1", "v1alpha1")
    if ships.guard:
        for version, spec in (("v1", STORED), ("v1alpha1", OLD)):
            status, answer = server.write(version, spec, "new")
            assert status == 422
            assert "does not convert between its versions yet" in answer["message"]
    else:
        assert server.write("v1", STORED, "new")[0] == 201
        assert server.read("v1", "new")[0] == 200
        for status, answer in (server.read("v1alpha1", "new"), server.write("v1alpha1", OLD)):
            assert status == 500
            assert "conversion webhook" in answer["message"]
    with webhook(server, port_of(server)):
        server.until(lambda: server.write("v1alpha1", OLD)[0] == 201)
        assert has_converted(server)
        assert has_converted(server, "v1alpha1")


@pytest.mark.parametrize("mode", [[], ["--server-side", "--force-conflicts"]], ids=["client", "server"])
def test_whoever_ships_it_sees_no_difference(server: Server, ships: Shipped, mode: list[str]) -> None:
    if ships.guard:
        server.guarded(ships)
    apply, diff = ["apply", *mode, "-f", "-"], ["diff", *mode, "-f", "-"]
    assert server.kubectl(*apply, stdin=ships.text).returncode == 0
    server.serves("v1")
    assert server.kubectl(*diff, stdin=ships.text).stdout == ""
    with webhook(server, port_of(server)):
        server.until(lambda: server.bundle() is not None)
        armed = server.crd()
        assert server.kubectl(*diff, stdin=ships.text).stdout == ""
        for _ in range(3):
            assert server.kubectl(*apply, stdin=ships.text).returncode == 0
        assert server.conversion() == armed["spec"]["conversion"]
        assert server.crd()["metadata"]["generation"] == armed["metadata"]["generation"]
    assert server.kubectl(*apply, stdin=ships.text).returncode == 0
    assert server.conversion() == armed["spec"]["conversion"]


def test_whoever_replaces_it_finds_it_armed_again(server: Server, ships: Shipped) -> None:
    if ships.guard:
        server.guarded(ships)
    server.create(ships.crd)
    with webhook(server, port_of(server)):
        server.until(lambda: server.bundle() is not None)
        server.until(lambda: server.write("v1alpha1", OLD)[0] == 201)
        armed = server.conversion()
        with reading(server, "v1alpha1") as refused:
            for _ in range(4):
                made = server.replace(ships.crd)["spec"]["conversion"]
                assert made["strategy"] == "Webhook"
                server.until(lambda: server.conversion() == armed)
                server.until(lambda: has_converted(server, "v1alpha1"))
        if ships.guard:
            assert made == armed
            assert refused == []


def test_a_bundle_from_a_backup_is_replaced(server: Server, ships: Shipped) -> None:
    """Velero restores what it saw: a definition that trusts an authority which is gone."""
    if ships.guard:
        server.guarded(ships)
    server.create(ships.crd)
    with webhook(server, port_of(server)):
        server.until(lambda: server.bundle() is not None)
        stale = server.crd()
    server.clean()
    if ships.guard:
        server.guarded(ships)
    restored = {**stale, "metadata": {"name": stale["metadata"]["name"]}}
    server.create(restored)
    server.serves("v1", "v1alpha1")
    assert server.write("v1alpha1", OLD)[0] == 500
    with webhook(server, port_of(server)):
        server.until(lambda: server.write("v1alpha1", OLD)[0] == 201)
        assert has_converted(server, "v1alpha1")
    assert server.bundle() != stale["spec"]["conversion"]["webhook"]["clientConfig"]["caBundle"]


def test_a_definition_that_comes_before_its_guard_takes_no_objects(server: Server, unarmed: Shipped) -> None:
    """Helm and kustomize create definitions first. The server holds the first write of each until the guard is there."""
    server.create(unarmed.crd, *unarmed.guard)
    assert server.conversion() == {"strategy": "None"}
    server.serves("v1", "v1alpha1")
    for version, spec in (("v1alpha1", OLD), ("v1", STORED)):
        status, answer = server.write(version, spec)
        assert status == 422
        assert "does not convert between its versions yet" in answer["message"]
    with webhook(server, port_in(unarmed)):
        server.until(lambda: server.write("v1alpha1", OLD)[0] == 201)
        assert has_converted(server)


def test_no_write_gets_through_unconverted_while_a_definition_is_armed(server: Server, unarmed: Shipped) -> None:
    """The policy and the conversion of one API server hear of the definition by themselves: at times in either order."""
    server.create(unarmed.crd, *unarmed.guard)
    server.serves("v1", "v1alpha1")
    server.until(lambda: server.write("v1alpha1", OLD, "probe")[0] == 422)
    accepted, done = list[str](), Event()

    def write(writer: int) -> None:
        client = ApiServer(server.cluster.kubeconfig)
        for number in count():
            name = f"w{writer}-{number}"
            if server.write("v1alpha1", OLD, name, client)[0] == 201:
                accepted.append(name)
            if done.is_set():
                return

    writers = [Thread(target=write, args=[each]) for each in range(4)]
    for each in writers:
        each.start()
    try:
        with webhook(server, port_in(unarmed)):
            server.until(lambda: len(accepted) >= 40, 60)
            done.set()
            for each in writers:
                each.join()
            items = server.ask("GET", "/apis/backup.acme.io/v1/namespaces/acme/backups")["items"]
    finally:
        done.set()
    assert sorted(accepted) == sorted(item["metadata"]["name"] for item in items)
    assert [item for item in items if not is_converted(item)] == []


def test_a_second_version_under_a_guard_is_never_read_unconverted(server: Server, unarmed: Shipped) -> None:
    """The guard is there since the first version, and the definition comes before the webhook."""
    server.create(*unarmed.guard, of_one_version(unarmed.crd))
    server.serves("v1alpha1")
    server.until(lambda: server.write("v1alpha1", OLD)[0] == 201)
    server.guard_is_on(unarmed)
    done = server.kubectl("apply", "--server-side", "--force-conflicts", "-f", "-", stdin=unarmed.text)
    assert done.returncode == 0, done.stderr
    server.serves("v1")
    assert not has_converted(server)
    with webhook(server, port_of(server)):
        server.until(lambda: has_converted(server))


def test_a_second_version_of_an_armed_definition_is_never_read_unconverted(server: Server, unarmed: Shipped) -> None:
    """On any release: a webhook that has been there since the first version has armed it already."""
    port = free_port()
    server.create(of_one_version(unarmed.crd))
    server.serves("v1alpha1")
    server.until(lambda: server.write("v1alpha1", OLD)[0] == 201)
    with webhook(server, port):
        server.until(lambda: server.bundle() is not None)
    done = server.kubectl("apply", "--server-side", "--force-conflicts", "-f", "-", stdin=unarmed.text)
    assert done.returncode == 0, done.stderr
    server.serves("v1")
    assert not has_converted(server)
    with webhook(server, port):
        server.until(lambda: has_converted(server))


def test_a_guard_is_needed(server: Server, unarmed: Shipped) -> None:
    """Without it, the old object is read as a new one that has nothing of it."""
    server.create(of_one_version(unarmed.crd))
    server.serves("v1alpha1")
    server.until(lambda: server.write("v1alpha1", OLD)[0] == 201)
    server.replace(unarmed.crd)
    server.until(lambda: server.read("v1")[0] == 200)
    assert "destination" not in server.read("v1")[1]["spec"]


def test_a_guard_takes_effect_in_seconds(server: Server, unarmed: Shipped) -> None:
    started = time.monotonic()
    server.guarded(unarmed)
    print(f"the guard took effect after {time.monotonic() - started:.1f} s")


def test_an_apply_of_the_conversion_alone_is_the_webhooks(server: Server, ships: Shipped) -> None:
    if ships.guard:
        server.guarded(ships)
    server.ask("PATCH", f"{CRDS}/{ships.crd['metadata']['name']}?fieldManager=argocd", ships.crd, APPLY)
    with webhook(server, port_of(server)):
        server.until(lambda: server.bundle() is not None)
    entries = server.crd()["metadata"]["managedFields"]
    (own,) = (each for each in entries if each["manager"] == "kconv-webhook")
    assert own["operation"] == "Apply"
    assert list(own["fieldsV1"]) == ["f:spec"]
    assert list(own["fieldsV1"]["f:spec"]) == ["f:conversion"]
