"""A Pod that ends gets requests for some seconds more, and a client that keeps a connection open must be the one that
closes it: else what it sends at that moment is lost.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import uvicorn

from kconv.serving.phases import Phases
from kconv.serving.readiness import Readiness
from kconv.serving.tls import Certificate

_LOG: Final = logging.getLogger("kconv.serving")
KEEP_ALIVE: Final = 150
"""Seconds that an idle connection stays open: Go's clients close theirs after 90."""
DRAIN: Final = 5.0
"""Seconds from the end of readiness to that of the socket: until then, a Service may still send requests."""


def serve(
    application: Callable[..., Any],
    listener: socket.socket,
    certificate: Certificate | None,
    readiness: Readiness,
    phases: Phases | None = None,
    *,
    drain: float = DRAIN,
) -> None:
    """Serve an ASGI application until SIGTERM or SIGINT, and return after the last answer.

    Without a certificate it is plain HTTP.
    """
    config = uvicorn.Config(
        application,
        http="httptools",
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
    )
    config.load()
    config.ssl = certificate.context if certificate else None
    asyncio.run(_Server(config, certificate, readiness, phases or Phases(), drain).serve([listener]))


class _Server(uvicorn.Server):
    def __init__(
        self,
        config: uvicorn.Config,
        certificate: Certificate | None,
        readiness: Readiness,
        phases: Phases,
        drain: float,
    ) -> None:
        super().__init__(config)
        self.certificate, self.readiness, self.phases, self.drain = certificate, readiness, phases, drain

    async def main_loop(self) -> None:
        watch = asyncio.create_task(self.certificate.watch()) if self.certificate else None
        try:
            await self.phases.ready()
            self.readiness.ready = True
            _LOG.info("ready")
            await super().main_loop()
        finally:
            if watch:
                watch.cancel()
                with suppress(asyncio.CancelledError):
                    await watch

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.readiness.draining = True
        _LOG.info("draining")
        await asyncio.sleep(self.drain)
        await super().shutdown(sockets)
        await self.phases.shutdown()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """A signal ends the server, not the program: to be ended in order is no failure."""
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
