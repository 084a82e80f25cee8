"""A webhook that arms its definitions itself, with a certificate from a Secret, or from files that something keeps."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from kconv.certificates.hosts import service_hosts
from kconv.cluster.arming.issued import Issued
from kconv.cluster.arming.observed import Observer
from kconv.cluster.arming.secret import Secret
from kconv.cluster.arming.trust import FromFile, FromSecret, Trust
from kconv.cluster.arming.upkeep import Upkeep
from kconv.cluster.arming.watching import Watching
from kconv.cluster.connection import Connection
from kconv.cluster.definition import CRDS
from kconv.cluster.patience import Patience
from kconv.crd.client_config import Webhook
from kconv.serving.accepted import accepted
from kconv.serving.phases import Phases
from kconv.serving.private import PrivateFile
from kconv.serving.tls import Certificate


class Arms(NamedTuple):
    """The definitions that a webhook arms, by name, and where the API server finds it."""

    cluster: Connection
    names: Sequence[str]
    webhook: Webhook
    observer: Observer


@contextmanager
def self_signed(arms: Arms, namespace: str, name: str) -> Iterator[tuple[Certificate, Phases]]:
    """The certificate of a Secret that all replicas share, and what to do in the life of the server that uses it.

    The Secret is made if there is none. Raises UsageError for one that something else made, ClusterError.
    """
    secret = Secret(arms.cluster, namespace, name)
    with PrivateFile() as file:
        served = _Served(file)
        trust = FromSecret(Issued(secret, hosts(arms.webhook), lambda: datetime.now(UTC)), served, arms.observer)
        Patience().of(trust.bundle)
        served.certificate = Certificate(file.path, file.path)
        collection, _, _ = secret.path.rpartition("/")
        yield served.certificate, _kept(arms, trust, [(collection, name)])


def with_bundle(arms: Arms, bundle: Path, certificate: Certificate) -> Phases:
    """What to do in the life of a server whose certificate is signed by an authority in a file.

    Raises UsageError if the file has none, or an API server that trusts it would refuse the certificate.
    """
    host = hosts(arms.webhook)[0]

    def check(text: bytes) -> None:
        certificate.reload()
        accepted(certificate.current, text, host, cert=str(certificate.cert), ca=str(bundle))

    trust = FromFile(bundle, check)
    trust.bundle()
    return _kept(arms, trust, [])


def hosts(webhook: Webhook) -> tuple[str, ...]:
    """The hosts at which an API server calls a webhook."""
    if webhook.url:
        return (urlsplit(webhook.url).hostname or "",)
    return service_hosts(webhook.namespace, webhook.name)


class _Served:
    """Replaces the certificate that is served."""

    def __init__(self, file: PrivateFile) -> None:
        self.file = file
        self.certificate: Certificate | None = None

    def __call__(self, text: bytes) -> None:
        self.file.write(text)
        if self.certificate is not None:
            self.certificate.reload()


def _kept(arms: Arms, trust: Trust, objects: Sequence[tuple[str, str]]) -> Phases:
    upkeep = Upkeep(arms.cluster, arms.names, arms.webhook.client_config(), trust, arms.observer)
    watching = Watching(arms.cluster, upkeep, [*((CRDS, name) for name in upkeep.names), *objects])

    async def ready() -> None:
        watching.start()

    async def draining() -> None:
        watching.stop()

    async def shutdown() -> None:
        await asyncio.to_thread(watching.join)

    return Phases(ready, draining, shutdown)
