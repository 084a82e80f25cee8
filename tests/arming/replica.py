"""One replica of a webhook, with clocks that a test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from kconv.certificates.lifetimes import Lifetimes
from kconv.cluster.arming.issued import Issued
from kconv.cluster.arming.observed import Observer
from kconv.cluster.arming.secret import Secret
from kconv.cluster.arming.trust import FromSecret
from kconv.cluster.arming.upkeep import Upkeep
from kconv.cluster.connection import Connection

CONFIG = {"service": {"namespace": "acme", "name": "webhook", "path": "/convert", "port": 443}}
HOSTS = ("webhook.acme.svc",)
LASTING = Lifetimes(authority=timedelta(days=30), certificate=timedelta(days=9))


class Clock:
    """Time for certificates, and for waits."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, tzinfo=UTC)

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)

    def seconds(self) -> float:
        return self.now.timestamp()


class Seen(Observer):
    """What was counted."""

    def __init__(self) -> None:
        self.state: dict[str, bool] = {}
        self.rearmings: list[str] = []
        self.failures: list[str] = []

    def armed(self, name: str, *, is_armed: bool) -> None:
        self.state[name] = is_armed

    def rearmed(self, name: str) -> None:
        self.rearmings.append(name)

    def failed(self, name: str) -> None:
        self.failures.append(name)


class Replica:
    """``served`` are the certificates that it served, in their order, each with its key as PEM."""

    def __init__(self, cluster: Connection, names: list[str], clock: Clock | None = None) -> None:
        self.clock, self.seen, self.served = clock or Clock(), Seen(), list[bytes]()
        secret = Secret(cluster, "acme", "webhook-tls")
        self.issued = Issued(secret, HOSTS, lambda: self.clock.now, LASTING)
        self.trust = FromSecret(self.issued, self.served.append, self.seen)
        self.upkeep = Upkeep(cluster, names, CONFIG, self.trust, self.seen, self.clock.seconds)

    def step(self) -> float | None:
        return self.upkeep.step()

    def settle(self, most: int = 20) -> None:
        """Look until nothing is due, as time passes."""
        for _ in range(most):
            wait = self.step()
            if wait is None:
                return
            self.clock.pass_(seconds=wait)
        raise AssertionError("it does not settle")


def trusted(conversion: dict[str, Any]) -> str:
    """The caBundle of an armed definition."""
    return str(conversion["webhook"]["clientConfig"]["caBundle"])
