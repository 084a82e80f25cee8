"""Authorities from a file: cert-manager replaces it in the mounted Secret, and the definitions follow."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from kconv.certificates.lifetimes import BY_MACHINE
from kconv.certificates.rotation import made
from kconv.cluster.arming.trust import FromFile
from kconv.cluster.arming.upkeep import Upkeep
from kconv.crd.client_config import Webhook, address
from kconv.errors import UsageError
from kconv.webhook.arming import hosts
from tests.arming.fake_api import FakeApi
from tests.arming.replica import CONFIG, HOSTS, Clock, Seen, trusted

NAME = "backups.acme.io"


def bundle() -> bytes:
    return made(HOSTS, Clock().now, BY_MACHINE).bundle


def test_a_definition_has_what_the_file_has(tmp_path: Path) -> None:
    api, file, seen = FakeApi(NAME), tmp_path / "ca.crt", Seen()
    with api.connected() as cluster:
        upkeep = Upkeep(cluster, [NAME], CONFIG, FromFile(file, len), seen)
        for _ in range(2):
            file.write_bytes(bundle())
            assert upkeep.step() is None
            assert base64.b64decode(trusted(api.conversion(NAME))) == file.read_bytes()
    assert seen.rearmings == []


@pytest.mark.parametrize("content", [None, b"", b"hello", bundle()[:100]], ids=["none", "empty", "text", "cut off"])
def test_a_file_without_a_certificate_is_an_error_and_arms_nothing(content: bytes | None, tmp_path: Path) -> None:
    api, file = FakeApi(NAME), tmp_path / "ca.crt"
    if content is not None:
        file.write_bytes(content)
    with api.connected() as cluster, pytest.raises(UsageError, match=r"ca.crt: the CA bundle cannot be read"):
        Upkeep(cluster, [NAME], CONFIG, FromFile(file, len), Seen()).step()
    assert api.writes == []


CALLED = [
    (Webhook("acme", "webhook", 8443), ("webhook.acme.svc", "webhook.acme.svc.cluster.local")),
    (address("https://webhook.example:9443/convert"), ("webhook.example",)),
    (address("https://[fd00::7]/convert"), ("fd00::7",)),
    (address("https://10.0.0.7"), ("10.0.0.7",)),
]


@pytest.mark.parametrize(("webhook", "names"), CALLED, ids=[each[1][0] for each in CALLED])
def test_the_hosts_at_which_a_webhook_is_called(webhook: Webhook, names: tuple[str, ...]) -> None:
    assert hosts(webhook) == names
