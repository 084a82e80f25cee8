"""A manifest in Git has the old version for years after objects are stored in the new one: it is applied again and again."""

from __future__ import annotations

import json
import ssl
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.running import Cluster
from tests.e2e.backups import Backups, Refused, backup
from tests.e2e.definitions import Definitions, definition, wait_until
from tests.e2e.processes import Certificate, Webhook
from tests.testing.webhooks import Answer, running, with_each

pytestmark = pytest.mark.cluster
Json = Any
TIMES = 100
OLD = {
    "schedule": "0 3 * * *",
    "target": "s3://bucket/daily",
    "secret": "s3",
    "checksum": "md5",
    "maxSize": "10Gi",
    "hooks": [
        {"name": "a", "cmd": ["sync"], "after": True, "timeout": "20s"},
        {"name": "b", "cmd": ["true"], "after": False, "timeout": "20s"},
    ],
}
MODES = {"client-side": ("apply",), "server-side": ("apply", "--server-side", "--field-manager=git")}


class Git:
    """A manifest, and kubectl as a GitOps tool runs it."""

    def __init__(self, cluster: Cluster, namespace: str, file: Path, mode: tuple[str, ...]) -> None:
        self.cluster, self.namespace, self.file, self.mode = cluster, namespace, file, mode

    def commit(self, spec: Json) -> None:
        self.file.write_text(json.dumps(backup("v1alpha1", spec)), encoding="utf-8")

    def apply(self, times: int = 1) -> list[str]:
        """What kubectl says of each of so many times."""
        files = ["-f", str(self.file)] * times
        done = self.cluster.kubectl("-n", self.namespace, *self.mode, *files)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def differs(self) -> str:
        """What `kubectl diff` shows."""
        flags = self.mode[1:]
        done = self.cluster.kubectl("-n", self.namespace, "diff", *flags, "-f", str(self.file))
        assert done.returncode in (0, 1), done.stderr
        return done.stdout


@pytest.fixture(params=MODES)
def git(request: pytest.FixtureRequest, backups: Backups, cluster: Cluster, tmp_path: Path) -> Git:
    found = Git(cluster, backups.namespace, tmp_path / "backup.json", MODES[request.param])
    found.commit(OLD)
    found.apply()
    return found


def test_to_apply_again_changes_nothing(git: Git, backups: Backups) -> None:
    """Not even what only the new version has, and another client set."""
    backups.patch("v1", {"spec": {"suspend": False, "retention": {"maxAge": "720h0m0s"}}})
    before = backups.get("v1")
    said = git.apply(TIMES)
    assert len(said) == TIMES
    after = backups.get("v1")
    assert after["spec"] == before["spec"]
    assert after["metadata"]["generation"] == before["metadata"]["generation"]
    assert git.differs() == ""


def test_what_is_removed_in_git_is_gone_in_every_version(git: Git, backups: Backups) -> None:
    backups.patch("v1", {"spec": {"suspend": False}})
    assert git.differs() == ""
    git.commit(
        {key: value for key, value in OLD.items() if key not in ("checksum", "maxSize")} | {"hooks": OLD["hooks"][:1]}
    )
    assert git.differs() != ""
    git.apply()
    assert git.differs() == ""
    old, new = backups.get("v1alpha1")["spec"], backups.get("v1")["spec"]
    assert not {"checksum", "maxSize"} & (old.keys() | new.keys())
    assert [each["name"] for each in old["hooks"]] == [each["name"] for each in new["hooks"]] == ["a"]
    assert new["suspend"] is False


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
    "it answers with another name": (with_each(other_name), "must have the same name: other != one"),
    "it closes the connection": (silent, "EOF"),
    "it answers with a page": (not_json, FAILED),
}


@pytest.fixture
def stored_in_v1(webhook: Webhook, definitions: Definitions, namespace: str) -> Backups:
    """An object that a wrong webhook is to convert. Which webhook was there before makes no difference."""
    if webhook.name != "kconv":
        pytest.skip("once is enough")
    definitions.require(definition(webhook))
    backups = Backups(definitions.server, namespace)
    backups.create("v1", {"schedule": "0 3 * * *", "destination": {"bucket": "b"}, "credentials": {"name": "s"}})
    return backups


def lead(definitions: Definitions, url: str, bundle: str) -> None:
    """Let the definition name another webhook."""
    config = {"clientConfig": {"url": url, "caBundle": bundle, "service": None}}
    change = json.dumps({"spec": {"conversion": {"webhook": config}}})
    status, answer = definitions.server.request("PATCH", CRD, change, "application/merge-patch+json")
    assert status == 200, answer
    definitions.forget()


CRD = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/backups.backup.acme.io"


@pytest.mark.parametrize("case", WRONG)
def test_what_a_user_sees_of_a_wrong_webhook(
    case: str, stored_in_v1: Backups, definitions: Definitions, certs: Certificate, cluster: Cluster
) -> None:
    answer, expected = WRONG[case]
    with running(answer, trusted(certs)) as stub:
        lead(definitions, stub.url.partition("?")[0], certs.bundle)
        wait_until(lambda: expected in seen_by_kubectl(cluster, stored_in_v1))
        assert stored_in_v1.get("v1")["spec"]["destination"] == {"bucket": "b"}


def trusted(certs: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certs.folder / "tls.crt", certs.folder / "tls.key")
    return context


def seen_by_kubectl(cluster: Cluster, backups: Backups) -> str:
    """What kubectl says to who asks for the old version."""
    return cluster.kubectl("-n", backups.namespace, "get", "backups.v1alpha1.backup.acme.io", "one").stderr


def test_what_a_user_sees_of_a_slow_webhook(
    stored_in_v1: Backups, definitions: Definitions, certs: Certificate
) -> None:
    """The server waits 30 seconds, unless its client wants to wait less."""
    import threading

    done = threading.Event()

    def slow(review: Json) -> Json:
        done.wait(20)
        return with_each(unchanged)(review)

    with running(slow, trusted(certs)) as stub:
        lead(definitions, stub.url.partition("?")[0], certs.bundle)
        wait_until(lambda: slow_said(stored_in_v1) != "")
        done.set()


def slow_said(backups: Backups) -> str:
    try:
        backups.get("v1alpha1", tail="?timeout=1s")
    except Refused as refused:
        return refused.message if "context deadline exceeded" in refused.message else ""
    return ""
