"""A connection to a function in place of an API server."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
from lightkube.config.kubeconfig import KubeConfig
from lightkube.config.models import User

from kconv.cluster.connection import Connection, open_connection


def answered_by(answer: Callable[[httpx2.Request], httpx2.Response]) -> Connection:
    """A connection whose requests a function answers."""
    found = KubeConfig.from_server("http://fake").get()
    assert found is not None
    return open_connection(found._replace(user=User()), httpx2.MockTransport(answer))
